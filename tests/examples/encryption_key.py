"""Inputs of EncryptionKey."""

from tests.examples._common import ACCOUNT_ID, PLACE, tags

COMPONENT = "EncryptionKey"
MINIMAL = {**PLACE, "protects": ["stores"], "tags": tags("personal")}
FULL = {
    **MINIMAL,
    "protects": ["audit_trail", "cluster_secrets", "filesystems", "images", "logs", "stores", "volumes"],
    "administrator_arns": [f"arn:aws:iam::{ACCOUNT_ID}:role/key-admin"],
    "rotation_days": 180,
    "deletion_window_days": 14,
    "partition": "aws",
}
