"""CloudWatch alarms."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def _dimensions(values: Mapping[str, str] | None) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in (values or {}).items()]


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """A metric, or an expression over others, as CloudWatch writes it."""
    asked = {"Id": query["id"], "ReturnData": bool(query.get("returnData"))}
    if (metric := query.get("metric")) is None:
        return {**asked, "Expression": query["expression"], "Label": query.get("label", query["id"])}
    named = {"Namespace": metric["namespace"], "MetricName": metric["metricName"]}
    statistic = {"Period": int(metric["period"]), "Stat": metric["stat"]}
    return {**asked, "MetricStat": {"Metric": {**named, "Dimensions": _dimensions(metric["dimensions"])}, **statistic}}


def _watched(r: Request) -> dict[str, Any]:
    if r["metricQueries"]:
        return {"Metrics": [_query(query) for query in r["metricQueries"]]}
    return {"Dimensions": _dimensions(r["dimensions"])}


def _found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next(iter(reply["MetricAlarms"]), None)


def _tags(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    arn = r.arn("cloudwatch", f"alarm:{r.id}")
    return {"Tags": client("cloudwatch").list_tags_for_resource(ResourceARN=arn)["Tags"]}


PUT = Call("put_metric_alarm", _watched, inputs=True, rename={"name": "AlarmName"})

TYPES = (
    Type(
        ALARM,
        "cloudwatch",
        kind="CloudWatch Metric Alarm",
        create=(PUT,),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_alarms", lambda r: {"AlarmNames": [r.id]}),
        found=_found,
        read_as={"dimensions": lambda item: {each["Name"]: each["Value"] for each in item["Dimensions"]}},
        update=(PUT,),
        delete=(Call("delete_alarms", lambda r: {"AlarmNames": [r.id]}),),
        replaces=("name",),
        fixed_when_named=("name",),
        auto_name="name",
        forgotten=("metricQueries",),
        beside=_tags,
        outputs=lambda r, item: {"arn": item["AlarmArn"]},
        computed=("arn",),
        gone=("ResourceNotFound",),
        tag_calls="fsx",
    ),
)
