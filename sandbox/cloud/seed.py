"""What is in the emulated account before the first stack comes: capacity that somebody bought.

A stack never creates a capacity reservation; it names one. The reservations that `sandbox/account.yaml` lists exist in
every emulated account.
"""

from collections.abc import Iterator
from pathlib import Path

from sandbox.cloud.records import Record

ACCOUNT_FILE = Path(__file__).parent.parent / "account.yaml"


def seeded_records() -> Iterator[Record]:
    """The records of `account.yaml`."""
    from ruamel.yaml import YAML

    for reservation in YAML(typ="safe").load(ACCOUNT_FILE)["capacity_reservations"]:
        yield Record(
            urn="",
            type="aws:ec2/capacityReservation:CapacityReservation",
            id=reservation["id"],
            account="",
            region="",
            identities=[reservation["id"]],
            state=dict(reservation),
            seeded=True,
        )
