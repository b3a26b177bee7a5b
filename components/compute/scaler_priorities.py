"""What Cluster Autoscaler's priority expander reads: the text of its ConfigMap's key `priorities`.

https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
"""

from collections.abc import Mapping

# EKS names the scaling group of a node group `eks-<its name>-<a UUID>`; the UUID keeps `h100` apart from `h100-b`.
# Names of node groups are of letters, digits, - and _, which mean nothing else in a pattern.
SCALING_GROUP = "^eks-{}-[0-9a-f]{{8}}-[0-9a-f]{{4}}-"


def priority_expander(priorities: Mapping[str, float]) -> str:
    """The text for node groups by their names; the highest priority is tried first."""
    levels = sorted({int(priority) for priority in priorities.values()}, reverse=True)
    lines = []
    for level in levels:
        lines.append(f"{level}:")
        names = sorted(name for name, priority in priorities.items() if int(priority) == level)
        lines += [f"  - '{SCALING_GROUP.format(name)}'" for name in names]
    return "".join(f"{line}\n" for line in lines)
