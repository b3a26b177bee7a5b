"""The quotas on everything but vCPUs."""

from collections.abc import Mapping
from typing import Any

import pytest

from catalogue.accounts import account_quota
from operations.preflight import resource_needs as needs
from operations.preflight.account import Account
from operations.preflight.capacity import Need, Use, sentence
from operations.preflight.checks import other_quotas
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan
from tests.operations.cloud import Cloud
from tests.operations.furnished import first, tags


def asked(plan: Plan, account: Account) -> dict[str, Finding]:
    return {finding.subject: finding for finding in other_quotas.find(plan, account)}


def limited(cloud: Cloud, what: str, value: int) -> str:
    """Set a quota, and give its name."""
    cloud.quotas[account_quota(what).quota_code] = value
    return account_quota(what).name


def listed(kind: str, number: int, **more: Any) -> list[Mapping[str, Any]]:
    return [{f"{kind}Id": f"{kind}-{index}", "Tags": [], **more} for index in range(number)]


def test_a_region_full_of_vpcs_has_no_room_for_one_more(cloud: Cloud, account: Account, prod: Plan) -> None:
    name = limited(cloud, "vpcs", 5)
    cloud.listings["ec2:DescribeVpcs"] = listed("Vpc", 5)
    finding = asked(prod, account)[name]
    assert (finding.grade, finding.reason) == (Grade.FAIL, "`pulumi up` needs 1 of 5; 5 in use")
    assert finding.fix == (
        "aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE "
        "--desired-value 6 --region eu-north-1"
    )
    assert finding.place is not None
    assert finding.place.key == "network"


def test_the_vpc_of_an_earlier_up_takes_no_second_place(cloud: Cloud, account: Account, prod: Plan) -> None:
    name = limited(cloud, "vpcs", 5)
    ours = {"VpcId": "vpc-ours", "Tags": tags(first(prod, needs.VPC))}
    cloud.listings["ec2:DescribeVpcs"] = [*listed("Vpc", 4), ours]
    finding = asked(prod, account)[name]
    assert (finding.grade, finding.reason) == (Grade.OK, "1 of 5; 5 in use, 1 of them by this stack")


@pytest.mark.parametrize(
    ("what", "action", "kind", "needed"),
    [
        ("internet_gateways", "ec2:DescribeInternetGateways", "InternetGateway", 1),
        ("security_groups", "ec2:DescribeSecurityGroups", "Group", 3),
        ("gateway_endpoints", "ec2:DescribeVpcEndpoints", "VpcEndpoint", 2),
    ],
)
def test_what_there_is_is_counted_over_all_pages(
    cloud: Cloud, account: Account, prod: Plan, what: str, action: str, kind: str, needed: int
) -> None:
    name = limited(cloud, what, needed + 3)
    cloud.listings[action] = listed(kind, 3)
    assert asked(prod, account)[name].grade is Grade.OK
    cloud.listings[action] = listed(kind, 4)
    assert asked(prod, account)[name].grade is Grade.FAIL


def test_nat_gateways_are_counted_in_their_zone_and_deleted_ones_are_not(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    limited(cloud, "nat_gateways", 2)
    cloud.listings["ec2:DescribeSubnets"] = [{"SubnetId": "subnet-1"}]
    cloud.listings["ec2:DescribeNatGateways"] = [
        {"SubnetId": "subnet-1", "State": "available", "Tags": []},
        {"SubnetId": "subnet-1", "State": "deleted", "Tags": []},
        {"SubnetId": "subnet-2", "State": "available", "Tags": []},
    ]
    found = [each for each in other_quotas.find(prod, account) if each.subject.startswith("NAT gateways")]
    assert [(each.grade, each.reason) for each in found] == [(Grade.OK, "1 of 2; 1 in use")] * 3
    assert [each.subject.rpartition(" ")[2] for each in found] == ["eun1-az1", "eun1-az2", "eun1-az3"]


def test_clusters_are_known_by_their_name(cloud: Cloud, account: Account, prod: Plan) -> None:
    name = limited(cloud, "clusters", 2)
    cloud.listings["eks:ListClusters"] = ["theirs", "groundwork-prod"]
    assert asked(prod, account)[name].grade is Grade.OK
    cloud.listings["eks:ListClusters"] = ["theirs", "others"]
    assert asked(prod, account)[name].grade is Grade.FAIL


def test_lustre_is_counted_in_gib_of_its_own_kind(cloud: Cloud, account: Account, prod: Plan) -> None:
    (made,) = prod.graph.of_type(needs.LUSTRE)
    size = made.inputs["storageCapacity"]
    name = limited(cloud, "lustre_persistent_2_gib", size + 3599)

    def system(kind: str, gib: int) -> Mapping[str, Any]:
        return {"StorageCapacity": gib, "LustreConfiguration": {"DeploymentType": kind}, "Tags": []}

    cloud.listings["fsx:DescribeFileSystems"] = [
        system("PERSISTENT_2", 2400),
        system("SCRATCH_2", 90_000),
        system("PERSISTENT_2", 1200),
        {"StorageCapacity": 5000, "WindowsConfiguration": {}, "Tags": []},
    ]
    finding = asked(prod, account)[name]
    assert (finding.grade, finding.reason) == (
        Grade.FAIL,
        f"`pulumi up` needs {size:,} of {size + 3599:,} GiB; 3,600 in use",
    )


def test_a_group_with_more_nodes_than_eks_allows_is_a_warning_while_it_starts_with_fewer(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    name = limited(cloud, "nodes_of_group", 3)
    assert asked(prod, account)[name].grade is Grade.FAIL
    need = Need(3, 450)
    assert sentence(need, Use(), 300) == "the start fits, with 3 of 300; the largest size does not, with 450; 0 in use"


def test_network_interfaces_count_nodes_endpoints_gateways_and_the_control_plane(prod: Plan) -> None:
    # 9 endpoints in 3 zones, 3 NAT gateways, 4 of the control plane; 4 GPU nodes with 34 and 4 of their fallback; 3 to
    # 9 others with 2.
    assert needs.network_interfaces(prod) == Need(27 + 3 + 4 + 136 + 6, 27 + 3 + 4 + 272 + 18)


def test_what_a_stack_does_not_make_is_not_asked_for(cloud: Cloud, account: Account, dev: Plan) -> None:
    found = asked(dev, account)
    assert not any(name.startswith("Lustre") for name in found)
    assert cloud.sent["fsx:DescribeFileSystems"] == 0
