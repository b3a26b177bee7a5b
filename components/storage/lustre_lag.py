"""Alarms on a link between a file system and its bucket that no longer keeps up.

https://docs.aws.amazon.com/fsx/latest/LustreGuide/fs-metrics.html: how old the oldest change is that waits to be
imported or exported, in seconds, for each publisher. FSx has no metric of objects that failed: those are only in the
file system's log.
"""

from collections.abc import Mapping, Sequence

from pulumi import Input

from components.alarms import Alarm, alarms
from components.base import Component

NAMESPACE = "AWS/FSx"
PUBLISHERS = {
    "import": ("AutoImport", "Objects wait too long to be seen as files"),
    "export": ("AutoExport", "Files wait too long to be written to the bucket, and would be lost with the file system"),
}


def lag_alarms(
    owner: Component,
    name: str,
    file_system_id: Input[str],
    allowed_minutes: int,
    topic_arns: Sequence[Input[str]],
    tags: Mapping[str, str],
) -> None:
    """An alarm for each direction of the link."""
    for direction, (publisher, says) in PUBLISHERS.items():
        alarms(
            owner,
            name,
            NAMESPACE,
            {"FileSystemId": file_system_id, "Publisher": publisher},
            {f"{direction}-lag": Alarm("AgeOfOldestQueuedMessage", says, 60 * allowed_minutes)},
            topic_arns,
            tags,
        )
