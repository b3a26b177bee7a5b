"""DocumentDB. moto refuses its engine, and its update of a subnet group removes the group: all of it is on record."""

from typing import Any

from sandbox.aws.model import Request, Type
from sandbox.errors import Refused

CLUSTER = "aws:docdb/cluster:Cluster"
SUBNETS = "aws:docdb/subnetGroup:SubnetGroup"
PARAMETERS = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"


def _named(r: Request, *pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{token}|{r[name]}" for token, name in pairs if isinstance(r[name], str))


def _host(r: Request, kind: str) -> str:
    return f"{r.id}.{kind}-sandbox.{r.region}.docdb.amazonaws.com"


def _unprotected(r: Request, client: Any) -> None:
    if r["deletionProtection"]:
        raise Refused(
            f"deleting DocumentDB Cluster {r.id!r}: InvalidParameterCombination: "
            "it has deletion protection; take that off first"
        )


TYPES = (
    Type(
        SUBNETS,
        "",
        kind="DocumentDB Subnet Group",
        identity=lambda r, reply: str(r["name"]),
        auto_name="name",
        replaces=("name", "namePrefix"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("rds", f"subgrp:{r.id}"), "supportedNetworkTypes": ["IPV4"]},
        computed=("arn", "supportedNetworkTypes"),
        named=lambda r: (f"{SUBNETS}|{r['name']}",),
    ),
    Type(
        PARAMETERS,
        "",
        kind="DocumentDB Cluster Parameter Group",
        identity=lambda r, reply: str(r["name"]),
        auto_name="name",
        replaces=("name", "namePrefix", "family", "description"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("rds", f"cluster-pg:{r.id}")},
        computed=("arn",),
        named=lambda r: (f"{PARAMETERS}|{r['name']}",),
    ),
    Type(
        CLUSTER,
        "",
        kind="DocumentDB Cluster",
        identity=lambda r, reply: str(r["clusterIdentifier"]),
        auto_name="clusterIdentifier",
        auto_name_limit=63,
        replaces=(
            *(
                "clusterIdentifier",
                "clusterIdentifierPrefix",
                "availabilityZones",
                "dbSubnetGroupName",
                "engine",
                "port",
                "restoreToPointInTime",
            ),
            *("kmsKeyId", "masterUsername", "snapshotIdentifier", "storageEncrypted"),
        ),
        fixed_when_named=("clusterIdentifier",),
        outputs=lambda r, item: {
            "arn": r.arn("rds", f"cluster:{r.id}"),
            "clusterResourceId": f"cluster-{r.id.upper()}",
            "endpoint": _host(r, "cluster"),
            "readerEndpoint": _host(r, "cluster-ro"),
            "hostedZoneId": "Z0SANDBOX",
        },
        computed=("arn", "clusterResourceId", "endpoint", "readerEndpoint", "hostedZoneId"),
        cleared_first=_unprotected,
        named=lambda r: (f"{CLUSTER}|{r['clusterIdentifier']}",),
        names=lambda r: _named(r, (SUBNETS, "dbSubnetGroupName"), (PARAMETERS, "dbClusterParameterGroupName")),
    ),
    Type(
        "aws:docdb/clusterInstance:ClusterInstance",
        "",
        kind="DocumentDB Instance",
        identity=lambda r, reply: str(r["identifier"]),
        auto_name="identifier",
        auto_name_limit=63,
        replaces=("identifier", "identifierPrefix", "clusterIdentifier", "availabilityZone", "engine"),
        fixed_when_named=("identifier",),
        outputs=lambda r, item: {
            "arn": r.arn("rds", f"db:{r.id}"),
            "dbiResourceId": f"db-{r.id.upper()}",
            "endpoint": f"{r.id}.sandbox.{r.region}.docdb.amazonaws.com",
        },
        computed=("arn", "dbiResourceId", "endpoint"),
        names=lambda r: _named(r, (CLUSTER, "clusterIdentifier")),
    ),
)
