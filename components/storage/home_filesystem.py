"""Home file system: one EFS file system with a place of its own for each team.

Deploys: the file system, a mount target in each zone with their security group, an access point per team, the policy
that says how it is mounted, and its backup policy.
For: homes, notebooks, code and environments, which many pods and machines write at a time.
Not for: training data and checkpoints, see SharedFilesystem; not for models and data sets, see ObjectStore.

Files do not expire by themselves here: retention is up to who owns a home. What nobody reads becomes cheaper storage.
"""

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.client_access import client_security_group
from components.storage.home_plan import TRANSITION_DAYS, archive_days, archive_errors, owner_errors
from components.storage.home_policy import home_policy

TEAM = re.compile(r"[a-z][a-z0-9-]{0,28}[a-z0-9]")
# Below 1000 are the operating system's own users.
FIRST_ID, LAST_ID = 1000, 2_147_483_647
# https://docs.aws.amazon.com/efs/latest/ug/limits.html#limits-efs-resources-per-account-per-region
MOST_TEAMS = 1000
INFREQUENT_AFTER_DAYS = 30
NFS_PORT = 2049
PERMISSIONS = "0770"
"""Of a team's directory: its user and group only."""


class HomeTeam(TypedDict):
    """Whom a team's files belong to."""

    user_id: int
    """POSIX user every file of the team belongs to, whoever writes it; 1000 to 2147483647."""
    group_id: int
    """POSIX group of the same, 1000 to 2147483647."""


class HomeFilesystemArgs(TypedDict):
    """Inputs of HomeFilesystem."""

    vpc_id: Input[str]
    """Network it is in."""
    subnet_ids: Mapping[str, Input[str]]
    """Private subnet by zone id; a mount target is made in each."""
    client_security_group_ids: Mapping[str, Input[str]]
    """Security groups whose members may mount it, by a name that stays."""
    kms_key_arn: Input[str]
    """Key that encrypts it. It cannot be changed later."""
    teams: Mapping[str, HomeTeam]
    """Teams by name, 1 to 1000; each has the directory `/<name>` and sees nothing above it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    client_role_arns: NotRequired[list[Input[str]]]
    """IAM roles that may mount it. Default: whoever reaches a mount target."""
    infrequent_after_days: NotRequired[int]
    """Days without access after which a file is stored as infrequently read: 1, 7, 14, 30, 60, 90, 180, 270 or 365.
    Default: 30."""
    archive_after_days: NotRequired[int]
    """Days without access after which it is archived, more than infrequent_after_days. Default: 90, or the next longer
    period."""
    without_backups: NotRequired[bool]
    """Whether AWS Backup leaves it out of its daily copies, which it keeps for 35 days. Default: false."""


class HomeFilesystem(Component):
    """An EFS file system that is mounted through its teams' access points over TLS, and in no other way."""

    file_system_id: Output[str]
    """Id of the file system."""
    file_system_arn: Output[str]
    """ARN of the file system."""
    access_point_ids: Output[dict[str, str]]
    """Id of each team's access point."""
    security_group_id: Output[str]
    """Security group of the mount targets."""

    def __init__(self, name: str, args: HomeFilesystemArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if not zones:
            raise self.refuse("subnet_ids", "is empty", "give a private subnet in each zone that mounts it")
        teams = self._checked_teams(args["teams"])
        policies = self._lifecycle(args)

        file_system = aws.efs.FileSystem(
            name,
            encrypted=True,
            kms_key_id=args["kms_key_arn"],
            performance_mode="generalPurpose",
            throughput_mode="elastic",
            lifecycle_policies=policies,
            tags={**tags, "Name": name},
            # Homes hold what is nowhere else.
            opts=self.child(protect=True),
        )
        group = client_security_group(
            self,
            args["vpc_id"],
            args["client_security_group_ids"],
            NFS_PORT,
            tags,
            description=f"NFS to the file system {name}",
            rule="nfs",
            rule_description=f"NFS, {name}",
        )
        for zone in zones:
            aws.efs.MountTarget(
                f"{name}-{zone}",
                file_system_id=file_system.id,
                subnet_id=args["subnet_ids"][zone],
                security_groups=[group.id],
                opts=self.child(),
            )
        points = {team: self._access_point(file_system, team, ids, tags) for team, ids in teams.items()}
        aws.efs.FileSystemPolicy(
            name,
            file_system_id=file_system.id,
            policy=home_policy(file_system.arn, args.get("client_role_arns")),
            opts=self.child(),
        )
        aws.efs.BackupPolicy(
            name,
            file_system_id=file_system.id,
            backup_policy={"status": "DISABLED" if args.get("without_backups", False) else "ENABLED"},
            opts=self.child(),
        )

        self.file_system_id, self.file_system_arn = file_system.id, file_system.arn
        self.access_point_ids = Output.all(**{team: point.id for team, point in points.items()})
        self.security_group_id = group.id
        self.register_outputs(
            {
                "fileSystemId": self.file_system_id,
                "fileSystemArn": self.file_system_arn,
                "accessPointIds": self.access_point_ids,
                "securityGroupId": self.security_group_id,
            }
        )

    def _access_point(
        self, file_system: "aws.efs.FileSystem", team: str, ids: dict[str, int], tags: dict[str, str]
    ) -> "aws.efs.AccessPoint":
        """Its directory is made at the first mount, for its owner; whoever mounts it acts as that owner."""
        return aws.efs.AccessPoint(
            f"{self._name}-{team}",
            file_system_id=file_system.id,
            posix_user={"uid": ids["user_id"], "gid": ids["group_id"]},
            root_directory={
                "path": f"/{team}",
                "creation_info": {
                    "owner_uid": ids["user_id"],
                    "owner_gid": ids["group_id"],
                    "permissions": PERMISSIONS,
                },
            },
            tags={**tags, "Name": f"{self._name}-{team}"},
            opts=self.child(),
        )

    def _checked_teams(self, teams: Mapping[str, HomeTeam]) -> dict[str, dict[str, int]]:
        if not 1 <= len(teams) <= MOST_TEAMS:
            raise self.refuse("teams", f"has {len(teams)}", f"1 to {MOST_TEAMS} teams are right")
        checked: dict[str, dict[str, int]] = {}
        for team, ids in teams.items():
            self.matching("teams", team, TEAM, "2 to 30 small letters, digits and hyphens are right, such as 'vision'")
            checked[team] = {
                key: self.whole_number(f"teams.{team}.{key}", ids[key], FIRST_ID, LAST_ID)
                for key in ("user_id", "group_id")
            }
        for error in owner_errors(checked):
            raise self.refuse(error.argument, error.wrong, error.right)
        return checked

    def _lifecycle(self, args: HomeFilesystemArgs) -> list[Any]:
        infrequent = self._period("infrequent_after_days", args.get("infrequent_after_days", INFREQUENT_AFTER_DAYS))
        archive = args.get("archive_after_days")
        archive = archive_days(infrequent) if archive is None else self._period("archive_after_days", archive)
        for error in archive_errors(infrequent, archive):
            raise self.refuse(error.argument, error.wrong, error.right)
        # One policy in each: https://docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html
        policies: list[Any] = [{"transition_to_ia": _after(infrequent)}]
        if archive is not None:
            policies.append({"transition_to_archive": _after(archive)})
        return [*policies, {"transition_to_primary_storage_class": "AFTER_1_ACCESS"}]

    def _period(self, argument: str, value: int | float) -> int:
        days = self.whole_number(argument, value, TRANSITION_DAYS[0], TRANSITION_DAYS[-1])
        if days not in TRANSITION_DAYS:
            nearest = min(TRANSITION_DAYS, key=lambda allowed: abs(allowed - days))
            raise self.refuse(argument, f"is {days}", f"EFS has no such period, the nearest is {nearest}")
        return days


def _after(days: int) -> str:
    return "AFTER_1_DAY" if days == 1 else f"AFTER_{days}_DAYS"
