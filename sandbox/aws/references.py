"""Which of a resource's inputs name other things, and what AWS says when such a thing does not exist."""

from collections.abc import Iterator
from typing import Any

from sandbox.cloud.records import OWNED_ID

NOT_FOUND = {
    "vpc": "InvalidVpcID.NotFound",
    "subnet": "InvalidSubnetID.NotFound",
    "igw": "InvalidInternetGatewayID.NotFound",
    "nat": "NatGatewayNotFound",
    "eipalloc": "InvalidAllocationID.NotFound",
    "rtb": "InvalidRouteTableID.NotFound",
    "vpce": "InvalidVpcEndpointId.NotFound",
    "sg": "InvalidGroup.NotFound",
    "lt": "InvalidLaunchTemplateId.NotFoundException",
    "cr": "InvalidCapacityReservationId.NotFound",
    "pg": "InvalidPlacementGroup.Unknown",
    "fs": "FileSystemNotFound",
    "arn": "NotFoundException",
    "aws:iam/role:Role": "NoSuchEntity",
    "aws:kms/key:Key": "NotFoundException",
    "aws:s3/bucket:Bucket": "NoSuchBucket",
    "aws:eks/cluster:Cluster": "ResourceNotFoundException",
    "aws:backup/vault:Vault": "InvalidParameterValueException",
    "aws:ecr/repository:Repository": "RepositoryNotFoundException",
    "aws:cloudwatch/logGroup:LogGroup": "ResourceNotFoundException",
    "aws:cloudwatch/logStream:LogStream": "ResourceNotFoundException",
    "aws:keyspaces/keyspace:Keyspace": "ResourceNotFoundException",
    "aws:rds/cluster:Cluster": "DBClusterNotFoundFault",
    "aws:rds/parameterGroup:ParameterGroup": "DBParameterGroupNotFound",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "DBClusterParameterGroupNotFound",
    "aws:rds/optionGroup:OptionGroup": "OptionGroupNotFoundFault",
    "aws:rds/subnetGroup:SubnetGroup": "DBSubnetGroupNotFoundFault",
    "aws:docdb/cluster:Cluster": "DBClusterNotFoundFault",
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup": "DBParameterGroupNotFound",
    "aws:docdb/subnetGroup:SubnetGroup": "DBSubnetGroupNotFoundFault",
    "aws:kinesis/stream:Stream": "ResourceNotFoundException",
    "aws:msk/cluster:Cluster": "NotFoundException",
    "aws:msk/configuration:Configuration": "NotFoundException",
    "aws:ec2/placementGroup:PlacementGroup": "InvalidPlacementGroup.Unknown",
}

# Documents that may speak of things that are not there yet, and free text.
NOT_SEARCHED = frozenset({"tags", "tagsAll", "policy", "assumeRolePolicy", "description", "userData"})


def ids(value: Any, unowned: tuple[str, ...] = ()) -> Iterator[str]:
    """Every id or ARN of a type the sandbox owns, wherever it stands in the inputs."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SEARCHED and key not in unowned:
                yield from ids(item, unowned)
    elif isinstance(value, list):
        for item in value:
            yield from ids(item, unowned)
    elif isinstance(value, str) and OWNED_ID.match(value):
        yield value


def not_found_code(reference: str) -> str:
    """AWS's error code for a missing id, ARN or `type|name`."""
    if "|" in reference:
        return NOT_FOUND.get(reference.partition("|")[0], "ResourceNotFoundException")
    prefix = "arn" if reference.startswith("arn:") else reference.partition("-")[0]
    return NOT_FOUND.get(prefix, "ResourceNotFoundException")
