"""What a stack declares about itself that rules judge it by.

The one source is the stack's `groundwork:platform` configuration. The preview has it from the stack file, the engine
hands it to the policy pack, and the audit of an exported state reads the stack file again: the same mapping, the same
function.
"""

from dataclasses import dataclass


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
    def is_production(self) -> bool:
        return self.environment == "prod"
