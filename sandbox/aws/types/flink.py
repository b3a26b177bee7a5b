"""Managed Service for Apache Flink, on record: moto makes an application, and can neither change nor delete it."""

from collections.abc import Iterator

from sandbox.aws.model import Request, Type
from sandbox.inputs import at

APPLICATION = "aws:kinesisanalyticsv2/application:Application"
LOG_STREAM = "aws:cloudwatch/logStream:LogStream"
BUCKET = "aws:s3/bucket:Bucket"


def _names(r: Request) -> Iterator[str]:
    """The stream its logs go to and the bucket its program is in; keys, roles and networks are named by their ids."""
    bucket = at(r["applicationConfiguration"], "applicationCodeConfiguration.codeContent.s3ContentLocation.bucketArn")
    if isinstance(bucket, str):
        yield f"{BUCKET}|{bucket.rpartition(':')[2]}"
    log_stream = at(r["cloudwatchLoggingOptions"], "logStreamArn")
    if isinstance(log_stream, str):
        yield f"{LOG_STREAM}|{log_stream}"


TYPES = (
    Type(
        APPLICATION,
        "",
        kind="Managed Flink Application",
        identity=lambda r, reply: r.arn("kinesisanalytics", f"application/{r['name']}"),
        replaces=("name", "applicationMode"),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=128,
        outputs=lambda r, item: {"arn": r.id, "status": "RUNNING" if r["startApplication"] else "READY"},
        computed=("arn", "status"),
        names=lambda r: tuple(_names(r)),
    ),
)
