"""Why a pool of TPU nodes is declared as it is."""

from typing import Any

import pytest

from catalogue.tpus import tpu_machines, tpu_zones
from components.compute.tpu_pool import TpuPool
from components.compute.tpu_purchase import TPU_PURCHASES
from components.compute.tpu_slice_plan import plan_tpu_slice
from graph.capture import capture
from graph.model import Graph, Reference
from tests.examples import MINIMAL

POOL = "gcp:container/nodePool:NodePool"
POLICY = "gcp:compute/resourcePolicy:ResourcePolicy"
ONE_OF_EACH = [
    ("ct5lp-hightpu-1t", "1x1"),
    ("ct5lp-hightpu-4t", "4x4"),
    ("ct5lp-hightpu-8t", "2x4"),
    ("ct5p-hightpu-4t", "2x2x4"),
    ("ct6e-standard-1t", "1x1"),
    ("ct6e-standard-4t", "2x2"),
    ("ct6e-standard-8t", "2x4"),
    ("tpu7x-standard-4t", "4x4x4"),
]


def graph_of(**args: Any) -> Graph:
    return capture(lambda: TpuPool("tpu", {**MINIMAL["TpuPool"], **args}))  # type: ignore[typeddict-item]


def pool(**args: Any) -> dict[str, Any]:
    return dict(graph_of(**args).one(POOL).inputs)


def refusal(**args: Any) -> str:
    with pytest.raises(ValueError, match=r"^TpuPool 'tpu': ") as caught:
        graph_of(**args)
    return str(caught.value)


def in_a_zone(machine: str) -> dict[str, str]:
    zone = tpu_zones(tpu_machines()[machine].version.name)[0]
    return {"machine_type": machine, "zone": zone, "region": zone.rpartition("-")[0]}


def test_every_machine_of_the_catalogue_is_tried() -> None:
    assert {machine for machine, _ in ONE_OF_EACH} == set(tpu_machines())


@pytest.mark.parametrize(("machine", "topology"), ONE_OF_EACH)
def test_a_slice_has_as_many_nodes_as_its_topology_takes(machine: str, topology: str) -> None:
    inputs = pool(**in_a_zone(machine), topology=topology)
    plan = plan_tpu_slice(machine, topology)
    assert inputs["nodeCount"] == plan.nodes
    assert inputs["nodeConfig"]["machineType"] == machine
    assert ("placementPolicy" in inputs) == plan.multi_host


def test_nodes_of_one_slice_are_placed_as_one_by_their_topology() -> None:
    assert dict(pool()["placementPolicy"]) == {"type": "COMPACT", "tpuTopology": "4x4"}


def test_nodes_of_one_ironwood_slice_are_placed_as_one_by_a_workload_policy() -> None:
    graph = graph_of(**in_a_zone("tpu7x-standard-4t"), topology="2x2x4")
    policy, placement = graph.one(POLICY), graph.one(POOL).inputs["placementPolicy"]
    assert dict(policy.inputs["workloadPolicy"]) == {"type": "HIGH_THROUGHPUT", "acceleratorTopology": "2x2x4"}
    assert dict(placement) == {"type": "COMPACT", "policyName": Reference(policy.urn, "name")}


def test_a_slice_over_several_nodes_scales_from_none_to_all_of_them() -> None:
    scaling = pool(slices=0)["autoscaling"]
    assert (scaling["minNodeCount"], scaling["maxNodeCount"]) == (0, 4)


def test_a_pool_of_single_nodes_scales_by_slices() -> None:
    inputs = pool(topology="2x2", slices=2, max_slices=6)
    assert (inputs["autoscaling"]["minNodeCount"], inputs["autoscaling"]["maxNodeCount"]) == (2, 6)
    assert inputs["initialNodeCount"] == 2


def test_another_number_at_the_start_replaces_no_pool() -> None:
    assert "initialNodeCount" in graph_of(slices=0).one(POOL).ignore_changes


def test_a_reservation_is_named_and_no_other_is_touched() -> None:
    affinity = pool(purchase="reservation", reservation_name="tpu-2026")["nodeConfig"]["reservationAffinity"]
    assert affinity["consumeReservationType"] == "SPECIFIC_RESERVATION"
    assert affinity["values"] == ("tpu-2026",)
    for purchase in sorted(TPU_PURCHASES.keys() - {"reservation"}):
        affinity = pool(purchase=purchase, slices=0)["nodeConfig"]["reservationAffinity"]
        assert affinity["consumeReservationType"] == "NO_RESERVATION"


def test_only_spot_nodes_are_spot() -> None:
    assert pool(purchase="spot")["nodeConfig"]["spot"] is True
    assert "spot" not in pool()["nodeConfig"]


def test_nodes_on_request_go_after_the_given_hours() -> None:
    for purchase in ("flex_start", "queued"):
        node = pool(purchase=purchase, slices=0, max_run_hours=2)["nodeConfig"]
        assert node["flexStart"] is True
        assert node["maxRunDuration"] == "7200s"
    assert pool(purchase="queued", slices=0)["queuedProvisioning"]["enabled"] is True


def test_an_upgrade_needs_no_spare_tpu() -> None:
    settings = pool()["upgradeSettings"]
    assert (settings["maxSurge"], settings["maxUnavailable"]) == (0, 1)


@pytest.mark.parametrize(("machine", "disk"), [("ct5p-hightpu-4t", "pd-balanced"), ("ct6e-standard-4t", "hyperdisk")])
def test_the_boot_disk_is_of_a_kind_the_machine_takes_and_encrypted_with_the_given_key(machine: str, disk: str) -> None:
    topology = "2x2x1" if machine.startswith("ct5p") else "2x2"
    node = pool(**in_a_zone(machine), topology=topology, disk_key_id="projects/p/k")["nodeConfig"]
    assert node["diskType"].startswith(disk)
    assert node["bootDiskKmsKey"] == "projects/p/k"


def test_nodes_are_private_and_shielded_and_pods_cannot_take_their_account() -> None:
    inputs = pool()
    assert inputs["networkConfig"]["enablePrivateNodes"] is True
    assert inputs["nodeConfig"]["shieldedInstanceConfig"]["enableSecureBoot"] is True
    assert inputs["nodeConfig"]["workloadMetadataConfig"]["mode"] == "GKE_METADATA"
    assert inputs["nodeConfig"]["serviceAccount"] == MINIMAL["TpuPool"]["node_service_account"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"topology": "3x3"}, "topology is '3x3', 9 chips, no multiple of the 4 of ct6e-standard-4t; '2x4' (8 chips"),
        ({"machine_type": "ct6e-standart-4t"}, "machine_type is 'ct6e-standart-4t'; unknown TPU machine type"),
        (
            {"zone": "europe-west4-b"},
            "zone is 'europe-west4-b', which has no v6e; it is in asia-northeast1-b, europe-west4-a",
        ),
        ({"zone": "us-east5-a"}, "zone is 'us-east5-a'; a zone of europe-west4 is right"),
        ({"zone": "euw4-az1"}, "zone is 'euw4-az1'; a zone's name is right, such as 'europe-west4-a'"),
        ({"purchase": "on-demand"}, "did you mean 'on_demand'?"),
        (
            {"purchase": "reservation"},
            "reservation_name is missing with purchase 'reservation'; the name of yours is right",
        ),
        ({"purchase": "spot", "reservation_name": "tpu-2026"}, "is given with purchase 'spot'; leave it out"),
        ({"max_slices": 2}, "max_slices is 2, of 4 nodes each; 1 is right: GKE keeps one such slice in a pool"),
        ({"purchase": "flex_start"}, "slices is 1 with purchase 'flex_start'; 0 is right"),
        ({"project_id": "ML Platform"}, "project_id is 'ML Platform'; the id of a project is right"),
        ({"region": "europe"}, "region is 'europe'; a region's name is right, such as 'europe-west4'"),
        ({"tags": {**MINIMAL["TpuPool"]["tags"], "Purpose": "x" * 64}}, "tags: Purpose has 64 characters as a label"),
    ],
)
def test_what_google_would_refuse_is_refused_in_a_sentence(args: dict[str, Any], says: str) -> None:
    assert says in refusal(**args)
