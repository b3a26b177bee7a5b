"""Nodes are shared over zones without losing one."""

from hypothesis import given
from hypothesis import strategies as st

from components.compute.zone_share import share_over_zones

zone_lists = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True)


@given(st.integers(0, 1000), zone_lists)
def test_every_node_is_in_a_zone_and_no_zone_has_two_more_than_another(nodes: int, zones: list[str]) -> None:
    shares = share_over_zones(nodes, zones)
    assert list(shares) == zones
    assert sum(shares.values()) == nodes
    assert max(shares.values()) - min(shares.values()) <= 1


def test_the_zones_named_first_get_the_odd_ones() -> None:
    assert share_over_zones(5, ["a", "b", "c"]) == {"a": 2, "b": 2, "c": 1}
