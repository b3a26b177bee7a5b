"""Security groups of what runs jobs: out over TLS, and nobody in but EMR itself."""

import pulumi_aws as aws
from pulumi import Input, ResourceOptions


def worker_group(
    name: str, description: str, vpc_id: Input[str], tags: dict[str, str], opts: ResourceOptions
) -> "aws.ec2.SecurityGroup":
    """A group whose members reach S3, Glue and KMS over TLS, and that lets nobody in."""
    group = aws.ec2.SecurityGroup(
        name,
        vpc_id=vpc_id,
        description=description,
        revoke_rules_on_delete=True,
        tags={**tags, "Name": name},
        opts=opts,
    )
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=group.id,
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        description="Services of AWS over TLS",
        tags=tags,
        opts=opts,
    )
    return group
