"""What keeps data: each type of resource that loses it for good, and what brings it back.

`data/stateful_types.csv` says per type what the service itself keeps, and how much is lost then at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table


@dataclass(frozen=True, slots=True)
class StatefulType:
    """A type of resource that keeps data."""

    type: str
    """Type token, such as `aws:s3/bucket:Bucket`."""
    label: str
    """What people call it."""
    backup_type: str
    """AWS Backup's word for it; "" where AWS Backup does not have it."""
    means: str
    """How the service itself keeps recovery points: days (a number above 0), flag, snapshots (a flag, of a program
    that has them beside its checkpoints), word, companion (another resource says it), always, or "" for not at all."""
    property: str
    """The input that says so; of a companion its type, `/`, and its input that names the resource."""
    value: str
    """The word that is right; of a companion `input=word`."""
    rpo_minutes: float
    """Minutes of data that are lost at most when it is restored from what the service keeps."""
    rto: str
    """How long that takes, in its order of magnitude: minutes or hours."""

    def to_the_moment(self) -> bool:
        """Whether the service itself can bring it back to any moment, and not only to a daily snapshot."""
        return self.means in ("days", "flag", "word") and self.rpo_minutes < 60


@cache
def stateful_types() -> Mapping[str, StatefulType]:
    """Every type that keeps data, by its token."""
    return {
        row["type"]: StatefulType(
            row["type"],
            row["label"],
            row["backup_type"],
            row["means"],
            row["property"],
            row["value"],
            float(row["rpo_minutes"] or 0),
            row["rto"],
        )
        for row in table("stateful_types")
    }
