"""Why a processor of streams is declared as it is."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from components.streams.stream_processor import StreamProcessor
from graph.capture import capture
from graph.model import Graph
from tests.examples import FULL, MINIMAL

SMALL, WHOLE = MINIMAL["StreamProcessor"], FULL["StreamProcessor"]
APPLICATION = "aws:kinesisanalyticsv2/application:Application"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OUT = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def processor(base: dict[str, Any], /, **args: Any) -> Graph:
    given = {key: value for key, value in {**base, **args}.items() if value is not None}
    return capture(lambda: StreamProcessor("features", given))  # type: ignore[arg-type]


def configuration(graph: Graph) -> dict[str, Any]:
    found = graph.one(APPLICATION).inputs["applicationConfiguration"]
    assert isinstance(found, Mapping)
    return dict(found)


def refused(base: dict[str, Any], /, **args: Any) -> str:
    with pytest.raises(ValueError, match="StreamProcessor 'features': ") as caught:
        processor(base, **args)
    return str(caught.value).removeprefix("StreamProcessor 'features': ")


def alarms(graph: Graph) -> dict[str, dict[str, Any]]:
    return {each.name.removeprefix("features-"): dict(each.inputs) for each in graph.of_type(ALARM)}


def policy_text(graph: Graph) -> str:
    """The policy as it stands in the graph, what is not known yet included."""
    policy = graph.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    return policy if isinstance(policy, str) else str(policy)


def test_after_every_change_it_goes_on_from_its_latest_snapshot_and_forgets_nothing() -> None:
    made = configuration(processor(SMALL))
    assert made["applicationSnapshotConfiguration"] == {"snapshotsEnabled": True}
    assert made["runConfiguration"] == {
        "applicationRestoreConfiguration": {"applicationRestoreType": "RESTORE_FROM_LATEST_SNAPSHOT"},
        "flinkRunConfiguration": {"allowNonRestoredState": False},
    }


def test_it_is_never_stopped_by_force_which_would_take_no_snapshot_nor_deleted_by_mistake() -> None:
    application = processor(SMALL).one(APPLICATION)
    assert application.inputs["forceStop"] is False
    assert application.protect


def test_new_code_is_a_change_of_one_input_and_of_no_name() -> None:
    before, after = processor(SMALL), processor(SMALL, code_key="features-1.1.0.jar")
    assert [each.urn for each in before.resources] == [each.urn for each in after.resources]
    content = configuration(after)["applicationCodeConfiguration"]["codeContent"]["s3ContentLocation"]
    assert content == {"bucketArn": SMALL["code_bucket_arn"], "fileKey": "features-1.1.0.jar"}
    assert {k: v for k, v in configuration(before).items() if k != "applicationCodeConfiguration"} == {
        k: v for k, v in configuration(after).items() if k != "applicationCodeConfiguration"
    }


def test_its_state_is_under_the_key_of_the_data_class_and_its_logs_under_their_own() -> None:
    graph = processor(SMALL, log_key_arn="arn:aws:kms:eu-north-1:111122223333:key/logs")
    key = configuration(graph)["applicationEncryptionConfiguration"]
    assert key == {"keyType": "CUSTOMER_MANAGED_KEY", "keyId": SMALL["kms_key_arn"]}
    logs = graph.one("aws:cloudwatch/logGroup:LogGroup").inputs
    assert (logs["kmsKeyId"], logs["retentionInDays"]) == ("arn:aws:kms:eu-north-1:111122223333:key/logs", 365)


def test_it_runs_in_the_private_subnets_of_two_zones_where_nothing_reaches_it() -> None:
    graph = processor(SMALL)
    assert configuration(graph)["vpcConfiguration"]["subnetIds"] == ("subnet-0a", "subnet-0b")
    assert graph.of_type(IN) == ()
    (out,) = graph.of_type(OUT)
    assert (out.inputs["fromPort"], out.inputs["toPort"]) == (443, 443)


def test_brokers_let_it_in_where_iam_asks_who_it_is_and_nowhere_else() -> None:
    rule = processor(WHOLE).one(IN).inputs
    assert (rule["fromPort"], rule["toPort"], rule["securityGroupId"]) == (9098, 9098, "sg-0brokers")


def test_it_checkpoints_as_often_as_it_may_read_again_and_scales_by_itself() -> None:
    flink = configuration(processor(WHOLE))["flinkApplicationConfiguration"]
    assert flink["checkpointConfiguration"]["checkpointInterval"] == 30_000
    assert flink["checkpointConfiguration"]["checkpointingEnabled"] is True
    assert flink["parallelismConfiguration"] == {
        "configurationType": "CUSTOM",
        "autoScalingEnabled": True,
        "parallelism": 12,
        "parallelismPerKpu": 2,
    }


def test_a_checkpoint_more_that_failed_rings_and_not_one_that_failed_last_week() -> None:
    queries = alarms(processor(SMALL))["checkpoints"]["metricQueries"]
    assert queries[0]["metric"]["metricName"] == "numberOfFailedCheckpoints"
    assert (queries[0]["returnData"], queries[1]["returnData"]) == (False, True)
    assert queries[1]["expression"] == "DIFF(counted)"


def test_an_application_that_says_nothing_is_down() -> None:
    down = alarms(processor(SMALL))["down"]
    assert (down["metricName"], down["threshold"], down["treatMissingData"]) == ("downtime", 0, "breaching")


def test_from_flink_2_on_downtime_is_asked_of_the_metrics_that_stay() -> None:
    watched = alarms(processor(SMALL, runtime="FLINK-2_2"))
    assert {watched["down"]["metricName"], watched["failing"]["metricName"]} == {"restartingTime", "failingTime"}
    assert watched["failing"]["treatMissingData"] == "notBreaching"
    assert "downtime" not in {each.get("metricName") for each in watched.values()}


def test_falling_behind_is_asked_of_the_kind_of_stream_it_reads() -> None:
    assert alarms(processor(SMALL))["lag"]["threshold"] == 600_000
    assert "topic-lag" not in alarms(processor(SMALL))
    both = alarms(processor(WHOLE))
    assert (both["lag"]["threshold"], both["topic-lag"]["threshold"]) == (120_000, 50_000)


def test_its_role_reads_its_streams_and_topics_and_writes_what_it_is_given() -> None:
    said = policy_text(processor(WHOLE))
    for part in (
        "arn:aws:kinesis:eu-north-1:111122223333:stream/clicks",
        "arn:aws:kafka:eu-north-1:111122223333:topic/answers/0f1e2d3c-1/*",
        "arn:aws:kafka:eu-north-1:111122223333:group/answers/0f1e2d3c-1/*",
        "arn:aws:s3:::features/*",
        "arn:aws:s3:::programs/features-1.0.0.jar",
        "kinesis:PutRecords",
    ):
        assert part in said
    assert "kafka-cluster:WriteData" not in said


def test_a_role_that_writes_nothing_may_write_nothing() -> None:
    said = policy_text(processor(SMALL))
    assert "s3:PutObject" not in said
    assert "kinesis:PutRecord" not in said
    assert "kms:" not in said


def test_only_the_service_in_its_account_takes_the_role() -> None:
    trust = processor(SMALL).one("aws:iam/role:Role").inputs["assumeRolePolicy"]
    assert isinstance(trust, str)
    (statement,) = json.loads(trust)["Statement"]
    assert statement["Principal"] == {"Service": ["kinesisanalytics.amazonaws.com"]}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_the_program_is_told_what_it_is_given() -> None:
    (group,) = configuration(processor(WHOLE))["environmentProperties"]["propertyGroups"]
    assert group == {"propertyGroupId": "source", "propertyMap": WHOLE["properties"]["source"]}


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            {"subnet_ids": {"eun1-az1": "subnet-0a"}},
            "subnet_ids is in one zone; two or more are right: a zone may fail",
        ),
        (
            {"kinesis_stream_arns": []},
            "kinesis_stream_arns is missing, and so is kafka_sources; name what it reads",
        ),
        (
            {"runtime": "FLINK-1_19"},
            "runtime is 'FLINK-1_19', which is not for new applications; 'FLINK-1_20' or 'FLINK-2_2' is right",
        ),
        ({"runtime": "FLINK-1_21"}, "runtime is 'FLINK-1_21'; unknown runtime of Managed Flink 'FLINK-1_21'"),
        ({"code_key": "features.py"}, "code_key is 'features.py'; a .jar, or a .zip of a program in Python, is right"),
        (
            {"parallelism": 130, "parallelism_per_kpu": 2},
            "parallelism is 130 with 2 to a unit, and the quota is 64 units; at most 128 is right, or a higher",
        ),
        (
            {"parallelism": 4, "state_gb": 330},
            "state_gb is 330, and 4 units hold 200 GB; 7 or more in parallelism is right",
        ),
        ({"state_gb": 4000}, "state_gb is 4000, and 1 units hold 50 GB; at most 3200 is what the quota of 64"),
        ({"log_retention_days": 100}, "log_retention_days is 100; CloudWatch Logs has no such period"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(args: dict[str, Any], sentence: str) -> None:
    assert refused(SMALL, **args).startswith(sentence)
