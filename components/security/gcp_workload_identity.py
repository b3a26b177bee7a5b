"""GcpWorkloadIdentity: what the pods of one Kubernetes service account on GKE may read and write.

Deploys: a grant on each bucket, to the service account itself: no key, and no account of Google's in between.
For: training, serving and data jobs that use buckets. Not for: people, nodes, controllers.
"""

import re
from typing import NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.google import checked_labels, checked_project, checked_project_number

# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
KUBERNETES_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
READER, WRITER = "roles/storage.objectViewer", "roles/storage.objectUser"


class GcpWorkloadIdentityArgs(TypedDict):
    """Inputs of GcpWorkloadIdentity."""

    project_id: str
    """Project of the cluster, such as ml-platform-prod; its workload identity pool is named after it."""
    project_number: str
    """Number of that project in quotes."""
    namespace: str
    """Kubernetes namespace of the service account."""
    service_account: str
    """Name of the Kubernetes service account; not default, which every pod without one of its own has."""
    tags: dict[str, str]
    """Owner, Environment, DataClassification and Purpose are required. Grants carry no labels: the words are only
    checked."""
    read_buckets: NotRequired[dict[str, Input[str]]]
    """Buckets whose objects it lists and reads, by a short name of your own. Default: none."""
    write_buckets: NotRequired[dict[str, Input[str]]]
    """Buckets whose objects it lists, reads, writes and deletes, by a short name of your own. Default: none."""


class GcpWorkloadIdentity(Component):
    """Grants for one Kubernetes service account on GKE, on exactly the buckets it is given."""

    principal: Output[str]
    """The service account as IAM of Google Cloud names it (principal://...), for further grants."""

    def __init__(self, name: str, args: GcpWorkloadIdentityArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        checked_labels(self, args["tags"])
        project = checked_project(self, args["project_id"])
        number = checked_project_number(self, args["project_number"])
        right = "1 to 63 small letters, digits and '-' are right"
        namespace = self.matching("namespace", args["namespace"], KUBERNETES_NAME, right)
        account = self.matching("service_account", args["service_account"], KUBERNETES_NAME, right)
        if account == "default":
            raise self.refuse("service_account", "is 'default', which every pod without one has", "make one of its own")
        grants = {"read": args.get("read_buckets", {}), "write": args.get("write_buckets", {})}
        if not any(grants.values()):
            raise self.refuse("read_buckets and write_buckets", "are both empty", "name a bucket in one of them")
        twice = sorted(set(grants["read"]) & set(grants["write"]))
        if twice:
            raise self.refuse("read_buckets", f"names {', '.join(twice)}, as write_buckets does", "writers also read")

        # https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#principal-id-examples
        pool = f"projects/{number}/locations/global/workloadIdentityPools/{project}.svc.id.goog"
        principal = f"principal://iam.googleapis.com/{pool}/subject/ns/{namespace}/sa/{account}"
        for access, role in (("read", READER), ("write", WRITER)):
            for short, bucket in grants[access].items():
                gcp.storage.BucketIAMMember(
                    f"{name}-{access}-{short}", bucket=bucket, role=role, member=principal, opts=self.child()
                )

        self.principal = Output.from_input(principal)
        self.register_outputs({"principal": self.principal})
