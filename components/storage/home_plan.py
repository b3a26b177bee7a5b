"""Whom the files of a home file system belong to, and when they become cheaper to keep, checked before anything is."""

from collections.abc import Iterator, Mapping

from components.compute.setting_error import SettingError

NOBODY = 65_534
# https://docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html
TRANSITION_DAYS = (1, 7, 14, 30, 60, 90, 180, 270, 365)
ARCHIVE_AFTER_DAYS = 90


def owner_errors(teams: Mapping[str, Mapping[str, int]]) -> Iterator[SettingError]:
    """Files that would belong to nobody, or to two teams. Each team has a user_id and a group_id."""
    owners: dict[int, str] = {}
    for team, ids in teams.items():
        for key, value in ids.items():
            if value == NOBODY:
                yield SettingError(f"teams.{team}.{key}", f"is {NOBODY}", "that is nobody's: choose another")
        other = owners.setdefault(ids["user_id"], team)
        if other != team:
            right = "a team of its own has a user of its own"
            yield SettingError(f"teams.{team}.user_id", f"is that of {other!r}", right)


def archive_errors(infrequent: int, archive: int | None) -> Iterator[SettingError]:
    """Files that would be archived before they are stored as infrequently read."""
    if archive is not None and archive <= infrequent:
        right = f"more than infrequent_after_days ({infrequent}) is right"
        yield SettingError("archive_after_days", f"is {archive}", right)


def archive_days(infrequent: int) -> int | None:
    """Days after which files are archived where nothing is said: 90 or the next longer period, if there is one."""
    return next((days for days in TRANSITION_DAYS if days > infrequent and days >= ARCHIVE_AFTER_DAYS), None)
