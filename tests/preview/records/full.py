"""A stack that has every kind of store: production with every section, and what only programs declare."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from components import COMPONENTS
from graph.capture import capture
from graph.model import Graph
from policies.context import PolicyContext, context_of
from preview.records.build import records_of
from preview.records.model import Records
from stacks.platform import deploy
from stacks.settings import load
from tests.examples import FULL, MINIMAL
from tests.examples._common import tags
from tests.settings.broken import GOOD

SECTIONS = """
    home_filesystems:
      homes: {data_class: personal, teams: {research: {user_id: 2000, group_id: 2000}}}
    caches:
      answers: {data_class: personal, purpose: semantic-cache, node_type: cache.r7g.large,
                users: {serving: "on ~app:* +@all -@dangerous"}}
    streams:
      clicks: {service: msk, data_class: personal, purpose: clicks, write_megabytes_per_second: 5,
               retention_hours: 48, retention_days: 30, topics: {views: 12}}
      edits: {service: kinesis, data_class: personal, write_megabytes_per_second: 1, retention_hours: 48,
              retention_days: 30}
      events: {service: msk_serverless, data_class: internal, write_megabytes_per_second: 1, retention_hours: 48,
               retention_days: 30}
    relational_databases:
      accounts: {data_class: personal, purpose: accounts, engine: postgres, engine_version: "17",
                 instance_class: db.r7g.large, storage_gib: 100}
      features: {data_class: derived, purpose: features, engine: aurora-postgresql, engine_version: "17",
                 instance_class: db.r7g.large}
    document_databases:
      prompts: {data_class: personal, purpose: prompts}
    wide_column_databases:
      chats:
        data_class: personal
        purpose: conversations
        tables:
          messages: {columns: {user_id: text, sent_at: timestamp, body: text}, partition_keys: [user_id],
                     clustering_keys: [sent_at], subject_key: user_id, default_ttl_days: 90}
    vector_stores:
      documents: {data_class: personal, purpose: retrieval, index_name: documents, dimension: 1024, vectors: 1000000,
                  subject_key: user_id, master_role_arn: "arn:aws:iam::111122223333:role/search-admin"}
"""
PROGRAMS = ("BackupPlan", "BatchAnalytics", "DataCatalog", "StreamProcessor")
"""Components that only programs declare."""


ARGS: dict[str, Any] = {
    **{name: FULL[name] for name in PROGRAMS},
    "BackupPlan": {
        **MINIMAL["BackupPlan"],
        "resource_types": ["DocumentDB", "EFS", "RDS", "S3"],
        "copy_vault_arns": FULL["BackupPlan"]["copy_vault_arns"],
        "residency": ["eu"],
        "tags": {**tags("personal", "backups"), "Environment": "prod"},
    },
}


@cache
def full() -> tuple[Graph, Records]:
    classes: dict[str, Any] = {component.__name__: component for component in COMPONENTS}
    with TemporaryDirectory() as folder:
        path = Path(folder) / GOOD.name
        text = GOOD.read_text(encoding="utf-8").replace("interface_endpoints: [", "interface_endpoints: [cassandra, ")
        path.write_text(text.rstrip("\n") + SECTIONS, encoding="utf-8")
        settings = load(path)

    def program() -> None:
        deploy(settings)
        for name in PROGRAMS:
            classes[name](name.lower(), ARGS[name])

    graph = capture(program, stack="full", config={"aws:region": "eu-north-1"})
    context: PolicyContext = context_of(settings.model_dump())
    return graph, records_of(graph, context)
