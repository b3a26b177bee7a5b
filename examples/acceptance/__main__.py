"""A namespace that admits restricted pods alone, and in it the acceptance test of one pool."""

import sys
from pathlib import Path

import pulumi
import pulumi_kubernetes as kubernetes

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from components.cluster.acceptance_job import AcceptanceJob, AcceptanceJobArgs

config = pulumi.Config()
cluster = kubernetes.Provider("cluster", kubeconfig=config.get("kubeconfig"))
namespace = kubernetes.core.v1.Namespace(
    "acceptance",
    metadata={"name": "acceptance", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}},
    opts=pulumi.ResourceOptions(provider=cluster),
)
args: AcceptanceJobArgs = {
    "namespace": "acceptance",
    "pool": config.require("pool"),
    "instance_type": config.require("instance_type"),
    "nodes": config.require_int("nodes"),
    "image": config.require("image"),
    "tags": {
        "Owner": "ml-platform@example.com",
        "Environment": "prod",
        "DataClassification": "internal",
        "Purpose": "acceptance",
    },
}
least = config.get_float("least_gigabytes_per_second")
if least is not None:
    args["least_gigabytes_per_second"] = least

accepted = AcceptanceJob(
    f"accept-{config.require('pool')}",
    args,
    opts=pulumi.ResourceOptions(providers={"kubernetes": cluster}, depends_on=[namespace]),
)
pulumi.export("job", accepted.job_name)
pulumi.export("least_gigabytes_per_second", accepted.least_gigabytes_per_second)
