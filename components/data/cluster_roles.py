"""What EMR may do to make a cluster: machines in its subnets, and nothing it has not made itself.

AWS's own policy for the role asks for a tag on subnets; this one names them:
https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html
"""

from collections.abc import Sequence

from pulumi import Input, Output

from components.place import Place
from components.policy_document import allow, document

OWN_TAG = "for-use-with-amazon-emr-managed-policies"
"""Tag of the cluster, which EMR hands on to everything it makes."""
MADE = ("fleet", "instance", "launch-template", "network-interface", "volume")
DESCRIBE = (
    *("ec2:DescribeAccountAttributes", "ec2:DescribeDhcpOptions", "ec2:DescribeImages"),
    *("ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstances", "ec2:DescribeLaunchTemplates"),
    *("ec2:DescribeNetworkAcls", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables"),
    *("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVolumes", "ec2:DescribeVpcAttribute"),
    *("ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs"),
)
CREATE = (
    *("ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion"),
    *("ec2:CreateNetworkInterface", "ec2:RunInstances"),
)
MANAGE = (
    *("ec2:AttachVolume", "ec2:CreateLaunchTemplateVersion", "ec2:DeleteLaunchTemplate"),
    *("ec2:DeleteNetworkInterface", "ec2:DeleteVolume", "ec2:DetachVolume", "ec2:ModifyInstanceAttribute"),
    *("ec2:TerminateInstances",),
)


def service_policy(
    place: Place,
    subnet_ids: Sequence[Input[str]],
    group_ids: Sequence[Input[str]],
    node_role_arn: Input[str],
    key_arn: Input[str],
) -> Output[str]:
    """The policy of the role EMR itself works in."""
    groups = [Output.concat(place.arn("ec2", "security-group/"), id_) for id_ in group_ids]
    network = [Output.concat(place.arn("ec2", "subnet/"), id_) for id_ in subnet_ids]
    made = [place.arn("ec2", f"{kind}/*") for kind in MADE]
    images = f"arn:{place.partition}:ec2:{place.region}::image/ami-*"
    return document(
        allow(DESCRIBE, "*", sid="Look"),
        allow(CREATE, [*network, *groups, images], sid="MakeInItsNetwork"),
        allow(CREATE, made, conditions={"StringEquals": {f"aws:RequestTag/{OWN_TAG}": "true"}}, sid="MakeTagged"),
        allow(
            [*CREATE, *MANAGE],
            made,
            conditions={"StringEquals": {f"aws:ResourceTag/{OWN_TAG}": "true"}},
            sid="ManageItsOwn",
        ),
        allow(
            "ec2:CreateTags",
            made,
            conditions={"StringEquals": {"ec2:CreateAction": [action.removeprefix("ec2:") for action in CREATE]}},
            sid="TagWhatItMakes",
        ),
        allow(
            [
                *("ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"),
                *("ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"),
            ],
            groups,
            sid="LetNodesTalk",
        ),
        allow(
            "iam:PassRole",
            node_role_arn,
            conditions={"StringLike": {"iam:PassedToService": "ec2.amazonaws.com*"}},
            sid="GiveNodesTheirRole",
        ),
        allow(
            ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
            key_arn,
            conditions={"StringEquals": {"kms:ViaService": f"ec2.{place.region}.amazonaws.com"}},
            sid="EncryptVolumes",
        ),
    )
