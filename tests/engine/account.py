"""What lives in the account, counted through boto3 and past everything the sandbox itself says."""

from collections.abc import Mapping
from typing import Any

import boto3


def client(service: str, variables: Mapping[str, str]) -> Any:
    """A boto3 client that knows nothing but what `python -m sandbox env` prints."""
    return boto3.client(
        service,
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        region_name=variables["AWS_REGION"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )


def count(variables: Mapping[str, str]) -> dict[str, int]:
    """Things that a platform makes and that cost money or hold data, by kind; AWS's own defaults are not counted."""
    ec2 = client("ec2", variables)
    counted = {
        "vpc": sum(not vpc["IsDefault"] for vpc in ec2.describe_vpcs()["Vpcs"]),
        "subnet": sum(not subnet["DefaultForAz"] for subnet in ec2.describe_subnets()["Subnets"]),
        "nat gateway": sum(gateway["State"] != "deleted" for gateway in ec2.describe_nat_gateways()["NatGateways"]),
        "address": len(ec2.describe_addresses()["Addresses"]),
        "endpoint": sum(endpoint["State"] != "deleted" for endpoint in ec2.describe_vpc_endpoints()["VpcEndpoints"]),
        "launch template": len(ec2.describe_launch_templates()["LaunchTemplates"]),
        "bucket": len(client("s3", variables).list_buckets()["Buckets"]),
        "cluster": len(client("eks", variables).list_clusters()["clusters"]),
        "role": len(client("iam", variables).list_roles()["Roles"]),
        "repository": len(client("ecr", variables).describe_repositories()["repositories"]),
        "log group": len(client("logs", variables).describe_log_groups()["logGroups"]),
        "trail": len(client("cloudtrail", variables).describe_trails()["trailList"]),
        "key": _living_keys(client("kms", variables)),
    }
    return {kind: number for kind, number in counted.items() if number}


def _living_keys(kms: Any) -> int:
    # A key is never deleted at once: AWS keeps it for a waiting time, and so does the emulator.
    described = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    return sum(key["KeyState"] != "PendingDeletion" and key["KeyManager"] == "CUSTOMER" for key in described)
