"""What the components on Google Cloud share: checks of their words, their labels, and who Google's own agents are."""

import re
from collections.abc import Mapping

from typing_extensions import TypedDict

from components.base import Component
from components.labels import LabelError, labels_of

# https://docs.cloud.google.com/resource-manager/docs/creating-managing-projects
PROJECT_ID = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
PROJECT_NUMBER = re.compile(r"[1-9]\d{5,18}")
REGION = re.compile(r"[a-z]+-[a-z]+\d+")
ZONE = re.compile(r"[a-z]+-[a-z]+\d+-[a-z][a-z0-9]*")
# https://docs.cloud.google.com/iam/docs/service-accounts-create
ACCOUNT_ID = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
ACCOUNT_RIGHT = "6 to 30 small letters, digits and '-' are right in Environment tag and name together"


class GooglePlace(TypedDict, closed=True):
    """The two words every regional resource of Google's takes."""

    project: str
    region: str


def checked_labels(component: Component, tags: Mapping[str, str]) -> dict[str, str]:
    """The caller's tags as Google's labels, refused as `checked_tags` refuses them."""
    try:
        return labels_of(component.checked_tags(tags))
    except LabelError as error:
        raise component.refuse(f"tags: {error.tag}", error.wrong, error.right) from None


def checked_project(component: Component, project_id: str) -> str:
    """The id of a project, not its number and not its name."""
    right = "the id of a project is right: 6 to 30 small letters, digits and '-', such as 'ml-platform-prod'"
    return component.matching("project_id", project_id, PROJECT_ID, right)


def checked_project_number(component: Component, number: str) -> str:
    """The number of a project, in which Google's own service agents are named."""
    right = "the number of the project in quotes is right, such as '123456789012'"
    return component.matching("project_number", number, PROJECT_NUMBER, right)


def checked_region(component: Component, region: str) -> str:
    return component.matching("region", region, REGION, "a region's name is right, such as 'europe-west4'")


def checked_zone(component: Component, argument: str, zone: str, region: str) -> str:
    """A zone of the region."""
    component.matching(argument, zone, ZONE, "a zone's name is right, such as 'europe-west4-a'")
    if zone.rpartition("-")[0] != region:
        raise component.refuse(argument, f"is {zone!r}", f"a zone of {region} is right, such as '{region}-a'")
    return zone


def checked_account_id(component: Component, argument: str, value: str) -> str:
    """The first half of a service account's address."""
    return component.matching(argument, value, ACCOUNT_ID, ACCOUNT_RIGHT)
