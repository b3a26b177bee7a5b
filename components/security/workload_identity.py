"""Workload identity: what the pods of one Kubernetes service account may read and write.

Deploys: a role with its policy, and the pod identity association that gives it to the service account.
For: training, serving and data jobs that use stores. Not for: people, nodes, controllers.
"""

import re
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.place import Place
from components.policy_document import Statement, allow, document

SESSION_SECONDS = 3600
# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
SERVICE_ACCOUNT = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


class WorkloadIdentityArgs(TypedDict):
    """Inputs of WorkloadIdentity."""

    cluster_name: Input[str]
    """Name of the EKS cluster the service account is in; it needs the add-on eks-pod-identity-agent."""
    namespace: str
    """Kubernetes namespace of the service account."""
    service_account: str
    """Name of the service account; not default, which every pod without one of its own has."""
    key_arns: list[Input[str]]
    """Keys of the stores it reads or writes, used through S3 only; none for one that only connects to caches."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account of the cluster and the stores, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    read_bucket_arns: NotRequired[list[Input[str]]]
    """Stores whose objects it lists and reads. Default: none."""
    write_bucket_arns: NotRequired[list[Input[str]]]
    """Stores whose objects it lists, writes and deletes; versions of deleted ones stay for the store's retention. It
    reads them only if they are in read_bucket_arns too. Default: none."""
    erase_bucket_arns: NotRequired[list[Input[str]]]
    """Stores in which it finds, reads and deletes every version of an object, as a person's right to erasure needs.
    Default: none."""
    cache_arns: NotRequired[list[Input[str]]]
    """Caches it connects to with a token of IAM, as one of cache_user_arns. Default: none."""
    cache_user_arns: NotRequired[list[Input[str]]]
    """Users of those caches it may be; what each may do is its access string. Default: none."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the role. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class WorkloadIdentity(Component):
    """A role for one Kubernetes service account, with exactly the stores and keys it is given."""

    role_arn: Output[str]
    """ARN of the role."""
    role_name: Output[str]
    """Name of the role."""
    association_id: Output[str]
    """Id of the pod identity association."""

    def __init__(self, name: str, args: WorkloadIdentityArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        namespace = self.matching(
            "namespace", args["namespace"], NAMESPACE, "1 to 63 small letters, digits and '-' are right"
        )
        account = self.matching(
            "service_account", args["service_account"], SERVICE_ACCOUNT, "small letters, digits, '-' and '.' are right"
        )
        if account == "default":
            raise self.refuse("service_account", "is 'default', which every pod without one has", "make one of its own")
        stores = any(args.get(which) for which in ("read_bucket_arns", "write_bucket_arns", "erase_bucket_arns"))
        if not stores and not args.get("cache_arns"):
            named = "read_bucket_arns, write_bucket_arns, erase_bucket_arns and cache_arns"
            raise self.refuse(named, "are all empty", "name a store or a cache in one of them")
        if bool(args.get("cache_arns")) != bool(args.get("cache_user_arns")):
            right = "give both: who connects names the cache and one of its users"
            raise self.refuse("cache_arns and cache_user_arns", "are given one without the other", right)
        if stores and not args["key_arns"]:
            raise self.refuse("key_arns", "is empty", "name the keys of its stores: without them it reads nothing")

        role = aws.iam.Role(
            name,
            description=f"Pods of service account {account} in namespace {namespace}",
            assume_role_policy=_trust(place, args["cluster_name"], namespace, account),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags={**tags, "Name": name},
            opts=self.child(),
        )
        policy = aws.iam.RolePolicy(name, role=role.id, policy=document(*_access(place, args)), opts=self.child())
        association = aws.eks.PodIdentityAssociation(
            name,
            cluster_name=args["cluster_name"],
            namespace=namespace,
            service_account=account,
            role_arn=role.arn,
            tags={**tags, "Name": name},
            opts=self.child(depends_on=[policy]),
        )

        self.role_arn, self.role_name, self.association_id = role.arn, role.name, association.association_id
        self.register_outputs(
            {"roleArn": self.role_arn, "roleName": self.role_name, "associationId": self.association_id}
        )


def _trust(place: Place, cluster_name: Input[str], namespace: str, service_account: str) -> Output[str]:
    """EKS takes the role for this service account of this cluster only, which it says in tags of the session.

    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    """
    return document(
        allow(
            ["sts:AssumeRole", "sts:TagSession"],
            principals={"Service": "pods.eks.amazonaws.com"},
            conditions={
                "StringEquals": {
                    "aws:SourceAccount": place.account_id,
                    "aws:RequestTag/eks-cluster-name": cluster_name,
                    "aws:RequestTag/kubernetes-namespace": namespace,
                    "aws:RequestTag/kubernetes-service-account": service_account,
                }
            },
            sid="OneServiceAccount",
        )
    )


def _access(place: Place, args: WorkloadIdentityArgs) -> list[Statement]:
    """Reading needs to decrypt; writing needs data keys, and to decrypt the parts of an upload in parts."""
    reads, writes = args.get("read_bucket_arns", []), args.get("write_bucket_arns", [])
    through_s3 = {"StringEquals": {"kms:ViaService": f"s3.{place.region}.amazonaws.com"}}
    uses = ["kms:Decrypt", *(["kms:GenerateDataKey"] if writes else [])]
    statements = []
    if args["key_arns"]:
        statements.append(allow(uses, args["key_arns"], conditions=through_s3, sid="UseKeysThroughStores"))
    if reads or writes:
        listing = ["s3:GetBucketLocation", "s3:ListBucket"]
        statements.insert(0, allow(listing, [*reads, *writes], sid="ListStores"))
    if reads:
        statements.append(allow("s3:GetObject", _objects(reads), sid="ReadStores"))
    if writes:
        change = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
        statements.append(allow(change, _objects(writes), sid="WriteStores"))
    if erases := args.get("erase_bucket_arns", []):
        statements.append(allow(["s3:ListBucket", "s3:ListBucketVersions"], erases, sid="ListVersions"))
        every = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion"]
        statements.append(allow(every, _objects(erases), sid="EraseVersions"))
    if caches := args.get("cache_arns", []):
        # IAM is asked about both, the cache and the user:
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
        both = [*caches, *args.get("cache_user_arns", [])]
        statements.append(allow("elasticache:Connect", both, sid="ConnectToCaches"))
    return statements


def _objects(bucket_arns: list[Input[str]]) -> list[Output[str]]:
    return [Output.from_input(arn).apply("{}/*".format) for arn in bucket_arns]
