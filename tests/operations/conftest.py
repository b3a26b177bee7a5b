"""Plans of our own stacks, and an account for each test."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from operations.preflight.account import Account
from operations.preflight.plan import Plan
from operations.preflight.run import plan_of
from tests.operations.cloud import NOW, REGION, Cloud

STACKS = Path(__file__).resolve().parent.parent.parent / "stacks"


@functools.cache
def plan_named(stack: str) -> Plan:
    """The plan of a stack of ours; captured once."""
    return plan_of(STACKS / f"Pulumi.{stack}.yaml", NOW)


@pytest.fixture
def prod() -> Plan:
    return plan_named("prod")


@pytest.fixture
def dev() -> Plan:
    return plan_named("dev")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """An empty account: prod's."""
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    monkeypatch.setenv("MOTO_ACCOUNT_ID", plan_named("prod").account_id)
    # botocore waits between attempts: in a test there is nothing to wait for.
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    only_cloud().empty()
    with mock_aws():
        yield only_cloud()


@functools.cache
def only_cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def account(cloud: Cloud) -> Account:
    return Account(REGION, cloud.session)
