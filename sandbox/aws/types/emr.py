"""EMR: security configurations, virtual clusters and the account's block in moto; the rest on record.

moto starts a serverless application at once and then refuses to change it, knows no instance fleets, no managed
scaling and no idle time, and forgets the key of a cluster's logs.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

CLUSTER = "aws:emr/cluster:Cluster"
SECURITY = "aws:emr/securityConfiguration:SecurityConfiguration"
GONE = ("InvalidRequestException", "ResourceNotFoundException", "ValidationException")


def _id(prefix: str) -> Any:
    return lambda r, reply: prefix + hashlib.sha256(r.urn.encode()).hexdigest()[:13].upper()


def _of_cluster(r: Request) -> tuple[str, ...]:
    return (f"{CLUSTER}|{r['clusterId']}",) if isinstance(r["clusterId"], str) else ()


def _running(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] = reply["virtualCluster"]
    return None if found.get("state") == "TERMINATED" else found


def _blocked(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] = reply["BlockPublicAccessConfiguration"]
    return None if found.get("PermittedPublicSecurityGroupRuleRanges") else found


def _block(*ports: int) -> dict[str, Any]:
    return {
        "BlockPublicAccessConfiguration": {
            "BlockPublicSecurityGroupRules": True,
            "PermittedPublicSecurityGroupRuleRanges": [{"MinRange": port, "MaxRange": port} for port in ports],
        }
    }


PUT_BLOCK = Call("put_block_public_access_configuration", lambda r: _block())
# What an account has from the start: everything is blocked but SSH.
UNDO_BLOCK = Call("put_block_public_access_configuration", lambda r: _block(22))

TYPES = (
    Type(
        "aws:emrserverless/application:Application",
        "",
        kind="EMR Serverless Application",
        identity=lambda r, reply: f"00{hashlib.sha256(r.urn.encode()).hexdigest()[:14]}",
        auto_name="name",
        auto_name_limit=64,
        replaces=("name", "type"),
        outputs=lambda r, item: {"arn": r.arn("emr-serverless", f"/applications/{r.id}")},
        computed=("arn",),
    ),
    Type(
        SECURITY,
        "emr",
        kind="EMR Security Configuration",
        create=(
            Call(
                "create_security_configuration",
                lambda r: {"Name": r["name"], "SecurityConfiguration": r["configuration"]},
            ),
        ),
        identity=lambda r, reply: str(r["name"]),
        auto_name="name",
        read=Call("describe_security_configuration", lambda r: {"Name": r.id}),
        delete=(Call("delete_security_configuration", lambda r: {"Name": r.id}),),
        replaces=("*",),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"creationDate": ""},
        computed=("creationDate",),
        read_as={"configuration": lambda item: item["SecurityConfiguration"]},
        named=lambda r: (f"{SECURITY}|{r['name']}",),
        gone=GONE,
    ),
    Type(
        "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
        "emr",
        kind="EMR Block Public Access Configuration",
        create=(PUT_BLOCK,),
        identity=lambda r, reply: "current",
        read=Call("get_block_public_access_configuration"),
        found=_blocked,
        update=(PUT_BLOCK,),
        delete=(UNDO_BLOCK,),
    ),
    Type(
        CLUSTER,
        "",
        kind="EMR Cluster",
        identity=_id("j-"),
        auto_name="name",
        replaces=(
            *("name", "releaseLabel", "applications", "serviceRole", "securityConfiguration", "ec2Attributes"),
            *("masterInstanceFleet", "coreInstanceFleet", "kerberosAttributes", "logUri", "logEncryptionKmsKeyId"),
            *("keepJobFlowAliveWhenNoSteps", "scaleDownBehavior"),
        ),
        outputs=lambda r, item: {
            "arn": r.arn("elasticmapreduce", f"cluster/{r.id}"),
            "clusterState": "WAITING",
            "masterPublicDns": "",
        },
        computed=("arn", "clusterState", "masterPublicDns"),
        named=lambda r: (f"{CLUSTER}|{r.id}",),
        names=lambda r: (
            (f"{SECURITY}|{r['securityConfiguration']}",) if isinstance(r["securityConfiguration"], str) else ()
        ),
    ),
    Type(
        "aws:emr/instanceFleet:InstanceFleet",
        "",
        kind="EMR Instance Fleet",
        identity=_id("if-"),
        replaces=("clusterId", "name", "instanceTypeConfigs", "launchSpecifications"),
        outputs=lambda r, item: {
            "provisionedOnDemandCapacity": r["targetOnDemandCapacity"] or 0,
            "provisionedSpotCapacity": r["targetSpotCapacity"] or 0,
        },
        computed=("provisionedOnDemandCapacity", "provisionedSpotCapacity"),
        names=_of_cluster,
    ),
    Type(
        "aws:emr/managedScalingPolicy:ManagedScalingPolicy",
        "",
        kind="EMR Managed Scaling Policy",
        identity=lambda r, reply: str(r["clusterId"]),
        replaces=("*",),
        fixed_when_named=("clusterId",),
        names=_of_cluster,
    ),
    Type(
        "aws:emrcontainers/virtualCluster:VirtualCluster",
        "emr-containers",
        kind="EMR on EKS Virtual Cluster",
        create=(Call("create_virtual_cluster", inputs=True),),
        identity=lambda r, reply: str(reply["id"]),
        auto_name="name",
        auto_name_limit=64,
        read=Call("describe_virtual_cluster", lambda r: {"id": r.id}),
        found=_running,
        delete=(Call("delete_virtual_cluster", lambda r: {"id": r.id}),),
        replaces=("name", "containerProvider"),
        outputs=lambda r, item: {"arn": r.arn("emr-containers", f"/virtualclusters/{r.id}")},
        computed=("arn",),
        forgotten=("tags",),  # moto has no call that changes them
        gone=GONE,
    ),
)
