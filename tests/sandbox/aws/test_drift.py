"""What somebody changes past the program is seen by a refresh, and mended by the next `up`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.aws import documents, platform
from tests.sandbox.aws.account import TAGS, Account, Made

MINE = {"Key": "Owner", "Value": "someone-else"}
CHANGED_TAGS = {**TAGS, "Owner": "someone-else"}
NOBODY = documents.policy({"Effect": "Deny", "Action": "*", "Resource": "*"})
TRUSTING = documents.trusting("ec2.amazonaws.com")

# type → a change made through boto3, and the inputs that a refresh then finds changed
DRIFTS: dict[str, tuple[Callable[[Account, Made], Any], dict[str, Any]]] = {
    "aws:ec2/vpc:Vpc": (
        lambda account, made: account.client("ec2").modify_vpc_attribute(
            VpcId=made.id, EnableDnsHostnames={"Value": False}
        ),
        {"enableDnsHostnames": False},
    ),
    "aws:ec2/subnet:Subnet": (
        lambda account, made: account.client("ec2").modify_subnet_attribute(
            SubnetId=made.id, MapPublicIpOnLaunch={"Value": True}
        ),
        {"mapPublicIpOnLaunch": True},
    ),
    "aws:ec2/securityGroup:SecurityGroup": (
        lambda account, made: account.client("ec2").create_tags(Resources=[made.id], Tags=[MINE]),
        {"tags": CHANGED_TAGS},
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (
        lambda account, made: account.client("ec2").authorize_security_group_ingress(
            GroupId=made.id, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
        ),
        {
            "ingress": [
                {
                    "protocol": "tcp",
                    "fromPort": 22,
                    "toPort": 22,
                    "cidrBlocks": ["0.0.0.0/0"],
                    "ipv6CidrBlocks": [],
                    "securityGroups": [],
                }
            ]
        },
    ),
    "aws:cloudtrail/trail:Trail": (
        lambda account, made: account.client("cloudtrail").stop_logging(Name=made.inputs["name"]),
        {"enableLogging": False},
    ),
    "aws:iam/policy:Policy": (
        lambda account, made: account.client("iam").create_policy_version(
            PolicyArn=made.id, PolicyDocument=NOBODY, SetAsDefault=True
        ),
        {"policy": NOBODY},
    ),
    "aws:kms/key:Key": (
        lambda account, made: account.client("kms").disable_key_rotation(KeyId=made.id),
        {"enableKeyRotation": False},
    ),
    "aws:kms/keyPolicy:KeyPolicy": (
        lambda account, made: account.client("kms").put_key_policy(KeyId=made.id, PolicyName="default", Policy=NOBODY),
        {"policy": NOBODY},
    ),
    "aws:iam/role:Role": (
        lambda account, made: account.client("iam").update_assume_role_policy(
            RoleName=made.id, PolicyDocument=TRUSTING
        ),
        {"assumeRolePolicy": TRUSTING},
    ),
    "aws:iam/rolePolicy:RolePolicy": (
        lambda account, made: account.client("iam").put_role_policy(
            RoleName=made.inputs["role"], PolicyName=made.inputs["name"], PolicyDocument=NOBODY
        ),
        {"policy": NOBODY},
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        lambda account, made: account.client("logs").put_retention_policy(logGroupName=made.id, retentionInDays=7),
        {"retentionInDays": 7},
    ),
    "aws:s3/bucket:Bucket": (
        lambda account, made: account.client("s3").put_bucket_tagging(Bucket=made.id, Tagging={"TagSet": [MINE]}),
        {"tags": {"Owner": "someone-else"}},
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        lambda account, made: account.client("s3").put_public_access_block(
            Bucket=made.id,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": False,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        ),
        {"blockPublicAcls": False},
    ),
    "aws:s3/bucketPolicy:BucketPolicy": (
        lambda account, made: account.client("s3").put_bucket_policy(Bucket=made.id, Policy=NOBODY),
        {"policy": NOBODY},
    ),
    "aws:ecr/repository:Repository": (
        lambda account, made: account.client("ecr").put_image_tag_mutability(
            repositoryName=made.id, imageTagMutability="MUTABLE"
        ),
        {"imageTagMutability": "MUTABLE"},
    ),
    "aws:eks/cluster:Cluster": (
        lambda account, made: account.client("eks").update_cluster_config(
            name=made.id,
            logging={
                "clusterLogging": [
                    {"types": ["api"], "enabled": True},
                    {"types": ["audit", "authenticator", "controllerManager", "scheduler"], "enabled": False},
                ]
            },
        ),
        {"enabledClusterLogTypes": ["api"]},
    ),
    "aws:eks/nodeGroup:NodeGroup": (
        lambda account, made: account.client("eks").update_nodegroup_config(
            clusterName=made.inputs["clusterName"],
            nodegroupName=made.inputs["nodeGroupName"],
            scalingConfig={"minSize": 1, "desiredSize": 1, "maxSize": 9},
        ),
        {"scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 9}},
    ),
}

# type → how somebody removes it through boto3
REMOVALS: dict[str, Callable[[Account, Made], Any]] = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": lambda account, made: account.client(
        "ec2"
    ).revoke_security_group_ingress(GroupId=made.inputs["securityGroupId"], SecurityGroupRuleIds=[made.id]),
    "aws:ec2/route:Route": lambda account, made: account.client("ec2").delete_route(
        RouteTableId=made.inputs["routeTableId"], DestinationCidrBlock="0.0.0.0/0"
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": lambda account, made: account.client("iam").detach_role_policy(
        RoleName=made.inputs["role"], PolicyArn=made.inputs["policyArn"]
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": lambda account, made: (
        account.client("s3").delete_bucket_encryption(Bucket=made.id)
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lambda account, made: account.client(
        "s3"
    ).delete_bucket_lifecycle(Bucket=made.id),
    "aws:ec2/flowLog:FlowLog": lambda account, made: account.client("ec2").delete_flow_logs(FlowLogIds=[made.id]),
    "aws:cloudtrail/trail:Trail": lambda account, made: account.client("cloudtrail").delete_trail(
        Name=made.inputs["name"]
    ),
    "aws:kms/alias:Alias": lambda account, made: account.client("kms").delete_alias(AliasName=made.id),
    "aws:fsx/lustreFileSystem:LustreFileSystem": lambda account, made: account.client("fsx").delete_file_system(
        FileSystemId=made.id
    ),
    "aws:eks/nodeGroup:NodeGroup": lambda account, made: account.client("eks").delete_nodegroup(
        clusterName=made.inputs["clusterName"], nodegroupName=made.inputs["nodeGroupName"]
    ),
}


@pytest.fixture(scope="module")
def somebodys(endpoint_url: str) -> tuple[Account, dict[str, Made]]:
    account = Account(endpoint_url, "300000000001")
    return account, platform.whole(account)


@pytest.mark.parametrize("token", DRIFTS)
def test_a_change_is_seen_and_nothing_else(somebodys: tuple[Account, dict[str, Made]], token: str) -> None:
    account, one = somebodys[0], somebodys[1][token]
    change, found = DRIFTS[token]
    change(account, one)
    _, state, inputs = account.read(one)
    assert inputs == {**one.inputs, **found}
    assert {key: state[key] for key in found} == found
    account.provider.update(one.urn, one.id, inputs, one.inputs, state, preview=False)
    assert account.read(one)[2] == one.inputs


@pytest.mark.parametrize("token", REMOVALS)
def test_what_somebody_removed_is_gone(somebodys: tuple[Account, dict[str, Made]], token: str) -> None:
    account, one = somebodys[0], somebodys[1][token]
    REMOVALS[token](account, one)
    assert account.read(one) == ("", {}, {})
    account.provider.delete(one.urn, one.id, one.inputs, one.state)  # and nothing is lost by deleting it again


def test_a_new_version_of_a_template_shows_in_its_outputs(account: Account) -> None:
    made = account.make("aws:ec2/launchTemplate:LaunchTemplate", instanceType="m7i.xlarge", updateDefaultVersion=True)
    assert made.state["latestVersion"] == 1
    account.change(made, instanceType="m7i.2xlarge")
    assert (made.state["latestVersion"], made.state["defaultVersion"]) == (2, 2)


def test_a_preview_of_an_update_does_not_know_the_templates_next_version(account: Account) -> None:
    made = account.make("aws:ec2/launchTemplate:LaunchTemplate", instanceType="m7i.xlarge")
    news = {**made.inputs, "instanceType": "m7i.2xlarge"}
    seen = account.provider.update(made.urn, made.id, made.inputs, news, made.state, preview=True)
    assert repr(seen["latestVersion"]) == "<computed>"
    tagged = {**made.inputs, "tags": TAGS}
    seen = account.provider.update(made.urn, made.id, made.inputs, tagged, made.state, preview=True)
    assert seen["latestVersion"] == 1


def test_rules_written_inside_a_group_are_made_seen_and_changed(account: Account) -> None:
    vpc = account.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
    ssh = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["10.0.0.0/8"]}
    https = {**ssh, "fromPort": 443, "toPort": 443}
    group = account.make("aws:ec2/securityGroup:SecurityGroup", vpcId=vpc.id, ingress=[ssh])

    def ports() -> list[int]:
        (found,) = account.client("ec2").describe_security_groups(GroupIds=[group.id])["SecurityGroups"]
        return [permission["FromPort"] for permission in found["IpPermissions"]]

    assert ports() == [22]
    assert account.read(group)[2] == group.inputs
    account.change(group, ingress=[https])
    assert ports() == [443]
    account.change(group, ingress=[])
    assert ports() == []
