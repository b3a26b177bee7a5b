"""What of a stack file has a data class: every store, file system, cache and database, in one walk."""

from collections.abc import Iterator

from stacks.settings import Settings


def classified(settings: Settings) -> Iterator[tuple[tuple[str, str], str]]:
    """The place of each section that says a data class, and the class."""
    for section in type(settings).model_fields:
        entries = getattr(settings, section)
        if isinstance(entries, dict):
            for name, entry in entries.items():
                data_class = getattr(entry, "data_class", None)
                if data_class is not None:
                    yield (section, name), data_class
