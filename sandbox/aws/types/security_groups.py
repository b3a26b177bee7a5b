"""EC2's security groups and their rules."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type


def _first(key: str) -> Any:
    return lambda r, reply: reply[key][0] if reply[key] else None


def _permission(r: Request) -> dict[str, Any]:
    """One rule in the form authorize and revoke take."""
    description = {"Description": r["description"]} if r["description"] else {}
    permission: dict[str, Any] = {"IpProtocol": str(r["ipProtocol"])}
    if r["fromPort"] is not None:
        permission |= {"FromPort": int(r["fromPort"]), "ToPort": int(r["toPort"])}
    if r["cidrIpv4"]:
        permission["IpRanges"] = [{"CidrIp": r["cidrIpv4"], **description}]
    if r["cidrIpv6"]:
        permission["Ipv6Ranges"] = [{"CidrIpv6": r["cidrIpv6"], **description}]
    if r["prefixListId"]:
        permission["PrefixListIds"] = [{"PrefixListId": r["prefixListId"], **description}]
    if r["referencedSecurityGroupId"]:
        permission["UserIdGroupPairs"] = [{"GroupId": r["referencedSecurityGroupId"], **description}]
    return permission


def _rule(direction: str) -> Type:
    kind = direction.capitalize()
    return Type(
        f"aws:vpc/securityGroup{kind}Rule:SecurityGroup{kind}Rule",
        "ec2",
        kind=f"VPC Security Group {kind} Rule",
        create=(
            Call(
                f"authorize_security_group_{direction}",
                lambda r: {"GroupId": r["securityGroupId"], "IpPermissions": [_permission(r)]},
                tags_as="security-group-rule",
            ),
        ),
        identity=lambda r, reply: reply["SecurityGroupRules"][0]["SecurityGroupRuleId"],
        read=Call("describe_security_group_rules", lambda r: {"SecurityGroupRuleIds": [r.id]}),
        found=_first("SecurityGroupRules"),
        delete=(
            Call(
                f"revoke_security_group_{direction}",
                lambda r: {"GroupId": r["securityGroupId"], "SecurityGroupRuleIds": [r.id]},
            ),
        ),
        replaces=(
            "securityGroupId",
            "cidrIpv4",
            "cidrIpv6",
            "fromPort",
            "toPort",
            "ipProtocol",
            "prefixListId",
            "referencedSecurityGroupId",
            "description",
        ),
        fixed_when_named=("securityGroupId",),
        read_as={
            "referencedSecurityGroupId": lambda item: (item.get("ReferencedGroupInfo") or {}).get("GroupId"),
            "securityGroupId": lambda item: item.get("GroupId"),
        },
        forgotten=("description", "fromPort", "toPort"),
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"security-group-rule/{r.id}"),
            "securityGroupRuleId": r.id,
        },
        computed=("arn", "securityGroupRuleId"),
        gone=("InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound", "InvalidGroup.NotFound"),
        tag_calls="ec2",
    )


# A new group allows everything out and the default group allows itself in; the provider takes both away.
ALL_OUT = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def _as_written(key: str) -> Any:
    """A group's permissions as the provider's inline rules have them."""

    def rules(item: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "protocol": permission["IpProtocol"],
                "fromPort": permission.get("FromPort", 0),
                "toPort": permission.get("ToPort", 0),
                "cidrBlocks": [each["CidrIp"] for each in permission.get("IpRanges", [])],
                "ipv6CidrBlocks": [each["CidrIpv6"] for each in permission.get("Ipv6Ranges", [])],
                "securityGroups": [each["GroupId"] for each in permission.get("UserIdGroupPairs", [])],
            }
            for permission in item[key]
        ]

    return rules


def _permissions(rules: Any) -> list[dict[str, Any]]:
    """Inline rules in the form authorize and revoke take."""
    return [
        {
            "IpProtocol": rule["protocol"],
            **({} if rule["protocol"] == "-1" else {"FromPort": rule["fromPort"], "ToPort": rule["toPort"]}),
            "IpRanges": [{"CidrIp": cidr} for cidr in rule.get("cidrBlocks") or []],
            "Ipv6Ranges": [{"CidrIpv6": cidr} for cidr in rule.get("ipv6CidrBlocks") or []],
            "UserIdGroupPairs": [{"GroupId": group} for group in rule.get("securityGroups") or []],
        }
        for rule in rules or []
    ]


def _inline(direction: str) -> tuple[Call, Call]:
    """Take the rules away that were there, and give those that should be."""
    return (
        Call(
            f"revoke_security_group_{direction}",
            lambda r: {"GroupId": r.id, "IpPermissions": _permissions(r.olds[direction])},
            on=(direction,),
            unless=lambda r: not r.olds.get(direction),
            tolerate=("InvalidPermission.NotFound",),
        ),
        Call(
            f"authorize_security_group_{direction}",
            lambda r: {"GroupId": r.id, "IpPermissions": _permissions(r[direction])},
            on=(direction,),
            unless=lambda r: not r[direction],
        ),
    )


INGRESS, EGRESS = _inline("ingress"), _inline("egress")
INLINE = {"ingress": _as_written("IpPermissions"), "egress": _as_written("IpPermissionsEgress")}


def _everything_in(r: Request) -> dict[str, Any]:
    return {
        "GroupId": r.id,
        "IpPermissions": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": r.id}]}],
    }


TYPES = (
    Type(
        "aws:ec2/securityGroup:SecurityGroup",
        "ec2",
        kind="EC2 Security Group",
        create=(
            Call("create_security_group", inputs=True, rename={"name": "GroupName"}, tags_as="security-group"),
            Call(
                "revoke_security_group_egress",
                lambda r: {"GroupId": r.id, "IpPermissions": [ALL_OUT]},
                tolerate=("InvalidPermission.NotFound",),
            ),
            INGRESS[1],
            EGRESS[1],
        ),
        update=(*INGRESS, *EGRESS),
        read_as=INLINE,
        identity=lambda r, reply: reply["GroupId"],
        read=Call("describe_security_groups", lambda r: {"GroupIds": [r.id]}),
        found=_first("SecurityGroups"),
        delete=(Call("delete_security_group", lambda r: {"GroupId": r.id}),),
        replaces=("name", "namePrefix", "description", "vpcId"),
        auto_name="name",
        defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
        forgotten=("revokeRulesOnDelete",),
        outputs=lambda r, item: {"arn": r.arn("ec2", f"security-group/{r.id}"), "ownerId": item["OwnerId"]},
        computed=("arn", "ownerId"),
        gone=("InvalidGroup.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "ec2",
        kind="EC2 Default Security Group",
        update=(*INGRESS, *EGRESS),
        read_as=INLINE,
        # Nothing is made: the group came with the VPC and is taken over.
        create=(
            Call(
                "describe_security_groups",
                lambda r: {
                    "Filters": [
                        {"Name": "vpc-id", "Values": [r["vpcId"]]},
                        {"Name": "group-name", "Values": ["default"]},
                    ]
                },
            ),
            Call(
                "revoke_security_group_egress",
                lambda r: {"GroupId": r.id, "IpPermissions": [ALL_OUT]},
                tolerate=("InvalidPermission.NotFound",),
            ),
            Call("revoke_security_group_ingress", _everything_in, tolerate=("InvalidPermission.NotFound",)),
            INGRESS[1],
            EGRESS[1],
            Call(
                "create_tags",
                lambda r: {"Resources": [r.id], "Tags": [{"Key": k, "Value": v} for k, v in r["tags"].items()]},
                on=("tags",),
            ),
        ),
        identity=lambda r, reply: reply["SecurityGroups"][0]["GroupId"],
        read=Call("describe_security_groups", lambda r: {"GroupIds": [r.id]}),
        found=_first("SecurityGroups"),
        replaces=("vpcId",),
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"security-group/{r.id}"),
            "ownerId": item["OwnerId"],
            "name": "default",
            "description": item["Description"],
        },
        computed=("arn", "ownerId", "name", "description"),
        gone=("InvalidGroup.NotFound",),
        tag_calls="ec2",
    ),
    _rule("ingress"),
    _rule("egress"),
)
