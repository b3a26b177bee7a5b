"""Which machines hold a model: against what its makers say, and what no figure may break."""

import json
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fits import Work, fits, least, simplest_of_each
from catalogue.google_regions import google_regions
from catalogue.instances import accelerator
from catalogue.kinds import Kind, ec2_kind, kinds, tpu_kind
from catalogue.model_memory import cache_shards, splits
from catalogue.models import model, models
from catalogue.precisions import precisions
from catalogue.prices import instance_price, tpu_chip_price
from catalogue.regions import zones_offering
from catalogue.tables import read
from tests.catalogue.test_command import ask

NAMES = st.sampled_from(sorted(models()))
BY_NAME = {each.machine: each for each in kinds()}
KINDS = st.sampled_from(sorted(BY_NAME))
TOKENS = st.integers(1, 300_000)
BATCHES = st.integers(1, 300)


def machines(
    name: str, kind: str, dtype: str, training: bool = False, tokens: int = 8192, batch: int = 1
) -> int | None:
    found = least(Work(model(name), dtype, training, tokens, batch), BY_NAME[kind])
    return found.machines if found else None


@pytest.mark.parametrize(
    ("name", "kind", "dtype", "needed"),
    [
        # Meta, https://ai.meta.com/blog/meta-llama-3-1/: in FP8 within a single server node.
        ("llama-3.1-405b", "p5.48xlarge", "fp8", 1),
        # The Llama 3 Herd of Models, section 6.1 (https://arxiv.org/abs/2407.21783): in BF16 two machines of 8 H100.
        ("llama-3.1-405b", "p5.48xlarge", "bf16", 2),
        # https://github.com/sgl-project/sglang/tree/main/benchmark/deepseek_v3: 8 H200, or twice 8 H100.
        ("deepseek-v3", "p5en.48xlarge", "fp8", 1),
        ("deepseek-v3", "p5.48xlarge", "fp8", 2),
        # OpenAI's model card of gpt-oss: the large one within 80 GB; vLLM's guide: on one A100 of 80 GB.
        ("gpt-oss-120b", "p5.4xlarge", "mxfp4", 1),
        ("llama-3.1-8b", "g6.xlarge", "bf16", 1),
        # Without EFA there is one machine or none.
        ("llama-3.1-70b", "g6.xlarge", "bf16", None),
        # Neither bf16 nor fp8 on a V100, and no language model on an FPGA.
        ("llama-3.1-8b", "p3dn.24xlarge", "bf16", None),
        ("llama-3.1-8b", "f2.48xlarge", "bf16", None),
    ],
)
def test_a_model_needs_as_many_machines_as_its_makers_say(name: str, kind: str, dtype: str, needed: int | None) -> None:
    assert machines(name, kind, dtype) == needed


def test_gpt_oss_is_on_one_accelerator_of_80_gb() -> None:
    found = least(Work(model("gpt-oss-120b"), "mxfp4"), BY_NAME["p4de.24xlarge"])
    assert found is not None
    assert (found.used, found.weights_only) == (1, True)


def test_training_takes_far_more_than_serving() -> None:
    assert machines("llama-3.1-70b", "p5.48xlarge", "bf16") == 1
    # 70.6 billion x 16 bytes are 1,129 GB; each of 24 has 47 of it, 11 of activations, and 77 free at 90%.
    assert machines("llama-3.1-70b", "p5.48xlarge", "bf16", training=True) == 3


def at_least(more: int | None, less: int | None) -> bool:
    """None is more than any number: nothing of the kind holds it."""
    return more is None or (less is not None and more >= less)


@given(NAMES, KINDS, st.booleans(), TOKENS, BATCHES, st.integers(0, 100_000), st.integers(0, 100))
def test_more_tokens_never_need_less(
    name: str, kind: str, training: bool, tokens: int, batch: int, longer: int, further: int
) -> None:
    less = machines(name, kind, "bf16", training, tokens, batch)
    assert at_least(machines(name, kind, "bf16", training, tokens + longer, batch + further), less)


@given(NAMES, KINDS, TOKENS)
def test_fp8_never_needs_more_than_bf16(name: str, kind: str, tokens: int) -> None:
    formats = precisions(BY_NAME[kind].accelerator)
    if formats.takes("fp8"):
        assert at_least(machines(name, kind, "bf16", tokens=tokens), machines(name, kind, "fp8", tokens=tokens))


@given(NAMES, KINDS, st.booleans(), TOKENS, BATCHES, st.floats(0, 0.5))
def test_no_accelerator_is_fuller_than_allowed_and_one_machine_less_would_be_too_few(
    name: str, kind: str, training: bool, tokens: int, batch: int, overhead: float
) -> None:
    work = Work(model(name), "bf16", training, tokens, batch, overhead=overhead)
    found = least(work, BY_NAME[kind])
    if found is None:
        return
    assert found.share <= 1 - overhead + 1e-9
    assert found.share == pytest.approx(shares(work, found.kind, found.machines)[found.used])
    fewer = [each for each in found.kind.counts if each < found.machines]
    if fewer:
        assert min(shares(work, found.kind, fewer[-1]).values()) > 1 - overhead


def shares(work: Work, kind: Kind, machines: int) -> dict[int, float]:
    """By accelerators used the part of each one's memory that is taken, worked out anew."""
    if work.training:
        spread = machines * kind.devices
        return {spread: (work.weights / spread + work.sequence * ceil(work.batch / spread)) / kind.memory}
    stages = 1 if kind.joined else machines
    part = ceil(work.model.layers / stages) / work.model.layers
    return {
        sharing * stages: part
        * (work.weights / sharing + work.sequence * work.batch / cache_shards(work.model, sharing))
        / kind.memory
        for sharing in splits(work.model, kind.devices * machines // stages)
    }


@given(NAMES, KINDS, st.floats(0, 0.5), st.floats(0, 0.4))
def test_more_memory_kept_free_never_needs_less(name: str, kind: str, free: float, more: float) -> None:
    less = least(Work(model(name), "bf16", overhead=free), BY_NAME[kind])
    found = least(Work(model(name), "bf16", overhead=free + more), BY_NAME[kind])
    assert at_least(found.machines if found else None, less.machines if less else None)


@given(NAMES, st.booleans())
def test_the_cheapest_is_first_and_what_has_no_price_is_last(name: str, training: bool) -> None:
    costs = [each.usd_per_hour for each in fits(Work(model(name), "bf16", training))]
    known = [each for each in costs if each is not None]
    assert costs == [*sorted(known), *[None] * (len(costs) - len(known))]


def test_a_region_gives_its_own_machines_and_prices() -> None:
    found = fits(Work(model("llama-3.1-405b"), "fp8"), "eu-north-1")
    assert {each.region for each in found} <= {"eu-north-1", ""}
    assert all(zones_offering(each.kind.machine, "eu-north-1") for each in found)
    assert "p5.48xlarge" in {each.kind.machine for each in found}


def test_a_region_of_googles_has_tpus_and_no_other_cloud_has_them() -> None:
    found = fits(Work(model("llama-3.1-70b"), "bf16"), "us-central1")
    assert found
    assert all(each.kind.accelerator.startswith("TPU ") for each in found)
    assert not any(each.kind.joined for each in fits(Work(model("llama-3.1-70b"), "bf16"), "us-east-1"))


def test_a_slice_of_tpus_is_of_a_topology_and_shares_every_layer() -> None:
    # 141 GB of weights and 2.7 of cache: 4 chips have 95 GiB each, of v6e 8 have 32.
    assert machines("llama-3.1-70b", "ct5p-hightpu-4t", "bf16") == 1
    found = least(Work(model("llama-3.1-70b"), "bf16"), BY_NAME["ct6e-standard-4t"])
    assert found is not None
    assert (found.machines, found.used, found.kind.topologies[found.machines]) == (2, 8, "2x4")


def test_an_ultraserver_is_one_domain_and_sold_whole() -> None:
    found = least(Work(model("llama-3.1-405b"), "bf16"), BY_NAME["p6e-gb200.36xlarge"])
    assert found is not None
    assert (found.machines, found.used) == (9, 8)
    assert found.kind.topologies[9] == "u-p6e-gb200x36"
    trained = least(Work(model("llama-3.1-405b"), "bf16", training=True), BY_NAME["p6e-gb200.36xlarge"])
    assert trained is not None
    assert (trained.machines, trained.used) == (18, 72)


def test_a_slice_costs_what_its_chips_cost() -> None:
    found = least(Work(model("llama-3.1-405b"), "bf16"), tpu_kind("ct5p-hightpu-4t"), "us-east5")
    chip = tpu_chip_price("v5p", "us-east5").usd_per_hour
    assert found is not None
    assert chip is not None
    assert found.usd_per_hour == pytest.approx(found.machines * 4 * chip)
    cheapest = least(Work(model("llama-3.1-405b"), "bf16"), tpu_kind("ct5lp-hightpu-4t"))
    assert cheapest is not None
    chips = [tpu_chip_price("v5e", each).usd_per_hour for each in google_regions()]
    assert cheapest.price.usd_per_hour == 4 * min(each for each in chips if each)


def test_machines_that_are_not_one_slice_have_no_topology() -> None:
    for each in kinds():
        assert bool(each.topologies) == each.joined
        assert each.counts[0] == 1 or each.joined
        assert list(each.counts) == sorted(each.counts)


def test_a_machine_of_ec2_costs_what_it_costs_there() -> None:
    found = least(Work(model("llama-3.1-405b"), "fp8"), ec2_kind(accelerator("p5.48xlarge")), "eu-north-1")
    assert found is not None
    assert found.usd_per_hour == instance_price("p5.48xlarge", "eu-north-1").usd_per_hour


def test_of_each_accelerator_the_fewest_machines_are_shown() -> None:
    found = fits(Work(model("llama-3.1-405b"), "fp8"))
    shown = simplest_of_each(found)
    names = [each.kind.accelerator for each in shown]
    assert len(set(names)) == len(names) == len({each.kind.accelerator for each in found})
    assert {each.kind.machine for each in shown} >= {"p5.48xlarge", "trn2.48xlarge", "tpu7x-standard-4t"}


def test_formats_are_of_accelerators_there_are() -> None:
    names = {each.accelerator for each in kinds()}
    rows = read("accelerator_precisions")
    assert {row["accelerator"] for row in rows} <= names
    for row in rows:
        assert set(f"{row['computes']} {row['weights_only']}".split()) <= {"bf16", "fp16", "fp8", "mxfp4"}


def test_it_is_answered_in_lines_that_teach() -> None:
    shown = ask("fits", "llama-3.1-405b", "--dtype", "fp8").stdout
    assert "llama-3.1-405b: 405,853,388,800 parameters in fp8" in shown
    assert "weights       378.0 GiB" in shown
    assert "\n  1 x p5.48xlarge          8 x H100                60%     55.04 us-east-1\n" in shown
    assert "A100*" in shown
    assert "* keeps fp8 weights and computes in 16 bits" in shown
    assert "--all shows all" in shown
    assert "\nCheapest: 1 x " in shown


def test_a_context_longer_than_the_configuration_is_said() -> None:
    assert "its configuration is made for 40,960 tokens" in ask("fits", "qwen3-8b", "--context", "40961").stdout
    assert "its configuration" not in ask("fits", "qwen3-8b", "--context", "40960").stdout


@pytest.mark.parametrize("words", [("--context", "200000"), ("--training", "--batch", "4096"), ("--all",)])
@pytest.mark.parametrize("name", ["llama-3.1-405b", "qwen3-30b-a3b", "kimi-k2"])
def test_no_line_is_wider_than_80_columns(name: str, words: tuple[str, ...]) -> None:
    lines = ask("fits", name, *words).stdout.splitlines()
    assert lines
    assert [line for line in lines if len(line) > 80 and "https://" not in line] == []


def test_json_has_every_kind_with_the_source_of_its_price() -> None:
    found = json.loads(ask("fits", "deepseek-v3", "--dtype", "fp8", "--json").stdout)
    assert found["version"] == 1
    assert found["need"]["weights_bytes"] == 671_026_419_200
    assert found["fits"][0]["usd_per_hour"] == min(row["usd_per_hour"] for row in found["fits"] if row["usd_per_hour"])
    assert all(bool(row["price_source"]) == (row["usd_per_hour"] is not None) for row in found["fits"])
    assert "NVIDIA V100" in found["left_out"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("llama-3.1-45b",), "unknown model 'llama-3.1-45b', did you mean 'llama-3.1-405b'?"),
        (("llama-3.1-8b", "--dtype", "fp9"), "unknown format of weights 'fp9', did you mean 'fp8'?"),
        (("llama-3.1-8b", "--cache-dtype", "fp9"), "unknown format of the cache 'fp9', did you mean 'fp8'?"),
        (
            ("llama-3.1-8b", "--dtype", "mxfp4"),
            "mxfp4 is for models with experts, and llama-3.1-8b has none; fp8 is right",
        ),
        (("gpt-oss-20b", "--dtype", "mxfp4", "--training"), "a model is not trained in mxfp4; bf16 is right"),
        (("llama-3.1-8b", "--region", "eu-nroth-1"), "unknown region 'eu-nroth-1', did you mean 'eu-north-1'?"),
        (("llama-3.1-8b", "--region", "us-centrl1"), "unknown region 'us-centrl1', did you mean 'us-central1'?"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence_and_2(words: tuple[str, ...], sentence: str) -> None:
    answer = ask("fits", *words)
    assert answer.exit_code == 2
    assert answer.stderr == f"{sentence}\n"


def test_where_nothing_holds_it_it_says_so_and_ends_with_1() -> None:
    answer = ask("fits", "llama-3.1-405b", "--training", "--context", "200000", "--region", "eu-west-3")
    assert answer.exit_code == 1
    assert answer.stderr == "no machine of the catalogue holds it in eu-west-3\n"
    assert answer.stdout == ""
