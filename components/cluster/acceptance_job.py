"""AcceptanceJob: an all-reduce over every node of a pool that fails where the network is not what was paid for.

Deploys: an indexed Job, a headless service, the programs in a ConfigMap, a network policy, a service account without
rights. Pulumi waits for the Job: a pool that is not accepted fails the deployment, with the reason in pod 0's log.
For: pools of machines with EFA, NVIDIA (nccl-tests) or Trainium (nccom-test), before anybody trains on them and after
each change of image, driver or fabric. Not for: pools that are at work, since it takes whole nodes; not for machines
that only serve (inf2, dl2q), whose accelerators do not talk across nodes.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from pulumi import CustomTimeouts, Output, ResourceOptions

from catalogue.collectives import CollectiveFloor, collective_floor
from components.base import Component
from components.cluster.acceptance_manifest import (
    SECONDS_TO_SAY_WHY,
    Acceptance,
    job,
    network_policy,
    programs,
    service,
)
from components.compute.fabric_plan import plan_fabric
from components.compute.node_template import MOST_NODES

FEWEST_NODES = 2
MINUTES = 30
DAYS_KEPT = 7
# A Job's pods are called after it, with their index behind: together a DNS label of at most 63 characters.
NAME = re.compile(r"[a-z]([-a-z0-9]{0,51}[a-z0-9])?")
NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
PINNED_IMAGE = re.compile(r"[a-z0-9][-a-z0-9._/:]*@sha256:[0-9a-f]{64}")


class AcceptanceJobArgs(TypedDict):
    """Inputs of AcceptanceJob."""

    namespace: str
    """Namespace of everything made; it may enforce the restricted profile of pod security."""
    pool: str
    """Name of the pool: its nodes have it as the label `groundwork/pool`."""
    instance_type: str
    """Type of the pool's nodes, such as `p5.48xlarge`."""
    nodes: int
    """Nodes of the pool, all of which take part; 2 to 450. They must be there and idle."""
    image: str
    """Image with the test, Open MPI and Python 3.10 or newer, pinned by its digest (`…@sha256:…`): for NVIDIA what AWS
    publishes as hpc-cloud/nccl-tests in its public gallery, for Trainium a training image of the Neuron SDK."""
    tags: dict[str, str]
    """Tags of everything made, as the annotation `groundwork/tags`; Owner, Environment, DataClassification and Purpose
    are required."""
    least_gigabytes_per_second: NotRequired[float]
    """Bus bandwidth (10^9 bytes a second) that the largest message has to reach, above 0 and at most 10,000. Default:
    what `python -m catalogue show` says of the type."""
    test_program: NotRequired[str]
    """Path of the test in the image. Default: /opt/nccl-tests/build/all_reduce_perf, for Trainium
    /opt/aws/neuron/bin/nccom-test."""
    timeout_minutes: NotRequired[int]
    """Minutes after which the pool is refused, half of them to wait for every pod; 5 to 240. Default: 30."""
    days_kept: NotRequired[int]
    """Days after its end at which the cluster deletes the Job, 1 to 90; a refresh after that has it run again.
    Default: 7."""
    labels: NotRequired[Mapping[str, str]]
    """Labels the nodes must have beside the pool's and the type's. Default: none."""
    taints: NotRequired[Mapping[str, str]]
    """Taints (NoSchedule) of the pool beside that of its accelerators, from key to value. Default: none."""


class AcceptanceJob(Component):
    """An all-reduce over a pool that must run over EFA and reach a bus bandwidth."""

    job_name: Output[str]
    """Name of the Job; of the Service, the ConfigMap and the service account too."""
    least_gigabytes_per_second: Output[float]
    """Bus bandwidth that is asked for, in 10^9 bytes a second."""
    floor_basis: Output[str]
    """Where it comes from: `given`, `threshold` (a published test), `measured` or `derived` (from the line rate)."""

    def __init__(self, name: str, args: AcceptanceJobArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        self.matching("name", name, NAME, "a DNS label of at most 53 characters that begins with a letter is right")
        namespace = self.matching("namespace", args["namespace"], NAMESPACE, "a DNS label is right, such as 'training'")
        type_name = args["instance_type"]
        floor = self.known("instance_type", type_name, collective_floor)
        nodes = self.whole_number("nodes", args["nodes"], FEWEST_NODES, MOST_NODES)
        acceptance = Acceptance(
            name=name,
            namespace=namespace,
            pool=self.matching("pool", args["pool"], NAMESPACE, "the name of a pool is right, such as 'train'"),
            fabric=plan_fabric(type_name, nodes),
            floor=floor,
            gigabytes_per_second=self._checked_least(args, floor),
            image=self.matching("image", args["image"], PINNED_IMAGE, "pin it by its digest: name@sha256:<64 digits>"),
            test_program=args.get("test_program", ""),
            minutes=self.whole_number("timeout_minutes", args.get("timeout_minutes", MINUTES), 5, 240),
            labels=args.get("labels", {}),
            taints=args.get("taints", {}),
        )
        days_kept = self.whole_number("days_kept", args.get("days_kept", DAYS_KEPT), 1, 90)
        self._declare(acceptance, days_kept, tags)

        self.least_gigabytes_per_second = Output.from_input(acceptance.gigabytes_per_second)
        given = "least_gigabytes_per_second" in args
        self.floor_basis = Output.from_input("given" if given else floor.basis)
        self.register_outputs(
            {
                "jobName": self.job_name,
                "leastGigabytesPerSecond": self.least_gigabytes_per_second,
                "floorBasis": self.floor_basis,
            }
        )

    def _declare(self, acceptance: Acceptance, days_kept: int, tags: dict[str, str]) -> None:
        import pulumi_kubernetes as kubernetes  # half a second that programs of the cloud layer need not pay

        name = acceptance.name
        # Names of their own choice: pods find each other by them, and so do people.
        metadata: Any = {
            "name": name,
            "namespace": acceptance.namespace,
            "labels": {"app.kubernetes.io/name": "acceptance", "app.kubernetes.io/instance": name},
            "annotations": {"groundwork/tags": json.dumps(tags, sort_keys=True)},
        }
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-runner", metadata=metadata, automount_service_account_token=False, opts=self.child()
        )
        files = programs(acceptance)
        config = kubernetes.core.v1.ConfigMap(f"{name}-programs", metadata=metadata, data=files, opts=self.child())
        service_spec: Any = service(name)
        names = kubernetes.core.v1.Service(f"{name}-names", metadata=metadata, spec=service_spec, opts=self.child())
        policy_spec: Any = network_policy(name)
        policy = kubernetes.networking.v1.NetworkPolicy(
            f"{name}-network", metadata=metadata, spec=policy_spec, opts=self.child()
        )
        spec: Any = job(acceptance, files, days_kept)
        minutes = acceptance.minutes + 2 * SECONDS_TO_SAY_WHY // 60
        made = kubernetes.batch.v1.Job(
            name,
            metadata=metadata,
            spec=spec,
            opts=self.child(
                depends_on=[account, config, names, policy], custom_timeouts=CustomTimeouts(create=f"{minutes}m")
            ),
        )
        self.job_name = made.metadata["name"]

    def _checked_least(self, args: AcceptanceJobArgs, floor: CollectiveFloor) -> float:
        least = args.get("least_gigabytes_per_second", floor.gigabytes_per_second)
        if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least <= 10_000:
            raise self.refuse(
                "least_gigabytes_per_second", f"is {least!r}", "a number above 0, at most 10000, is right"
            )
        return float(least)
