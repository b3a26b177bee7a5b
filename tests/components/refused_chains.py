"""Chains that cannot be, each one mistake away from one that can, and the sentence each gets, word for word."""

from dataclasses import replace

from components.compute.capacity_step import Step, Wanted
from tests.components.chains import BLOCK, ON_DEMAND, RESERVED, SPOT, wanted

OPEN = Step("reservation", ("eun1-az1",), reserved_nodes=8, matching="open")
RIGHT_ID = "needs the id of yours, such as 'cr-0123456789abcdef0'"
SOLD = "and blocks are sold by the day up to 14 days and by the week up to 182"
NOT_RESERVED = "take it out, or make the purchase 'reservation' or 'capacity_block'"


def karpenter(*steps: Step, version: str = "1.15.1", instance_type: str = "p5.48xlarge", nodes: int = 0) -> Wanted:
    """A pool whose nodes Karpenter starts."""
    return wanted(*steps, instance_type=instance_type, nodes=nodes, provisioner="karpenter", karpenter_version=version)


REFUSED: dict[str, tuple[Wanted, str]] = {
    "no step": (
        wanted(),
        "capacity is empty; give one step or more, such as {purchase: on_demand, zones: [...]}",
    ),
    "an unknown way to buy": (
        wanted(replace(SPOT, purchase="karpenter")),
        "capacity[0].purchase is 'karpenter'; one of on_demand, spot, reservation, capacity_block is right",
    ),
    "an unknown matching": (
        wanted(replace(RESERVED, matching="any")),
        "capacity[0].matching is 'any'; one of targeted, open is right",
    ),
    "no zone": (
        wanted(replace(SPOT, zones=())),
        "capacity[0].zones is empty; name one zone or more, such as 'eun1-az1'",
    ),
    "a zone twice": (
        wanted(replace(SPOT, zones=("eun1-az1", "eun1-az1"))),
        "capacity[0].zones[1] names 'eun1-az1' a second time; name each zone once",
    ),
    "a type that is not sold so": (
        wanted(replace(BLOCK, reserved_nodes=8), instance_type="g6.xlarge"),
        (
            "capacity[0].purchase is 'capacity_block', as which g6.xlarge is not sold; "
            "'on_demand', 'spot' or 'reservation' is right"
        ),
    ),
    "a reservation without its id": (
        wanted(replace(RESERVED, reservation_id="")),
        f"capacity[0].reservation_id is ''; purchase 'reservation' {RIGHT_ID}",
    ),
    "a block under another name": (
        wanted(replace(BLOCK, reservation_id="block-1")),
        f"capacity[0].reservation_id is 'block-1'; purchase 'capacity_block' {RIGHT_ID}",
    ),
    "a block with spot": (
        wanted(replace(SPOT, reservation_id="cr-00000000000000b10")),
        f"capacity[0].reservation_id is given, and the purchase is 'spot'; {NOT_RESERVED}",
    ),
    "reserved nodes on demand": (
        wanted(replace(ON_DEMAND, reserved_nodes=4)),
        f"capacity[0].reserved_nodes is given, and the purchase is 'on_demand'; {NOT_RESERVED}",
    ),
    "a matching on demand": (
        wanted(replace(ON_DEMAND, matching="open")),
        f"capacity[0].matching is given, and the purchase is 'on_demand'; {NOT_RESERVED}",
    ),
    "a window of spot nodes": (
        wanted(replace(SPOT, starts=BLOCK.starts, ends=BLOCK.ends)),
        f"capacity[0].starts is given, and the purchase is 'spot'; {NOT_RESERVED}",
    ),
    "a placement group over the zones of a fallback": (
        wanted(RESERVED, replace(ON_DEMAND, placement_group="near")),
        (
            "capacity[1].placement_group is given, and the purchase is 'on_demand', "
            "for which the pool makes a group in each zone itself; take it out"
        ),
    ),
    "a block in a placement group": (
        wanted(replace(BLOCK, placement_group="near")),
        (
            "capacity[0].placement_group is given, and a block cannot be made in one; "
            "take it out: EC2 places the instances of a block near each other itself"
        ),
    ),
    "a placement group for a type that takes none": (
        wanted(replace(RESERVED, placement_group="near"), instance_type="t3.large"),
        "capacity[0].placement_group is given, and t3.large cannot be in a cluster placement group; take it out",
    ),
    "an open reservation with an id": (
        wanted(replace(RESERVED, matching="open")),
        (
            "capacity[0].reservation_id is given with matching 'open', which takes any open reservation; "
            "take it out, or make the matching 'targeted'"
        ),
    ),
    "an open block": (
        wanted(replace(BLOCK, matching="open")),
        "capacity[0].matching is 'open', and a block is always taken by its id; 'targeted' is right",
    ),
    "a reservation of nobody knows how many": (
        wanted(replace(RESERVED, reserved_nodes=0)),
        "capacity[0].reserved_nodes is missing; say how many instances are reserved",
    ),
    "a block larger than any": (
        wanted(replace(BLOCK, reserved_nodes=65)),
        (
            "capacity[0].reserved_nodes is 65, and a block holds 64 instances at most; "
            "64 or fewer is right, and a further step for more"
        ),
    ),
    "a reservation in two zones": (
        wanted(replace(RESERVED, zones=("eun1-az1", "eun1-az2"))),
        "capacity[0].zones names 2 zones, and what is reserved is in one; name the zone it is in",
    ),
    "a block without its end": (
        wanted(replace(BLOCK, ends="")),
        (
            "capacity[0].ends is missing, and a block is there from 'starts' to 'ends' only; "
            "give that of your block, such as '2026-12-01T11:30:00Z'"
        ),
    ),
    "a date that is none": (
        wanted(replace(BLOCK, starts="2026-11-31T11:30:00Z")),
        "capacity[0].starts is '2026-11-31T11:30:00Z'; a time in UTC is right, such as '2026-12-01T11:30:00Z'",
    ),
    "a time of no zone": (
        wanted(replace(BLOCK, starts="2026-11-20 11:30")),
        "capacity[0].starts is '2026-11-20 11:30'; a time in UTC is right, such as '2026-12-01T11:30:00Z'",
    ),
    "an end before the start": (
        wanted(replace(BLOCK, ends="2026-11-19T11:30:00Z")),
        "capacity[0].ends is 2026-11-19 11:30 UTC, not after 'starts'; a time after 2026-11-20 11:30 UTC is right",
    ),
    "an end at the start": (
        wanted(replace(BLOCK, ends=BLOCK.starts)),
        "capacity[0].ends is 2026-11-20 11:30 UTC, not after 'starts'; a time after 2026-11-20 11:30 UTC is right",
    ),
    "a block that ends when none does": (
        wanted(replace(BLOCK, ends="2026-12-04T12:00:00Z")),
        "capacity[0].ends is 2026-12-04 12:00 UTC, and every block ends at 11:30 UTC; '2026-12-04T11:30:00Z' is right",
    ),
    "a block of a length that is not sold": (
        wanted(replace(BLOCK, ends="2026-12-06T11:30:00Z")),
        f"capacity[0].ends is 16 days after 'starts', {SOLD}; 14 or 21 days are right",
    ),
    "a block longer than any": (
        wanted(replace(BLOCK, ends="2027-06-04T11:30:00Z")),
        f"capacity[0].ends is 196 days after 'starts', {SOLD}; 182 days is right",
    ),
    "a block shorter than any": (
        wanted(replace(BLOCK, starts="2026-12-04T01:30:00Z")),
        f"capacity[0].ends is 0 days after 'starts', {SOLD}; 1 day is right",
    ),
    "a block that is over": (
        wanted(replace(BLOCK, starts="2026-11-03T11:30:00Z", ends="2026-11-10T11:30:00Z")),
        (
            "capacity[0].ends is 2026-11-10 11:30 UTC, and that is over; "
            "take the step out, or give the new end of a block you have extended"
        ),
    ),
    "nodes before the block begins": (
        wanted(replace(BLOCK, starts="2026-12-01T11:30:00Z", ends="2026-12-08T11:30:00Z")),
        (
            "nodes is 4, and the capacity they start in begins at 2026-12-01 11:30 UTC; "
            "0 is right until then; max_nodes says how many may come"
        ),
    ),
    "a job longer than what is left of the block": (
        wanted(BLOCK, wall_time_hours=240),
        (
            "wall_time_hours is 240, and the nodes of capacity[0] have 239 hours until 30 minutes before its end; "
            "239 or less is right, or a block that ends later"
        ),
    ),
    "a job longer than a fallback's block": (
        wanted(RESERVED, replace(BLOCK, starts="2026-12-03T11:30:00Z"), wall_time_hours=72),
        (
            "wall_time_hours is 72, and the nodes of capacity[1] have 23 hours until 30 minutes before its end; "
            "23 or less is right, or a block that ends later"
        ),
    ),
    "the same step twice": (wanted(SPOT, SPOT), "capacity[1] is the same as capacity[0]; take it out"),
    "the same reservation twice": (
        wanted(RESERVED, replace(RESERVED, reserved_nodes=4)),
        (
            "capacity[1].reservation_id is 'cr-0123456789abcdef0', which capacity[0] takes already; "
            "a reservation is one step; take one of them out"
        ),
    ),
    "a zone a step before has": (
        wanted(ON_DEMAND, Step("on_demand", ("eun1-az3", "eun1-az2"))),
        (
            "capacity[1].zones[1] is 'eun1-az2', where capacity[0] has 'on_demand' already; "
            "name zones the steps before do not have"
        ),
    ),
    "a reservation as a fallback": (
        wanted(SPOT, RESERVED),
        (
            "capacity[1].purchase is 'reservation' behind 'spot', and it is paid for whether it is used or not; "
            "put it first"
        ),
    ),
    "more nodes than reserved at the start": (
        wanted(RESERVED, ON_DEMAND, nodes=9, max_nodes=12),
        "nodes is 9, more than the 8 reserved in capacity[0], where they start; 8 or fewer is right",
    ),
    "more nodes than reserved": (
        wanted(RESERVED, max_nodes=10),
        "max_nodes is 10, more than the 8 nodes reserved; 8 is right, or a step with purchase 'on_demand' after them",
    ),
    "nobody who starts nodes": (
        wanted(SPOT, provisioner="slurm"),
        "provisioner is 'slurm'; one of node_groups, karpenter is right",
    ),
    "a size at the start with Karpenter": (
        karpenter(SPOT, nodes=2),
        (
            "nodes is 2, and Karpenter starts nodes when pods need them, not before; "
            "0 is right; max_nodes says how many may come"
        ),
    ),
    "Karpenter of no version": (
        karpenter(SPOT, version=""),
        (
            "provisioner is 'karpenter', and the cluster's karpenter_version is ''; "
            "give it the version that runs there, such as '1.15.1'"
        ),
    ),
    "EFA with a Karpenter that lays out no interfaces": (
        karpenter(ON_DEMAND, version="1.10"),
        (
            "provisioner needs the EFA interfaces of p5.48xlarge, which Karpenter 1.10 does not have; "
            "1.11 or later is right"
        ),
    ),
    "a reservation with a Karpenter too old for it": (
        karpenter(RESERVED, instance_type="g6.xlarge", version="1.2"),
        "capacity[0].purchase needs 'reservation', which Karpenter 1.2 does not have; 1.3 or later is right",
    ),
    "a block with a Karpenter too old for it": (
        karpenter(BLOCK, instance_type="p5.4xlarge", version="1.5.2"),
        "capacity[0].purchase needs 'capacity_block', which Karpenter 1.5.2 does not have; 1.6 or later is right",
    ),
    "a placement group with a Karpenter too old for it": (
        karpenter(replace(RESERVED, placement_group="near"), instance_type="g6.xlarge", version="1.6"),
        (
            "capacity[0].placement_group needs a placement group, which Karpenter 1.6 does not have; "
            "1.11 or later is right"
        ),
    ),
    "repair of a node group with Karpenter": (
        replace(karpenter(SPOT), group_settings=("max_parallel_nodes_repaired_count",)),
        "max_parallel_nodes_repaired_count is given, and nodes of Karpenter's are in no node group; take it out",
    ),
    "an interface Karpenter does not have": (
        karpenter(ON_DEMAND, instance_type="hpc6id.32xlarge"),
        (
            "provisioner is 'karpenter', and the first interface of hpc6id.32xlarge is both plain and EFA; "
            "'node_groups' is right: Karpenter has no such interface"
        ),
    ),
    "an open reservation with Karpenter": (
        karpenter(OPEN),
        (
            "capacity[0].matching is 'open', and Karpenter starts nodes only in reservations it is told the id of; "
            "'targeted' is right, with the reservation_id"
        ),
    ),
}
