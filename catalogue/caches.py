"""Engines of ElastiCache: the versions there are, and the family of parameters each belongs to."""

from collections.abc import Mapping
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


def cache_engines() -> tuple[str, ...]:
    """The engines, the one to take first."""
    return tuple(_families())


def cache_versions(engine: str) -> tuple[str, ...]:
    """The versions of an engine, oldest first. Raises UnknownFact for an engine there is not."""
    found = _families().get(engine)
    if found is None:
        raise UnknownFact("cache engine", engine, _families())
    return tuple(found)


def cache_family(engine: str, version: str) -> str:
    """The family of parameter groups of a version, such as `valkey8`."""
    if version not in cache_versions(engine):
        raise UnknownFact(f"version of {engine}", version, cache_versions(engine))
    return _families()[engine][version]


@cache
def _families() -> Mapping[str, Mapping[str, str]]:
    families: dict[str, dict[str, str]] = {}
    for row in table("cache_engines"):
        families.setdefault(row["engine"], {})[row["version"]] = row["family"]
    return families
