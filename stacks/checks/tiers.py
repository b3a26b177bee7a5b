"""Home file systems and caches: who reaches them, where, and what each may be."""

from collections.abc import Iterator

from catalogue.caches import cache_versions
from stacks.checks.network import log_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.sections.tiers import Cache, HomeFilesystem
from stacks.settings import Settings

NOBODY = 65_534
MOST_NODES = 90


def tier_faults(settings: Settings) -> Iterator[Fault]:
    for name, home in settings.home_filesystems.items():
        path = ("home_filesystems", name)
        if settings.cluster is None:
            yield Fault(path, "has nobody to mount it: there is no cluster", "declare 'cluster', or leave it out")
        yield from zone_faults(settings, (*path, "zones"), home.zones or ())
        yield from _team_faults(path, home)
        if home.archive_after_days is not None and home.archive_after_days <= home.infrequent_after_days:
            wrong = f"is {home.archive_after_days}, and files are infrequently read after {home.infrequent_after_days}"
            yield Fault((*path, "archive_after_days"), wrong, "more than infrequent_after_days is right")
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
    nodes = cache.shards * (cache.replicas_per_shard + 1)
    if nodes > MOST_NODES:
        wrong = f"makes {nodes} nodes with {cache.replicas_per_shard} replicas each"
        yield Fault((*path, "shards"), wrong, f"{MOST_NODES} nodes are the most")
    yield from log_faults((*path, "log_retention_days"), cache.log_retention_days)
    for user, access in cache.users.items():
        words = access.split()
        if user in ("default", "off"):
            yield Fault((*path, "users", user), "is a name the cache uses itself", "choose another")
        elif words[:1] != ["on"] or "nopass" in words:
            wrong = f"is {access!r}, and users sign in with IAM"
            yield Fault((*path, "users", user), wrong, "'on', keys and commands are right: 'on ~app:* +@all'")


def zone_faults(settings: Settings, path: KeyPath, zones: tuple[str, ...]) -> Iterator[Fault]:
    """Zones the network is not in, or that are named twice."""
    for place, zone in enumerate(zones):
        if zone not in settings.network.zones:
            yield Fault((*path, place), f"the network is not in {zone}", f"{listed(settings.network.zones)} is right")
        elif zone in zones[:place]:
            yield Fault((*path, place), f"names {zone} a second time", "name each zone once")


def _team_faults(path: KeyPath, home: HomeFilesystem) -> Iterator[Fault]:
    owners: dict[int, str] = {}
    for team, ids in home.teams.items():
        for key, value in (("user_id", ids.user_id), ("group_id", ids.group_id)):
            if value == NOBODY:
                yield Fault((*path, "teams", team, key), f"is {NOBODY}, which is nobody's", "choose another")
        other = owners.setdefault(ids.user_id, team)
        if other != team:
            right = "a team of its own has a user of its own"
            yield Fault((*path, "teams", team, "user_id"), f"is that of the team {other!r}", right)
