"""AcceptanceJob takes every node of a pool and nothing it does not need, and refuses what cannot be accepted."""

import json
from typing import Any

import pytest

from catalogue.collectives import collective_floors
from components.cluster.acceptance_job import AcceptanceJob
from components.compute.fabric_plan import plan_fabric
from components.compute.pod_lint import lint_pods
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import plain
from tests.examples import MINIMAL

JOB = "kubernetes:batch/v1:Job"


def acceptance(**args: Any) -> Graph:
    return capture(lambda: AcceptanceJob("fabric", {**MINIMAL["AcceptanceJob"], **args}))  # type: ignore[typeddict-item]


def job(**args: Any) -> Any:
    return plain(acceptance(**args).one(JOB).inputs["spec"])


def pod(**args: Any) -> Any:
    return job(**args)["template"]["spec"]


def plan(**args: Any) -> Any:
    [config] = acceptance(**args).of_type("kubernetes:core/v1:ConfigMap")
    return json.loads(config.inputs["data"]["plan.json"])


@pytest.mark.parametrize("instance_type", sorted(collective_floors()))
def test_a_pod_asks_for_what_the_fabric_plan_of_its_pool_says(instance_type: str) -> None:
    fabric = plan_fabric(instance_type, 2)
    spec = job(instance_type=instance_type)
    found = spec["template"]["spec"]
    [container] = found["containers"]
    resources = container["resources"]
    assert resources["requests"] == resources["limits"]
    assert fabric.pod_resources.items() <= resources["limits"].items()
    environment = {each["name"]: each["value"] for each in container["env"]}
    assert {**fabric.environment, **fabric.proof_environment}.items() <= environment.items()
    assert lint_pods({"kind": "Job", "spec": spec}, fabric) == []
    volumes = {volume["name"]: volume for volume in found["volumes"]}
    assert volumes["shared-memory"]["emptyDir"] == {"medium": "Memory", "sizeLimit": f"{fabric.shm_mib}Mi"}
    memory = int(resources["limits"]["memory"].removesuffix("Mi"))
    assert memory > fabric.shm_mib, "shared memory counts against the pod's own limit"


def test_every_node_takes_part_at_once_and_the_test_is_tried_once() -> None:
    found = job(nodes=16)
    assert (found["completions"], found["parallelism"], found["backoffLimit"]) == (16, 16, 0)
    assert found["completionMode"] == "Indexed"


def test_two_pods_never_share_a_node_even_where_each_takes_one_of_its_devices() -> None:
    [term] = pod()["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert term["topologyKey"] == "kubernetes.io/hostname"
    assert term["labelSelector"]["matchLabels"] == {"groundwork/acceptance": "fabric"}


def test_the_pods_go_to_the_pool_and_tolerate_its_taints() -> None:
    found = pod(pool="big", taints={"team": "research"}, labels={"groundwork/purchase": "reservation"})
    assert found["nodeSelector"] == {
        "groundwork/pool": "big",
        "node.kubernetes.io/instance-type": "p5.48xlarge",
        "groundwork/purchase": "reservation",
    }
    assert found["tolerations"] == [
        {"key": "nvidia.com/gpu", "effect": "NoSchedule", "operator": "Exists"},
        {"key": "team", "effect": "NoSchedule", "operator": "Equal", "value": "research"},
    ]


def test_a_pod_has_no_rights_in_the_cluster_and_none_on_its_node() -> None:
    found = pod()
    assert found["automountServiceAccountToken"] is False
    assert found["securityContext"]["runAsNonRoot"] is True
    [container] = found["containers"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert not any("hostPath" in volume for volume in found["volumes"])
    assert acceptance().one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"] is False


def test_the_plan_has_a_rank_for_every_accelerator_and_the_floor_of_the_type() -> None:
    found = plan(nodes=4)
    assert (found["nodes"], found["ranks_per_node"], found["efa_interfaces"]) == (4, 8, 32)
    assert found["floor"] == 300
    assert found["program"] == "/opt/nccl-tests/build/all_reduce_perf"


def test_trainium_is_tested_with_nccom_test_and_a_rank_for_every_neuron_core() -> None:
    found = plan(instance_type="trn1.32xlarge")
    assert (found["tool"], found["ranks_per_node"]) == ("nccom", 32)
    assert found["program"] == "/opt/aws/neuron/bin/nccom-test"


def test_nodes_of_one_ultraserver_are_tested_over_efa_and_not_over_nvlink() -> None:
    [container] = pod(instance_type="p6e-gb200.36xlarge")["containers"]
    assert {"name": "NCCL_MNNVL_ENABLE", "value": "0"} in container["env"]


def test_a_floor_of_ones_own_goes_before_the_catalogues() -> None:
    graph = acceptance(least_gigabytes_per_second=380.5)
    outputs = graph.one("groundwork:index:AcceptanceJob").outputs
    assert (outputs["leastGigabytesPerSecond"], outputs["floorBasis"]) == (380.5, "given")
    assert plan(least_gigabytes_per_second=380.5)["floor"] == 380.5


def test_another_floor_is_another_pod_so_that_the_job_runs_again() -> None:
    before, after = job()["template"]["metadata"], job(least_gigabytes_per_second=301)["template"]["metadata"]
    assert before["annotations"] != after["annotations"]


def test_the_job_outlives_its_program_which_says_what_was_wrong() -> None:
    assert job(timeout_minutes=10)["activeDeadlineSeconds"] > plan(timeout_minutes=10)["seconds"]


def test_pulumi_waits_for_the_verdict_and_only_after_everything_else_is_there() -> None:
    graph = acceptance()
    waits_for = {graph.by_urn[urn].type.rpartition(":")[2] for urn in graph.one(JOB).dependencies}
    assert waits_for == {"ConfigMap", "NetworkPolicy", "Service", "ServiceAccount"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"image": "public.ecr.aws/hpc-cloud/nccl-tests:latest"}, "pin it by its digest"),
        ({"instance_type": "inf2.48xlarge"}, "instance type with an all-reduce over EFA"),
        ({"instance_type": "p5.47xlarge"}, "did you mean"),
        ({"nodes": 1}, "nodes is 1; a whole number from 2 to 450 is right"),
        ({"namespace": "Training"}, "a DNS label is right"),
        ({"pool": "a b"}, "the name of a pool is right"),
        ({"least_gigabytes_per_second": 0}, "a number above 0, at most 10000, is right"),
        ({"least_gigabytes_per_second": True}, "a number above 0, at most 10000, is right"),
        ({"timeout_minutes": 4}, "timeout_minutes is 4; a whole number from 5 to 240 is right"),
    ],
)
def test_what_cannot_be_accepted_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refused:
        acceptance(**wrong)
    assert str(refused.value).startswith("AcceptanceJob 'fabric': ")


def test_a_name_whose_pods_could_not_be_called_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 53 characters"):
        capture(lambda: AcceptanceJob("a" * 54, MINIMAL["AcceptanceJob"]))  # type: ignore[arg-type]
