"""A program with every kind of database, and around them no more than what they need.

`tests/engine/test_databases.py` brings it up, changes it and takes it away; what changes is the words of `Words`.
"""

from dataclasses import dataclass
from typing import Any

from components.database.document_database import DocumentDatabase
from components.database.relational_database import RelationalDatabase
from components.database.vector_store import VectorStore
from components.database.wide_column_database import WideColumnDatabase
from tests.engine.surroundings import ACCOUNT, REGION, Surroundings

ZONES = ("eun1-az1", "eun1-az2")
TAGS = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "internal", "Purpose": "test"}
# One of each engine, and of each way to force TLS: a parameter, another parameter, an option.
RELATIONAL: dict[str, dict[str, Any]] = {
    "talks": {"engine": "postgres", "engine_version": "17", "instance_class": "db.r7g.large", "storage_gib": 100},
    "orders": {"engine": "mysql", "engine_version": "8.4", "instance_class": "db.r7g.large", "storage_gib": 100},
    "ledger": {
        "engine": "oracle-se2",
        "engine_version": "19",
        "instance_class": "db.r5.large",
        "storage_gib": 100,
        "license_model": "bring-your-own-license",
    },
    "features": {"engine": "aurora-postgresql", "engine_version": "17.6", "instance_class": "db.r7g.large"},
}


@dataclass(frozen=True)
class Words:
    """What a run says, at first and as changed."""

    relational_class: str = "large"
    backup_retention_days: int = 7
    document_class: str = "db.r6g.large"
    columns: tuple[str, ...] = ("item", "value")
    vectors: int = 1_000_000
    without_deletion_protection: bool = False


def declare(words: Words) -> None:
    """Declare all of it."""
    around = Surroundings("databases")
    private: Any = {
        **around.network_with_clients(*ZONES),
        "kms_key_arn": around.key.arn,
        "log_key_arn": around.key.arn,
        "tags": TAGS,
    }
    kept: Any = {**private, "without_deletion_protection": words.without_deletion_protection}
    for name, args in RELATIONAL.items():
        relational: Any = {
            **kept,
            **args,
            "instance_class": args["instance_class"].replace("large", words.relational_class),
            "backup_retention_days": words.backup_retention_days,
        }
        RelationalDatabase(name, relational, around.components)
    documents: Any = {**kept, "cluster_identifier": "prompts", "instance_class": words.document_class}
    DocumentDatabase("prompts", documents, around.components)
    WideColumnDatabase(
        "events",
        {
            "keyspace_name": "sandbox_events",
            "tables": {"events": {"columns": dict.fromkeys(words.columns, "text"), "partition_keys": ["item"]}},
            "kms_key_arn": around.key.arn,
            "tags": TAGS,
        },
        around.components,
    )
    vectors: Any = {
        **private,
        "region": REGION,
        "account_id": ACCOUNT,
        "domain_name": "passages",
        "index_name": "passages",
        "dimension": 1024,
        "vectors": words.vectors,
        "master_role_arn": f"arn:aws:iam::{ACCOUNT}:role/search-admin",
    }
    VectorStore("passages", vectors, around.components)
