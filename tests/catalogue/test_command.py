"""What `python -m catalogue` answers."""

import json

import pytest
from typer.testing import CliRunner, Result

from catalogue.command import app
from catalogue.description import DOCUMENTED, TABLES
from catalogue.instances import accelerators, instance_types
from catalogue.search import find


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_machine_is_shown_with_what_each_card_takes() -> None:
    answer = ask("show", "p6-b300.48xlarge")
    assert answer.exit_code == 0
    assert "8 x NVIDIA B300, 268.6 GiB each, 2,149 in all" in answer.stdout
    assert "card 0      interface; 4 interfaces, 350 Gbps" in answer.stdout
    assert "cards 1-16  interface, efa, efa-only; 4 interfaces, 400 Gbps" in answer.stdout
    assert "capacity-block: no quota\n" in answer.stdout
    assert "on-demand: quota L-417A185B, 192 vCPUs each (default 0)" in answer.stdout


def test_a_correction_is_shown_with_its_source() -> None:
    shown = ask("show", "trn2.48xlarge").stdout
    assert "accelerators.acc_mem_mib_each: 524288 -> 98304" in shown
    assert "awsdocs-neuron" in shown


def test_a_machine_that_ec2_does_not_describe_is_shown_by_its_documents() -> None:
    answer = json.loads(ask("show", "p6e-gb200.36xlarge", "--json").stdout)
    documented = {each["table"] for each in answer["sources"] if each["table"].startswith("documented_")}
    assert documented == set(DOCUMENTED)
    shown = ask("show", "p6e-gb200.36xlarge").stdout
    assert "DescribeInstanceTypes" not in shown
    assert "sold as u-p6e-gb200x36 (9 machines) or u-p6e-gb200x72 (18" in shown


def test_what_an_acceptance_test_asks_for_is_shown_with_its_basis() -> None:
    shown = ask("show", "p5.48xlarge").stdout
    assert "all-reduce    300 GB/s of bus bandwidth at least (threshold), 8 ranks a node" in shown
    assert "all-reduce" not in ask("show", "inf2.48xlarge").stdout


def test_every_fact_shown_has_its_source_and_day() -> None:
    found = json.loads(ask("show", "p5.48xlarge", "--json").stdout)
    tables = {each["table"] for each in found["sources"]}
    others = {"quotas", "accelerator_families", "accelerator_kinds", "fabric_domains", "collective_floors"}
    assert tables == {*TABLES, *others}
    assert all(each["source"] and each["as_of"].startswith("2026-") for each in found["sources"])
    assert len({tuple(each.values()) for each in found["sources"]}) == len(found["sources"])


def test_a_machine_without_accelerators_is_shown_without_them() -> None:
    answer = ask("show", "m7i.xlarge")
    assert answer.exit_code == 0
    assert "accelerators  " not in answer.stdout


def test_a_slip_gets_one_sentence_and_2() -> None:
    answer = ask("show", "p6-b300.48xlrge")
    assert answer.exit_code == 2
    assert answer.stderr == "unknown instance type 'p6-b300.48xlrge', did you mean 'p6-b300.48xlarge'?\n"
    assert ask("find", "--region", "eu-nroth-1").stderr == "unknown region 'eu-nroth-1', did you mean 'eu-north-1'?\n"


@pytest.mark.parametrize("name", sorted(accelerators()))
def test_every_accelerated_machine_can_be_shown(name: str) -> None:
    found = json.loads(ask("show", name, "--json").stdout)
    assert found["version"] == 1
    assert found["accelerators"]["memory_gib"] > 0
    assert found["network_cards"][0]["index"] == 0
    assert {row["table"].removeprefix("documented_") for row in found["sources"]} >= set(TABLES[:3])


def test_what_is_found_is_offered_there_and_large_enough() -> None:
    answer = ask("find", "--memory-at-least", "1100", "--region", "eu-north-1", "--json")
    types = json.loads(answer.stdout)["instance_types"]
    assert types
    assert all(each["accelerators"]["memory_gib"] >= 1100 and each["zones"]["eu-north-1"] for each in types)


def test_nothing_that_has_it_is_left_out() -> None:
    names = {each.instance_type for each in find(memory_at_least_gib=1100)}
    assert names == {name for name, each in accelerators().items() if each.total_memory_mib >= 1100 * 1024}


def test_a_part_of_the_models_name_and_efa_narrow_the_search() -> None:
    assert {each.instance_type for each in find(accelerator_model="h100")} == {"p5.4xlarge", "p5.48xlarge"}
    assert all(instance_types()[each.instance_type].max_efa_interfaces for each in find(with_efa=True))
    assert any(not each.max_efa_interfaces for each in find())


def test_the_smallest_that_will_do_comes_first() -> None:
    memory = [each.total_memory_mib for each in find(memory_at_least_gib=300)]
    assert memory == sorted(memory)


def test_where_there_is_none_it_says_so_and_ends_with_1() -> None:
    answer = ask("find", "--memory-at-least", "99999")
    assert answer.exit_code == 1
    assert "no machine of the catalogue has all of it" in answer.stderr


def test_a_list_for_people_is_not_wider_than_80_columns() -> None:
    names = ("p6-b300.48xlarge", "p5.48xlarge", "trn2.48xlarge", "hpc7a.96xlarge", "f2.48xlarge", "p6e-gb200.36xlarge")
    answers = [ask("find"), *(ask("show", name) for name in names)]
    # An address stays in one piece.
    lines = [line for each in answers for line in each.stdout.splitlines() if "https://" not in line]
    assert [line for line in lines if len(line) > 80] == []


def test_a_tpu_machine_is_shown_with_the_slices_it_makes() -> None:
    shown = ask("show", "ct6e-standard-4t").stdout
    assert "4 x TPU v6e, 32 GiB each" in shown
    assert "2x4 (2 nodes), 4x4 (4 nodes)" in shown
    assert "europe-west4: $2.97 a chip-hour on demand (2024-12-23)" in shown
    ironwood = ask("show", "tpu7x-standard-4t").stdout
    assert "and whole 4x4x4 cubes, edges ascending, to 9,216 chips" in ironwood
    assert "price         not known" in ironwood
    assert "Kubernetes 1.34 at least" in ironwood


def test_every_fact_of_a_tpu_machine_has_its_source_and_day() -> None:
    found = json.loads(ask("show", "ct5p-hightpu-4t", "--json").stdout)
    assert {each["table"] for each in found["sources"]} == {"tpus", "tpu_versions", "tpu_topologies", "tpu_zones"}
    assert found["slices"][0] == {"topology": "2x2x1", "chips": 4, "nodes": 1}


def test_a_misspelt_tpu_machine_gets_one_sentence_and_2() -> None:
    answer = ask("show", "ct6e-standart-4t")
    assert answer.exit_code == 2
    assert answer.stderr == "unknown TPU machine type 'ct6e-standart-4t', did you mean 'ct6e-standard-4t'?\n"
