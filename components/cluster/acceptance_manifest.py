"""The pods of an AcceptanceJob, from the fabric plan of its pool: what they are, ask for and run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.collectives import CollectiveFloor
from catalogue.families import family
from catalogue.instances import instance_type
from components.compute.fabric_plan import HUGE_PAGE_MIB, FabricPlan

ROOT = Path(__file__).parents[2]
PROGRAMS = (
    "components/cluster/acceptance/launch.py",
    "components/cluster/acceptance/messages.py",
    "components/cluster/acceptance/workers.py",
    "components/compute/fabric_log.py",
)
MODULE = "components.cluster.acceptance.launch"
FOLDER = "/acceptance"
POD_LABEL = "groundwork/acceptance"
POOL_LABEL = "groundwork/pool"
UNPRIVILEGED_USER = 1000
SECONDS_TO_SAY_WHY = 120
"""What the Job waits longer than its program, so that it is the program that says what was wrong."""

# Where AWS's images have the tests, and the messages they send: large ones, since a small one measures latency.
TESTS = {
    "nccl": ("/opt/nccl-tests/build/all_reduce_perf", ("-b", "512M", "-e", "8G", "-f", "2", "-g", "1", "-c", "1")),
    "nccom": (
        "/opt/aws/neuron/bin/nccom-test",
        ("all_reduce", "-b", "64M", "-e", "1G", "-f", "2", "-d", "fp32", "--non-interactive"),
    ),
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is to be accepted, and by what."""

    name: str
    namespace: str
    pool: str
    fabric: FabricPlan
    floor: CollectiveFloor
    gigabytes_per_second: float
    image: str
    test_program: str
    minutes: int
    labels: Mapping[str, str]
    taints: Mapping[str, str]


def programs(acceptance: Acceptance) -> dict[str, str]:
    """The files of the ConfigMap: the programs, and the plan they follow."""
    program, arguments = TESTS[acceptance.floor.tool]
    plan = {
        "tool": acceptance.floor.tool,
        "program": acceptance.test_program or program,
        "arguments": list(arguments),
        "nodes": acceptance.fabric.nodes,
        "ranks_per_node": acceptance.floor.ranks,
        "efa_interfaces": acceptance.fabric.efa_interfaces,
        "floor": acceptance.gigabytes_per_second,
        "seconds": acceptance.minutes * 60,
    }
    files = {Path(path).name: (ROOT / path).read_text() for path in PROGRAMS}
    return {**files, "plan.json": json.dumps(plan, indent=2)}


def job(acceptance: Acceptance, files: Mapping[str, str], days_kept: int) -> dict[str, Any]:
    """The Job: a pod on every node at once, tried once."""
    nodes = acceptance.fabric.nodes
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    return {
        "completionMode": "Indexed",
        "completions": nodes,
        "parallelism": nodes,
        "backoffLimit": 0,
        "activeDeadlineSeconds": acceptance.minutes * 60 + SECONDS_TO_SAY_WHY,
        "ttlSecondsAfterFinished": days_kept * 24 * 60 * 60,
        "template": {
            "metadata": {
                "labels": {POD_LABEL: acceptance.name, POOL_LABEL: acceptance.pool},
                # A Job's pods cannot be changed: other programs are another Job, which runs again.
                "annotations": {"groundwork/programs": digest[:16]},
            },
            "spec": _pod(acceptance),
        },
    }


def _pod(acceptance: Acceptance) -> dict[str, Any]:
    name, fabric = acceptance.name, acceptance.fabric
    taints: Mapping[str, str] = {family(fabric.instance_type.partition(".")[0]).kind.taint: "", **acceptance.taints}
    return {
        "restartPolicy": "Never",
        "serviceAccountName": name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "subdomain": name,
        # The pods call each other by host name alone, as MPI does.
        "dnsConfig": {"searches": [f"{name}.{acceptance.namespace}.svc.cluster.local"]},
        "nodeSelector": {
            POOL_LABEL: acceptance.pool,
            "node.kubernetes.io/instance-type": fabric.instance_type,
            **acceptance.labels,
        },
        "tolerations": [_toleration(key, value) for key, value in sorted(taints.items())],
        "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [_one_a_node(name)]}},
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": UNPRIVILEGED_USER,
            "runAsGroup": UNPRIVILEGED_USER,
            "fsGroup": UNPRIVILEGED_USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [_container(acceptance)],
        "volumes": [
            {"name": "programs", "configMap": {"name": name, "items": _items()}},
            {"name": "temporary", "emptyDir": {"sizeLimit": "1Gi"}},
            {"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": f"{fabric.shm_mib}Mi"}},
            {"name": "huge-pages", "emptyDir": {"medium": f"HugePages-{HUGE_PAGE_MIB}Mi"}},
        ],
    }


def _container(acceptance: Acceptance) -> dict[str, Any]:
    fabric = acceptance.fabric
    host = instance_type(fabric.instance_type)
    # Half of the machine: the other half is for what else runs on every node, and for the devices' own daemons.
    resources = {"cpu": str(host.vcpus // 2), "memory": f"{host.memory_mib // 2}Mi", **fabric.pod_resources}
    environment = {
        **fabric.environment,
        **fabric.proof_environment,
        "HOME": "/tmp",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {
        "name": "all-reduce",
        "image": acceptance.image,
        "workingDir": FOLDER,
        "command": ["python3", "-m", MODULE, f"{FOLDER}/plan.json"],
        "env": [{"name": key, "value": value} for key, value in sorted(environment.items())],
        "resources": {"requests": resources, "limits": resources},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "programs", "mountPath": FOLDER, "readOnly": True},
            {"name": "temporary", "mountPath": "/tmp"},
            {"name": "shared-memory", "mountPath": "/dev/shm"},
            {"name": "huge-pages", "mountPath": "/dev/hugepages"},
        ],
    }


def _items() -> list[dict[str, str]]:
    """Where each file lies in the pods: the programs import each other by the names they have here."""
    return [{"key": Path(path).name, "path": path} for path in (*PROGRAMS, "plan.json")]


def _toleration(key: str, value: str) -> dict[str, str]:
    same = {"operator": "Equal", "value": value} if value else {"operator": "Exists"}
    return {"key": key, "effect": "NoSchedule", **same}


def _one_a_node(name: str) -> dict[str, Any]:
    """Where a type's devices alone would not keep two pods apart."""
    return {"labelSelector": {"matchLabels": {POD_LABEL: name}}, "topologyKey": "kubernetes.io/hostname"}


def service(name: str) -> dict[str, Any]:
    """The headless service that gives the pods their names, also before they are ready."""
    return {"clusterIP": "None", "publishNotReadyAddresses": True, "selector": {POD_LABEL: name}}


def network_policy(name: str) -> dict[str, Any]:
    """The pods talk to each other and ask for names, over IP; EFA has the security group of its own."""
    pods = {"matchLabels": {POD_LABEL: name}}
    names = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    return {
        "podSelector": pods,
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [{"podSelector": pods}]}],
        "egress": [{"to": [{"podSelector": pods}]}, {"ports": names}],
    }
