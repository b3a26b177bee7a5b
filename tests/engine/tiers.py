"""A program with a home file system and a cache, and around them no more than what they need.

`tests/engine/test_tiers.py` brings it up, changes it and takes it away. TIERS_CHANGED=1 is the change.
"""

import os

from components.storage.home_filesystem import HomeFilesystem
from components.storage.memory_cache import MemoryCache
from components.storage.object_store import ObjectStore
from tests.engine.surroundings import ACCOUNT, REGION, Surroundings

ZONES = ("eun1-az1", "eun1-az2")
TAGS = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "internal", "Purpose": "test"}


def declare() -> None:
    """Declare all of it."""
    changed = os.environ.get("TIERS_CHANGED") == "1"
    around = Surroundings("tiers")
    network = around.network_with_clients(*ZONES)
    teams = {"vision": {"user_id": 2001, "group_id": 3001}}
    if changed:
        teams["speech"] = {"user_id": 2002, "group_id": 3002}
    HomeFilesystem(
        "homes",
        {
            **network,  # type: ignore[typeddict-item]
            "kms_key_arn": around.key.arn,
            "teams": teams,
            "infrequent_after_days": 60 if changed else 30,
            "tags": TAGS,
        },
        around.components,
    )
    MemoryCache(
        "prompts",
        {
            **network,  # type: ignore[typeddict-item]
            "kms_key_arn": around.key.arn,
            "log_key_arn": around.key.arn,
            "node_type": "cache.r7g.xlarge" if changed else "cache.r7g.large",
            "users": {"serving": "on ~prompt:* +@all -@dangerous"},
            "tags": TAGS,
        },
        around.components,
    )
    ObjectStore(
        "cold",
        {
            "region": REGION,
            "account_id": ACCOUNT,
            "retention_days": 365,
            "kms_key_arn": around.key.arn,
            "without_access_logs": True,
            "tiers": [{"storage_class": "STANDARD_IA", "after_days": 60 if changed else 30}],
            "tags": TAGS,
        },
        around.components,
    )
