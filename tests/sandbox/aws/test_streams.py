"""What a stream in the sandbox lets be changed, and what keeps it from going."""

import pytest

from sandbox.errors import Refused
from tests.sandbox.aws.account import TAGS, Account

STREAM = "aws:kinesis/stream:Stream"
CONFIGURATION = "aws:msk/configuration:Configuration"


def test_a_data_stream_changes_retention_both_ways_shards_and_tags_in_place(account: Account) -> None:
    stream = account.make(STREAM, shardCount=2, retentionPeriod=48, tags=TAGS)
    for change in ({"retentionPeriod": 72}, {"retentionPeriod": 24}, {"shardCount": 4}, {"tags": {"Owner": "me"}}):
        account.change(stream, **change)
        id_, _, inputs = account.read(stream)
        assert (id_, inputs) == (stream.id, stream.inputs)
    summary = account.client("kinesis").describe_stream_summary(StreamName=stream.inputs["name"])
    assert summary["StreamDescriptionSummary"]["RetentionPeriodHours"] == 24
    assert summary["StreamDescriptionSummary"]["OpenShardCount"] == 4


def test_a_shorter_retention_set_by_hand_is_drift(account: Account) -> None:
    stream = account.make(STREAM, shardCount=1, retentionPeriod=72)
    client = account.client("kinesis")
    client.decrease_stream_retention_period(StreamName=stream.inputs["name"], RetentionPeriodHours=24)
    assert account.read(stream)[2]["retentionPeriod"] == 24


def test_a_stream_with_a_reader_stays_and_a_reader_needs_its_stream(account: Account) -> None:
    stream = account.make(STREAM, shardCount=1)
    account.make("aws:kinesis/streamConsumer:StreamConsumer", name="features", streamArn=stream.id)
    with pytest.raises(Refused, match="it is still named by StreamConsumer"):
        account.delete(stream)
    with pytest.raises(Refused, match="is not in this account"):
        account.make("aws:kinesis/streamConsumer:StreamConsumer", name="lost", streamArn=f"{stream.id}-other")


def test_a_configuration_has_one_more_revision_after_each_change_of_what_it_says(account: Account) -> None:
    made = account.make(CONFIGURATION, serverProperties="log.retention.hours=24\n")
    assert made.state["latestRevision"] == 1
    account.change(made, serverProperties="log.retention.hours=48\n")
    assert made.state["latestRevision"] == 2
    account.change(made, description="the same")
    assert account.read(made)[1]["latestRevision"] == 2


def test_an_alarm_changed_by_hand_is_drift(account: Account) -> None:
    alarm = account.make(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        namespace="AWS/Kafka",
        metricName="OfflinePartitionsCount",
        dimensions={"Cluster Name": "clicks"},
        statistic="Maximum",
        period=60,
        evaluationPeriods=5,
        threshold=0,
        comparisonOperator="GreaterThanThreshold",
    )
    account.change(alarm, threshold=2)
    assert account.client("cloudwatch").describe_alarms()["MetricAlarms"][0]["Threshold"] == 2
    account.client("cloudwatch").delete_alarms(AlarmNames=[alarm.id])
    assert account.read(alarm)[0] == ""
