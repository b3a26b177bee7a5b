"""Jobs on EMR on EKS: a virtual cluster on a namespace, and the role of its pods through Pod Identity."""

from functools import partial

import pulumi_aws as aws
from pulumi import Output

from components.data.batch_jobs import job_role
from components.data.batch_step import Batch, Runner
from components.policy_document import allow, document

# https://docs.aws.amazon.com/cli/latest/reference/emr-containers/create-role-associations.html
COMPONENTS = ("client", "driver", "executor")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(text: str) -> str:
    """The bytes of a name as one number to the base of 36, as EMR writes a role into the names of service accounts."""
    number, digits = int.from_bytes(text.encode("ascii"), "big"), ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def service_account(component: str, account_id: str, role_name: str) -> str:
    """Service account EMR makes for a part of a Spark job of a role."""
    return f"emr-containers-sa-spark-{component}-{account_id}-{base36(role_name)}"


def kubernetes(batch: Batch) -> Runner:
    """Declare the virtual cluster. Each job names its release, and gives the log store as its own monitoring."""
    name, cluster, namespace = batch.name, batch.args["cluster_name"], batch.args["namespace"]
    trust = document(
        allow(
            ["sts:AssumeRole", "sts:TagSession"],
            principals={"Service": "pods.eks.amazonaws.com"},
            conditions={
                "StringEquals": {
                    "aws:SourceAccount": batch.place.account_id,
                    "aws:RequestTag/eks-cluster-name": cluster,
                    "aws:RequestTag/kubernetes-namespace": namespace,
                }
            },
            sid="PodsOfItsNamespace",
        )
    )
    role = job_role(batch, name, trust)
    for component in COMPONENTS:
        aws.eks.PodIdentityAssociation(
            f"{name}-{component}",
            cluster_name=cluster,
            namespace=namespace,
            service_account=role.name.apply(partial(service_account, component, batch.place.account_id)),
            role_arn=role.arn,
            tags=batch.tags,
            opts=batch.child(),
        )
    virtual = aws.emrcontainers.VirtualCluster(
        name,
        container_provider={"id": cluster, "type": "EKS", "info": {"eks_info": {"namespace": namespace}}},
        tags=batch.tags,
        opts=batch.child(),
    )
    return Runner(virtual.id, role.arn, Output.from_input(""))
