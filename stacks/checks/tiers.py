"""Home file systems: who mounts them, where, and whose files are whose."""

from collections.abc import Iterator

from stacks.fault import Fault, KeyPath, listed
from stacks.sections.tiers import HomeFilesystem
from stacks.settings import Settings

NOBODY = 65_534


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
