"""Instance types, their network cards and their accelerators."""

from dataclasses import replace

import pytest

import catalogue
from catalogue.instances import accelerators, efa_limits, instance_types
from catalogue.tables import table
from catalogue.unknown import UnknownFact


def test_the_cards_of_a_type_are_as_many_as_it_says_and_take_its_efa_interfaces() -> None:
    for name, host in instance_types().items():
        cards = catalogue.network_cards(name)
        assert [card.index for card in cards] == list(range(host.network_card_count)), name
        assert sum("efa-only" in card.interface_types for card in cards) >= host.max_efa_interfaces, name
        assert 1 <= cards[0].max_interfaces <= host.max_network_interfaces, name
        assert "interface" in cards[0].interface_types, name


def test_every_accelerated_type_on_offer_is_in_the_catalogue() -> None:
    for row in table("zone_offerings"):
        assert row["instance_type"] in instance_types()


@pytest.mark.parametrize("name", sorted(accelerators()))
def test_an_accelerated_type_agrees_with_its_machine(name: str) -> None:
    rows = (*table("accelerators"), *table("documented_accelerators"))
    [row] = [each for each in rows if each["instance_type"] == name]
    found = catalogue.accelerator(name)
    assert found.host.vcpus == int(row["vcpu"])
    assert found.host.memory_mib == float(row["host_mem_gib"]) * 1024
    assert found.max_efa_interfaces == int(row["max_efa"])
    assert len(found.network_cards) == int(row["network_cards"])
    assert found.usage_classes == tuple(row["usage_classes"].split("/"))
    assert found.accelerator_count > 0
    assert found.devices >= 1
    assert found.accelerator_memory_mib > 1000


@pytest.mark.parametrize(
    ("name", "accelerator", "count", "memory_mib", "cards", "efa"),
    [
        ("p5.48xlarge", "NVIDIA H100", 8, 81920, 32, 32),
        ("p5en.48xlarge", "NVIDIA H200", 8, 144384, 16, 16),
        ("p4d.24xlarge", "NVIDIA A100", 8, 40960, 4, 4),
        ("p6-b300.48xlarge", "NVIDIA B300", 8, 275040, 17, 16),
        ("g6e.xlarge", "NVIDIA L40S", 1, 45776, 1, 0),
        ("trn2.48xlarge", "Trainium2", 16, 98304, 16, 16),
        ("trn2u.48xlarge", "Trainium2", 16, 98304, 16, 16),
        ("g6f.large", "NVIDIA L4", 0.125, 2861, 1, 0),
    ],
)
def test_figures_people_know_by_heart(
    name: str, accelerator: str, count: float, memory_mib: int, cards: int, efa: int
) -> None:
    found = catalogue.accelerator(name)
    assert (found.accelerator, found.accelerator_count, found.accelerator_memory_mib) == (
        accelerator,
        count,
        memory_mib,
    )
    assert (len(found.network_cards), found.max_efa_interfaces) == (cards, efa)


def test_the_first_card_of_p6_b300_takes_no_efa() -> None:
    first, *others = catalogue.network_cards("p6-b300.48xlarge")
    assert first.interface_types == ("interface",)
    assert all("efa-only" in card.interface_types for card in others)


def test_a_part_of_an_accelerator_is_one_device_with_the_memory_of_the_part() -> None:
    found = catalogue.accelerator("g6f.2xlarge")
    assert (found.devices, found.total_memory_mib) == (1, 5722)


def test_makers_are_told_apart() -> None:
    names = ("p5.48xlarge", "trn1.32xlarge", "dl2q.24xlarge", "f2.48xlarge")
    assert [catalogue.accelerator(name).maker for name in names] == ["NVIDIA", "AWS", "Qualcomm", "Xilinx"]


def test_a_machine_without_accelerator_is_said_to_be_none() -> None:
    with pytest.raises(UnknownFact, match=r"^unknown accelerated instance type 'm7i\.xlarge'"):
        catalogue.accelerator("m7i.xlarge")


def test_a_type_that_cannot_be_used_yet_says_why() -> None:
    assert "sold as UltraServers" in catalogue.why_unplaceable("p6e-gb200.36xlarge")
    assert catalogue.why_unplaceable("p5.48xlarge") == ""


def test_a_machine_the_api_has_no_copy_of_is_whole() -> None:
    documented = {row["instance_type"] for row in table("documented_network_cards")}
    assert documented == {"p6e-gb200.36xlarge"}
    for name in documented:
        machine = catalogue.accelerator(name)
        assert len(machine.network_cards) == machine.host.network_card_count
        assert machine.max_efa_interfaces == efa_limits()[name]


@pytest.mark.parametrize(
    ("name", "gbps"), [("p5.48xlarge", 3200), ("trn1.32xlarge", 800), ("i8g.48xlarge", 100), ("c5.2xlarge", 10)]
)
def test_the_bandwidth_of_a_machine_is_read_from_the_words_of_its_source(name: str, gbps: float) -> None:
    assert instance_types()[name].peak_gbps == gbps


def test_where_the_source_has_words_only_the_bandwidth_is_0() -> None:
    assert replace(instance_types()["p5.48xlarge"], network_performance="High").peak_gbps == 0
