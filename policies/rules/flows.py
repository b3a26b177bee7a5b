"""RES, RET, MIN: what happens to personal data that flows from store to store. GDPR 5(1)(b),(e),(f), 25, 44.

The flows are those of `policies.flows`: what links surely move, and what a role may move. A broken claim about a sure
flow fails; of a possible one nobody can know, and that is said.
"""

from collections.abc import Iterator

from catalogue.stores import store_types
from graph.model import Resource
from policies.flows.backups import VAULT
from policies.flows.derive import flows_from
from policies.flows.ending import ends
from policies.flows.model import NOT_KNOWN, UNKNOWN, Flow
from policies.flows.places import places_of, tag
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import LOG_GROUP, PERSONAL
from policies.scene import Scene
from policies.values import Tri, any3, hidden, not3

STORES = tuple(type_ for type_ in store_types() if type_.startswith("aws:"))
CARE = {"special": 3, "personal": 2, "derived": 1, "weights": 1, "internal": 0, "public": -1}
"""How much care a class needs; what a program makes of personal data needs that of `derived` at least."""
MOST = max(CARE.values())
CLASS, PURPOSE = "tags.DataClassification", "tags.Purpose"


@rule(
    "MIN-013",
    "Data flows only to stores of its class",
    types=STORES,
    why="whoever may read the store it flows to reads it without the care its class asks for",
    remedy="give the store it flows to the class of its source, or take the link out",
    severity=Severity.HIGH,
    gdpr=("5(1)(f)", "25"),
    ccpa=("100(e)",),
    fix=Fix.NONE,
    needs_graph=True,
)
def kept_class(store: Resource, scene: Scene) -> Iterator[Claim]:
    care = _care(store, absent=MOST)
    if care is not None and care <= CARE["internal"]:
        return
    for flow, target in _leaving(store, scene):
        if flow.possible and target is not None and target.type == LOG_GROUP:
            continue  # what a program writes into its log nobody can judge by class
        theirs = None if target is None else _care(target, absent=CARE["public"])
        needed = CARE["derived"] if flow.possible else care
        answer: Tri = None if needed is None or theirs is None else theirs >= needed
        yield _claim(flow, answer, CLASS, f"sends its data to {flow.target}, of a lower class or none", "its class")


@rule(
    "MIN-014",
    "Personal data flows only for a purpose it is there for",
    types=STORES,
    why="personal data may not be used for a purpose it was not collected for",
    remedy="give both the same Purpose, name all purposes of the source with + between them, or take the link out",
    severity=Severity.HIGH,
    gdpr=("5(1)(b)",),
    ccpa=("100(c)",),
    fix=Fix.NONE,
    needs_graph=True,
)
def kept_purpose(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = _personal(store)
    for flow, target in _leaving(store, scene) if personal is not False else ():
        if target is not None and (target.type == VAULT or (flow.possible and _personal(target) is False)):
            continue  # a backup is for the purpose of its source; what is made of the data has a class of its own
        answer: Tri = None if target is None else any3((not3(personal), _covered(_purposes(store), _purposes(target))))
        wrong = f"sends personal data to {flow.target}, for a purpose the store does not have"
        yield _claim(flow, answer, PURPOSE, wrong, "its purpose")


@rule(
    "RES-017",
    "No flow takes personal data out of the jurisdiction",
    types=STORES,
    why="data that flows to another country is a transfer, whichever service carries it",
    remedy="keep what it flows to in a region of the declared residency",
    severity=Severity.CRITICAL,
    gdpr=("44",),
    ccpa=("100(e)",),
    fix=Fix.NONE,
    needs_graph=True,
)
def kept_jurisdiction(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = _personal(store)
    for flow, _ in _leaving(store, scene, traces=True) if personal is not False else ():
        known = flow.target_region != UNKNOWN and bool(scene.context.residency)
        inside = flow.target_region in scene.context.regions if known else None
        wrong = f"sends personal data to {flow.target} in {flow.target_region}"
        yield _claim(flow, any3((not3(personal), inside)), "region", wrong, "the jurisdiction it is in")


@rule(
    "RET-018",
    "Personal data flows only to where it ends",
    types=STORES,
    why="a copy that stays outlives the retention of what it was copied from",
    remedy="give the store it flows to a retention, or let its link follow deletions",
    severity=Severity.HIGH,
    gdpr=("5(1)(e)", "17"),
    ccpa=("100(a)(3)", "105"),
    fix=Fix.NONE,
    needs_graph=True,
)
def kept_end(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = _personal(store)
    for flow, target in _leaving(store, scene) if personal is not False else ():
        if target is not None and target.type == VAULT:
            continue  # recovery points end by their plan: RET-017
        answer: Tri = None if target is None else any3((not3(personal), ends(target, scene)))
        yield _claim(flow, answer, CLASS, f"sends personal data to {flow.target}, which keeps it for ever", "its end")


def _leaving(store: Resource, scene: Scene, traces: bool = False) -> Iterator[tuple[Flow, Resource | None]]:
    """The flows out of a store, with the store they go to; those of an unknown source may come out of any."""
    found = flows_from(places_of(scene))
    unknown = (flow for flow in found.get("", ()) if flow.source == NOT_KNOWN and flow.target_urn != store.urn)
    for flow in (*found.get(store.urn, ()), *unknown):
        if flow.carries_data or traces:
            yield flow, scene.graph.by_urn.get(flow.target_urn)


def _claim(flow: Flow, answer: Tri, property_: str, wrong: str, what: str) -> Claim:
    """A broken claim is certain only of a flow that is."""
    sure = flow.source != NOT_KNOWN and not flow.possible
    holds = answer if answer is not False or sure else None
    if flow.source == NOT_KNOWN:
        holds = None
    said = "may send its data" if flow.possible else "sends its data"
    doubt = f"{said} to {flow.target} through {flow.via}, and whether {what} stays is not seen"
    return Claim(holds, property_, f"{wrong}, through {flow.via}", doubt)


def _care(store: Resource, absent: int) -> int | None:
    said = tag(store, "DataClassification")
    if hidden(said):
        return None
    return CARE.get(said, absent) if isinstance(said, str) else absent


def _personal(store: Resource) -> Tri:
    """Whether a store holds personal data; one that does not say is taken to."""
    said = tag(store, "DataClassification")
    if hidden(said):
        return None
    return said in PERSONAL or said not in CARE


def _purposes(store: Resource) -> frozenset[str] | None:
    said = tag(store, "Purpose")
    if hidden(said):
        return None
    return frozenset(filter(None, (word.strip() for word in said.split("+")))) if isinstance(said, str) else frozenset()


def _covered(had: frozenset[str] | None, wanted: frozenset[str] | None) -> Tri:
    if wanted is not None and not wanted:
        return False
    return None if had is None or wanted is None else wanted <= had
