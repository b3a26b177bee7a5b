"""What AWS refuses, the sandbox refuses, with AWS's code; and a preview is refused what it can already know."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.aws.types import TYPES
from sandbox.errors import Refused
from sandbox.wire import COMPUTED
from tests.sandbox.aws import documents
from tests.sandbox.aws.account import Account, Made

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
ROLE = "aws:iam/role:Role"
RESERVATION = {"capacityReservationTarget": {"capacityReservationId": "cr-0123456789abcdef0"}}


def interfaces(*kinds: tuple[int, int, str]) -> list[dict[str, Any]]:
    return [{"networkCardIndex": card, "deviceIndex": device, "interfaceType": kind} for card, device, kind in kinds]


# type, inputs, what the refusal says
KNOWN_BEFORE: list[tuple[str, dict[str, Any], str]] = [
    (
        "aws:backup/plan:Plan",
        {"rules": [{"targetVaultName": "v", "lifecycle": {"coldStorageAfter": 30, "deleteAfter": 119}}]},
        "InvalidParameterValueException: deleted after 119 days, which have to be 120",
    ),
    (
        "aws:backup/plan:Plan",
        {"rules": [{"targetVaultName": "v", "enableContinuousBackup": True, "lifecycle": {"deleteAfter": 36}}]},
        "InvalidParameterValueException: continuous backups are kept 35 days at most, not 36",
    ),
    (
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        {"backupVaultName": "v", "changeableForDays": 2},
        "InvalidParameterValueException: changeableForDays is 2",
    ),
    (
        "aws:backup/vaultPolicy:VaultPolicy",
        {"backupVaultName": "v", "policy": "{"},
        "InvalidParameterValueException: ",
    ),
    (
        TEMPLATE,
        {"instanceType": "p5.48xlarge", "networkInterfaces": interfaces((0, 0, "efa-only"))},
        "InvalidParameterCombination: an efa-only interface cannot be the primary",
    ),
    (
        TEMPLATE,
        {"instanceType": "p5.48xlarge", "networkInterfaces": interfaces((32, 1, "efa"))},
        "InvalidParameterValue: p5.48xlarge has no network card 32",
    ),
    (
        TEMPLATE,
        {"instanceType": "p6-b300.48xlarge", "networkInterfaces": interfaces((0, 0, "efa"))},
        "InvalidParameterCombination: card 0 of p6-b300.48xlarge takes no efa interface",
    ),
    (
        TEMPLATE,
        {"instanceType": "g5.xlarge", "networkInterfaces": interfaces((0, 0, "efa"))},
        "InvalidParameterCombination: card 0 of g5.xlarge takes no efa interface",
    ),
    (
        TEMPLATE,
        {"instanceType": "p4d.24xlarge", "networkInterfaces": interfaces((0, 0, "efa"), (0, 1, "efa"))},
        "InvalidParameterCombination: card 0 of p4d.24xlarge takes 1 EFA interface, not more",
    ),
    (TEMPLATE, {"instanceType": "p5.49xlarge"}, "InvalidInstanceType: unknown instance type .p5.49xlarge."),
    (
        LUSTRE,
        {"deploymentType": "PERSISTENT_2", "storageCapacity": 3600, "perUnitStorageThroughput": 250},
        "BadRequest: 3600 GiB is no PERSISTENT_2 size",
    ),
    (LUSTRE, {"deploymentType": "SCRATCH_2", "storageCapacity": 1000}, "BadRequest: 1000 GiB"),
    (LUSTRE, {"deploymentType": "SCRATCH_2", "storageCapacity": 0}, "BadRequest: 0 GiB"),
    (
        LUSTRE,
        {"deploymentType": "PERSISTENT_2", "storageCapacity": 1200, "perUnitStorageThroughput": 200},
        "BadRequest: 200 MB/s per TiB is no PERSISTENT_2 step",
    ),
    (LUSTRE, {"deploymentType": "PERSISTENT_9", "storageCapacity": 1200}, "BadRequest: .*PERSISTENT_9"),
    (
        LUSTRE,
        {
            "deploymentType": "PERSISTENT_1",
            "storageType": "HDD",
            "storageCapacity": 2400,
            "perUnitStorageThroughput": 12,
        },
        "BadRequest: 2400 GiB is no PERSISTENT_1 size: 6000, then steps of 6000",
    ),
    (
        LUSTRE,
        {"deploymentType": "PERSISTENT_2", "storageType": "HDD", "storageCapacity": 6000},
        "BadRequest: StorageType HDD is not supported for PERSISTENT_2",
    ),
    (
        LUSTRE,
        {
            "deploymentType": "PERSISTENT_2",
            "efaEnabled": True,
            "metadataConfiguration": {"mode": "AUTOMATIC"},
            "storageCapacity": 2400,
            "perUnitStorageThroughput": 1000,
        },
        "BadRequest: 2400 GiB is no PERSISTENT_2 size: 4800, then steps of 4800",
    ),
    (
        LUSTRE,
        {
            "deploymentType": "PERSISTENT_2",
            "efaEnabled": True,
            "storageCapacity": 4800,
            "perUnitStorageThroughput": 1000,
        },
        "BadRequest: EFA is only supported for file systems with metadata configuration",
    ),
    (LUSTRE, {"deploymentType": "SCRATCH_2", "efaEnabled": True}, "BadRequest: EFA is not supported for SCRATCH_2"),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 100}, "InvalidParameterException: 100 .* 90 is"),
    ("aws:kms/key:Key", {"deletionWindowInDays": 6}, "ValidationException: deletionWindowInDays is 6"),
    ("aws:kms/key:Key", {"deletionWindowInDays": 31}, "ValidationException: deletionWindowInDays is 31"),
    ("aws:kms/key:Key", {"rotationPeriodInDays": 30}, "ValidationException: rotationPeriodInDays is 30"),
    ("aws:kms/key:Key", {"policy": "banana"}, "MalformedPolicyDocumentException: 'banana' is no JSON"),
    ("aws:kms/keyPolicy:KeyPolicy", {"keyId": "1", "policy": "[]"}, "MalformedPolicyDocumentException: .*Statement"),
    ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "some", "policy": "banana"}, "MalformedPolicy: 'banana'"),
    (
        ROLE,
        {"assumeRolePolicy": documents.policy({"Effect": "allow", "Action": "sts:AssumeRole"})},
        "MalformedPolicyDocument: statement 0 has no Effect",
    ),
    (
        ROLE,
        {"assumeRolePolicy": documents.policy({"Effect": "Allow", "Actions": "sts:AssumeRole"})},
        "MalformedPolicyDocument: statement 0 has 'Actions'",
    ),
    ("aws:iam/policy:Policy", {"policy": documents.policy({"Effect": "Allow"})}, "MalformedPolicyDocument: .*Action"),
    (
        "aws:iam/rolePolicy:RolePolicy",
        {"role": "r", "policy": json.dumps({"Statement": ["x"]})},
        "MalformedPolicyDocument: statement 0 is no object",
    ),
    (
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"policy": "{}", "vpcId": COMPUTED, "serviceName": "s3"},
        "InvalidPolicyDocument: the document has no Statement",
    ),
    ("aws:ecr/lifecyclePolicy:LifecyclePolicy", {"repository": "r", "policy": "banana"}, "InvalidParameterException"),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range: /8"),
    ("aws:ec2/subnet:Subnet", {"vpcId": COMPUTED, "cidrBlock": "10.0.0.0/29"}, "InvalidSubnet.Range: /29"),
    ("aws:ec2/subnet:Subnet", {"vpcId": COMPUTED, "cidrBlock": "10.0.0.1/24"}, "InvalidParameterValue"),
    (
        "aws:ec2/subnet:Subnet",
        {"vpcId": COMPUTED, "cidrBlock": "10.0.0.0/24", "availabilityZoneId": "use1-az1"},
        "InvalidParameterValue: use1-az1 is no zone of eu-north-1",
    ),
    ("aws:s3/bucket:Bucket", {"bucket": "My_Bucket"}, "InvalidBucketName: 'My_Bucket'"),
    ("aws:eks/cluster:Cluster", {"version": "1.20", "roleArn": COMPUTED}, "InvalidParameterException: .*1.20"),
    (
        "aws:eks/nodeGroup:NodeGroup",
        {"clusterName": COMPUTED, "scalingConfig": {"minSize": 2, "desiredSize": 1, "maxSize": 3}},
        "InvalidParameterException: sizes must rise",
    ),
    (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"securityGroupId": COMPUTED, "ipProtocol": "tcp", "fromPort": 988, "toPort": 22},
        "InvalidParameterValue: ports run from 988 to 22",
    ),
    (
        "aws:docdb/cluster:Cluster",
        {"engineVersion": "7.0.0"},
        "InvalidParameterCombination: cannot find version 7.0.0 for docdb",
    ),
    ("aws:docdb/cluster:Cluster", {"backupRetentionPeriod": 36}, "InvalidParameterValue: it is 36"),
]


@pytest.mark.parametrize(("token", "inputs", "says"), KNOWN_BEFORE)
def test_a_preview_already_refuses(account: Account, token: str, inputs: dict[str, Any], says: str) -> None:
    _, refused = account.check(token, **inputs)
    assert refused, "it is not refused"
    assert re.match(says, refused[0]), refused


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (TEMPLATE, {"instanceType": "p5.48xlarge", "networkInterfaces": interfaces((0, 0, "efa"), (1, 1, "efa-only"))}),
        (TEMPLATE, {"instanceType": "p6-b300.48xlarge", "networkInterfaces": interfaces((0, 0, "interface"))}),
        (LUSTRE, {"deploymentType": "SCRATCH_2", "storageCapacity": 1200}),
        (LUSTRE, {"deploymentType": "PERSISTENT_2", "storageCapacity": 7200, "perUnitStorageThroughput": 1000}),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 400}),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 0}),
        ("aws:kms/key:Key", {"deletionWindowInDays": 7, "rotationPeriodInDays": 90}),
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}),
        ("aws:ec2/subnet:Subnet", {"vpcId": COMPUTED, "cidrBlock": "10.0.0.0/28"}),
    ],
)
def test_what_aws_takes_is_taken(account: Account, token: str, inputs: dict[str, Any]) -> None:
    assert account.check(token, **inputs)[1] == []


@pytest.mark.parametrize("token", sorted(TYPES))
def test_what_is_not_known_yet_refuses_nothing(everything: tuple[Account, dict[str, Made]], token: str) -> None:
    account, every = everything
    inputs = every[token].inputs
    for unknown in inputs:
        assert account.check(token, **{**inputs, unknown: COMPUTED})[1] == []
        deeper = _unknown_inside(inputs[unknown])
        assert account.check(token, **{**inputs, unknown: deeper})[1] == [], f"{unknown} of {deeper}"


def _unknown_inside(value: Any) -> Any:
    """The value with everything in it unknown that is no object or list."""
    if isinstance(value, dict):
        return {key: _unknown_inside(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unknown_inside(item) for item in value]
    return COMPUTED


# ---- what only the account can say ----------------------------------------------------------------------------------


def _subnet(account: Account, zone: str) -> str:
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    return account.make("aws:ec2/subnet:Subnet", vpcId=vpc.id, cidrBlock="10.0.0.0/20", availabilityZoneId=zone).id


def _nodes(account: Account, zone: str, nodes: int, **template: Any) -> None:
    subnet = _subnet(account, zone)
    second = account.make(
        "aws:ec2/subnet:Subnet",
        "second",
        vpcId=account.made[0].id,
        cidrBlock="10.0.16.0/20",
        availabilityZoneId="eun1-az2",
    ).id
    role = account.make(ROLE, assumeRolePolicy=documents.trusting("eks.amazonaws.com"))
    cluster = account.make(
        "aws:eks/cluster:Cluster", roleArn=role.state["arn"], vpcConfig={"subnetIds": [subnet, second]}, version="1.34"
    )
    made = account.make(TEMPLATE, **template)
    account.make(
        "aws:eks/nodeGroup:NodeGroup",
        clusterName=cluster.id,
        nodeRoleArn=role.state["arn"],
        subnetIds=[subnet],
        launchTemplate={"id": made.id, "version": "1"},
        scalingConfig={"minSize": nodes, "desiredSize": nodes, "maxSize": nodes},
    )


def _group_with_reservation(account: Account) -> None:
    group = account.make("aws:ec2/placementGroup:PlacementGroup", strategy="cluster")
    account.make(
        TEMPLATE,
        instanceType="p5.48xlarge",
        placement={"groupName": group.inputs["name"]},
        capacityReservationSpecification=RESERVATION,
    )


def _outside(account: Account) -> None:
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    account.make("aws:ec2/subnet:Subnet", vpcId=vpc.id, cidrBlock="10.1.0.0/20")


def _overlapping(account: Account) -> None:
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    account.make("aws:ec2/subnet:Subnet", "one", vpcId=vpc.id, cidrBlock="10.0.0.0/20")
    account.make("aws:ec2/subnet:Subnet", vpcId=vpc.id, cidrBlock="10.0.8.0/21")


def _one_zone(account: Account) -> None:
    role = account.make(ROLE, assumeRolePolicy=documents.trusting("eks.amazonaws.com"))
    vpc_config = {"subnetIds": [_subnet(account, "eun1-az1")]}
    account.make("aws:eks/cluster:Cluster", roleArn=role.state["arn"], vpcConfig=vpc_config, version="1.34")


def _protected(account: Account) -> None:
    account.delete(account.make("aws:docdb/cluster:Cluster", engine="docdb", deletionProtection=True))


def _unversioned_lock(account: Account) -> None:
    bucket = account.make("aws:s3/bucket:Bucket")
    account.make(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        bucket=bucket.id,
        rule={"defaultRetention": {"days": 1, "mode": "GOVERNANCE"}},
    )


REFUSED_BY_THE_ACCOUNT: list[tuple[Callable[[Account], Any], str]] = [
    (_group_with_reservation, "creating EC2 Launch Template 'thing': InvalidParameterCombination: reservation cr-"),
    (
        lambda account: account.make(
            TEMPLATE, instanceType="p4d.24xlarge", capacityReservationSpecification=RESERVATION
        ),
        "creating EC2 Launch Template 'thing': InvalidParameterCombination: .* is for p5.48xlarge",
    ),
    (
        lambda account: _nodes(
            account, "eun1-az1", 5, instanceType="p5.48xlarge", capacityReservationSpecification=RESERVATION
        ),
        "creating EKS Node Group 'thing': ReservationCapacityExceeded: .* has 4 instances",
    ),
    (
        lambda account: _nodes(
            account, "eun1-az3", 4, instanceType="p5.48xlarge", capacityReservationSpecification=RESERVATION
        ),
        "creating EKS Node Group 'thing': ReservationCapacityExceeded: reservation .* is in eun1-az1",
    ),
    (
        lambda account: _nodes(account, "eun1-az1", 1, instanceType="p4d.24xlarge"),
        "creating EKS Node Group 'thing': InvalidParameterException: p4d.24xlarge is not offered in eun1-az1",
    ),
    (_outside, "creating EC2 Subnet 'thing': InvalidSubnet.Range: "),
    (_overlapping, "creating EC2 Subnet 'thing': InvalidSubnet.Conflict: "),
    (_one_zone, "creating EKS Cluster 'thing': InvalidParameterException: Subnets specified must be in at least two"),
    (_protected, "deleting DocumentDB Cluster .*: InvalidParameterCombination: it has deletion protection"),
    (_unversioned_lock, "creating S3 BucketObjectLockConfiguration 'thing': "),
]


@pytest.mark.parametrize(("make", "says"), REFUSED_BY_THE_ACCOUNT)
def test_the_account_refuses(account: Account, make: Callable[[Account], Any], says: str) -> None:
    with pytest.raises(Refused, match=f"^{says}"):
        make(account)


def test_what_was_half_made_when_aws_refused_is_gone_again(account: Account) -> None:
    with pytest.raises(Refused, match="ValidationException"):
        account.make("aws:s3/bucket:Bucket", tags={"Owner": {"not": "a text"}})
    assert account.inventory() == {}
    assert account.client("s3").list_buckets()["Buckets"] == []


def test_a_bucket_with_objects_is_kept_unless_the_program_says_so(account: Account) -> None:
    kept = account.make("aws:s3/bucket:Bucket", "kept")
    given_up = account.make("aws:s3/bucket:Bucket", "given-up", forceDestroy=True)
    for bucket in (kept, given_up):
        account.client("s3").put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Enabled"})
        for _ in range(2):
            account.client("s3").put_object(Bucket=bucket.id, Key="weights", Body=b"1")
        account.client("s3").delete_object(Bucket=bucket.id, Key="weights")
    with pytest.raises(Refused, match=r"^deleting S3 Bucket 'kept': BucketNotEmpty: "):
        account.delete(kept)
    account.delete(given_up)
    assert [bucket["Name"] for bucket in account.client("s3").list_buckets()["Buckets"]] == [kept.id]
