"""One plan for nodes and pods, so that they cannot disagree about the fabric."""

import pytest

from catalogue.families import pool_types
from catalogue.instances import accelerators, instance_type, network_cards
from components.compute.fabric_plan import SELF_RULES, plan_fabric
from components.compute.network_interface_plan import efa_count, plan_network_interfaces

EFA = "vpc.amazonaws.com/efa"
HUGEPAGES = "hugepages-2Mi"


def test_a_pod_that_has_the_whole_node_asks_for_everything_the_node_has() -> None:
    plan = plan_fabric("p5.48xlarge", 4)
    assert dict(plan.pod_resources) == {"nvidia.com/gpu": "8", EFA: "32", HUGEPAGES: "5120Mi"}
    assert (plan.pods_per_node, plan.accelerators_per_pod, plan.efa_per_pod) == (1, 8, 32)


@pytest.mark.parametrize("type_name", pool_types())
def test_the_interfaces_are_those_of_the_planner_and_all_of_them_are_asked_for(type_name: str) -> None:
    plan = plan_fabric(type_name, 2)
    assert plan.interfaces == plan_network_interfaces(
        network_cards(type_name), instance_type(type_name).max_efa_interfaces
    )
    assert plan.efa_interfaces == efa_count(plan.interfaces) == plan.efa_per_pod
    assert plan.bandwidth_gbps == instance_type(type_name).peak_gbps > 0


@pytest.mark.parametrize("type_name", pool_types())
def test_rules_requests_environment_and_plugin_are_there_with_efa_and_only_with_it(type_name: str) -> None:
    plan = plan_fabric(type_name, 2)
    with_efa = instance_type(type_name).max_efa_interfaces > 0
    assert plan.self_rules == (SELF_RULES if with_efa else ())
    for each in (plan.environment, plan.proof_environment, plan.versions, plan.device_plugin_version):
        assert bool(each) == with_efa
    assert (EFA in plan.pod_resources) == (HUGEPAGES in plan.pod_resources) == with_efa
    assert ("FI_PROVIDER" in plan.environment) == with_efa


@pytest.mark.parametrize("type_name", sorted(accelerators()))
def test_the_pods_of_a_node_never_ask_for_more_than_the_node_has(type_name: str) -> None:
    whole = plan_fabric(type_name, 1)
    for per_pod in range(1, whole.accelerators + 1):
        try:
            plan = plan_fabric(type_name, 1, per_pod)
        except ValueError:
            continue
        assert plan.pods_per_node * plan.efa_per_pod <= whole.efa_interfaces
        assert plan.pods_per_node * plan.hugepages_mib <= 10256
        assert plan.hugepages_mib % 2 == 0
        assert plan.pods_per_node * plan.accelerators_per_pod == whole.accelerators
        assert plan.shm_mib == 1024 * per_pod


def test_pods_that_share_a_node_share_its_interfaces_and_huge_pages() -> None:
    plan = plan_fabric("p5.48xlarge", 4, accelerators_per_pod=2)
    assert dict(plan.pod_resources) == {"nvidia.com/gpu": "2", EFA: "8", HUGEPAGES: "2564Mi"}


@pytest.mark.parametrize("per_pod", [0, -1, 1, 3, 9])
def test_a_share_that_does_not_fill_the_node_or_leaves_a_pod_without_efa_is_refused(per_pod: int) -> None:
    right = (
        f"accelerators_per_pod: is {per_pod}, and a node has 8 accelerators and 4 EFA interfaces.*; 2, 4, 8 is right"
    )
    with pytest.raises(ValueError, match=right):
        plan_fabric("p4d.24xlarge", 2, per_pod)


def test_a_pool_without_nodes_is_refused() -> None:
    with pytest.raises(ValueError, match="nodes: is 0; 1 or more is right"):
        plan_fabric("p5.48xlarge", 0)


def test_nccl_stops_instead_of_falling_back_to_tcp() -> None:
    environment = plan_fabric("p5.48xlarge", 2).environment
    assert environment["NCCL_NET"] == "AWS Libfabric"
    assert environment["FI_PROVIDER"] == "efa"


def test_rdma_is_demanded_only_of_devices_that_have_it() -> None:
    assert plan_fabric("p5.48xlarge", 2).environment["FI_EFA_USE_DEVICE_RDMA"] == "1"
    assert "FI_EFA_USE_DEVICE_RDMA" not in plan_fabric("g5.48xlarge", 2).environment


def test_neuron_and_plain_machines_have_an_environment_of_their_own() -> None:
    assert plan_fabric("trn2.48xlarge", 2).library == "neuron"
    assert not any(name.startswith("NCCL") for name in plan_fabric("trn2.48xlarge", 2).environment)
    assert dict(plan_fabric("hpc7a.96xlarge", 2).environment) == {"FI_PROVIDER": "efa"}


def test_the_plugin_of_b200_nodes_counts_eight_devices_and_not_ten() -> None:
    plan = plan_fabric("p6-b200.48xlarge", 2)
    assert plan.efa_interfaces == 8
    assert plan.oldest_device_plugin_version == "0.5.10"
    assert tuple(map(int, plan.device_plugin_version.split("."))) >= (0, 5, 10)


def test_a_plan_cannot_be_changed_by_who_reads_it() -> None:
    with pytest.raises(TypeError):
        plan_fabric("p5.48xlarge", 2).environment["NCCL_NET"] = "Socket"  # type: ignore[index]
