"""What joins accelerators without the network."""

import pytest

from catalogue.fabric_domains import fabric_domain
from catalogue.families import families
from catalogue.instances import accelerators
from catalogue.tables import read
from catalogue.unknown import UnknownFact


@pytest.mark.parametrize(
    ("name", "link", "joined", "machines", "bandwidth"),
    [
        ("p4d.24xlarge", "NVLink 3", 8, 1, 600),
        ("p5en.48xlarge", "NVLink 4", 8, 1, 900),
        ("p6-b300.48xlarge", "NVLink 5", 8, 1, 1800),
        ("p6e-gb200.36xlarge", "NVLink 5", 72, 18, 1800),
        ("trn2.48xlarge", "NeuronLink-v3", 16, 1, 1024),
        ("trn2u.48xlarge", "NeuronLink-v3", 64, 4, 1024),
        ("inf2.24xlarge", "NeuronLink-v2", 6, 1, None),
    ],
)
def test_a_domain_is_of_the_accelerators_that_its_machine_has(
    name: str, link: str, joined: int, machines: int, bandwidth: float | None
) -> None:
    found = fabric_domain(name)
    assert found is not None
    assert (found.link, found.accelerators, found.machines) == (link, joined, machines)
    assert found.bandwidth == bandwidth
    assert bool(found.unit) == (bandwidth is not None)


@pytest.mark.parametrize("name", ["p5.4xlarge", "trn2.3xlarge", "g6e.48xlarge", "f2.48xlarge", "g6f.large"])
def test_one_accelerator_has_nothing_to_join_and_pci_express_is_no_link(name: str) -> None:
    assert fabric_domain(name) is None


def test_what_is_sold_as_ultraservers_only_says_which() -> None:
    found = fabric_domain("p6e-gb200.36xlarge")
    assert found is not None
    assert found.sold_as == {9: "u-p6e-gb200x36", 18: "u-p6e-gb200x72"}
    alone = fabric_domain("p6-b200.48xlarge")
    assert alone is not None
    assert alone.sold_as == {}


def test_a_machine_without_accelerators_is_refused() -> None:
    with pytest.raises(UnknownFact, match="unknown accelerated instance type"):
        fabric_domain("m7i.xlarge")


def test_no_machine_has_more_accelerators_than_its_domain_joins() -> None:
    rows = {row["family"]: row for row in read("fabric_domains")}
    assert rows.keys() <= families().keys()
    for each in accelerators().values():
        if each.family in rows:
            assert each.devices * int(rows[each.family]["machines"]) <= int(rows[each.family]["accelerators"])
