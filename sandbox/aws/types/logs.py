"""CloudWatch log groups, and streams in them."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
LOG_STREAM = "aws:cloudwatch/logStream:LogStream"
RETENTION = Call(
    "put_retention_policy",
    lambda r: {"logGroupName": r["name"], "retentionInDays": int(r["retentionInDays"])},
    on=("retentionInDays",),
    unless=lambda r: not r["retentionInDays"],
)


def _found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((g for g in reply["logGroups"] if g["logGroupName"] == r.id), None)


def _tags(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    arn = r.arn("logs", f"log-group:{r.id}")
    return {"Tags": client("logs").list_tags_for_resource(resourceArn=arn)["tags"]}


def _stream_name(r: Request) -> str:
    return r.id.rpartition(":")[2]


def _stream(r: Request, name: str) -> dict[str, Any]:
    return {"logGroupName": r.id.rpartition(":")[0], name: _stream_name(r)}


def _stream_arn(r: Request) -> str:
    return r.arn("logs", f"log-group:{r['logGroupName']}:log-stream:{r['name']}")


TYPES = (
    Type(
        LOG_GROUP,
        "logs",
        kind="CloudWatch Log Group",
        create=(Call("create_log_group", inputs=True, rename={"name": "logGroupName"}), RETENTION),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_log_groups", lambda r: {"logGroupNamePrefix": r.id}),
        found=_found,
        update=(RETENTION,),
        delete=(Call("delete_log_group", lambda r: {"logGroupName": r.id}, unless=lambda r: bool(r["skipDestroy"])),),
        replaces=("name", "namePrefix", "logGroupClass"),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=512,
        beside=_tags,
        outputs=lambda r, item: {"arn": item["arn"].removesuffix(":*")},
        computed=("arn",),
        forgotten=("name",),
        named=lambda r: (f"{LOG_GROUP}|{r['name']}",),
        may_be_named_when_deleted=("*",),
        gone=("ResourceNotFoundException",),
        tag_calls="map",
    ),
    Type(
        LOG_STREAM,
        "logs",
        kind="CloudWatch Log Stream",
        create=(Call("create_log_stream", lambda r: {"logGroupName": r["logGroupName"], "logStreamName": r["name"]}),),
        identity=lambda r, reply: f"{r['logGroupName']}:{r['name']}",
        read=Call("describe_log_streams", lambda r: _stream(r, "logStreamNamePrefix")),
        found=lambda r, reply: next((s for s in reply["logStreams"] if s["logStreamName"] == _stream_name(r)), None),
        read_as={"logGroupName": lambda item: item["arn"].split(":")[6], "name": lambda item: item["logStreamName"]},
        delete=(Call("delete_log_stream", lambda r: _stream(r, "logStreamName")),),
        replaces=("name", "logGroupName"),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=512,
        outputs=lambda r, item: {"arn": item["arn"]},
        computed=("arn",),
        named=lambda r: (f"{LOG_STREAM}|{_stream_arn(r)}",),
        names=lambda r: (f"{LOG_GROUP}|{r['logGroupName']}",) if isinstance(r["logGroupName"], str) else (),
        gone=("ResourceNotFoundException",),
    ),
)
