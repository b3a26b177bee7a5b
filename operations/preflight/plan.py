"""What the account is asked for: the captured graph of a stack, with the lines of the stack file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from graph.model import Graph, Resource
from operations.preflight.node_groups import NodeGroup, node_groups
from preview.assemble import stack_place
from preview.document import StackPlace
from preview.stack_file import StackFile
from preview.terminal import short_type

PROVIDER = "pulumi:providers:aws"


class NothingToAsk(ValueError):
    """The stack asks nothing of AWS; the text is one sentence."""


@dataclass(frozen=True)
class Plan:
    """One stack, as it would be made now."""

    graph: Graph
    stack_file: StackFile
    now: datetime
    """When the account is asked; with a time zone."""

    @cached_property
    def account_id(self) -> str:
        """The account the stack is for."""
        return str(json.loads(self._provider.inputs["allowedAccountIds"])[0])

    @cached_property
    def region(self) -> str:
        return str(self._provider.inputs["region"])

    @cached_property
    def node_groups(self) -> tuple[NodeGroup, ...]:
        return node_groups(self.graph)

    @cached_property
    def cluster_names(self) -> frozenset[str]:
        """Names of the clusters the stack makes: EC2 tags their nodes with them."""
        named = (cluster.inputs.get("name") for cluster in self.graph.of_type("aws:eks/cluster:Cluster"))
        return frozenset(name for name in named if isinstance(name, str))

    def named(self, resource: Resource) -> str:
        """A resource as people say it: `kms.Key internal`."""
        return f"{short_type(resource.type)} {resource.name}"

    def place(self, resource: Resource | None) -> StackPlace | None:
        """Where the stack file asks for a resource."""
        return stack_place(resource, self.graph, self.stack_file) if resource else None

    def key(self, *path: str) -> StackPlace | None:
        """A key of the stack file, below `groundwork:platform`."""
        line = self.stack_file.line(path)
        return StackPlace(file=self.stack_file.path, line=line, key=".".join(path)) if line else None

    @cached_property
    def _provider(self) -> Resource:
        providers = self.graph.of_type(PROVIDER)
        if not providers:
            raise NothingToAsk(f"{self.stack_file.path} asks nothing of AWS, and preflight asks AWS only")
        return providers[0]


def tags_of(found: Mapping[str, Any]) -> dict[str, str]:
    """Tags as EC2 and FSx list them."""
    return {tag["Key"]: tag["Value"] for tag in found.get("Tags", ())}


def is_ours(found: Mapping[str, Any], resources: Iterable[Resource]) -> bool:
    """Whether something in the account has every tag that a resource of the stack gives: an earlier `up` made it."""
    tags = tags_of(found).items()
    return any(dict(wanted).items() <= tags for each in resources if (wanted := each.inputs.get("tags")))
