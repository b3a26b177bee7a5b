"""Every type with EFA, and one type of each layout: a plan may depend on the cards and the limit, on nothing else."""

from catalogue.instances import efa_limits, network_cards

LIMITS = efa_limits()
"""EFA interfaces each type takes at most."""

ONE_OF_EACH_LAYOUT = sorted({(network_cards(name), limit): name for name, limit in sorted(LIMITS.items())}.values())
"""Types that stand for all others with equal cards and an equal limit."""
