"""EFS: file systems, where and through what they are mounted, and who may."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

FILE_SYSTEM = "aws:efs/fileSystem:FileSystem"
LIFE = Call("put_lifecycle_configuration", lambda r: {"FileSystemId": r.id}, inputs=True, on=("lifecyclePolicies",))


def _token(r: Request) -> dict[str, Any]:
    return {"CreationToken": hashlib.sha256(r.urn.encode()).hexdigest()[:32]}


def _life(r: Request, client: Callable[[str], Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client("efs").describe_lifecycle_configuration(FileSystemId=r.id)
    return {"LifecyclePolicies": found["LifecyclePolicies"]}


def _groups(r: Request, client: Callable[[str], Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client("efs").describe_mount_target_security_groups(MountTargetId=r.id)
    return {"SecurityGroups": found["SecurityGroups"]}


def _first(list_: str) -> Callable[[Request, Mapping[str, Any]], Mapping[str, Any] | None]:
    return lambda r, reply: reply[list_][0] if reply[list_] else None


TYPES = (
    Type(
        FILE_SYSTEM,
        "efs",
        kind="EFS File System",
        create=(Call("create_file_system", _token, inputs=True), LIFE),
        identity=lambda r, reply: str(reply["FileSystemId"]),
        read=Call("describe_file_systems", lambda r: {"FileSystemId": r.id}),
        found=_first("FileSystems"),
        beside=_life,
        update=(LIFE,),
        delete=(Call("delete_file_system", lambda r: {"FileSystemId": r.id}),),
        replaces=("encrypted", "kmsKeyId", "performanceMode", "creationToken", "availabilityZoneName"),
        outputs=lambda r, item: {
            "arn": r.arn("elasticfilesystem", f"file-system/{r.id}"),
            "dnsName": f"{r.id}.efs.{r.region}.amazonaws.com",
            "ownerId": r.account,
        },
        computed=("arn", "dnsName", "ownerId"),
        # moto has no update_file_system: changes of these are kept by the sandbox alone.
        forgotten=("throughputMode", "provisionedThroughputInMibps", "protection"),
        gone=("FileSystemNotFound",),
        tag_calls="efs",
    ),
    Type(
        "aws:efs/mountTarget:MountTarget",
        "efs",
        kind="EFS Mount Target",
        create=(Call("create_mount_target", inputs=True),),
        identity=lambda r, reply: str(reply["MountTargetId"]),
        read=Call("describe_mount_targets", lambda r: {"MountTargetId": r.id}),
        found=_first("MountTargets"),
        beside=_groups,
        update=(
            Call(
                "modify_mount_target_security_groups",
                lambda r: {"MountTargetId": r.id},
                inputs=True,
                on=("securityGroups",),
            ),
        ),
        delete=(Call("delete_mount_target", lambda r: {"MountTargetId": r.id}),),
        replaces=("fileSystemId", "subnetId", "ipAddress", "ipAddressType"),
        # A zone has one mount target of a file system.
        fixed_when_named=("fileSystemId", "subnetId"),
        outputs=lambda r, item: {
            "availabilityZoneId": item["AvailabilityZoneId"],
            "availabilityZoneName": item["AvailabilityZoneName"],
            "dnsName": f"{r['fileSystemId']}.efs.{r.region}.amazonaws.com",
            "fileSystemArn": r.arn("elasticfilesystem", f"file-system/{r['fileSystemId']}"),
            "networkInterfaceId": item["NetworkInterfaceId"],
            "ownerId": r.account,
        },
        computed=(
            *("availabilityZoneId", "availabilityZoneName", "dnsName", "fileSystemArn", "networkInterfaceId"),
            "ownerId",
        ),
        gone=("MountTargetNotFound",),
    ),
    Type(
        "aws:efs/accessPoint:AccessPoint",
        "efs",
        kind="EFS Access Point",
        create=(Call("create_access_point", lambda r: {"ClientToken": _token(r)["CreationToken"]}, inputs=True),),
        identity=lambda r, reply: str(reply["AccessPointId"]),
        read=Call("describe_access_points", lambda r: {"AccessPointId": r.id}),
        found=_first("AccessPoints"),
        delete=(Call("delete_access_point", lambda r: {"AccessPointId": r.id}),),
        replaces=("fileSystemId", "posixUser", "rootDirectory"),
        outputs=lambda r, item: {
            "arn": r.arn("elasticfilesystem", f"access-point/{r.id}"),
            "fileSystemArn": r.arn("elasticfilesystem", f"file-system/{r['fileSystemId']}"),
            "ownerId": r.account,
        },
        computed=("arn", "fileSystemArn", "ownerId"),
        gone=("AccessPointNotFound",),
        tag_calls="efs",
    ),
    # moto can write such a policy and cannot delete it; of backup policies it knows nothing.
    *(
        Type(
            f"aws:efs/{small}:{small[0].upper()}{small[1:]}",
            "",
            kind=kind,
            identity=lambda r, reply: str(r["fileSystemId"]),
            replaces=("fileSystemId",),
            fixed_when_named=("fileSystemId",),
            # It goes by the file system's id, which others name.
            may_be_named_when_deleted=("*",),
        )
        for small, kind in (("fileSystemPolicy", "EFS File System Policy"), ("backupPolicy", "EFS Backup Policy"))
    ),
)
