"""What is read from the graph of a pool whose capacity is a chain of steps."""

from pathlib import Path

import pytest

from graph.model import Graph
from operations.preflight.node_groups import A_NEW_ONE, NodeGroup
from operations.preflight.plan import NothingToAsk, Plan
from operations.preflight.run import plan_of
from preview.stack_file import StackFile
from tests.operations.cloud import NOW
from tests.operations.conftest import STACKS

CHAIN = """\
        capacity:
          - purchase: reservation
            zones: [eun1-az1]
            matching: open
            reserved_nodes: 4
          - purchase: reservation
            zones: [eun1-az1]
            reservation_id: cr-0123456789abcdef0
            reserved_nodes: 4
            placement_group: near
          - purchase: spot
            zones: [eun1-az1]
"""


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> list[NodeGroup]:
    """The groups of prod's GPU pool, with that chain for its capacity."""
    before, _, rest = (STACKS / "Pulumi.prod.yaml").read_text().partition("        capacity:\n")
    path: Path = tmp_path_factory.mktemp("chain") / "Pulumi.chain.yaml"
    path.write_text(before + CHAIN + "    workloads:" + rest.partition("    workloads:")[2])
    return [group for group in plan_of(path, NOW).node_groups if group.instance_types == ("p5.48xlarge",)]


def test_each_step_is_a_group_bought_in_its_own_way(groups: list[NodeGroup]) -> None:
    found = {(group.usage_class, group.reserved, group.reservation_id, group.placement_group) for group in groups}
    assert found == {
        ("on-demand", True, "", ""),
        ("on-demand", True, "cr-0123456789abcdef0", "near"),
        ("spot", False, "", A_NEW_ONE),
    }


def test_nodes_start_in_the_first_step_and_may_grow_in_all(groups: list[NodeGroup]) -> None:
    assert sorted((group.at_once, group.at_most) for group in groups) == [(0, 4), (0, 4), (4, 4)]
    assert [group.at_once for group in groups if group.reserved and not group.reservation_id] == [4]


def test_only_the_first_interface_of_a_p5_takes_addresses(groups: list[NodeGroup]) -> None:
    assert {(group.interfaces, group.interfaces_with_address) for group in groups} == {(33, 1)}


def test_a_stack_on_another_cloud_asks_nothing_of_aws() -> None:
    plan = Plan(Graph("groundwork", "tpu"), StackFile("stacks/Pulumi.tpu.yaml"), NOW)
    with pytest.raises(
        NothingToAsk, match=r"^stacks/Pulumi\.tpu\.yaml asks nothing of AWS, and preflight asks AWS only$"
    ):
        _ = plan.account_id
