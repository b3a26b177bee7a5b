"""VPC endpoints: which services have one, the policies that keep them to this account, and their declaration.

An endpoint policy is a data perimeter, not a grant: what it lets through still needs IAM.
"""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws
from pulumi import Input, Output

from components.base import Component
from components.place import Place
from components.policy_document import allow, document

HTTPS = 443

# Services a generative-AI platform calls from its nodes and pods, by the name that follows com.amazonaws.<region>:
# https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
INTERFACE_SERVICES = frozenset(
    (
        *("autoscaling", "bedrock", "bedrock-agent-runtime", "bedrock-runtime", "cassandra", "ec2", "ec2messages"),
        *(
            "ecr.api",
            "ecr.dkr",
            "eks",
            "eks-auth",
            "elasticfilesystem",
            "elasticloadbalancing",
            "events",
            "fsx",
            "guardduty-data",
        ),
        *("kms", "lambda", "logs", "monitoring", "sagemaker.api", "sagemaker.runtime", "secretsmanager", "sns", "sqs"),
        *("ssm", "ssmmessages", "states", "sts", "xray"),
    )
)

# What a private EKS cluster's nodes cannot join without, and what pods need for identity, keys and logs:
# https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
DEFAULT_INTERFACE_SERVICES = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "kms", "logs", "sts")

# Buckets of AWS itself that nodes read without their own identity: image layers of ECR and packages of Amazon Linux.
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
# https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
AWS_BUCKETS = ("prod-{region}-starport-layer-bucket", "al2023-repos-{region}-de612dc2")


def bucket_perimeter(place: Place, bucket_account_ids: Sequence[str]) -> Output[str]:
    """S3 through the gateway: own identities, buckets of the named accounts only, and AWS's own read-only ones."""
    aws_buckets = [place.bucket(f"{bucket.format(region=place.region)}/*") for bucket in AWS_BUCKETS]
    own = {"aws:PrincipalAccount": place.account_id, "aws:ResourceAccount": [place.account_id, *bucket_account_ids]}
    return document(
        allow("s3:*", place.bucket("*"), principals="*", conditions={"StringEquals": own}, sid="OwnBuckets"),
        allow("s3:GetObject", aws_buckets, principals="*", sid="LayersAndPackagesOfAws"),
    )


def table_perimeter(place: Place) -> Output[str]:
    """DynamoDB through the gateway: own identities, own tables."""
    own = {"StringEquals": {"aws:PrincipalAccount": place.account_id}}
    tables = place.arn("dynamodb", "table/*")
    return document(allow("dynamodb:*", tables, principals="*", conditions=own, sid="OwnTables"))


def identity_perimeter(service: str, place: Place) -> Output[str]:
    """An interface endpoint: only identities of this account get through, whatever they bring credentials for."""
    own = {"StringEquals": {"aws:PrincipalAccount": place.account_id}}
    statements = [allow("*", "*", principals="*", conditions=own, sid="OwnIdentities")]
    if service == "sts":
        # This call is how a pod gets an identity, so it carries none yet.
        roles = place.iam("role/*")
        statements.append(allow("sts:AssumeRoleWithWebIdentity", roles, principals="*", sid="BecomeOwnRole"))
    return document(*statements)


def gateway_endpoints(
    network: Component,
    name: str,
    place: Place,
    vpc_id: Input[str],
    route_table_ids: Sequence[Input[str]],
    bucket_account_ids: Sequence[str],
    tags: Mapping[str, str],
) -> None:
    """S3 and DynamoDB without NAT: free of charge, so always there."""
    policies = {"s3": bucket_perimeter(place, bucket_account_ids), "dynamodb": table_perimeter(place)}
    for service, policy in policies.items():
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{place.region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=route_table_ids,
            policy=policy,
            tags={**tags, "Name": f"{name}-{service}"},
            opts=network.child(),
        )


def interface_endpoints(
    network: Component,
    name: str,
    place: Place,
    vpc_id: Input[str],
    vpc_cidr: str,
    subnet_ids: Sequence[Input[str]],
    services: Sequence[str],
    tags: Mapping[str, str],
) -> "aws.ec2.SecurityGroup":
    """Endpoints of the named services in every zone, behind one security group that takes HTTPS from the VPC."""
    group = aws.ec2.SecurityGroup(
        f"{name}-endpoints",
        description="HTTPS from the VPC to the interface endpoints",
        vpc_id=vpc_id,
        tags={**tags, "Name": f"{name}-endpoints"},
        opts=network.child(),
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-endpoints-https",
        description="HTTPS from the VPC",
        security_group_id=group.id,
        ip_protocol="tcp",
        from_port=HTTPS,
        to_port=HTTPS,
        cidr_ipv4=vpc_cidr,
        tags={**tags, "Name": f"{name}-endpoints-https"},
        opts=network.child(),
    )
    for service in services:
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{place.region}.{service}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnet_ids,
            security_group_ids=[group.id],
            policy=identity_perimeter(service, place),
            tags={**tags, "Name": f"{name}-{service}"},
            opts=network.child(),
        )
    return group
