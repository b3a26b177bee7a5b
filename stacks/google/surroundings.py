"""What every part of a platform on Google Cloud needs to know of where it is: settings, provider, tags."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pulumi import ResourceOptions
from typing_extensions import TypedDict

from stacks.google.settings import GoogleSettings

if TYPE_CHECKING:
    import pulumi_gcp as gcp

# What the platform itself is made of: network, key, cluster, nodes.
PLATFORM_CLASS = "internal"


class Place(TypedDict, closed=True):
    """The two words every regional component takes."""

    project_id: str
    region: str


@dataclass(frozen=True)
class OnGoogle:
    """The settings of one stack, and the project and region it is deployed to."""

    settings: GoogleSettings

    @cached_property
    def provider(self) -> "gcp.Provider":
        """Project and region are said here, and once more by every resource: neither is looked up."""
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        # No label of Pulumi's own: every label is said by a component.
        return gcp.Provider(
            "gcp", project=self.settings.project_id, region=self.settings.region, add_pulumi_attribution_label=False
        )

    @property
    def place(self) -> Place:
        return {"project_id": self.settings.project_id, "region": self.settings.region}

    def options(self) -> ResourceOptions:
        """Options of a component."""
        return ResourceOptions(providers=[self.provider])

    def tags(self, purpose: str) -> dict[str, str]:
        """The tags every component makes its labels of."""
        return {
            "Owner": self.settings.owner,
            "Environment": self.settings.environment,
            "DataClassification": PLATFORM_CLASS,
            "Purpose": purpose,
        }
