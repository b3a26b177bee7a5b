"""What every layer needs to know of where it is: settings, provider, tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pulumi_aws as aws
from pulumi import ResourceOptions
from typing_extensions import TypedDict

from catalogue.regions import region
from stacks.settings import Settings

# What the platform itself is made of: network, logs, images, cluster, nodes.
PLATFORM_CLASS = "internal"
# Data classes, the one that needs most care first: what holds several has the first of them.
BY_CARE = ("special", "personal", "derived", "weights", "internal", "public")


def strictest(data_classes: Iterable[str]) -> str:
    """The class of something that holds data of all these classes."""
    return min(data_classes, key=BY_CARE.index)


class Place(TypedDict, closed=True):
    """The three words every component composes ARNs from."""

    region: str
    account_id: str
    partition: str


@dataclass(frozen=True)
class Surroundings:
    """The settings of one stack, and the account and region it is deployed to."""

    settings: Settings

    @cached_property
    def provider(self) -> aws.Provider:
        """Region and account are said here, once: with another account's credentials nothing is touched."""
        return aws.Provider("aws", region=self.settings.region, allowed_account_ids=[self.settings.account_id])

    @cached_property
    def partition(self) -> str:
        return region(self.settings.region).partition

    @property
    def zones_with_eks(self) -> list[str]:
        """Zones of the network that can hold interfaces of a control plane."""
        without = region(self.settings.region).zones_without_eks
        return [zone for zone in self.settings.network.zones if zone not in without]

    @property
    def place(self) -> Place:
        return {
            "region": self.settings.region,
            "account_id": self.settings.account_id,
            "partition": self.partition,
        }

    def options(self, **more: Any) -> ResourceOptions:
        """Options of a component."""
        return ResourceOptions(providers=[self.provider], **more)

    def tags(self, data_class: str, purpose: str) -> dict[str, str]:
        """The tags every resource carries."""
        return {
            "Owner": self.settings.owner,
            "Environment": self.settings.environment,
            "DataClassification": data_class,
            "Purpose": purpose,
        }
