"""Which chains cannot be, each with its sentence. Pure: the date to judge by is an argument."""

from collections.abc import Iterator
from datetime import datetime

from catalogue.instances import network_cards
from catalogue.karpenter import VERSION, karpenter_has, karpenter_since
from components.compute.capacity_step import (
    KARPENTER,
    MATCHINGS,
    OPEN,
    PROVISIONERS,
    RESERVATION_ID,
    TARGETED,
    Path,
    Refusal,
    Step,
    Wanted,
)
from components.compute.capacity_window import LARGEST_BLOCK, shape_refusals, time_refusals
from components.compute.network_interface_plan import EFA, PlannedInterface, plan_network_interfaces
from components.compute.purchase import CAPACITY_BLOCK, PURCHASES

RESERVED = " or ".join(repr(word) for word, way in PURCHASES.items() if way.reserved)
# What only a reserved step has, and what each of them is when it is not given.
RESERVED_KEYS = {"reservation_id": "", "reserved_nodes": 0, "matching": TARGETED, "starts": "", "ends": ""}
CLUSTER_STRATEGY = "cluster"


def refusals(wanted: Wanted, today: datetime | None) -> Iterator[Refusal]:
    """Everything that is wrong with a chain.

    today: the moment a block's dates are judged by, in UTC; None leaves out what depends on it.
    """
    if not wanted.steps:
        yield Refusal(("capacity",), "is empty", "give one step or more, such as {purchase: on_demand, zones: [...]}")
    malformed = [fault for path, step in wanted.numbered() for fault in _word_refusals(path, step)]
    yield from malformed
    if malformed:
        return
    for path, step in wanted.numbered():
        yield from _zone_refusals(path, step)
        yield from _sold_refusals(wanted, path, step)
        yield from (
            _reserved_refusals(path, step) if PURCHASES[step.purchase].reserved else _bought_refusals(path, step)
        )
        yield from shape_refusals(path, step)
        yield from _placement_refusals(wanted, path, step)
    yield from _chain_refusals(wanted)
    yield from _size_refusals(wanted)
    yield from time_refusals(wanted, today)
    yield from _provisioner_refusals(wanted)


def first_refusal(wanted: Wanted, today: datetime | None) -> Refusal | None:
    """The refusal a person meets first."""
    return next(refusals(wanted, today), None)


def _listed(words: list[str]) -> str:
    """Words as a person lists them: `a, b or c`."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _word_refusals(path: Path, step: Step) -> Iterator[Refusal]:
    for key, word, words in (("purchase", step.purchase, tuple(PURCHASES)), ("matching", step.matching, MATCHINGS)):
        if word not in words:
            yield Refusal((*path, key), f"is {word!r}", f"one of {', '.join(words)} is right")


def _zone_refusals(path: Path, step: Step) -> Iterator[Refusal]:
    if not step.zones:
        yield Refusal((*path, "zones"), "is empty", "name one zone or more, such as 'eun1-az1'")
    for place, zone in enumerate(step.zones):
        if zone in step.zones[:place]:
            yield Refusal((*path, "zones", place), f"names {zone!r} a second time", "name each zone once")


def _sold_refusals(wanted: Wanted, path: Path, step: Step) -> Iterator[Refusal]:
    machine = wanted.machine
    if PURCHASES[step.purchase].usage_class not in machine.usage_classes:
        ways = [repr(word) for word, way in PURCHASES.items() if way.usage_class in machine.usage_classes]
        wrong = f"is {step.purchase!r}, as which {machine.instance_type} is not sold"
        yield Refusal((*path, "purchase"), wrong, f"{_listed(ways)} is right")


def _bought_refusals(path: Path, step: Step) -> Iterator[Refusal]:
    """What a step that reserves nothing cannot have."""
    for key, absent in RESERVED_KEYS.items():
        if getattr(step, key) != absent:
            wrong = f"is given, and the purchase is {step.purchase!r}"
            yield Refusal((*path, key), wrong, f"take it out, or make the purchase {RESERVED}")
    if step.placement_group:
        wrong = f"is given, and the purchase is {step.purchase!r}, for which the pool makes a group in each zone itself"
        yield Refusal((*path, "placement_group"), wrong, "take it out")


def _reserved_refusals(path: Path, step: Step) -> Iterator[Refusal]:
    block = step.purchase == CAPACITY_BLOCK
    if step.matching == OPEN and block:
        yield Refusal((*path, "matching"), "is 'open', and a block is always taken by its id", "'targeted' is right")
    elif step.matching == OPEN and step.reservation_id:
        wrong = "is given with matching 'open', which takes any open reservation"
        yield Refusal((*path, "reservation_id"), wrong, "take it out, or make the matching 'targeted'")
    elif step.matching == TARGETED and not RESERVATION_ID.fullmatch(step.reservation_id):
        right = f"purchase {step.purchase!r} needs the id of yours, such as 'cr-0123456789abcdef0'"
        yield Refusal((*path, "reservation_id"), f"is {step.reservation_id!r}", right)
    if step.reserved_nodes < 1:
        yield Refusal((*path, "reserved_nodes"), "is missing", "say how many instances are reserved")
    elif block and step.reserved_nodes > LARGEST_BLOCK:
        wrong = f"is {step.reserved_nodes}, and a block holds {LARGEST_BLOCK} instances at most"
        yield Refusal(
            (*path, "reserved_nodes"), wrong, f"{LARGEST_BLOCK} or fewer is right, and a further step for more"
        )
    if len(step.zones) > 1:
        wrong = f"names {len(step.zones)} zones, and what is reserved is in one"
        yield Refusal((*path, "zones"), wrong, "name the zone it is in")


def _placement_refusals(wanted: Wanted, path: Path, step: Step) -> Iterator[Refusal]:
    if not step.placement_group or not PURCHASES[step.purchase].reserved:
        return
    if step.purchase == CAPACITY_BLOCK:
        # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-how.html
        right = "take it out: EC2 places the instances of a block near each other itself"
        yield Refusal((*path, "placement_group"), "is given, and a block cannot be made in one", right)
    elif CLUSTER_STRATEGY not in wanted.machine.placement_strategies:
        wrong = f"is given, and {wanted.machine.instance_type} cannot be in a cluster placement group"
        yield Refusal((*path, "placement_group"), wrong, "take it out")


def _chain_refusals(wanted: Wanted) -> Iterator[Refusal]:
    """What is wrong with a step because of those before it."""
    bought: dict[tuple[str, str], Path] = {}
    reservations: dict[str, Path] = {}
    for path, step in wanted.numbered():
        place = int(path[1])
        earlier = wanted.steps[:place]
        if step in earlier:
            yield Refusal(path, f"is the same as capacity[{earlier.index(step)}]", "take it out")
            continue
        if step.reservation_id:
            first = reservations.setdefault(step.reservation_id, path)
            if first != path:
                wrong = f"is {step.reservation_id!r}, which capacity[{first[1]}] takes already"
                yield Refusal((*path, "reservation_id"), wrong, "a reservation is one step; take one of them out")
        if PURCHASES[step.purchase].reserved:
            behind = next((each for each in earlier if not PURCHASES[each.purchase].reserved), None)
            if behind:
                wrong = f"is {step.purchase!r} behind {behind.purchase!r}, and it is paid for whether it is used or not"
                yield Refusal((*path, "purchase"), wrong, "put it first")
        if step.reservation_id:
            continue
        for number, zone in enumerate(dict.fromkeys(step.zones)):
            first = bought.setdefault((step.purchase, zone), path)
            if first != path:
                wrong = f"is {zone!r}, where capacity[{first[1]}] has {step.purchase!r} already"
                yield Refusal((*path, "zones", number), wrong, "name zones the steps before do not have")


def _size_refusals(wanted: Wanted) -> Iterator[Refusal]:
    if not wanted.steps:
        return
    first = wanted.steps[0]
    if PURCHASES[first.purchase].reserved and wanted.nodes > first.reserved_nodes > 0:
        wrong = f"is {wanted.nodes}, more than the {first.reserved_nodes} reserved in capacity[0], where they start"
        yield Refusal(("nodes",), wrong, f"{first.reserved_nodes} or fewer is right")
    reserved = sum(step.reserved_nodes for step in wanted.steps)
    if all(PURCHASES[step.purchase].reserved for step in wanted.steps) and 0 < reserved < wanted.max_nodes:
        wrong = f"is {wanted.max_nodes}, more than the {reserved} nodes reserved"
        yield Refusal(("max_nodes",), wrong, f"{reserved} is right, or a step with purchase 'on_demand' after them")


def _provisioner_refusals(wanted: Wanted) -> Iterator[Refusal]:
    if wanted.provisioner not in PROVISIONERS:
        right = f"one of {', '.join(PROVISIONERS)} is right"
        yield Refusal(("provisioner",), f"is {wanted.provisioner!r}", right)
    if wanted.provisioner != KARPENTER:
        return
    if wanted.nodes:
        wrong = f"is {wanted.nodes}, and Karpenter starts nodes when pods need them, not before"
        yield Refusal(("nodes",), wrong, "0 is right; max_nodes says how many may come")
    for key in wanted.group_settings:
        yield Refusal((key,), "is given, and nodes of Karpenter's are in no node group", "take it out")
    if any(each.kind == EFA for each in _interfaces(wanted)):
        wrong = f"is 'karpenter', and the first interface of {wanted.machine.instance_type} is both plain and EFA"
        yield Refusal(("provisioner",), wrong, "'node_groups' is right: Karpenter has no such interface")
    if not VERSION.fullmatch(wanted.karpenter_version):
        wrong = f"is 'karpenter', and the cluster's karpenter_version is {wanted.karpenter_version!r}"
        yield Refusal(("provisioner",), wrong, "give it the version that runs there, such as '1.15.1'")
        return
    for path, needed, what in _karpenter_needs(wanted):
        if not karpenter_has(wanted.karpenter_version, needed):
            wrong = f"needs {what}, which Karpenter {wanted.karpenter_version} does not have"
            yield Refusal(path, wrong, f"{karpenter_since(needed)} or later is right")
    for path, step in wanted.numbered():
        if step.matching == OPEN:
            wrong = "is 'open', and Karpenter starts nodes only in reservations it is told the id of"
            yield Refusal((*path, "matching"), wrong, "'targeted' is right, with the reservation_id")


def _interfaces(wanted: Wanted) -> tuple[PlannedInterface, ...]:
    machine = wanted.machine
    return plan_network_interfaces(network_cards(machine.instance_type), machine.max_efa_interfaces)


def _karpenter_needs(wanted: Wanted) -> Iterator[tuple[Path, str, str]]:
    """Key, feature of the catalogue, and the feature in words."""
    if wanted.machine.max_efa_interfaces:
        yield ("provisioner",), "network_interfaces", f"the EFA interfaces of {wanted.machine.instance_type}"
    for path, step in wanted.numbered():
        if PURCHASES[step.purchase].reserved:
            yield (*path, "purchase"), step.purchase, f"{step.purchase!r}"
        if step.placement_group:
            yield (*path, "placement_group"), "placement_group", "a placement group"
