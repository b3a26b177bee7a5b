"""Node repair: EKS replaces or restarts nodes that are broken, as far as the pool lets it."""

from collections.abc import Mapping
from typing import Any

from components.base import Component
from components.compute.node_template import MOST_NODES

# https://docs.aws.amazon.com/eks/latest/APIReference/API_NodeRepairConfig.html
LIMITS = {"max_parallel_nodes_repaired_count": MOST_NODES, "max_unhealthy_node_threshold_percentage": 100}


def node_repair(component: Component, args: Mapping[str, Any]) -> Any:
    """The node group's repair settings out of a pool's arguments; of a limit nobody gave, EKS's own holds."""
    without = args.get("without_node_repair", False)
    given = {name: args[name] for name in LIMITS if name in args}
    for name in given if without else ():
        raise component.refuse(name, "is given with without_node_repair", "give one of the two")
    return {
        "enabled": not without,
        **{name: component.whole_number(name, value, 1, LIMITS[name]) for name, value in given.items()},
    }
