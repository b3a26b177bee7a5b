"""What Karpenter's provider for AWS can do from which version on."""

import re
from collections.abc import Mapping
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact

Version = tuple[int, ...]
VERSION = re.compile(r"\d+\.\d+(\.\d+)?")


def karpenter_since(feature: str) -> str:
    """The first version with a feature: reservation, capacity_block, network_interfaces or placement_group."""
    if feature not in _since():
        raise UnknownFact("feature of Karpenter", feature, _since())
    return _since()[feature]


def karpenter_has(version: str, feature: str) -> bool:
    """Whether a version, such as 1.11 or 1.15.1, has a feature."""
    return _parts(version) >= _parts(karpenter_since(feature))


def _parts(version: str) -> Version:
    if not VERSION.fullmatch(version):
        raise ValueError(f"version is {version!r}; numbers are right, such as '1.15.1'")
    return tuple(int(part) for part in version.split("."))


@cache
def _since() -> Mapping[str, str]:
    return {row["feature"]: row["version"] for row in table("karpenter_features")}
