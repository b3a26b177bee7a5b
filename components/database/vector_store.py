"""Vector store: an OpenSearch domain for one index over embeddings.

Deploys: a domain in the VPC with dedicated masters, in two zones or three, sized so that the graph fits into memory;
its log groups and the policy that lets OpenSearch write there; a security group for the named clients.
For: embeddings too many for a PostgreSQL database. Not for: those that fit into one, see pgvector_plan.
"""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.compute.setting_error import SettingError
from components.database.client_access import database_security_group
from components.database.opensearch_plan import (
    INSTANCE_TYPE,
    LARGEST_STORAGE_GIB,
    SMALLEST_STORAGE_GIB,
    DomainPlan,
    plan_domain,
)
from components.database.vector_index import VectorIndex
from components.place import Place
from components.policy_document import allow, document

ENGINE_VERSIONS = ("OpenSearch_2.19", "OpenSearch_3.1")
ENGINE_VERSION = "OpenSearch_2.19"
MASTER_TYPE = "m7g.large.search"
MASTERS = 3
TLS_POLICY = "Policy-Min-TLS-1-2-PFS-2023-10"
CONNECTIONS, CANDIDATES = 16, 128
LOG_RETENTION_DAYS = 365
LOGS = {"audit": "AUDIT_LOGS", "application": "ES_APPLICATION_LOGS"}


class VectorStoreArgs(TypedDict):
    """Inputs of VectorStore."""

    domain_name: str
    """Name of the domain in the account and region, such as prod-passages."""
    index_name: str
    """Name of the index: small letters, digits and underscores."""
    dimension: int
    """Numbers in a vector, as the embedding model makes them, 1 to 16000."""
    vectors: int
    """Vectors it is to hold; the nodes follow from them."""
    master_role_arn: Input[str]
    """Role that hands out permissions inside the domain."""
    vpc_id: Input[str]
    """VPC of the domain."""
    subnet_ids: dict[str, Input[str]]
    """Subnets by zone id, in 2 or 3 zones."""
    client_security_group_ids: dict[str, Input[str]]
    """Security groups that may connect, by the name the rule gets; nobody else can."""
    kms_key_arn: Input[str]
    """Key of the data class: storage and snapshots."""
    log_key_arn: Input[str]
    """Key of the log groups."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the domain is made in, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    distance: NotRequired[str]
    """How near vectors are: cosine, inner_product or l2. Default: cosine."""
    connections: NotRequired[int]
    """Neighbours of a vector in the graph (m), 2 to 100. Default: 16."""
    candidates: NotRequired[int]
    """Candidates for each vector while the graph is built (ef_construction), up to 1000. Default: 128."""
    subject_key: NotRequired[str]
    """Metadata field that says whose vector it is. Required for personal data. Default: none."""
    metadata: NotRequired[list[str]]
    """Other metadata fields that searches filter by. Default: none."""
    engine_version: NotRequired[str]
    """OpenSearch_2.19 or OpenSearch_3.1. Default: OpenSearch_2.19."""
    instance_type: NotRequired[str]
    """Type of the data nodes. Default: r7g.large.search."""
    storage_gib: NotRequired[int]
    """Storage of each data node, 20 to 16384 GiB. Default: what vectors and 1 KiB beside each take."""
    log_retention_days: NotRequired[int]
    """Days the logs are kept, a period CloudWatch Logs has. Default: 365."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class VectorStore(Component):
    """A private, encrypted, audited OpenSearch domain whose memory holds the graph of its vectors."""

    domain_arn: Output[str]
    """ARN of the domain."""
    endpoint: Output[str]
    """Host name of the domain; HTTPS only, requests signed."""
    security_group_id: Output[str]
    """Security group of the domain."""
    nodes: Output[int]
    """Data nodes, as planned."""
    bootstrap: Output[str]
    """Body of the request that makes the index: PUT /index_name."""

    def __init__(self, name: str, args: VectorStoreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if len(zones) not in (2, 3):
            raise self.refuse("subnet_ids", f"has {len(zones)} zone{'s' * (len(zones) != 1)}", "give subnets in 2 or 3")
        version = self.one_of("engine_version", args.get("engine_version", ENGINE_VERSION), ENGINE_VERSIONS)
        index, plan = self._plan(args, tags["DataClassification"], len(zones))
        domain_name = args["domain_name"]
        storage = self.whole_number(
            "storage_gib",
            args.get("storage_gib", plan.storage_gib),
            SMALLEST_STORAGE_GIB,
            LARGEST_STORAGE_GIB,
        )
        log_days = self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))
        if index.subject_key:
            tags["SubjectKey"] = index.subject_key

        group = database_security_group(self, args["vpc_id"], args["client_security_group_ids"], 443, tags)
        logs = {
            log: aws.cloudwatch.LogGroup(
                f"{name}-{log}",
                name=f"/aws/opensearch/{domain_name}/{log}",
                kms_key_id=args["log_key_arn"],
                retention_in_days=log_days,
                tags=tags,
                opts=self.child(),
            )
            for log in LOGS
        }
        writes = aws.cloudwatch.LogResourcePolicy(
            f"{name}-logs",
            policy_name=f"{domain_name}-opensearch",
            policy_document=_log_policy(place, domain_name),
            opts=self.child(),
        )
        domain = aws.opensearch.Domain(
            name,
            domain_name=domain_name,
            engine_version=version,
            cluster_config={
                "instance_type": args.get("instance_type", INSTANCE_TYPE),
                "instance_count": plan.nodes,
                "dedicated_master_enabled": True,
                "dedicated_master_type": MASTER_TYPE,
                "dedicated_master_count": MASTERS,
                "zone_awareness_enabled": True,
                "zone_awareness_config": {"availability_zone_count": len(zones)},
            },
            ebs_options={"ebs_enabled": True, "volume_type": "gp3", "volume_size": storage},
            encrypt_at_rest={"enabled": True, "kms_key_id": args["kms_key_arn"]},
            node_to_node_encryption={"enabled": True},
            domain_endpoint_options={"enforce_https": True, "tls_security_policy": TLS_POLICY},
            advanced_security_options={
                "enabled": True,
                "internal_user_database_enabled": False,
                "master_user_options": {"master_user_arn": args["master_role_arn"]},
            },
            vpc_options={"subnet_ids": list(args["subnet_ids"].values()), "security_group_ids": [group.id]},
            access_policies=_access_policy(place, domain_name),
            log_publishing_options=[
                {"log_type": LOGS[log], "cloudwatch_log_group_arn": made.arn} for log, made in sorted(logs.items())
            ],
            software_update_options={"auto_software_update_enabled": True},
            tags={**tags, "Name": domain_name},
            # OpenSearch refuses a domain whose logs it may not write.
            opts=self.child(protect=True, depends_on=[writes]),
        )

        self.domain_arn, self.endpoint, self.security_group_id = domain.arn, domain.endpoint, group.id
        self.nodes = Output.from_input(plan.nodes)
        self.bootstrap = Output.from_input(plan.bootstrap)
        self.register_outputs(
            {
                "domainArn": self.domain_arn,
                "endpoint": self.endpoint,
                "securityGroupId": self.security_group_id,
                "nodes": self.nodes,
                "bootstrap": self.bootstrap,
            }
        )

    def _plan(self, args: VectorStoreArgs, data_class: str, zones: int) -> tuple[VectorIndex, DomainPlan]:
        index = VectorIndex(
            args["index_name"],
            args["dimension"],
            args.get("distance", "cosine"),
            args["vectors"],
            args.get("connections", CONNECTIONS),
            args.get("candidates", CANDIDATES),
            args.get("subject_key", ""),
            tuple(args.get("metadata", [])),
        )
        try:
            return index, plan_domain(
                args["domain_name"], index, data_class, args.get("instance_type", INSTANCE_TYPE), zones
            )
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None


def _access_policy(place: Place, domain_name: str) -> Output[str]:
    """Signed requests of the account's own identities; what each may do is said inside the domain."""
    resource = place.arn("es", f"domain/{domain_name}/*")
    return document(allow("es:ESHttp*", resource, principals={"AWS": place.iam("root")}))


def _log_policy(place: Place, domain_name: str) -> Output[str]:
    # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
    return document(
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            place.arn("logs", f"log-group:/aws/opensearch/{domain_name}/*"),
            principals={"Service": "es.amazonaws.com"},
            conditions={
                "StringEquals": {"aws:SourceAccount": place.account_id},
                "ArnLike": {"aws:SourceArn": place.arn("es", f"domain/{domain_name}")},
            },
        )
    )
