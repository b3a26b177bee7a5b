"""IAM and resource policies as values: statements in, one JSON document out."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input, Output

VERSION = "2012-10-17"

Statement = dict[str, Any]


def statement(
    effect: str,
    actions: str | Sequence[str],
    resources: Input[str] | Sequence[Input[str]] | None = None,
    *,
    principals: Mapping[str, Any] | str | None = None,
    conditions: Mapping[str, Mapping[str, Any]] | None = None,
    sid: str | None = None,
) -> Statement:
    """One statement. `principals` as IAM writes it: `{"Service": [..]}`, `{"AWS": [arn, ..]}` or `"*"`."""
    parts: Statement = {"Sid": sid} if sid else {}
    parts["Effect"] = effect
    if principals is not None:
        parts["Principal"] = principals
    parts["Action"] = actions
    if resources is not None:
        parts["Resource"] = resources
    if conditions:
        parts["Condition"] = conditions
    return parts


def allow(actions: str | Sequence[str], resources: Any = None, **parts: Any) -> Statement:
    """An Allow statement; see `statement`."""
    return statement("Allow", actions, resources, **parts)


def deny(actions: str | Sequence[str], resources: Any = None, **parts: Any) -> Statement:
    """A Deny statement; see `statement`."""
    return statement("Deny", actions, resources, **parts)


def document(*statements: Statement) -> Output[str]:
    """The JSON policy document of these statements; outputs inside them are resolved."""
    return Output.json_dumps({"Version": VERSION, "Statement": list(statements)})


def service_trust(*services: str, account_id: Input[str] | None = None) -> Output[str]:
    """A role's trust policy for AWS services; with `account_id`, only on behalf of that account (confused deputy)."""
    conditions = {"StringEquals": {"aws:SourceAccount": account_id}} if account_id is not None else None
    return document(allow("sts:AssumeRole", principals={"Service": list(services)}, conditions=conditions))
