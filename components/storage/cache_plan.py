"""How many nodes a cache has, and who signs in to it, checked before anything is declared."""

from collections.abc import Iterator, Mapping

from components.compute.setting_error import SettingError

# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
MOST_NODES = 90
LONGEST_USER_ID = 40
OWN_USERS = ("default", "off")
"""Names of users that the cache has itself."""


def node_errors(shards: int, replicas: int) -> Iterator[SettingError]:
    """Parts and copies that are more than a cache has."""
    nodes = shards * (replicas + 1)
    if nodes > MOST_NODES:
        wrong = f"makes {nodes} nodes with {replicas} replicas each"
        yield SettingError("shards", wrong, f"{MOST_NODES} are the most")


def user_errors(cache: str, users: Mapping[str, str]) -> Iterator[SettingError]:
    """Users AWS refuses, and those who would sign in without IAM."""
    for user, access in users.items():
        words = access.split() if isinstance(access, str) else []
        if user in OWN_USERS or len(f"{cache}-{user}") > LONGEST_USER_ID:
            yield SettingError("users", f"has {user!r}", "another name is right, at most 40 with the cache's")
        elif words[:1] != ["on"]:
            right = "an access string is right, such as 'on ~app:* +@all'"
            yield SettingError(f"users.{user}", f"is {access!r}", right)
        elif "nopass" in words:
            yield SettingError(f"users.{user}", "has 'nopass'", "leave it out: users sign in with IAM")
