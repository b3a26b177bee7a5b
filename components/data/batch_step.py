"""What every way to run jobs is given, and gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi import Input, Output, ResourceOptions

from components.place import Place


@dataclass(frozen=True)
class Batch:
    """The checked arguments of a BatchAnalytics."""

    name: str
    args: Mapping[str, Any]
    place: Place
    tags: dict[str, str]
    engine: str
    release_label: str
    child: Callable[..., ResourceOptions]
    """Options of a child of the component."""

    @property
    def log_uri(self) -> Output[str]:
        """Folder of its logs in the log store."""
        return Output.concat("s3://", self.args["log_bucket_name"], f"/{self.name}/")

    @property
    def subnet_ids(self) -> list[Input[str]]:
        return list(self.args["subnet_ids"].values())


@dataclass(frozen=True)
class Runner:
    """What runs the jobs."""

    id: Output[str]
    job_role_arn: Output[str]
    security_group_id: Output[str]
    """Group of the workers; "" on eks, where they are the cluster's."""
