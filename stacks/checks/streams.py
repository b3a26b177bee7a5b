"""Streams of events: whether what is asked for goes together, and whether any broker or shard carries it."""

from collections.abc import Iterator

from components.storage.storage_need import NeedError
from components.streams.stream_rules import planned
from stacks.checks.network import log_faults
from stacks.fault import Fault
from stacks.settings import Settings

# What the component is given by the platform, and where a person changes it.
NETWORK_ZONES = {"subnet_ids": ("network", "zones")}


def stream_faults(settings: Settings) -> Iterator[Fault]:
    for name, stream in settings.streams.items():
        if stream.log_retention_days is not None:
            yield from log_faults(("streams", name, "log_retention_days"), stream.log_retention_days)
        try:
            planned(stream.model_dump(exclude_none=True), stream.data_class, len(settings.network.zones))
        except NeedError as error:
            if error.key in NETWORK_ZONES:
                count = len(settings.network.zones)
                wrong = f"has {count} zone{'s' if count > 1 else ''}, and the stream {name!r} needs more"
                yield Fault(NETWORK_ZONES[error.key], wrong, error.right)
            else:
                yield Fault(("streams", name, error.key), error.wrong, error.right)
