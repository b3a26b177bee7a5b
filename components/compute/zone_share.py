"""How a number of nodes is shared out over zones."""

from collections.abc import Sequence


def share_over_zones(nodes: int, zones: Sequence[str]) -> dict[str, int]:
    """`nodes` by zone: as even as whole nodes allow, the zones named first get the odd ones."""
    each, odd = divmod(nodes, len(zones))
    return {zone: each + (place < odd) for place, zone in enumerate(zones)}
