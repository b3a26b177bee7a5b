"""IAM's roles, policies and identity providers."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

ROLE = "aws:iam/role:Role"
# What IAM refuses to delete a role for; everything else that names a role goes on naming it.
HOLDS_A_ROLE = ("aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment")


def role_names(*inputs: str) -> Any:
    """Names of the roles these inputs speak of, given as a name or as an ARN of this account."""

    def names(r: Request) -> tuple[str, ...]:
        found = []
        for key in inputs:
            value = r[key]
            if not isinstance(value, str):
                continue
            if value.startswith("arn:"):
                account, _, rest = value.partition(":role/")
                if not rest or f"::{r.account}" not in account or rest.startswith("aws-service-role/"):
                    continue
                value = rest.rsplit("/", 1)[-1]
            found.append(f"{ROLE}|{value}")
        return tuple(found)

    return names


def _attached(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((p for p in reply["AttachedPolicies"] if p["PolicyArn"] == r["policyArn"]), None)


def _document(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    """The policy's newest version, which is the one in force."""
    iam = client("iam")
    version = iam.get_policy(PolicyArn=r.id)["Policy"]["DefaultVersionId"]
    return {"Policy": iam.get_policy_version(PolicyArn=r.id, VersionId=version)["PolicyVersion"]["Document"]}


ROLE_POLICY = Call(
    "put_role_policy",
    lambda r: {"RoleName": r["role"], "PolicyName": r["name"], "PolicyDocument": r["policy"]},
)

TYPES = (
    Type(
        ROLE,
        "iam",
        kind="IAM Role",
        create=(
            Call(
                "create_role",
                inputs=True,
                rename={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
            ),
        ),
        identity=lambda r, reply: reply["Role"]["RoleName"],
        read=Call("get_role", lambda r: {"RoleName": r.id}),
        found=lambda r, reply: reply["Role"],
        update=(
            Call(
                "update_assume_role_policy",
                lambda r: {"RoleName": r.id, "PolicyDocument": r["assumeRolePolicy"]},
                on=("assumeRolePolicy",),
            ),
            Call(
                "update_role",
                lambda r: {
                    "RoleName": r.id,
                    "Description": r["description"] or "",
                    "MaxSessionDuration": int(r["maxSessionDuration"] or 3600),
                },
                on=("description", "maxSessionDuration"),
            ),
            Call(
                "put_role_permissions_boundary",
                lambda r: {"RoleName": r.id, "PermissionsBoundary": r["permissionsBoundary"]},
                on=("permissionsBoundary",),
                unless=lambda r: not r["permissionsBoundary"],
            ),
        ),
        delete=(Call("delete_role", lambda r: {"RoleName": r.id}),),
        replaces=("name", "namePrefix", "path"),
        auto_name="name",
        auto_name_limit=64,
        read_as={
            "permissionsBoundary": lambda item: item.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        },
        outputs=lambda r, item: {
            "arn": item["Arn"],
            "uniqueId": item["RoleId"],
            "createDate": str(item["CreateDate"]),
        },
        computed=("arn", "uniqueId", "createDate"),
        named=lambda r: (f"{ROLE}|{r.inputs.get('name')}",),
        may_be_named_when_deleted=(
            "aws:ec2/flowLog:FlowLog",
            "aws:eks/cluster:Cluster",
            "aws:eks/nodeGroup:NodeGroup",
            "aws:eks/addon:Addon",
            "aws:eks/accessEntry:AccessEntry",
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            "aws:cloudtrail/trail:Trail",
            "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        ),
        gone=("NoSuchEntity",),
        tag_calls="iam-role",
    ),
    Type(
        "aws:iam/rolePolicy:RolePolicy",
        "iam",
        kind="IAM Role Policy",
        create=(ROLE_POLICY,),
        identity=lambda r, reply: f"{r['role']}:{r['name']}",
        read=Call("get_role_policy", lambda r: {"RoleName": r.id.split(":")[0], "PolicyName": r.id.split(":")[1]}),
        update=(ROLE_POLICY,),
        delete=(
            Call("delete_role_policy", lambda r: {"RoleName": r.id.split(":")[0], "PolicyName": r.id.split(":")[1]}),
        ),
        replaces=("role", "name", "namePrefix"),
        auto_name="name",
        auto_name_limit=128,
        read_as={"policy": lambda item: item.get("PolicyDocument"), "role": lambda item: item.get("RoleName")},
        forgotten=("name",),
        names=role_names("role"),
        gone=("NoSuchEntity",),
    ),
    Type(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "iam",
        kind="IAM Role Policy Attachment",
        create=(Call("attach_role_policy", lambda r: {"RoleName": r["role"], "PolicyArn": r["policyArn"]}),),
        identity=lambda r, reply: f"{r['role']}/{r['policyArn']}",
        read=Call("list_attached_role_policies", lambda r: {"RoleName": r.id.split("/", 1)[0], "MaxItems": 1000}),
        found=_attached,
        delete=(
            Call(
                "detach_role_policy",
                lambda r: {"RoleName": r.id.split("/", 1)[0], "PolicyArn": r.id.split("/", 1)[1]},
            ),
        ),
        replaces=("*",),
        forgotten=("role",),
        names=role_names("role"),
        gone=("NoSuchEntity",),
    ),
    Type(
        "aws:iam/policy:Policy",
        "iam",
        kind="IAM Policy",
        create=(Call("create_policy", inputs=True, rename={"name": "PolicyName", "policy": "PolicyDocument"}),),
        identity=lambda r, reply: reply["Policy"]["Arn"],
        read=Call("get_policy", lambda r: {"PolicyArn": r.id}),
        found=lambda r, reply: reply["Policy"],
        update=(
            Call(
                "create_policy_version",
                lambda r: {"PolicyArn": r.id, "PolicyDocument": r["policy"], "SetAsDefault": True},
                on=("policy",),
            ),
        ),
        delete=(Call("delete_policy", lambda r: {"PolicyArn": r.id}),),
        replaces=("name", "namePrefix", "path", "description"),
        auto_name="name",
        auto_name_limit=128,
        beside=_document,
        outputs=lambda r, item: {"arn": item["Arn"], "policyId": item["PolicyId"]},
        computed=("arn", "policyId"),
        gone=("NoSuchEntity",),
        tag_calls="iam-policy",
    ),
    Type(
        "aws:iam/instanceProfile:InstanceProfile",
        "iam",
        kind="IAM Instance Profile",
        create=(
            Call("create_instance_profile", inputs=True, rename={"name": "InstanceProfileName"}),
            Call(
                "add_role_to_instance_profile",
                lambda r: {"InstanceProfileName": r.id, "RoleName": r["role"]},
                on=("role",),
            ),
        ),
        identity=lambda r, reply: reply["InstanceProfile"]["InstanceProfileName"],
        read=Call("get_instance_profile", lambda r: {"InstanceProfileName": r.id}),
        found=lambda r, reply: reply["InstanceProfile"],
        update=(
            Call(
                "remove_role_from_instance_profile",
                lambda r: {"InstanceProfileName": r.id, "RoleName": r.olds["role"]},
                on=("role",),
                unless=lambda r: not r.olds.get("role"),
            ),
            Call(
                "add_role_to_instance_profile",
                lambda r: {"InstanceProfileName": r.id, "RoleName": r["role"]},
                on=("role",),
                unless=lambda r: not r["role"],
            ),
        ),
        delete=(
            Call(
                "remove_role_from_instance_profile",
                lambda r: {"InstanceProfileName": r.id, "RoleName": r["role"]},
                unless=lambda r: not r["role"],
                tolerate=("NoSuchEntity",),
            ),
            Call("delete_instance_profile", lambda r: {"InstanceProfileName": r.id}),
        ),
        replaces=("name", "namePrefix", "path"),
        auto_name="name",
        auto_name_limit=128,
        read_as={"role": lambda item: next((role["RoleName"] for role in item["Roles"]), "")},
        outputs=lambda r, item: {
            "arn": item["Arn"],
            "uniqueId": item["InstanceProfileId"],
            "createDate": str(item["CreateDate"]),
        },
        computed=("arn", "uniqueId", "createDate"),
        names=role_names("role"),
        gone=("NoSuchEntity",),
        tag_calls="iam-instance-profile",
    ),
    Type(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "iam",
        kind="IAM OIDC Provider",
        create=(Call("create_open_id_connect_provider", inputs=True, rename={"clientIdLists": "ClientIDList"}),),
        identity=lambda r, reply: reply["OpenIDConnectProviderArn"],
        read=Call("get_open_id_connect_provider", lambda r: {"OpenIDConnectProviderArn": r.id}),
        delete=(Call("delete_open_id_connect_provider", lambda r: {"OpenIDConnectProviderArn": r.id}),),
        replaces=("url", "clientIdLists", "thumbprintLists"),
        forgotten=("url", "clientIdLists", "thumbprintLists"),
        outputs=lambda r, item: {"arn": r.id},
        computed=("arn",),
        gone=("NoSuchEntity",),
    ),
)
