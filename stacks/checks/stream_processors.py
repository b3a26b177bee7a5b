"""Programs over streams: whether what they read and write is there, and whether their units carry them."""

from collections.abc import Iterator

from catalogue.unknown import nearest
from components.storage.storage_need import NeedError
from components.streams.processor_rules import planned_processor
from components.streams.processor_words import FEWEST_ZONES
from stacks.checks.network import log_faults
from stacks.fault import Fault, KeyPath
from stacks.layers.surroundings import strictest
from stacks.sections.stream_processors import StreamProcessor
from stacks.settings import Settings


def stream_processor_faults(settings: Settings) -> Iterator[Fault]:
    zones = len(settings.network.zones)
    for name, processor in settings.stream_processors.items():
        path = ("stream_processors", name)
        if zones < FEWEST_ZONES:
            wrong = f"has one zone, and the stream processor {name!r} needs two"
            yield Fault(("network", "zones"), wrong, "two or more are right: a zone may fail")
        if processor.log_retention_days is not None:
            yield from log_faults((*path, "log_retention_days"), processor.log_retention_days)
        try:
            planned_processor(processor.model_dump(exclude_none=True))
        except NeedError as error:
            yield Fault((*path, error.key), error.wrong, error.right)
        unknown = [*_unknown(settings, processor, path)]
        yield from unknown or _class_faults(settings, processor, path)


def _unknown(settings: Settings, processor: StreamProcessor, path: KeyPath) -> Iterator[Fault]:
    for key, names, there, kind in (
        ("reads", processor.reads, settings.streams, "streams"),
        ("writes", processor.writes, settings.stores, "stores"),
        ("code_store", (processor.code_store,), settings.stores, "stores"),
    ):
        for each in names:
            if each not in there:
                near = nearest(each, there)
                right = f"did you mean {near!r}?" if near else f"declare it in {kind}"
                yield Fault((*path, key), f"names {each!r}, which is not in {kind}", right)


def _class_faults(settings: Settings, processor: StreamProcessor, path: KeyPath) -> Iterator[Fault]:
    """What it reads is in its state, and in what it writes: neither may be of a class that needs less care."""
    read = strictest(settings.streams[each].data_class for each in processor.reads)
    if strictest((read, processor.data_class)) != processor.data_class and processor.data_class != "derived":
        wrong = f"is {processor.data_class!r}, and it reads {read} data"
        yield Fault((*path, "data_class"), wrong, f"{read!r} is right, or 'derived' where nobody can be told from it")
