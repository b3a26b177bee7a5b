"""What several test modules of the provider share: policies, and finding what was made."""

import json
from typing import Any

from tests.sandbox.aws.account import Account, Made


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trusting(service: str) -> str:
    return policy({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


def of(account: Account, name: str) -> Made:
    return next(made for made in account.made if made.urn.split("::")[2].endswith(f":{name}"))
