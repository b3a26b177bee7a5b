"""Tiers beside stores: home file systems."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, Name, Zone

TransitionDays = Literal[1, 7, 14, 30, 60, 90, 180, 270, 365]
PosixId = Annotated[int, Field(ge=1000, le=2_147_483_647)]


class HomeTeam(Section):
    """Whom the files of a team belong to, whoever writes them."""

    user_id: PosixId
    """POSIX user, 1000 to 2147483647; one no other team has."""
    group_id: PosixId
    """POSIX group, 1000 to 2147483647."""


class HomeFilesystem(Section):
    """An EFS file system with a directory for each team, for homes, notebooks and code."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)] = "homes"
    """What it is for; a tag. Default: homes."""
    teams: Annotated[dict[Name, HomeTeam], Field(min_length=1, max_length=1000)]
    """Teams by name; each sees `/<name>` and nothing above it."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)] | None = None
    """Zones it is mounted in; zones of the network. Default: all of them."""
    infrequent_after_days: TransitionDays = 30
    """Days without access after which a file is stored as infrequently read: 1, 7, 14, 30, 60, 90, 180, 270 or 365.
    Default: 30."""
    archive_after_days: TransitionDays | None = None
    """Days without access after which it is archived; more than infrequent_after_days. Default: 90, or the next longer
    period."""
    without_backups: bool = False
    """Whether AWS Backup leaves it out of its daily copies. Default: false."""
