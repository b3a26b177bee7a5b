"""The two laws over the record: what is named must exist, and what is named cannot be deleted."""

from typing import Any

import pytest

from sandbox.errors import Refused
from tests.sandbox.aws import documents
from tests.sandbox.aws.account import Account, Made

NO_SUCH = {
    "vpc": "vpc-0123456789abcdef0",
    "subnet": "subnet-0123456789abcdef0",
    "group": "sg-0123456789abcdef0",
    "table": "rtb-0123456789abcdef0",
    "key": "arn:aws:kms:eu-north-1:123456789012:key/00000000-0000-0000-0000-000000000000",
}
SCALING = {"minSize": 1, "desiredSize": 1, "maxSize": 1}


def _role(account: Account) -> str:
    return f"arn:aws:iam::{account.id}:role/nobody"


NAMING_NOTHING: list[tuple[str, dict[str, Any], str]] = [
    ("aws:ec2/subnet:Subnet", {"vpcId": NO_SUCH["vpc"], "cidrBlock": "10.0.0.0/24"}, "InvalidVpcID.NotFound"),
    ("aws:ec2/routeTable:RouteTable", {"vpcId": NO_SUCH["vpc"]}, "InvalidVpcID.NotFound"),
    (
        "aws:ec2/natGateway:NatGateway",
        {"subnetId": NO_SUCH["subnet"], "connectivityType": "private"},
        "InvalidSubnetID.NotFound",
    ),
    (
        "aws:ec2/launchTemplate:LaunchTemplate",
        {"instanceType": "m7i.xlarge", "networkInterfaces": [{"securityGroups": [NO_SUCH["group"]]}]},
        "InvalidGroup.NotFound",
    ),
    (
        "aws:ec2/launchTemplate:LaunchTemplate",
        {
            "instanceType": "p5.48xlarge",
            "capacityReservationSpecification": {
                "capacityReservationTarget": {"capacityReservationId": "cr-0ffffffffffffffff"}
            },
        },
        "InvalidCapacityReservationId.NotFound",
    ),
    (
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        {"deploymentType": "SCRATCH_2", "storageCapacity": 1200, "subnetIds": NO_SUCH["subnet"]},
        "InvalidSubnetID.NotFound",
    ),
    ("aws:cloudwatch/logGroup:LogGroup", {"kmsKeyId": NO_SUCH["key"]}, "NotFoundException"),
    ("aws:iam/rolePolicy:RolePolicy", {"role": "nobody", "policy": documents.policy()}, "NoSuchEntity"),
    (
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": "nobody", "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"},
        "NoSuchEntity",
    ),
    ("aws:s3/bucketVersioning:BucketVersioning", {"bucket": "nothing-of-the-kind"}, "NoSuchBucket"),
    ("aws:cloudtrail/trail:Trail", {"s3BucketName": "nothing-of-the-kind"}, "NoSuchBucket"),
    ("aws:eks/addon:Addon", {"clusterName": "none", "addonName": "vpc-cni"}, "ResourceNotFoundException"),
    (
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        {"clusterName": "none", "namespace": "a", "serviceAccount": "b"},
        "ResourceNotFoundException",
    ),
    (
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        {"repository": "none", "policy": '{"rules": []}'},
        "RepositoryNotFoundException",
    ),
    (
        "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
        {"fileSystemId": "fs-01234567", "fileSystemPath": "/data", "dataRepositoryPath": "s3://nothing"},
        "FileSystemNotFound",
    ),
    (
        "aws:docdb/cluster:Cluster",
        {"engine": "docdb", "dbSubnetGroupName": "none"},
        "DBSubnetGroupNotFoundFault",
    ),
    ("aws:docdb/clusterInstance:ClusterInstance", {"clusterIdentifier": "none"}, "DBClusterNotFoundFault"),
    ("aws:kms/alias:Alias", {"name": "alias/none", "targetKeyId": "none"}, "NotFoundException"),
]


@pytest.mark.parametrize(("token", "inputs", "code"), NAMING_NOTHING)
def test_what_is_named_must_exist(account: Account, token: str, inputs: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=rf"^creating .+ 'thing': {code}: ") as refused:
        account.make(token, **inputs)
    assert "is not in this account" in str(refused.value)
    assert account.inventory() == {}


def test_the_role_of_a_cluster_must_exist(account: Account) -> None:
    with pytest.raises(Refused, match="NoSuchEntity"):
        account.make("aws:eks/cluster:Cluster", roleArn=_role(account), vpcConfig={"subnetIds": []})


def test_an_update_may_not_name_what_is_not_there_either(account: Account) -> None:
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    table = account.make("aws:ec2/routeTable:RouteTable", vpcId=vpc.id)
    end = account.make(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        vpcId=vpc.id,
        serviceName="com.amazonaws.eu-north-1.s3",
        vpcEndpointType="Gateway",
        routeTableIds=[table.id],
    )
    with pytest.raises(Refused, match=r"^updating EC2 VPC Endpoint 'thing': InvalidRouteTableID\.NotFound"):
        account.change(end, routeTableIds=[NO_SUCH["table"]])


def test_roles_of_other_accounts_and_of_services_are_nobodys_business_here(account: Account) -> None:
    make = account.make
    vpc = make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    for number in (0, 16):
        make(
            "aws:ec2/subnet:Subnet",
            f"subnet-{number}",
            vpcId=vpc.id,
            cidrBlock=f"10.0.{number}.0/20",
            availabilityZoneId=f"eun1-az{1 + number // 16}",
        )
    subnets = [made.id for made in account.made if "subnet:Subnet" in made.urn]
    role = make("aws:iam/role:Role", assumeRolePolicy=documents.trusting("eks.amazonaws.com"))
    vpc_config = {"subnetIds": subnets}
    cluster = make("aws:eks/cluster:Cluster", roleArn=role.state["arn"], vpcConfig=vpc_config, version="1.34")
    principal = "arn:aws:iam::999999999999:role/admin"
    make("aws:eks/accessEntry:AccessEntry", clusterName=cluster.id, principalArn=principal)


# What stands, what stands on it, AWS's code
HELD: list[tuple[str, str, str]] = [
    ("aws:ec2/vpc:Vpc", "Subnet", "DependencyViolation"),
    ("aws:ec2/subnet:Subnet", "NatGateway", "DependencyViolation"),
    ("aws:ec2/securityGroup:SecurityGroup", "LaunchTemplate", "DependencyViolation"),
    ("aws:ec2/routeTable:RouteTable", "RouteTableAssociation", "DependencyViolation"),
    ("aws:ec2/internetGateway:InternetGateway", "Route", "DependencyViolation"),
    ("aws:ec2/eip:Eip", "NatGateway", "DependencyViolation"),
    ("aws:iam/role:Role", "RolePolicy", "DeleteConflict"),
    ("aws:eks/cluster:Cluster", "NodeGroup", "ResourceInUseException"),
    ("aws:docdb/cluster:Cluster", "ClusterInstance", "ResourceInUseException"),
    ("aws:fsx/lustreFileSystem:LustreFileSystem", "DataRepositoryAssociation", "BadRequest"),
]


def test_what_is_named_cannot_be_deleted(everything: tuple[Account, dict[str, Made]]) -> None:
    account, every = everything
    for token, holder, code in HELD:
        one = next(made for made in account.made if made.urn.split("::")[2] == token)
        assert any(token.rsplit(":", 1)[1] == holder for token in every), f"nothing stands on {token}"
        with pytest.raises(Refused, match=rf"^deleting .+: {code}: it is still named by ") as refused:
            account.delete(one)
        assert one in account.made
        assert account.read(one)[0] == one.id, f"{refused.value}, and yet it is gone"


def test_a_key_goes_although_things_are_encrypted_with_it(account: Account) -> None:
    key = account.make("aws:kms/key:Key")
    account.make("aws:cloudwatch/logGroup:LogGroup", kmsKeyId=key.state["arn"])
    account.delete(key)
    state = account.client("kms").describe_key(KeyId=key.id)["KeyMetadata"]["KeyState"]
    assert state == "PendingDeletion"


def test_two_accounts_do_not_know_each_others_things(account: Account, endpoint_url: str) -> None:
    other = Account(endpoint_url, str(int(account.id) + 10**11))
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    with pytest.raises(Refused, match=r"InvalidVpcID\.NotFound: .* is not in this account"):
        other.make("aws:ec2/subnet:Subnet", vpcId=vpc.id, cidrBlock="10.0.0.0/24")


@pytest.mark.parametrize("elsewhere", [{"account": "+1"}, {"region": "us-east-1"}])
def test_things_of_one_name_in_two_places_are_two_things(
    account: Account, endpoint_url: str, elsewhere: dict[str, str]
) -> None:
    id_ = str(int(account.id) + 2 * 10**11) if "account" in elsewhere else account.id
    other = Account(endpoint_url, id_, elsewhere.get("region", account.region))
    rule = {"ecrRepositoryPrefix": "cached", "upstreamRegistryUrl": "public.ecr.aws"}
    here = account.make("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", **rule)
    there = other.make("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "other", **rule)
    account.delete(here)
    assert account.read(here)[0] == ""
    assert other.read(there)[0] == "cached"
