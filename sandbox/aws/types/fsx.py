"""FSx for Lustre, and its links to buckets."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type


def _lustre(r: Request) -> dict[str, Any]:
    return {"FileSystemType": "LUSTRE"}


def _file_system(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if not reply["FileSystems"]:
        return None
    item = reply["FileSystems"][0]
    return {**item, **item.get("LustreConfiguration", {})}


TYPES = (
    Type(
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "fsx",
        kind="FSx for Lustre File System",
        create=(Call("create_file_system", _lustre, inputs=True, wrap="LustreConfiguration"),),
        identity=lambda r, reply: reply["FileSystem"]["FileSystemId"],
        read=Call("describe_file_systems", lambda r: {"FileSystemIds": [r.id]}),
        found=_file_system,
        # One subnet, which AWS writes as a list and the provider does not.
        read_as={"subnetIds": lambda item: (item.get("SubnetIds") or [None])[0]},
        delete=(Call("delete_file_system", lambda r: {"FileSystemId": r.id}),),
        replaces=(
            "subnetIds",
            "securityGroupIds",
            "deploymentType",
            "storageType",
            "kmsKeyId",
            "fileSystemTypeVersion",
            "importPath",
            "exportPath",
            "backupId",
            "efaEnabled",
            "copyTagsToBackups",
            "driveCacheType",
            "importedFileChunkSize",
        ),
        outputs=lambda r, item: {
            "arn": r.arn("fsx", f"file-system/{r.id}"),
            "dnsName": f"{r.id}.fsx.{r.region}.amazonaws.com",
            "mountName": hashlib.sha256(r.id.encode()).hexdigest()[:8],
            "ownerId": r.account,
            "networkInterfaceIds": [],
            "vpcId": "",
        },
        computed=("arn", "dnsName", "mountName", "ownerId", "networkInterfaceIds", "vpcId"),
        # moto cannot update a file system: capacity and throughput changes are kept by the sandbox alone.
        forgotten=(
            "storageCapacity",
            "perUnitStorageThroughput",
            "fileSystemTypeVersion",
            "securityGroupIds",
            "metadataConfiguration",
            "logConfiguration",
            "rootSquashConfiguration",
            "skipFinalBackup",
            "finalBackupTags",
            "automaticBackupRetentionDays",
            "dailyAutomaticBackupStartTime",
            "weeklyMaintenanceStartTime",
            "copyTagsToBackups",
            "dataCompressionType",
            "efaEnabled",
            "throughputCapacity",
            "dataReadCacheConfiguration",
        ),
        gone=("FileSystemNotFound",),
        tag_calls="fsx",
    ),
    Type(
        "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
        "",
        kind="FSx Data Repository Association",
        identity=lambda r, reply: f"dra-{hashlib.sha256(r.urn.encode()).hexdigest()[:17]}",
        replaces=("fileSystemId", "fileSystemPath", "dataRepositoryPath", "batchImportMetaDataOnCreate"),
        fixed_when_named=("fileSystemPath",),
        outputs=lambda r, item: {
            "arn": r.arn("fsx", f"association/{r['fileSystemId']}/{r.id}"),
            "associationId": r.id,
        },
        computed=("arn", "associationId"),
        names=lambda r: (
            (f"aws:s3/bucket:Bucket|{r['dataRepositoryPath'].removeprefix('s3://').split('/')[0]}",)
            if isinstance(r["dataRepositoryPath"], str)
            else ()
        ),
    ),
)
