"""What keeps a foreign pod from EFA is said in a sentence; a pod that follows the plan gets none."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.families import pool_types
from components.compute.fabric_plan import FabricPlan, plan_fabric
from components.compute.pod_lint import lint_pods
from components.compute.pod_spec import quantity

P5 = plan_fabric("p5.48xlarge", 2)
EFA = "vpc.amazonaws.com/efa"
GPU = "nvidia.com/gpu"
HUGEPAGES = "hugepages-2Mi"


def good(plan: FabricPlan = P5) -> dict[str, Any]:
    """A pod as the plan has it."""
    return {
        "kind": "Pod",
        "spec": {
            "containers": [
                {
                    "name": "worker",
                    "resources": {"limits": {**plan.pod_resources, "memory": "64Gi"}},
                    "env": [{"name": name, "value": value} for name, value in plan.environment.items()],
                    "volumeMounts": [{"name": "shm", "mountPath": "/dev/shm"}],
                }
            ],
            "volumes": [{"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": f"{plan.shm_mib}Mi"}}],
        },
    }


def changed(**changes: Any) -> dict[str, Any]:
    """The good pod with keys of its container or its pod replaced; limits and env are added to, None takes away."""
    pod = good()
    worker = pod["spec"]["containers"][0]
    for name, value in changes.items():
        if name == "limits":
            limits = {**worker["resources"]["limits"], **value}
            worker["resources"]["limits"] = {key: each for key, each in limits.items() if each is not None}
        elif name == "env":
            env = {each["name"]: each["value"] for each in worker["env"]} | value
            worker["env"] = [{"name": key, "value": each} for key, each in env.items() if each is not None]
        elif name == "volumes":
            pod["spec"]["volumes"] = value
        else:
            worker[name] = value
    return pod


@pytest.mark.parametrize("type_name", pool_types())
def test_a_pod_that_follows_the_plan_gets_no_sentence(type_name: str) -> None:
    plan = plan_fabric(type_name, 2)
    assert lint_pods(good(plan), plan) == []


SHM = [{"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "512Mi"}}]
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no EFA": ({"limits": {EFA: None}}, "asks for no vpc.amazonaws.com/efa, and so talks over TCP; ask for 32"),
    "too little EFA": (
        {"limits": {EFA: 4}},
        "asks for 4 vpc.amazonaws.com/efa where its share of the node is 32; ask for all of them",
    ),
    "too much EFA": (
        {"limits": {EFA: 33}},
        "asks for 33 vpc.amazonaws.com/efa, more than a node with such a pod has; ask for 32",
    ),
    "too much for two pods": (
        {"limits": {GPU: 4, EFA: 32, HUGEPAGES: "2564Mi"}},
        "asks for 32 vpc.amazonaws.com/efa, more than a node with 2 such pods has; ask for 16",
    ),
    "a share no node can be divided into": (
        {"limits": {GPU: 3}},
        (
            "asks for nvidia.com/gpu: 3, and a node has 8 accelerators and 32 EFA interfaces, of which each pod needs "
            "one; 1, 2, 4, 8 is right"
        ),
    ),
    "no huge pages": (
        {"limits": {HUGEPAGES: None}},
        "asks for no hugepages-2Mi; ask for 5120Mi, or set FI_EFA_USE_HUGE_PAGE to 0",
    ),
    "too many huge pages": (
        {"limits": {HUGEPAGES: "20Gi"}},
        "asks for 20480Mi of hugepages-2Mi, and a node has 10256Mi; ask for 5120Mi",
    ),
    "huge pages alone": (
        {"limits": {"memory": None}},
        "asks for huge pages and neither memory nor CPU, which Kubernetes refuses; ask for memory too",
    ),
    "the small /dev/shm every container has": (
        {"volumeMounts": []},
        "has 64Mi of /dev/shm; mount an emptyDir in memory with 8192Mi or more there",
    ),
    "a /dev/shm that is too small": (
        {"volumes": SHM},
        "has 512Mi of /dev/shm; mount an emptyDir in memory with 8192Mi or more there",
    ),
    "a /dev/shm on disk": (
        {"volumes": [{"name": "shm", "emptyDir": {}}]},
        "has /dev/shm on a disk; mount an emptyDir of medium Memory there",
    ),
    "a folder of the node's disk as /dev/shm": (
        {"volumes": [{"name": "shm", "hostPath": {"path": "/var/shm"}}]},
        "has /dev/shm on a disk; mount an emptyDir of medium Memory there",
    ),
    "less memory than /dev/shm": (
        {"limits": {"memory": "4Gi"}},
        "may use 4096Mi of memory, of which /dev/shm is a part; allow more than 8192Mi",
    ),
    "NCCL_NET=Socket": (
        {"env": {"NCCL_NET": "Socket"}},
        "sets NCCL_NET=Socket, which keeps NCCL from EFA; set 'AWS Libfabric'",
    ),
    "no NCCL_NET": (
        {"env": {"NCCL_NET": None}},
        (
            "does not set NCCL_NET: where the plugin does not load NCCL takes TCP without a word; set 'AWS Libfabric', "
            "and NCCL stops instead"
        ),
    ),
    "NCCL_NET_PLUGIN=none": (
        {"env": {"NCCL_NET_PLUGIN": "none"}},
        "sets NCCL_NET_PLUGIN=none, which keeps NCCL from the plugin that knows EFA; set 'ofi'",
    ),
    "FI_PROVIDER=tcp": (
        {"env": {"FI_PROVIDER": "tcp"}},
        "sets FI_PROVIDER=tcp, which keeps libfabric from EFA; set 'efa'",
    ),
    "no RDMA": (
        {"env": {"FI_EFA_USE_DEVICE_RDMA": "0"}},
        "sets FI_EFA_USE_DEVICE_RDMA=0, which copies through the host what the device could read itself; set '1'",
    ),
    "a protocol by hand": (
        {"env": {"NCCL_PROTO": "simple"}},
        "sets NCCL_PROTO=simple, which keeps AWS's tuner from loading; leave it out",
    ),
    "no NVLink": (
        {"env": {"NCCL_P2P_DISABLE": "1"}},
        "sets NCCL_P2P_DISABLE=1, which keeps the GPUs of a node from NVLink; leave it out",
    ),
    "a setting of mpirun": (
        {"args": ["mpirun", "-x", "FI_PROVIDER=sockets"]},
        "sets FI_PROVIDER=sockets, which keeps libfabric from EFA; set 'efa'",
    ),
    "a setting of a shell": (
        {"command": ["bash", "-c", "NCCL_NET='Socket' python train.py"]},
        "sets NCCL_NET=Socket, which keeps NCCL from EFA; set 'AWS Libfabric'",
    ),
    "the devices of the node": (
        {
            "volumeMounts": [{"name": "ib", "mountPath": "/dev/infiniband"}, {"name": "shm", "mountPath": "/dev/shm"}],
            "volumes": [
                {"name": "ib", "hostPath": {"path": "/dev/infiniband"}},
                {"name": "shm", "hostPath": {"path": "/dev/shm"}},
            ],
        },
        (
            "mounts /dev/infiniband of the node, where libfabric meets devices that are not EFA's and gives up; leave "
            "the mount out: the device plugin hands the right devices to the pod"
        ),
    ),
    "an environment from elsewhere": (
        {"env": {"NCCL_NET": None}, "envFrom": [{"configMapRef": {"name": "nccl"}}]},
        "takes its environment from elsewhere, so that NCCL_NET cannot be judged here; set 'AWS Libfabric' here",
    ),
}


def test_a_variable_whose_value_stands_elsewhere_is_not_taken_for_a_missing_one() -> None:
    pod = changed(env={"NCCL_NET": None})
    name = {"name": "NCCL_NET", "valueFrom": {"configMapKeyRef": {"name": "nccl", "key": "net"}}}
    pod["spec"]["containers"][0]["env"].append(name)
    [sentence] = lint_pods(pod, P5)
    assert "so that NCCL_NET cannot be judged here" in sentence


@pytest.mark.parametrize("name", WRONG)
def test_each_thing_in_the_way_is_said_in_one_sentence(name: str) -> None:
    changes, sentence = WRONG[name]
    assert lint_pods(changed(**changes), P5) == [f"spec.containers[0] 'worker': {sentence}"]


def test_huge_pages_switched_off_are_not_missed() -> None:
    assert lint_pods(changed(limits={HUGEPAGES: None}, env={"FI_EFA_USE_HUGE_PAGE": "0"}), P5) == []


@pytest.mark.parametrize("name", ["AWS Libfabric", "Libfabric", "OFI", "ofi"])
def test_every_name_of_the_plugin_is_right(name: str) -> None:
    assert lint_pods(changed(env={"NCCL_NET": name}), P5) == []


def test_pods_are_found_in_any_kind_of_object_and_the_launcher_is_left_alone() -> None:
    spec = changed(limits={EFA: None})["spec"]
    launcher = {"containers": [{"name": "launcher", "command": ["mpirun"]}]}
    job = {
        "spec": {
            "mpiReplicaSpecs": {"Launcher": {"template": {"spec": launcher}}, "Worker": {"template": {"spec": spec}}}
        }
    }
    [sentence] = lint_pods(job, P5)
    assert sentence.startswith("spec.mpiReplicaSpecs.Worker.template.spec.containers[0] 'worker': asks for no ")


def test_what_the_launcher_hands_on_counts_for_the_workers() -> None:
    spec = good()["spec"]
    launcher = {"containers": [{"name": "launcher", "args": ["-x", "NCCL_NET=Socket"]}]}
    [sentence] = lint_pods({"spec": {"Launcher": launcher, "Worker": spec}}, P5)
    assert "sets NCCL_NET=Socket" in sentence


def test_requests_count_where_there_are_no_limits() -> None:
    pod = good()
    worker = pod["spec"]["containers"][0]
    worker["resources"] = {"requests": worker["resources"]["limits"]}
    assert lint_pods(pod, P5) == []


def test_a_manifest_in_which_nothing_asks_for_the_accelerators_is_named_as_such() -> None:
    assert lint_pods({"spec": {"containers": [{"name": "web"}]}}, P5) == [
        "no container asks for nvidia.com/gpu; pods of this pool ask for nvidia.com/gpu: 8 a node"
    ]


def test_on_a_type_without_efa_there_is_nothing_to_miss() -> None:
    assert lint_pods(changed(limits={EFA: None}), plan_fabric("g6.xlarge", 2)) == []


def test_neuron_pods_are_judged_by_the_environment_of_neuron() -> None:
    plan = plan_fabric("trn2.48xlarge", 2)
    pod = good(plan)
    pod["spec"]["containers"][0]["env"] = [{"name": "FI_PROVIDER", "value": "tcp"}]
    [sentence] = lint_pods(pod, plan)
    assert "sets FI_PROVIDER=tcp, which keeps libfabric from EFA; set 'efa'" in sentence


def test_a_manifest_is_not_changed_by_being_judged() -> None:
    pod = good()
    before = copy.deepcopy(pod)
    lint_pods(pod, P5)
    assert pod == before


@pytest.mark.parametrize(("text", "number"), [("5120Mi", 5120 * 2**20), ("1.5Gi", 1.5 * 2**30), (8, 8), ("2k", 2000)])
def test_quantities_are_read_as_kubernetes_writes_them(text: object, number: float) -> None:
    assert quantity(text) == number


def test_a_quantity_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=re.escape("cannot read the quantity 'lots'; a number with a unit is right")):
        quantity("lots")


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["8", "5Gi", "/dev/shm"])
KEYS = ["containers", "env", "name", "value", "resources", "limits", "volumes", "volumeMounts", "emptyDir", "args", GPU]
JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=4))
def test_whatever_is_in_a_manifest_ends_in_sentences(manifest: dict[str, Any]) -> None:
    try:
        said = lint_pods(manifest, P5)
    except ValueError as error:
        said = [str(error)]
    assert all(isinstance(sentence, str) and sentence for sentence in said)
