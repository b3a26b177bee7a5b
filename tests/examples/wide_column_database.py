"""Inputs of WideColumnDatabase."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "WideColumnDatabase"
MINIMAL = {
    "keyspace_name": "prod_features",
    "tables": {"features": {"columns": {"item": "uuid", "value": "blob"}, "partition_keys": ["item"]}},
    "kms_key_arn": KEY_ARN,
    "tags": tags("derived", "features"),
}
FULL = {
    **MINIMAL,
    "keyspace_name": "prod_talks",
    "tables": {
        "messages": {
            "columns": {
                "person": "text",
                "said_at": "timestamp",
                "message": "uuid",
                "text": "text",
                "labels": "map<text, frozen<list<int>>>",
                "language": "text",
            },
            "partition_keys": ["person"],
            "clustering_keys": ["said_at", "message"],
            "descending": ["said_at"],
            "static_columns": ["language"],
            "default_ttl_days": 90,
            "subject_key": "person",
            "read_capacity_units": 100,
            "write_capacity_units": 50,
        }
    },
    "client_side_timestamps": True,
    "tags": tags("personal", "conversations"),
}
