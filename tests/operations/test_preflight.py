"""A whole preflight: what it says of a full, an empty and another account, and of one that does not answer."""

import pytest

from operations.preflight.account import Account, NoCredentials
from operations.preflight.check import Check
from operations.preflight.checks import ACCOUNT, CHECKS
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan
from operations.preflight.run import Found, permissions, preflight
from tests.operations.cloud import REGION, Cloud
from tests.operations.conftest import plan_named
from tests.operations.furnished import furnish

ATTEMPTS = 5
"""As docs/preflight.md says."""
EVERY_CHECK = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def only(check: Check, plan: Plan, account: Account) -> list[Finding]:
    """What one check finds in a preflight that leaves out all others."""
    found = preflight(plan, account, [each.name for each in CHECKS if each is not check])
    return [finding for each, finding in found if each is check]


def of_grade(found: Found, grade: Grade) -> set[tuple[str, str]]:
    return {(check.name, finding.subject) for check, finding in found if finding.grade is grade}


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_an_account_with_all_a_stack_takes_for_granted_is_ok_throughout(
    stack: str, cloud: Cloud, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_named(stack)
    monkeypatch.setenv("MOTO_ACCOUNT_ID", plan.account_id)
    found = preflight(plan, Account(REGION, furnish(cloud, plan).session))
    assert [(check.name, finding) for check, finding in found if finding.grade is not Grade.OK] == []


def test_an_empty_account_fails_by_what_it_lacks_and_by_nothing_else(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    found = preflight(prod, account)
    assert of_grade(found, Grade.FAIL) - {each for each in of_grade(found, Grade.FAIL) if each[0] == "kubernetes"} == {
        ("reservations", "h100-cr-0123456789abcdef0 cr-0123456789abcdef0"),
        ("roles", "arn:aws:iam::111122223333:role/platform-admin"),
        ("service-roles", "AWSServiceRoleForAutoScaling"),
    }
    assert {check for check, _ in of_grade(found, Grade.WARN)} == {"service-roles"}


def test_with_credentials_of_another_account_nothing_else_is_asked(cloud: Cloud, account: Account, dev: Plan) -> None:
    found = preflight(dev, account)
    assert of_grade(found, Grade.FAIL) == {("account", "111122223333")}
    assert {check.name for check, finding in found if finding.grade is Grade.SKIP} == {c.name for c in CHECKS[1:]}
    assert set(cloud.sent) == {"sts:GetCallerIdentity"}


def test_whoever_leaves_the_account_check_out_may_ask_another_account(
    cloud: Cloud, account: Account, dev: Plan
) -> None:
    found = dict(preflight(dev, account, ["account"]))
    assert found[ACCOUNT].grade is Grade.SKIP
    assert cloud.sent["ec2:DescribeAvailabilityZones"] == 1


@EVERY_CHECK
def test_a_missing_permission_is_a_skip_with_its_name_and_never_a_fail(
    check: Check, cloud: Cloud, account: Account, prod: Plan
) -> None:
    furnish(cloud, prod)
    for action in check.permissions:
        cloud.deny(action)
    found = only(check, prod, account)
    assert all(finding.grade in (Grade.OK, Grade.SKIP) for finding in found), found
    skipped = [finding for finding in found if finding.grade is Grade.SKIP]
    if check.name != "keys":  # which asks nothing of a stack that names none
        assert skipped
    for finding in skipped:
        assert finding.permission in check.permissions
        assert finding.permission in finding.reason


@EVERY_CHECK
def test_throttling_is_tried_again_so_often_and_then_a_skip(
    check: Check, cloud: Cloud, account: Account, prod: Plan
) -> None:
    furnish(cloud, prod)
    cloud.throttle(check.permissions[-1])
    found = only(check, prod, account)
    asked = cloud.sent[check.permissions[-1]]
    skipped = [finding for finding in found if finding.grade is Grade.SKIP]
    assert len(skipped) == asked / ATTEMPTS
    assert all(f"throttled {ATTEMPTS} times" in finding.reason and not finding.permission for finding in skipped)
    assert not any(finding.grade is Grade.FAIL for finding in found)


@EVERY_CHECK
def test_a_check_asks_only_what_it_says_it_may_ask(check: Check, cloud: Cloud, account: Account, prod: Plan) -> None:
    furnish(cloud, prod)
    cloud.sent.clear()
    only(check, prod, account)
    assert set(cloud.sent) <= {*check.permissions, *ACCOUNT.permissions}


def test_a_check_that_is_left_out_asks_nothing_and_says_so(cloud: Cloud, account: Account, prod: Plan) -> None:
    found = preflight(prod, account, [check.name for check in CHECKS])
    assert [(check.name, finding.reason) for check, finding in found] == [
        (check.name, "left out with --skip") for check in CHECKS
    ]
    assert set(cloud.sent) == set(ACCOUNT.permissions)


def test_what_was_found_before_an_answer_stayed_away_is_kept(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.deny("ec2:DescribeInstanceTypeOfferings")
    (zones,) = [check for check in CHECKS if check.name == "zones"]
    assert [finding.grade for finding in only(zones, prod, account)] == [Grade.OK, Grade.SKIP]


def test_one_quota_that_cannot_be_counted_leaves_the_others(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.deny("fsx:DescribeFileSystems")
    (quotas,) = [check for check in CHECKS if check.name == "other-quotas"]
    found = only(quotas, prod, account)
    assert [finding.subject for finding in found if finding.grade is Grade.SKIP] == [
        "Lustre Persistent_2 storage capacity"
    ]
    assert sum(finding.grade is Grade.OK for finding in found) > 8


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"])
def test_credentials_that_are_refused_end_the_run(cloud: Cloud, account: Account, prod: Plan, code: str) -> None:
    cloud.answer_with("sts:GetCallerIdentity", 403, code)
    with pytest.raises(NoCredentials, match=f"not accepted .{code}.*sign in again"):
        preflight(prod, account)


@pytest.mark.parametrize("action", ["ec2:DescribeAvailabilityZones", "eks:DescribeClusterVersions"])
def test_an_answer_that_is_none_of_awss_is_a_skip(cloud: Cloud, account: Account, prod: Plan, action: str) -> None:
    cloud.answer_with(action, 500, "")
    (check,) = [check for check in CHECKS if action in check.permissions]
    (finding,) = only(check, prod, account)
    assert (finding.grade, finding.reason) == (
        Grade.SKIP,
        f"{action} was answered with something that is no answer of AWS",
    )


def test_all_permissions_only_read() -> None:
    assert all(action.partition(":")[2].startswith(("Describe", "Get", "List")) for action in permissions())
