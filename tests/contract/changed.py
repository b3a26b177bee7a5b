"""The arguments of a component before and after one of them changes, for every component that keeps data.

A test builds the component with both and looks at what differs. Where the fullest example has an argument, that is
changed; what it cannot give beside the others is changed in the smallest one.
"""

from collections.abc import Mapping
from typing import Any

from tests.components.test_batch_modes import ON_EC2, ON_EKS
from tests.contract.changed_values import CHANGED, SHARED, ZONES
from tests.examples import FULL, MINIMAL

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
