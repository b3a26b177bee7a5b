"""ElastiCache: replication groups and what they are made with, on record only.

moto's replication groups are "deleting" for ever once they are deleted, and it has no user groups.
"""

import hashlib

from sandbox.aws.model import Request, Type


def _domain(r: Request) -> str:
    return f"{r['replicationGroupId']}.{hashlib.sha256(r.urn.encode()).hexdigest()[:6]}.cache.amazonaws.com"


TYPES = (
    Type(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "",
        kind="ElastiCache Replication Group",
        identity=lambda r, reply: str(r["replicationGroupId"]),
        auto_name="replicationGroupId",
        auto_name_limit=40,
        fixed_when_named=("replicationGroupId",),
        replaces=(
            *("replicationGroupId", "kmsKeyId", "atRestEncryptionEnabled", "subnetGroupName", "port"),
            *(
                "dataTieringEnabled",
                "globalReplicationGroupId",
                "snapshotArns",
                "snapshotName",
                "securityGroupNames",
                "networkType",
            ),
        ),
        outputs=lambda r, item: {
            "arn": r.arn("elasticache", f"replicationgroup:{r.id}"),
            "configurationEndpointAddress": f"clustercfg.{_domain(r)}",
            "primaryEndpointAddress": "",
            "readerEndpointAddress": "",
            "clusterEnabled": r["clusterMode"] == "enabled",
            "engineVersionActual": str(r["engineVersion"]),
        },
        computed=(
            *("arn", "configurationEndpointAddress", "primaryEndpointAddress", "readerEndpointAddress"),
            *("clusterEnabled", "engineVersionActual"),
        ),
        moves=("engineVersionActual",),
        names=lambda r: tuple(
            f"aws:elasticache/{kind}|{name}"
            for kind, name in (
                ("subnetGroup:SubnetGroup", r["subnetGroupName"]),
                ("parameterGroup:ParameterGroup", r["parameterGroupName"]),
                *(("userGroup:UserGroup", each) for each in r["userGroupIds"] or ()),
            )
            if isinstance(name, str)
        ),
    ),
    *(
        Type(
            f"aws:elasticache/{kind}",
            "",
            kind=f"ElastiCache {said}",
            identity=lambda r, reply, name=name: str(r[name]),  # type: ignore[misc]
            auto_name=name,
            fixed_when_named=(name,),
            replaces=(name, *replaces),
            outputs=lambda r, item, arn=arn: {"arn": r.arn("elasticache", f"{arn}:{r.id}")},  # type: ignore[misc]
            computed=("arn",),
            named=lambda r, kind=kind, name=name: (f"aws:elasticache/{kind}|{r[name]}",),  # type: ignore[misc]
        )
        for kind, said, name, arn, replaces in (
            ("subnetGroup:SubnetGroup", "Subnet Group", "name", "subnetgroup", ()),
            ("parameterGroup:ParameterGroup", "Parameter Group", "name", "parametergroup", ("family", "description")),
            ("user:User", "User", "userId", "user", ("userName",)),
        )
    ),
    Type(
        "aws:elasticache/userGroup:UserGroup",
        "",
        kind="ElastiCache User Group",
        identity=lambda r, reply: str(r["userGroupId"]),
        fixed_when_named=("userGroupId",),
        replaces=("userGroupId",),
        outputs=lambda r, item: {"arn": r.arn("elasticache", f"usergroup:{r.id}")},
        computed=("arn",),
        named=lambda r: (f"aws:elasticache/userGroup:UserGroup|{r['userGroupId']}",),
        names=lambda r: tuple(f"aws:elasticache/user:User|{each}" for each in r["userIds"] or ()),
    ),
)
