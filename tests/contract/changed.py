"""A second value for every argument of every component that keeps data.

A test builds the component with the first and the second value and looks at what differs. Where the fullest example
has an argument, that is changed; what it cannot give beside the others is changed in the smallest one. A version, a
size and a class go the way people go: up.
"""

from collections.abc import Mapping
from typing import Any

from tests.components.test_batch_modes import FLEET, ON_EC2, ON_EKS
from tests.examples import FULL, MINIMAL
from tests.examples._common import ACCOUNT_ID, KEY_ARN, REGION

OTHER_KEY = KEY_ARN.replace("11111111", "99999999")
OTHER_ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/other"
ZONES = {"eun1-az1": "subnet-0x", "eun1-az2": "subnet-0y"}
CLIENTS = {"jobs": "sg-0jobs"}
TABLE = FULL["WideColumnDatabase"]["tables"]["messages"]

# What means the same wherever it is an argument.
SHARED: Mapping[str, Any] = {
    "account_id": "444455556666",
    "client_security_group_ids": CLIENTS,
    "kms_key_arn": OTHER_KEY,
    "log_key_arn": OTHER_KEY,
    "partition": "aws-eusc",
    "permissions_boundary_arn": f"arn:aws:iam::{ACCOUNT_ID}:policy/other",
    "region": "eu-central-1",
    "subnet_ids": ZONES,
    "vpc_id": "vpc-0b",
}
CHANGED: Mapping[str, Mapping[str, Any]] = {
    "AuditTrail": {
        "access_log_bucket": "other-logs",
        "data_event_bucket_arns": ["arn:aws:s3:::datasets"],
        "lock_mode": "GOVERNANCE",
        "log_group_retention_days": 731,
        "retention_days": 1095,
        "without_log_group": True,
    },
    "BackupPlan": {
        "cold_storage_after_days": 60,
        "completion_window_minutes": 600,
        "continuous": True,
        "copy_vault_arns": [],
        "lock_that_cannot_be_undone_after_days": 60,
        "notification_topic_arn": f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:other",
        "residency": ["eu", "us"],
        "resource_arns": [f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT_ID}:file-system/fs-0fedcba9876543210"],
        "resource_types": ["EFS", "S3", "RDS"],
        "restore_testing": {"resource_types": ["EFS"], "schedule": "cron(0 6 ? * SAT *)", "keep_hours": 8},
        "retention_days": 300,
        "schedule": "cron(0 3 ? * MON-SAT *)",
        "start_window_minutes": 180,
    },
    "BatchAnalytics": {
        "architecture": "arm64",
        "bucket_keys": [{"bucket_name": "features", "kms_key_arn": OTHER_KEY}],
        "catalog_key_arn": OTHER_KEY,
        "certificates_uri": "s3://certificates/other.zip",
        "cluster_name": "other",
        "databases": ["pond"],
        "engine": "hive",
        "fleet": {**FLEET, "instance_types": ["m7g.2xlarge", "r7g.2xlarge"]},
        "idle_minutes": 10,
        "initial_capacity": {"driver": {"workers": 2, "vcpus": 2, "memory_gb": 8}},
        "kerberos": {"realm": "EC2.INTERNAL", "kdc_admin_password": "a-password", "ticket_hours": 12},
        "key_arns": [KEY_ARN, OTHER_KEY],
        "log_bucket_name": "other-logs",
        "maximum_disk_gb": 4000,
        "maximum_memory_gb": 1024,
        "maximum_vcpus": 128,
        "mode": "ec2",
        "namespace": "other",
        "read_bucket_arns": ["arn:aws:s3:::other"],
        "release_label": "emr-7.11.0",
        "s3_encryption": "cse_kms",
        "write_bucket_arns": ["arn:aws:s3:::other"],
    },
    "BlockVolumeClass": {
        "busy_hours_a_day": 6.0,
        "deletes_volumes": False,
        "durability": "highest",
        "file_system": "ext4",
        "iops": 25_000,
        "latency_ms": 20.0,
        "mib_per_second": 600,
        "size_gib": 600,
        "volume_class": "io2",
    },
    "Cluster": {
        "admin_role_arns": [OTHER_ROLE],
        "cluster_name": "other",
        "kubernetes_version": "1.35",
        "log_retention_days": 180,
        "logs_key_arn": OTHER_KEY,
        "public_endpoint_cidrs": [],
        "secrets_key_arn": OTHER_KEY,
        "service_cidr": "10.200.0.0/16",
        "subnet_ids": ["subnet-0a", "subnet-0c"],
        "without_deletion_protection": False,
    },
    "DataCatalog": {
        "administrator_arns": [OTHER_ROLE],
        "databases": {"lake": {"tables": {"events": MINIMAL["DataCatalog"]["databases"]["lake"]["tables"]["events"]}}},
        "readers": {},
        "stores": {"features": {"bucket_name": "other", "kms_key_arn": KEY_ARN, "data_class": "personal"}},
    },
    "DocumentDatabase": {
        "backup_retention_days": 30,
        "backup_window": "22:30-23:00",
        "cluster_identifier": "prod-other",
        "engine_version": "8.0.0",
        "instance_class": "db.r8g.2xlarge",
        "instances": ["a", "b"],
        "log_retention_days": 365,
        "maintenance_window": "tue:02:00-tue:03:00",
        "port": 27019,
        "slow_query_ms": 200,
        "without_deletion_protection": False,
    },
    "EncryptionKey": {
        "administrator_arns": [OTHER_ROLE],
        "deletion_window_days": 30,
        "protects": ["stores"],
        "rotation_days": 365,
    },
    "EventStream": {
        "alarm_topic_arns": [f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:other"],
        "broker_type": "kafka.m7g.2xlarge",
        "fan_out": ["indexer"],
        "kafka_version": "3.9.x.kraft",
        "log_retention_days": 180,
        "quota_shards": 400,
        "readers": 2,
        "records_per_second": 9000,
        "retention_days": 60,
        "retention_hours": 96,
        "service": "msk",
        "topics": {"clicks": 24},
        "write_megabytes_per_second": 40.0,
    },
    "HomeFilesystem": {
        "archive_after_days": 270,
        "client_role_arns": [OTHER_ROLE],
        "infrequent_after_days": 30,
        "teams": {"vision": {"user_id": 2001, "group_id": 3001}},
        "without_backups": True,
    },
    "ImageRegistry": {
        "cached_tags_follow_upstream": False,
        "credential_arns": {
            "docker.io": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT_ID}:secret:ecr-pullthroughcache/o-1"
        },
        "keep_images": 20,
        "pull_through": ["public.ecr.aws", "docker.io"],
        "repositories": ["training"],
        "untagged_days": 7,
    },
    "MemoryCache": {
        "engine": "valkey",
        "engine_version": "7.1",
        "eviction": "allkeys-lru",
        "log_retention_days": 180,
        "node_type": "cache.r6gd.2xlarge",
        "replicas_per_shard": 3,
        "shards": 4,
        "snapshot_retention_days": 7,
        "users": {"serving": "on ~prompt:* +@all -@dangerous"},
    },
    "ObjectStore": {
        "access_log_bucket": "other-logs",
        "incomplete_upload_days": 5,
        "noncurrent_retention_days": 30,
        "receives_access_logs": True,
        "retention_days": 300,
        "tiers": [{"storage_class": "STANDARD_IA", "after_days": 90}],
        "without_access_logs": True,
    },
    "RelationalDatabase": {
        "backup_retention_days": 14,
        "backup_window": "01:00-02:00",
        "database_insights": "standard",
        "database_name": "other",
        "engine": "mysql",
        "engine_version": "17.6",
        "extended_support": True,
        "iam_authentication": False,
        "instance_class": "db.r7g.xlarge",
        "license_model": "bring-your-own-license",
        "log_retention_days": 731,
        "maintenance_window": "mon:03:30-mon:04:30",
        "master_username": "other",
        "max_storage_gib": 400,
        "multi_az": False,
        "readers": ["standby"],
        "storage_gib": 200,
        "upgrades_from": "15",
        "without_deletion_protection": True,
    },
    "SharedFilesystem": {
        "accelerators_per_node": 4,
        "accelerators_to_feed": 16,
        "alarm_topic_arns": [f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:other"],
        "allowed_lag_minutes": 60,
        "backup_retention_days": 60,
        "bucket_name": "other",
        "checkpoint": {"bytes": 2e11, "interval_seconds": 1800, "allowed_stall_seconds": 60, "kept": 3},
        "dataset_bytes": 3e12,
        "deployment_type": "PERSISTENT_1",
        "efa": True,
        "gigabytes_per_second_per_accelerator": 0.5,
        "linked_directory": "/other",
        "quota_gib": 400_000,
        "region": "us-east-1",
        "storage_type": "SSD",
        "subnet_id": "subnet-0b",
        "training": {"batch_bytes_per_accelerator": 2e8, "step_seconds": 2, "files_per_step": 1},
    },
    "StreamProcessor": {
        "alarm_topic_arns": [f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:other"],
        "checkpoint_seconds": 60,
        "code_bucket_arn": "arn:aws:s3:::other",
        "code_key": "features-1.1.0.jar",
        "kafka_sources": {},
        "key_arns": [KEY_ARN, OTHER_KEY],
        "kinesis_stream_arns": [f"arn:aws:kinesis:{REGION}:{ACCOUNT_ID}:stream/other"],
        "lag_records": 60_000,
        "lag_seconds": 240,
        "log_retention_days": 180,
        "parallelism": 16,
        "parallelism_per_kpu": 1,
        "properties": {},
        "quota_kpus": 256,
        "runtime": "FLINK-2_2",
        "state_gb": 250,
        "write_bucket_arns": ["arn:aws:s3:::other"],
        "write_stream_arns": [f"arn:aws:kinesis:{REGION}:{ACCOUNT_ID}:stream/other"],
    },
    "VectorStore": {
        "candidates": 512,
        "connections": 32,
        "dimension": 1024,
        "distance": "l2",
        "domain_name": "prod-other",
        "engine_version": "OpenSearch_3.1",
        "index_name": "other",
        "instance_type": "r7g.4xlarge.search",
        "log_retention_days": 731,
        "master_role_arn": OTHER_ROLE,
        "metadata": ["language", "kind"],
        "storage_gib": 300,
        "subject_key": "subject",
        "vectors": 20_000_000,
    },
    "WideColumnDatabase": {
        "client_side_timestamps": False,
        "keyspace_name": "prod_other",
        "tables": {"messages": {**TABLE, "columns": {**TABLE["columns"], "rating": "int"}}},
    },
}

# Changed in the smallest example: the fullest one has the value already, or something that excludes it.
IN_THE_SMALLEST = {
    ("BackupPlan", "continuous"),
    ("BatchAnalytics", "mode"),
    ("EventStream", "service"),
    ("RelationalDatabase", "engine"),
    ("SharedFilesystem", "accelerators_per_node"),
    ("SharedFilesystem", "accelerators_to_feed"),
    ("SharedFilesystem", "backup_retention_days"),
    ("SharedFilesystem", "deployment_type"),
    ("SharedFilesystem", "efa"),
}
# All arguments before, where the two examples are of another mode.
IN_ITS_MODE: Mapping[tuple[str, str], Mapping[str, Any]] = {
    **{
        ("BatchAnalytics", argument): ON_EC2
        for argument in ("bucket_keys", "certificates_uri", "fleet", "kerberos", "s3_encryption")
    },
    **{("BatchAnalytics", argument): ON_EKS for argument in ("cluster_name", "namespace")},
}
# What is otherwise before and after.
BESIDE: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("BackupPlan", "region"): {"copy_vault_arns": []},
    ("BatchAnalytics", "engine"): {"databases": [], "initial_capacity": {}},
    ("BlockVolumeClass", "durability"): {"volume_class": "io2"},
    ("DataCatalog", "databases"): {"readers": {}},
    ("DocumentDatabase", "engine_version"): {"engine_version": "5.0.0"},
    ("EventStream", "kafka_version"): {"kafka_version": "3.8.x.kraft"},
    ("MemoryCache", "engine_version"): {"engine_version": "7.0"},
    ("RelationalDatabase", "engine_version"): {"engine_version": "17.5"},
    ("RelationalDatabase", "license_model"): {
        "engine": "oracle-se2",
        "engine_version": "19",
        "instance_class": "db.r6i.large",
        "license_model": "license-included",
    },
    ("StreamProcessor", "runtime"): {"runtime": "FLINK-1_20"},
    ("VectorStore", "engine_version"): {"engine_version": "OpenSearch_2.19"},
}
# What has to change with it; None takes an argument away.
WITH: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("BatchAnalytics", "mode"): {"maximum_disk_gb": None, "maximum_memory_gb": None, **ON_EC2},
    ("EventStream", "service"): FULL["EventStream"],
    ("EventStream", "subnet_ids"): {"subnet_ids": {**ZONES, "eun1-az3": "subnet-0z"}},
    ("MemoryCache", "engine"): {"engine_version": "8.1"},
    ("ObjectStore", "receives_access_logs"): {"kms_key_arn": None, "access_log_bucket": None},
    ("ObjectStore", "without_access_logs"): {"access_log_bucket": None},
    ("RelationalDatabase", "engine"): {"engine_version": "8.4"},
}


def before_and_after(component: str, argument: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments before and after; KeyError where nobody has said what an argument changes to."""
    key = (component, argument)
    full = argument in FULL[component] and key not in IN_THE_SMALLEST
    example = IN_ITS_MODE.get(key, (FULL if full else MINIMAL)[component])
    before = {**example, **BESIDE.get(key, {})}
    after = {**before, argument: _second_value(component, argument, before), **WITH.get(key, {})}
    return before, {name: value for name, value in after.items() if value is not None}


def _second_value(component: str, argument: str, before: Mapping[str, Any]) -> Any:
    if argument == "tags":
        return {**before["tags"], "Owner": "another-team@example.com"}
    return CHANGED[component][argument] if argument in CHANGED[component] else SHARED[argument]
