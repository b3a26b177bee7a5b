"""What Karpenter can do from which version on."""

import pytest

from catalogue.karpenter import karpenter_has, karpenter_since
from catalogue.unknown import UnknownFact


@pytest.mark.parametrize(
    ("version", "feature", "has"),
    [
        ("1.2.9", "reservation", False),
        ("1.3", "reservation", True),
        ("1.5.4", "capacity_block", False),
        ("1.10", "network_interfaces", False),
        ("1.11", "network_interfaces", True),
        ("1.15.1", "placement_group", True),
        ("2.0", "placement_group", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, feature: str, has: bool) -> None:
    assert karpenter_has(version, feature) is has


def test_a_feature_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownFact, match="did you mean 'reservation'"):
        karpenter_since("reservations")


def test_a_version_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"numbers are right, such as '1\.15\.1'"):
        karpenter_has("latest", "reservation")
