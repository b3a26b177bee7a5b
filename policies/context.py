"""What a stack declares about itself that rules judge it by.

The one source is the stack's `groundwork:platform` configuration. The preview has it from the stack file, the engine
hands it to the policy pack, and the audit of an exported state reads the stack file again: the same mapping, the same
function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.google_regions import regions_under

FOR_TRYING = ("dev", "sandbox", "test")
"""Environments that come and go. Everything else, and what does not say, is judged as production."""


class ContextError(ValueError):
    """The configuration cannot be judged by: one sentence says where and why."""


@dataclass(frozen=True, slots=True)
class PolicyContext:
    """What rules take into account besides the resources. Nothing declared is nothing allowed."""

    environment: str = ""
    """Name of the environment, such as `prod`; "" where the stack does not say."""
    account_id: str = ""
    """The account everything is made in, 12 digits; "" where the stack does not say."""
    residency: tuple[str, ...] = ()
    """Jurisdictions that personal data may be kept in, such as `eu`."""
    regions: frozenset[str] = frozenset()
    """Regions of those jurisdictions."""

    @property
    def for_trying(self) -> bool:
        """Whether shorter retention and waiting times do: a short-lived environment that keeps no personal data."""
        return self.environment in FOR_TRYING and not self.residency


def context_of(platform: Mapping[str, Any] | None, place: str = "groundwork:platform") -> PolicyContext:
    """The context that a `groundwork:platform` mapping declares; empty without one. `place` is for the sentence."""
    if platform is None:
        return PolicyContext()
    residency = platform.get("residency") or ()
    if not isinstance(residency, list | tuple) or not all(isinstance(word, str) for word in residency):
        raise ContextError(f"{place}: residency is {residency!r}; a list of jurisdictions is right, such as [eu]")
    try:
        regions = frozenset(region for jurisdiction in residency for region in regions_under(jurisdiction))
    except LookupError as unknown:
        raise ContextError(f"{place}: residency names an {unknown}") from None
    return PolicyContext(
        environment=str(platform.get("environment") or ""),
        account_id=str(platform.get("account_id") or ""),
        residency=tuple(residency),
        regions=regions,
    )
