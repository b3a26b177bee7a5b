"""When somebody must look at an application of Managed Flink: it is down, forgets, or falls behind."""

from collections.abc import Mapping
from typing import Any

from catalogue.flink import FlinkRuntime
from components.alarms import Alarm
from components.streams.processor_words import LAG_RECORDS, LAG_SECONDS

NAMESPACE = "AWS/KinesisAnalytics"
MILLISECONDS = 1000


def processor_alarms(runtime: FlinkRuntime, args: Mapping[str, Any]) -> dict[str, Alarm]:
    """Those AWS recommends: https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html"""
    failed = "Checkpoints fail: after a restart it would go on from longer ago"
    wanted = {"checkpoints": Alarm("numberOfFailedCheckpoints", failed, 0, growth=True)}
    for metric in runtime.down_metrics:
        key = "down" if metric == runtime.down_metrics[0] else metric.removesuffix("Time")
        # An application that says nothing of itself does not run.
        silent = "breaching" if key == "down" else "notBreaching"
        wanted[key] = Alarm(metric, "It does not run", 0, when_silent=silent)
    if args.get("kinesis_stream_arns"):
        behind = args.get("lag_seconds", LAG_SECONDS) * MILLISECONDS
        wanted["lag"] = Alarm("millisBehindLatest", "It is behind its streams", behind)
    if args.get("kafka_sources"):
        wanted["topic-lag"] = Alarm("records_lag_max", "It is behind its topics", args.get("lag_records", LAG_RECORDS))
    return wanted
