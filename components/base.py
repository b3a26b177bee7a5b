"""What every component shares: its token, its children's options, its tags, and plain-number repair."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import ResourceOptions

REQUIRED_TAGS = ("Owner", "Environment", "DataClassification", "Purpose")


class Component(pulumi.ComponentResource):
    """Base of every component. Adds nothing to the schema."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        super().__init__(f"groundwork:index:{type(self).__name__}", name, None, opts)
        self._name = name

    def child(self, **options: Any) -> ResourceOptions:
        """Options for a child resource: this component is its parent."""
        return ResourceOptions(parent=self, **options)

    def refuse(self, argument: str, wrong: str, right: str) -> ValueError:
        """The one sentence a bad argument gets: which component, which argument, what was wrong, what is right."""
        return ValueError(f"{type(self).__name__} {self._name!r}: {argument} {wrong}; {right}")

    def checked_tags(self, tags: Mapping[str, str]) -> dict[str, str]:
        """The caller's tags, refused when one that cost, audit and teardown look for is missing."""
        missing = [key for key in REQUIRED_TAGS if not tags.get(key)]
        if missing:
            raise self.refuse("tags", f"lacks {', '.join(missing)}", f"give all of {', '.join(REQUIRED_TAGS)}")
        return dict(tags)

    def whole_number(self, argument: str, value: int | float, low: int, high: int) -> int:
        """A plain integer argument within its limits. Over the package wire 3 arrives as 3.0."""
        if isinstance(value, bool) or value != int(value) or not low <= value <= high:
            raise self.refuse(argument, f"is {value!r}", f"a whole number from {low} to {high} is right")
        return int(value)
