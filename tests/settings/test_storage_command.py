"""`python -m stacks storage` shows what is made, what it costs, and what else there is."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph.capture import capture
from stacks.__main__ import app
from stacks.platform import deploy
from stacks.settings import load
from tests.settings.broken import GOOD

RUN = CliRunner()
HELD = "deployment_type: PERSISTENT_2", "dataset_bytes: 4.0e+12"


def stack(path: Path, *edits: tuple[str, str]) -> str:
    text = GOOD.read_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file = path / "Pulumi.prod.yaml"
    file.write_text(text)
    return str(file)


def shown(file: str) -> Any:
    result = RUN.invoke(app, ["storage", "--json", file])
    assert result.exit_code == 0
    [found] = json.loads(result.output)["filesystems"]
    return found


def kind(found: dict[str, Any], deployment_type: str, storage_type: str = "SSD", *, efa: bool = False) -> Any:
    words = {"deployment_type": deployment_type, "storage_type": storage_type, "efa": efa}
    [other] = [each for each in found["instead"] if words.items() <= each.items()]
    return other


def test_what_is_shown_is_what_is_made() -> None:
    plan = shown(str(GOOD))["plan"]
    made = capture(lambda: deploy(load(GOOD))).one("aws:fsx/lustreFileSystem:LustreFileSystem").inputs
    assert made["storageCapacity"] == plan["capacity_gib"]
    assert made["perUnitStorageThroughput"] == plan["megabytes_per_second_per_tib"]
    assert made["deploymentType"] == plan["deployment_type"]
    assert made["storageType"] == plan["storage_type"]


def test_the_need_is_that_of_the_pool_at_its_most() -> None:
    found = shown(str(GOOD))
    assert found["zone"] == "eun1-az1"
    assert found["feeds"] == {"h100": {"instance_type": "p5.48xlarge", "nodes": 4, "devices": 8}}
    assert found["need"]["read_gigabytes_per_second"] == 8
    assert found["need"]["write_gigabytes_per_second"] == pytest.approx(1000 / 120)
    assert found["plan"]["gigabytes_per_second"] >= found["need"]["gigabytes_per_second"]
    assert found["plan"]["gbps_of_a_node_at_most"] >= found["need"]["gbps_of_a_node"]


def test_nodes_that_may_still_come_are_fed_too(tmp_path: Path) -> None:
    found = shown(stack(tmp_path, ("nodes: 4\n        max_nodes", "nodes: 1\n        max_nodes")))
    assert found["need"] == shown(str(GOOD))["need"]


def test_fallbacks_in_another_zone_are_said_to_read_across_zones(tmp_path: Path) -> None:
    assert shown(str(GOOD))["across_zones"] == {}
    first, second = "zones: [eun1-az1]\n            reservation_id", "has none left\n            zones: [eun1-az1]"
    assert first in GOOD.read_text()
    file = stack(tmp_path, (second, second.replace("az1", "az2")))
    assert shown(file)["across_zones"] == {"h100": ["eun1-az2"]}
    said = " ".join(RUN.invoke(app, ["storage", file]).output.split())
    assert "beware nodes of h100 that come in eun1-az2 read across zones, at $0.01 a GB each way" in said


def test_other_kinds_are_shown_with_what_they_cost_and_what_is_given_up() -> None:
    found = shown(str(GOOD))
    assert kind(found, "SCRATCH_2")["usd_per_month"] > found["plan"]["usd_per_month"]
    assert "what a failed server held is gone" in kind(found, "SCRATCH_2")["why"]
    assert kind(found, "PERSISTENT_2", efa=True)["capacity_gib"] % 4800 == 0
    assert kind(found, "PERSISTENT_1", "HDD")["why"].startswith("will not do: needs 8.3 GB/s")


def test_of_intelligent_tiering_the_least_is_shown_because_its_storage_has_no_known_price() -> None:
    tiering = kind(shown(str(GOOD)), "PERSISTENT_2", "INTELLIGENT_TIERING")
    assert tiering["usd_per_month"] is None
    assert tiering["usd_per_month_at_least"] == pytest.approx(12_000 * 0.52)


def test_local_disks_are_compared_where_the_size_of_the_data_is_known(tmp_path: Path) -> None:
    assert shown(str(GOOD))["local_cache"]["verdict"] == "not compared"
    found = shown(stack(tmp_path, HELD))
    assert found["local_cache"]["verdict"] == "cheaper"
    assert found["local_cache"]["usd_per_month"] < found["plan"]["usd_per_month"]


def test_local_disks_that_are_too_small_are_said_to_be(tmp_path: Path) -> None:
    pool = "p5.48xlarge", "p5.4xlarge"
    file = stack(tmp_path, (HELD[0], "dataset_bytes: 2.0e+13"), pool, ("bytes: 1.0e+12", "bytes: 1.0e+11"))
    cache = shown(file)["local_cache"]
    assert (cache["verdict"], cache["usd_per_month"]) == ("will not do", None)
    assert "20,000 GB do not fit on the pool's 15,200 GB" in cache["why"]


def test_prices_come_with_their_source_region_and_day() -> None:
    for price in shown(str(GOOD))["prices"]:
        assert price["source"]
        assert price["region"].startswith("us-east-")
        assert price["as_of"]


def test_people_get_lines_of_80_columns_and_commands_to_copy(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["storage", stack(tmp_path, HELD)])
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    for part in (
        "feeds       h100: 4 x p5.48xlarge, 32 readers",
        "need        read 8.0 GB/s, write 8.3 GB/s; 8.3 GB/s at once",
        "bought      PERSISTENT_2 SSD, 9,600 GiB at 1000 MB/s a TiB",
        "costs       $5,760 a month",
        "NVMe + S3   cheaper: $",
        "    lfs setstripe -E 100M -c 1 -E -1 -c -1 /fsx",
        "    options ptlrpc ptlrpcd_per_cpt_max=32",
        "    lctl set_param osc.*OST*.max_rpcs_in_flight=32",
    ):
        assert part in result.output


def test_a_stack_without_file_systems_says_so() -> None:
    file = GOOD.with_name("Pulumi.dev.yaml")
    assert RUN.invoke(app, ["storage", str(file)]).output == f"{file}: has no file systems\n"


def test_a_stack_on_another_cloud_ends_with_1_and_says_why() -> None:
    result = RUN.invoke(app, ["storage", str(GOOD.with_name("Pulumi.tpu.yaml"))])
    assert result.exit_code == 1
    assert "a stack on aws is right here" in result.stderr


def test_a_stack_with_a_fault_ends_with_1_and_its_sentence(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["storage", stack(tmp_path, ("pools: [h100]", "pools: [h10]"))])
    assert result.exit_code == 1
    assert "there is no pool 'h10'; did you mean 'h100'?" in result.stderr
