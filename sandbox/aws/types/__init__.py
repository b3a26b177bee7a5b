"""The table: every resource type the sandbox has."""

from sandbox.aws.model import Type
from sandbox.aws.types import (
    alarms,
    backup,
    catalog,
    cloudtrail,
    compute,
    docdb,
    ecr,
    efs,
    eks,
    elasticache,
    emr,
    endpoints,
    flink,
    fsx,
    iam,
    keyspaces,
    kms,
    logs,
    network,
    opensearch,
    rds,
    rds_groups,
    s3,
    security_groups,
    streams,
)

TYPES: dict[str, Type] = {
    row.token: row
    for rows in (
        network.TYPES,
        endpoints.TYPES,
        security_groups.TYPES,
        compute.TYPES,
        iam.TYPES,
        kms.TYPES,
        logs.TYPES,
        s3.TYPES,
        cloudtrail.TYPES,
        ecr.TYPES,
        eks.TYPES,
        fsx.TYPES,
        catalog.TYPES,
        emr.TYPES,
        docdb.TYPES,
        backup.TYPES,
        efs.TYPES,
        elasticache.TYPES,
        alarms.TYPES,
        streams.TYPES,
        flink.TYPES,
        keyspaces.TYPES,
        opensearch.TYPES,
        rds_groups.TYPES,
        rds.TYPES,
    )
    for row in rows
}
