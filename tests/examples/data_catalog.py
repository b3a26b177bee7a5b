"""Inputs of DataCatalog."""

from tests.examples._common import ACCOUNT_ID, KEY_ARN, PLACE, tags

COMPONENT = "DataCatalog"
EVENTS = {
    "store": "features",
    "prefix": "tables/events",
    "columns": [
        {"name": "person_id", "type": "string", "data_class": "personal"},
        {"name": "country", "type": "char(2)", "data_class": "internal"},
        {"name": "amount", "type": "decimal(10,2)", "data_class": "internal"},
    ],
}
MINIMAL = {
    **PLACE,
    "stores": {"features": {"bucket_name": "features", "kms_key_arn": KEY_ARN, "data_class": "personal"}},
    "databases": {"lake": {"tables": {"events": EVENTS}}},
    "administrator_arns": [f"arn:aws:iam::{ACCOUNT_ID}:role/deployer"],
    "kms_key_arn": KEY_ARN,
    "tags": tags("personal", "catalog"),
}
FULL = {
    **MINIMAL,
    "databases": {
        "lake": {
            "description": "What models learn from",
            "tables": {
                "events": {
                    **EVENTS,
                    "format": "parquet",
                    "partition_columns": [
                        {"name": "day", "type": "date", "data_class": "internal", "comment": "Day of the event"}
                    ],
                },
                "products": {
                    "store": "features",
                    "prefix": "tables/products",
                    "format": "orc",
                    "columns": [{"name": "id", "type": "bigint", "data_class": "public"}],
                },
            },
        }
    },
    "readers": {
        "analysts": {
            "role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/analysts",
            "data_classes": ["internal", "public"],
            "tables": ["lake.events", "lake.products"],
        },
        "support": {
            "role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/support",
            "data_classes": ["personal", "internal"],
            "tables": ["lake.events"],
            "row_filters": {"lake.events": "country = 'SE'"},
        },
        "erasure": {
            "role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/erasure",
            "data_classes": ["personal"],
            "tables": ["lake.events"],
            "tables_with_all_rows": ["lake.events"],
        },
    },
    "partition": "aws",
}
