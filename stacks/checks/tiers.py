"""Home file systems and caches: who reaches them, where, and what each may be."""

from collections.abc import Iterable, Iterator

from catalogue.caches import cache_versions
from components.compute.setting_error import SettingError
from components.storage.cache_plan import node_errors, user_errors
from components.storage.home_plan import archive_errors, owner_errors
from stacks.checks.network import log_faults, network_zone_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.sections.tiers import Cache
from stacks.settings import Settings


def tier_faults(settings: Settings) -> Iterator[Fault]:
    for name, home in settings.home_filesystems.items():
        path = ("home_filesystems", name)
        if settings.cluster is None:
            yield Fault(path, "has nobody to mount it: there is no cluster", "declare 'cluster', or leave it out")
        yield from zone_faults(settings, (*path, "zones"), home.zones or ())
        teams = {team: {"user_id": ids.user_id, "group_id": ids.group_id} for team, ids in home.teams.items()}
        yield from _refused(path, owner_errors(teams))
        yield from _refused(path, archive_errors(home.infrequent_after_days, home.archive_after_days))
    for name, cache in settings.caches.items():
        yield from _cache_faults(settings, ("caches", name), cache)


def _cache_faults(settings: Settings, path: KeyPath, cache: Cache) -> Iterator[Fault]:
    if settings.cluster is None:
        yield Fault(path, "has nobody to use it: there is no cluster", "declare 'cluster', or leave it out")
    yield from zone_faults(settings, (*path, "zones"), cache.zones or ())
    if len(cache.zones or settings.network.zones) < 2:
        wrong = "is in one zone, as the network is, and a replica belongs in another"
        yield Fault(path, wrong, "add a zone to the network")
    versions = cache_versions(cache.engine)
    if cache.engine_version is not None and cache.engine_version not in versions:
        wrong = f"is {cache.engine_version!r}, which the catalogue does not have of {cache.engine}"
        yield Fault((*path, "engine_version"), wrong, f"{listed(versions)} is right")
    yield from _refused(path, node_errors(cache.shards, cache.replicas_per_shard))
    yield from _refused(path, user_errors(str(path[-1]), cache.users))
    yield from log_faults((*path, "log_retention_days"), cache.log_retention_days)


def _refused(path: KeyPath, errors: Iterable[SettingError]) -> Iterator[Fault]:
    """What a planner of the component refuses, each in its line of the file."""
    for error in errors:
        yield Fault((*path, *error.argument.split(".")), error.wrong, error.right)


def zone_faults(settings: Settings, path: KeyPath, zones: tuple[str, ...]) -> Iterator[Fault]:
    """Zones the network is not in, or that are named twice."""
    for place, zone in enumerate(zones):
        yield from network_zone_faults(settings, (*path, place), zone)
        if zone in zones[:place]:
            yield Fault((*path, place), f"names {zone!r} a second time", "name each zone once")
