"""Why the platform for features from a stream is as it is."""

from tests.components.reading import allowed_actions, statements
from tests.platforms.reading import graph_of

NAME = "streaming-features"
USER = "aws:elasticache/user:User"


def test_a_person_is_one_partition_and_goes_by_itself() -> None:
    table = graph_of(NAME).one("aws:keyspaces/table:Table").inputs
    assert [key["name"] for key in table["schemaDefinition"]["partitionKeys"]] == ["person"]
    assert table["defaultTimeToLive"] == 90 * 86_400


def test_events_are_read_again_for_three_days_and_no_longer() -> None:
    stream = graph_of(NAME).one("aws:kinesis/stream:Stream").inputs
    assert (stream["retentionPeriod"], stream["encryptionType"]) == (72, "KMS")


def test_scoring_reads_features_from_the_cache_and_writes_none() -> None:
    users = {each.inputs["userName"]: each.inputs["accessString"] for each in graph_of(NAME).of_type(USER)}
    (scoring,) = [access for user, access in users.items() if "scoring" in user]
    assert scoring == "on ~feature:* +@read"


def test_the_scorer_has_the_models_and_nothing_else() -> None:
    policy = statements(graph_of(NAME).named("aws:iam/rolePolicy:RolePolicy", "scorer"))
    assert "s3:PutObject" not in allowed_actions(policy)


def test_the_registry_of_features_survives_a_zone() -> None:
    database = graph_of(NAME).one("aws:rds/instance:Instance").inputs
    assert database["multiAz"] is True
    assert database["deletionProtection"] is True
