"""Alarms of CloudWatch as every component declares them: named after what watches, told to whoever is named."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pulumi_aws as aws
from pulumi import Input

from components.base import Component

MINUTE = 60


class Alarm(NamedTuple):
    """What goes wrong when a metric passes a threshold."""

    metric: str
    says: str
    """What has happened when it rings, for who is woken by it."""
    above: float
    """It rings when the statistic is greater than this."""
    statistic: str = "Maximum"
    minutes: int = 5
    """Minutes of bad values in a row before it rings."""
    when_silent: str = "notBreaching"
    """What no value at all means: `notBreaching`, or `breaching` where silence is the failure."""
    least: bool = False
    """Whether it rings below the threshold instead."""
    growth: bool = False
    """Whether the metric only ever counts up, so that what counts is how much it has grown in a minute."""


def alarms(
    owner: Component,
    name: str,
    namespace: str,
    dimensions: Mapping[str, Input[str]],
    wanted: Mapping[str, Alarm],
    topic_arns: Sequence[Input[str]],
    tags: Mapping[str, str],
) -> None:
    """An alarm `{name}-{key}` for each of those wanted; to the topics both when it rings and when all is well again."""
    for key, alarm in wanted.items():
        aws.cloudwatch.MetricAlarm(
            f"{name}-{key}",
            alarm_description=f"{alarm.says} ({name})",
            **_watched(alarm, namespace, dimensions),
            evaluation_periods=alarm.minutes,
            threshold=alarm.above,
            comparison_operator="LessThanThreshold" if alarm.least else "GreaterThanThreshold",
            treat_missing_data=alarm.when_silent,
            alarm_actions=list(topic_arns),
            ok_actions=list(topic_arns),
            tags={**tags, "Name": f"{name}-{key}"},
            opts=owner.child(),
        )


def _watched(alarm: Alarm, namespace: str, dimensions: Mapping[str, Input[str]]) -> dict[str, Any]:
    """The metric itself, or what it has grown by: an expression over it."""
    if not alarm.growth:
        return {
            "namespace": namespace,
            "metric_name": alarm.metric,
            "dimensions": dict(dimensions),
            "statistic": alarm.statistic,
            "period": MINUTE,
        }
    counted = {
        "namespace": namespace,
        "metric_name": alarm.metric,
        "dimensions": dict(dimensions),
        "stat": alarm.statistic,
        "period": MINUTE,
    }
    return {
        "metric_queries": [
            {"id": "counted", "metric": counted, "return_data": False},
            {"id": "growth", "expression": "DIFF(counted)", "label": f"{alarm.metric} more", "return_data": True},
        ]
    }
