"""What the rules of databases and file systems let pass, and what they cannot know."""

from typing import Any

import pytest

from graph.model import Reference, Unknown
from policies.rule import Verdict
from tests.policies.good import MOUNT, ONLY_POINTS, ONLY_TLS, broken, document, good, reference
from tests.policies.test_rules import finding

POINT = "elasticfilesystem:AccessPointArn"
ROLE = {**MOUNT, "Principal": {"AWS": "arn:aws:iam::111122223333:role/homes"}, "Condition": {}}


def replica(**more: Any) -> dict[str, dict[str, Any]]:
    """The good stack with a replica that says next to nothing of itself."""
    source = reference("postgres.talks", "identifier")
    return {**good(), "postgres.copy": {"replicateSourceDb": source, **more}}


@pytest.mark.parametrize("rule", ["ENC-004", "NET-004", "AVA-004"])
def test_a_replica_has_what_its_source_has(rule: str) -> None:
    assert finding(rule, "postgres.copy", replica()).outcome.verdict is Verdict.PASS
    assert finding(rule, "postgres.copy", replica(replicateSourceDb=Unknown())).outcome.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("key", "path"), [("postgres.talks", "dbSubnetGroupName"), ("search.passages", "vpcOptions.subnetIds")]
)
def test_a_network_that_is_not_known_keeps_the_rule_from_passing(key: str, path: str) -> None:
    assert finding("NET-004", key, broken(key, path, Unknown())).outcome.verdict is Verdict.UNKNOWN


def test_a_replica_has_no_backups_of_its_own() -> None:
    assert finding("AVA-001", "postgres.copy", replica()).outcome.verdict is Verdict.NOT_APPLICABLE


def test_a_replica_is_not_public_either() -> None:
    said = finding("NET-004", "postgres.copy", replica(publiclyAccessible=True)).outcome
    assert said.verdict is Verdict.FAIL
    assert said.property == "publiclyAccessible"


def test_insights_that_are_off_need_no_key() -> None:
    inputs = broken("member.features-primary", "performanceInsightsEnabled", False)
    del inputs["member.features-primary"]["performanceInsightsKmsKeyId"]
    assert finding("ENC-004", "member.features-primary", inputs).outcome.verdict is Verdict.PASS


def test_a_backup_plan_is_not_enough_for_a_database() -> None:
    inputs = broken("postgres.talks", "backupRetentionPeriod", 0)
    inputs["selection.internal"]["resources"] = ["*"]
    assert finding("REC-001", "postgres.talks", inputs).outcome.verdict is Verdict.PASS
    assert finding("AVA-001", "postgres.talks", inputs).outcome.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "statements",
    [
        (ROLE, ONLY_TLS, ONLY_POINTS),
        ({**ROLE, "Condition": {"StringEquals": {POINT: "arn:aws:elasticfilesystem:::access-point/a"}}}, ONLY_TLS),
        ({**MOUNT, "Condition": {**MOUNT["Condition"], "Null": {POINT: "false"}}}, ONLY_TLS),  # type: ignore[dict-item]
        (MOUNT, {**ONLY_TLS, "Action": "*"}, ONLY_POINTS),
    ],
    ids=["named roles", "named points", "any point", "all actions"],
)
def test_other_ways_to_say_it_pass(statements: tuple[dict[str, Any], ...]) -> None:
    inputs = broken("mounts.teams", "policy", document(*statements))
    for rule in ("ENC-021", "IAM-011"):
        assert finding(rule, "homes.teams", inputs).outcome.verdict is Verdict.PASS, rule


def test_asking_that_there_be_no_access_point_is_not_asking_for_one() -> None:
    whole = {**ROLE, "Condition": {"Null": {POINT: "true"}}}
    inputs = broken("mounts.teams", "policy", document(whole, ONLY_TLS))
    said = finding("IAM-011", "homes.teams", inputs).outcome
    assert "past its access points" in said.sentence


@pytest.mark.parametrize("rule", ["ENC-021", "IAM-011"])
def test_a_condition_whose_value_is_hidden_keeps_the_rule_from_passing(rule: str) -> None:
    hidden = Reference("urn:elsewhere", "value")
    conditions = [
        {"Bool": {"aws:SecureTransport": hidden}},
        {"Null": {POINT: hidden}},
    ]
    denied = [{**ONLY_TLS, "Condition": each} for each in conditions]
    inputs = broken("mounts.teams", "policy", {"Statement": [MOUNT, *denied]})
    assert finding(rule, "homes.teams", inputs).outcome.verdict is Verdict.UNKNOWN
