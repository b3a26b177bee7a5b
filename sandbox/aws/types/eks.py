"""EKS clusters, node groups, and what moto has no API for: add-ons, access entries, pod identities."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type
from sandbox.aws.types.iam import role_names

CLUSTER = "aws:eks/cluster:Cluster"


def _digest(*parts: str, length: int = 17) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:length]


def _logging(r: Request) -> dict[str, Any]:
    """Every kind of control-plane log, switched on or off."""
    kinds = ("api", "audit", "authenticator", "controllerManager", "scheduler")
    wanted = r["enabledClusterLogTypes"] or []
    off = [kind for kind in kinds if kind not in wanted]
    switches = [{"types": list(wanted), "enabled": True}] if wanted else []
    return {"clusterLogging": switches + ([{"types": off, "enabled": False}] if off else [])}


def _cluster(r: Request) -> dict[str, Any]:
    return {"logging": _logging(r)} if r["enabledClusterLogTypes"] else {}


def _cluster_outputs(r: Request, item: Mapping[str, Any]) -> dict[str, Any]:
    """moto's certificate is no certificate; it is derived here."""
    return {
        "arn": item["arn"],
        "endpoint": item["endpoint"],
        "status": "ACTIVE",
        "platformVersion": item.get("platformVersion", "eks.1"),
        "createdAt": str(item["createdAt"]),
        "certificateAuthority": {"data": _digest(r.id, "certificate", length=64)},
        "certificateAuthorities": [{"data": _digest(r.id, "certificate", length=64)}],
        "identities": [{"oidcs": [{"issuer": item["identity"]["oidc"]["issuer"]}]}],
        "vpcConfig": {**r.inputs["vpcConfig"], **item["itsSecurityGroup"]},
    }


def _its_group(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    """The security group that EKS makes for a cluster and moto does not."""
    name = {"Name": "group-name", "Values": [f"eks-cluster-sg-{r.id}"]}
    groups = client("ec2").describe_security_groups(Filters=[name])["SecurityGroups"]
    mine = {"clusterSecurityGroupId": groups[0]["GroupId"], "vpcId": groups[0]["VpcId"]} if groups else {}
    return {"itsSecurityGroup": mine}


def _make_group(r: Request, client: Callable[[str], Any]) -> None:
    subnets = client("ec2").describe_subnets(SubnetIds=r["vpcConfig"]["subnetIds"])["Subnets"]
    client("ec2").create_security_group(
        GroupName=f"eks-cluster-sg-{r.id}",
        Description="EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
        VpcId=subnets[0]["VpcId"],
    )


def _remove_group(r: Request, client: Callable[[str], Any]) -> None:
    group = _its_group(r, client)["itsSecurityGroup"]
    if group:
        client("ec2").delete_security_group(GroupId=group["clusterSecurityGroupId"])


def _its_names(r: Request) -> tuple[str, ...]:
    group = (r.state.get("vpcConfig") or {}).get("clusterSecurityGroupId")
    return (f"{CLUSTER}|{r['name']}", *([group] if group else []))


def _log_kinds(item: Mapping[str, Any]) -> Any:
    switches = item.get("logging", {}).get("clusterLogging", [])
    return sorted(kind for s in switches if s.get("enabled") for kind in s.get("types", []))


def _of_cluster(r: Request) -> tuple[str, ...]:
    return (f"{CLUSTER}|{r['clusterName']}",)


def _record_only(
    name: str, kind: str, identity: Any, replaces: tuple[str, ...], outputs: Any, computed: tuple[str, ...], **more: Any
) -> Type:
    """A part of a cluster that moto has no API for."""
    token = f"aws:eks/{name[0].lower()}{name[1:]}:{name}"
    return Type(
        token,
        "",
        kind=kind,
        identity=identity,
        replaces=("clusterName", *replaces),
        fixed_when_named=("clusterName",),
        outputs=outputs,
        computed=computed,
        **more,
    )


TYPES = (
    Type(
        CLUSTER,
        "eks",
        kind="EKS Cluster",
        create=(Call("create_cluster", _cluster, inputs=True, rename={"vpcConfig": "resourcesVpcConfig"}),),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_cluster", lambda r: {"name": r.id}),
        found=lambda r, reply: reply["cluster"],
        update=(
            Call(
                "update_cluster_config",
                lambda r: {"name": r.id, "logging": _logging(r)},
                on=("enabledClusterLogTypes",),
            ),
        ),
        delete=(Call("delete_cluster", lambda r: {"name": r.id}),),
        replaces=("name", "roleArn", "encryptionConfig", "kubernetesNetworkConfig", "bootstrapSelfManagedAddons"),
        auto_name="name",
        auto_name_limit=100,
        fixed_when_named=("name",),
        read_as={"enabledClusterLogTypes": _log_kinds},
        outputs=_cluster_outputs,
        computed=(
            "arn",
            "endpoint",
            "status",
            "platformVersion",
            "createdAt",
            "certificateAuthority",
            "certificateAuthorities",
            "identities",
            "vpcConfig.clusterSecurityGroupId",
            "vpcConfig.vpcId",
        ),
        forgotten=(
            "version",
            "accessConfig",
            "upgradePolicy",
            "zonalShiftConfig",
            "deletionProtection",
            "bootstrapSelfManagedAddons",
            "vpcConfig",
        ),
        beside=_its_group,
        made_beside=_make_group,
        removed_beside=_remove_group,
        named=_its_names,
        names=role_names("roleArn"),
        gone=("ResourceNotFoundException",),
        tag_calls="map",
    ),
    Type(
        "aws:eks/nodeGroup:NodeGroup",
        "eks",
        kind="EKS Node Group",
        create=(
            Call(
                "create_nodegroup",
                inputs=True,
                rename={"nodeGroupName": "nodegroupName", "nodeRoleArn": "nodeRole", "subnetIds": "subnets"},
            ),
        ),
        identity=lambda r, reply: f"{r['clusterName']}:{r['nodeGroupName']}",
        read=Call(
            "describe_nodegroup",
            lambda r: {"clusterName": r.id.split(":")[0], "nodegroupName": r.id.split(":")[1]},
        ),
        found=lambda r, reply: reply["nodegroup"],
        update=(
            Call(
                "update_nodegroup_config",
                lambda r: {
                    "clusterName": r.id.split(":")[0],
                    "nodegroupName": r.id.split(":")[1],
                    "scalingConfig": r["scalingConfig"],
                },
                on=("scalingConfig",),
            ),
        ),
        delete=(
            Call(
                "delete_nodegroup",
                lambda r: {"clusterName": r.id.split(":")[0], "nodegroupName": r.id.split(":")[1]},
            ),
        ),
        replaces=(
            "clusterName",
            "nodeGroupName",
            "nodeGroupNamePrefix",
            "nodeRoleArn",
            "subnetIds",
            "amiType",
            "capacityType",
            "instanceTypes",
            "diskSize",
        ),
        auto_name="nodeGroupName",
        auto_name_limit=63,
        fixed_when_named=("nodeGroupName",),
        outputs=lambda r, item: {
            "arn": item["nodegroupArn"],
            "status": "ACTIVE",
            "resources": [{"autoscalingGroups": [], "remoteAccessSecurityGroupId": ""}],
        },
        computed=("arn", "status", "resources"),
        forgotten=("updateConfig", "nodeRepairConfig", "launchTemplate", "tags", "taints", "version", "releaseVersion"),
        names=lambda r: (*_of_cluster(r), *role_names("nodeRoleArn")(r)),
        gone=("ResourceNotFoundException",),
    ),
    _record_only(
        "Addon",
        "EKS Add-On",
        lambda r, reply: f"{r['clusterName']}:{r['addonName']}",
        ("addonName",),
        lambda r, item: {
            "arn": r.arn("eks", f"addon/{r['clusterName']}/{r['addonName']}/{_digest(r.id)}"),
            "createdAt": "",
            "modifiedAt": "",
        },
        ("arn", "createdAt", "modifiedAt"),
        names=lambda r: (*_of_cluster(r), *role_names("serviceAccountRoleArn")(r)),
    ),
    _record_only(
        "AccessEntry",
        "EKS Access Entry",
        lambda r, reply: f"{r['clusterName']}:{r['principalArn']}",
        ("principalArn", "type"),
        lambda r, item: {
            "accessEntryArn": r.arn("eks", f"access-entry/{r['clusterName']}/role/{r.account}/{_digest(r.id)}"),
            "createdAt": "",
            "modifiedAt": "",
        },
        ("accessEntryArn", "createdAt", "modifiedAt"),
        names=_of_cluster,
    ),
    _record_only(
        "AccessPolicyAssociation",
        "EKS Access Policy Association",
        lambda r, reply: f"{r['clusterName']}#{r['principalArn']}#{r['policyArn']}",
        ("principalArn", "policyArn", "accessScope"),
        lambda r, item: {"associatedAt": "", "modifiedAt": ""},
        ("associatedAt", "modifiedAt"),
        names=_of_cluster,
    ),
    _record_only(
        "PodIdentityAssociation",
        "EKS Pod Identity Association",
        lambda r, reply: f"a-{_digest(str(r['clusterName']), str(r['namespace']), str(r['serviceAccount']))}",
        ("namespace", "serviceAccount"),
        lambda r, item: {
            "associationId": r.id,
            "associationArn": r.arn("eks", f"podidentityassociation/{r['clusterName']}/{r.id}"),
            "externalId": "",
        },
        ("associationId", "associationArn", "externalId"),
        names=lambda r: (*_of_cluster(r), *role_names("roleArn")(r)),
    ),
)
