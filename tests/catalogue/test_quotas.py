"""Which quota counts a machine, by the way it is bought; and where none does, why."""

import pytest

from catalogue.instances import instance_types
from catalogue.quotas import NoQuota, quota
from catalogue.tables import read
from catalogue.unknown import UnknownFact


@pytest.mark.parametrize(
    ("name", "purchase", "code"),
    [
        ("p5.48xlarge", "on-demand", "L-417A185B"),
        ("p6-b300.48xlarge", "spot", "L-7212CCBC"),
        ("g6e.xlarge", "spot", "L-3819A6DF"),
        ("gr6.8xlarge", "on-demand", "L-DB2E81BA"),
        ("vt1.24xlarge", "on-demand", "L-DB2E81BA"),
        ("trn2u.48xlarge", "on-demand", "L-2C3B7624"),
        ("trn1.32xlarge", "spot", "L-6B0D517C"),
        ("inf2.48xlarge", "on-demand", "L-1945791B"),
        ("inf1.24xlarge", "spot", "L-B5D1601B"),
        ("dl2q.24xlarge", "on-demand", "L-6E869C2A"),
        ("dl2q.24xlarge", "spot", "L-85EED4F7"),
        ("f2.48xlarge", "on-demand", "L-74FC7D96"),
        ("f2.48xlarge", "spot", "L-88CF9481"),
        ("hpc7a.96xlarge", "on-demand", "L-F7808C92"),
        ("m7i.xlarge", "on-demand", "L-1216C47A"),
        ("im4gn.large", "spot", "L-34B43A08"),
        ("x2idn.32xlarge", "on-demand", "L-7295265B"),
    ],
)
def test_a_launch_counts_against_its_quota(name: str, purchase: str, code: str) -> None:
    found = quota(name, purchase)
    assert found.code == code
    assert found.purchase == purchase
    assert found.source.startswith("https://docs.aws.amazon.com/AWSEC2/")


def why_none(name: str, usage_class: str) -> str:
    try:
        return "" if quota(name, usage_class).code.startswith("L-") else "no code"
    except NoQuota as none:
        return none.why


def test_every_way_to_buy_has_a_quota_or_a_reason() -> None:
    ways = [(name, way) for name, each in instance_types().items() for way in each.usage_classes]
    reasons = {why_none(*way) for way in ways}
    assert len(ways) > 2000
    assert len(reasons) == 2
    assert "no source found" not in reasons


def test_machines_of_a_capacity_block_count_against_no_quota() -> None:
    with pytest.raises(NoQuota, match=r"p5.48xlarge bought as capacity-block: machines of a block do not count"):
        quota("p5.48xlarge", "capacity-block")


def test_hpc_is_not_sold_as_spot() -> None:
    with pytest.raises(NoQuota, match="no spot capacity of HPC machines"):
        quota("hpc7g.16xlarge", "spot")


def test_a_way_that_no_source_names_says_so() -> None:
    with pytest.raises(NoQuota, match=r"no quota counts p5.48xlarge bought as scheduled: no source found"):
        quota("p5.48xlarge", "scheduled")


def test_no_quota_is_an_unknown_fact_to_who_asks_for_facts() -> None:
    assert issubclass(NoQuota, UnknownFact)


def test_a_new_account_has_no_accelerators() -> None:
    assert quota("p5.48xlarge", "on-demand").default_vcpus == 0
    assert quota("m7i.xlarge", "on-demand").default_vcpus == 5


def test_a_letter_is_in_one_quota_of_each_purchase() -> None:
    letters = [(prefix, row["purchase"]) for row in read("quotas") for prefix in row["prefixes"].split()]
    assert len(set(letters)) == len(letters)
    codes = [row["quota_code"] for row in read("quotas") if row["quota_code"]]
    assert len(set(codes)) == len(codes)
