"""Rules between versions: each can refuse, none refuses what is pinned, and unknown is never a pass."""

import pytest

from catalogue.clusters import addon_version, kubernetes_versions, node_image
from catalogue.compatibility import Condition, Rule, condition, image_versions, judge, node_versions, oldest, rules
from catalogue.fabric import fabric_environment, fabric_versions
from catalogue.families import family, pool_types
from catalogue.instances import instance_type
from catalogue.unknown import UnknownFact


def a_value_that(statement: Condition, holds: bool) -> str:
    """A version or word of which the condition is true, or false."""
    for value in (statement.values[0], "0", "99999999", "something else"):
        if statement.holds(value) == holds:
            return value
    raise AssertionError(statement)


def breaking(rule: Rule) -> dict[str, str]:
    return {each.component: a_value_that(each, True) for each in rule.when} | {
        rule.need.component: a_value_that(rule.need, False)
    }


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_refuses_what_breaks_it_and_lets_pass_what_does_not(rule: Rule) -> None:
    broken = breaking(rule)
    assert rule in judge(broken).broken
    assert rule not in judge({**broken, rule.need.component: a_value_that(rule.need, True)}).broken


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_is_undecided_while_the_version_it_needs_is_not_known(rule: Rule) -> None:
    versions = breaking(rule)
    del versions[rule.need.component]
    assert rule in judge(versions).undecided
    assert rule not in judge(versions).broken


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_says_why_with_a_source(rule: Rule) -> None:
    assert rule.source.startswith("https://")
    assert rule.why
    assert not rule.why.endswith(".")


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in rules()}) == len(rules()) > 15


@pytest.mark.parametrize("version", [name for name, each in kubernetes_versions().items() if each.addons])
@pytest.mark.parametrize("type_name", pool_types())
def test_what_is_pinned_breaks_no_rule(type_name: str, version: str) -> None:
    host = instance_type(type_name)
    kind = family(host.family).kind.image_kind
    if not kind:
        return
    try:
        image = node_image(version, kind, host.architecture)
    except UnknownFact:
        return
    versions = {
        **node_versions(type_name, image),
        **fabric_versions(),
        "vpc_cni": addon_version("vpc-cni", version),
        "interfaces": "efa-only",
        "nccl_net_plugin": fabric_environment("nccl", host.family)["NCCL_NET_PLUGIN"],
    }
    judgement = judge(versions)
    assert judgement.broken == ()
    assert {rule.need.component for rule in judgement.undecided} <= {"driver", "kubernetes"}


@pytest.mark.parametrize(
    ("older", "newer"), [("1.9", "1.10"), ("1.18.5", "v1.22.4-eksbuild.3"), ("570.86.15", "570.133.20"), ("580", "595")]
)
def test_versions_are_compared_number_by_number(older: str, newer: str) -> None:
    assert not condition(f"driver>={newer}").holds(older)
    assert condition(f"driver>={older}").holds(newer)
    assert condition(f"driver<{newer}").holds(older)


def test_the_oldest_version_is_that_of_the_strictest_rule_that_applies() -> None:
    assert oldest("device_plugin", {"family": "p6-b200"}) == "0.5.10"
    assert oldest("device_plugin", {"family": "p5"}) == ""
    assert oldest("nccl", {"family": "p5", "aws_ofi_nccl": "1.21.1"}) == "2.18.0"
    assert oldest("nccl", {"aws_ofi_nccl": "1.21.1"}) == "2.17.1"


def test_an_image_says_its_system_its_day_and_its_driver() -> None:
    assert image_versions(node_image("1.35", "nvidia")) == {
        "ami_type": "AL2023_x86_64_NVIDIA",
        "os": "AL2023",
        "ami_date": "20260903",
        "driver": "580",
    }
    assert "driver" not in image_versions(node_image("1.35", "standard"))
    assert "ami_date" not in image_versions(node_image("1.35", "bottlerocket"))


def test_a_driver_is_stated_only_from_the_version_on_that_has_it() -> None:
    image = node_image("1.34", "bottlerocket_nvidia")
    assert image_versions(image)["driver"] == "580"


@pytest.mark.parametrize("text", ["colour=red", "nccl", "nccl>="])
def test_a_condition_that_cannot_be_read_stops_the_load_and_names_the_components(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot read .*family, kubernetes"):
        condition(text)


def test_a_condition_reads_as_a_person_says_it() -> None:
    assert str(condition("nccl>=2.19")) == ">= 2.19"
    assert str(condition("os!=AL2")) == "not AL2"
    assert str(condition("family=p5|p5e")) == "p5 or p5e"
