"""GCP: what matters most of a stack on Google Cloud. GDPR 32(1), 5(1)(f), 44; CCPA 100(e), 150.

The other families look at types of AWS only, and claim nothing of Google's.
"""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import DATA_CLASSES
from policies.scene import Scene
from policies.values import ABSENT, Tri, at, comes_from, equals, every, given, hidden, is_true, not3, some, within

CLUSTER = "gcp:container/cluster:Cluster"
NODE_POOL = "gcp:container/nodePool:NodePool"
KEY = "gcp:kms/cryptoKey:CryptoKey"
KEY_RING = "gcp:kms/keyRing:KeyRing"
FIREWALL = "gcp:compute/firewall:Firewall"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
BUCKET = "gcp:storage/bucket:Bucket"

GDPR = ("5(1)(f)", "32(1)(b)")
PLACE = {
    CLUSTER: "location",
    NODE_POOL: "location",
    KEY_RING: "location",
    BUCKET: "location",
    SUBNETWORK: "region",
    "gcp:compute/router:Router": "region",
    "gcp:compute/routerNat:RouterNat": "region",
    "gcp:compute/resourcePolicy:ResourcePolicy": "region",
}
"""The input that says where each type is; types without one are global and hold no data."""

ACCOUNT = "gcp:serviceaccount/account:Account"
DEFAULT_ACCOUNT = "-compute@developer.gserviceaccount.com"
WORLD = ("0.0.0.0/0", "::/0")
SECONDS_PER_DAY = 86_400
MOST_ROTATION_DAYS = 365

LABELS = {CLUSTER: "resourceLabels", NODE_POOL: "nodeConfig.resourceLabels", KEY: "labels", BUCKET: "labels"}
"""Where each type carries its labels."""
REQUIRED_LABELS = ("owner", "environment", "data-classification", "purpose")


@rule(
    "GCP-001",
    "Everything on Google Cloud is made in the declared jurisdiction",
    types=tuple(PLACE),
    why="personal data that leaves the jurisdiction is a transfer, which needs a legal basis",
    remedy="choose a region of the declared residency",
    severity=Severity.CRITICAL,
    gdpr=("44",),
    ccpa=("100(e)",),
    fix=Fix.NONE,
)
def location(resource: Resource, scene: Scene) -> Iterator[Claim]:
    context = scene.context
    if not context.residency:
        return
    property_ = PLACE[resource.type]
    where = at(resource, property_)
    places = [(property_, where)]
    if resource.type == NODE_POOL:
        places.append(("nodeLocations", at(resource, "nodeLocations")))
    for name, value in places:
        holds = every(value, lambda each: _inside(each, context.regions)) if given(value) is not False else None
        if name == property_ or value is not ABSENT:
            yield Claim(holds, name, f"is made in {value}, outside {', '.join(context.residency)}")


def _inside(place: Any, regions: frozenset[str]) -> Tri:
    """Whether a region, or the region of a zone, is one of these."""
    if hidden(place):
        return None
    return isinstance(place, str) and (place in regions or place.rpartition("-")[0] in regions)


@rule(
    "GCP-002",
    "GKE encrypts secrets and boot disks with a key of the project",
    types=(CLUSTER, NODE_POOL),
    why="whoever may read the service could then read the data, and nobody could take that back by closing a key",
    remedy="name the id of the data class's GcpKey",
    severity=Severity.HIGH,
    gdpr=("5(1)(f)", "32(1)(a)"),
    ccpa=("150", "A2"),
    needs_graph=True,
)
def own_key(resource: Resource, scene: Scene) -> Iterator[Claim]:
    if resource.type == CLUSTER:
        state = at(resource, "databaseEncryption.state")
        yield Claim(equals(state, "ENCRYPTED"), "databaseEncryption.state", "leaves Kubernetes secrets unencrypted")
        path = "databaseEncryption.keyName"
    else:
        path = "nodeConfig.bootDiskKmsKey"
    yield Claim(_own(at(resource, path), scene), path, "encrypts with a key that is not the project's")


def _own(value: Any, scene: Scene) -> Tri:
    """Whether a value is a key of Cloud KMS: an output of one, or the id of one."""
    if hidden(value):
        return comes_from(value, scene.graph, (KEY,)) or None
    if not isinstance(value, str):
        return False
    # In an exported state every output is a plain value: the key's id, as the state has it.
    named = (scene.graph.by_urn[urn].type for urn in scene.urns_named(value))
    return "/cryptoKeys/" in value or KEY in named


@rule(
    "GCP-003",
    "Keys of Cloud KMS rotate at least once a year",
    types=(KEY,),
    why="a key that leaked would open what is written for ever after",
    remedy=f"set rotationPeriod to {MOST_ROTATION_DAYS} days in seconds or fewer",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(a)",),
    ccpa=("150",),
)
def rotation(key: Resource, scene: Scene) -> Iterator[Claim]:
    period = at(key, "rotationPeriod")
    seconds = period.removesuffix("s") if isinstance(period, str) else period
    right = within(seconds, SECONDS_PER_DAY, MOST_ROTATION_DAYS * SECONDS_PER_DAY)
    yield Claim(right, "rotationPeriod", "does not rotate once a year")


@rule(
    "GCP-004",
    "GKE's nodes and its API have private addresses only",
    types=(CLUSTER, NODE_POOL),
    why="what the internet can reach, a stolen token or an open port is enough for",
    remedy="enable private nodes, and the private endpoint alone",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=("100(e)", "A8"),
)
def private(resource: Resource, scene: Scene) -> Iterator[Claim]:
    if resource.type == NODE_POOL:
        path = "networkConfig.enablePrivateNodes"
        yield Claim(is_true(at(resource, path)), path, "gives its nodes public addresses")
        return
    for key, wrong in (
        ("enablePrivateNodes", "gives its nodes public addresses"),
        ("enablePrivateEndpoint", "has an API with a public address"),
    ):
        path = f"privateClusterConfig.{key}"
        yield Claim(is_true(at(resource, path)), path, wrong)


@rule(
    "GCP-005",
    "No firewall rule on Google Cloud lets the whole internet in",
    types=(FIREWALL,),
    why="everything behind it can then be tried by anybody",
    remedy="name the ranges that need it in sourceRanges",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=("100(e)", "A8"),
)
def firewall(resource: Resource, scene: Scene) -> Iterator[Claim]:
    allows = given(at(resource, "allows"))
    if allows is False or equals(at(resource, "direction"), "EGRESS"):
        return
    ranges = at(resource, "sourceRanges")
    # Without ranges, tags or accounts Google takes a rule for one of the whole internet.
    narrowed = any(given(at(resource, key)) for key in ("sourceTags", "sourceServiceAccounts"))
    everybody: Tri = some(ranges, lambda each: equals(each, *WORLD)) if ranges is not ABSENT else not narrowed
    yield Claim(None if allows is None else not3(everybody), "sourceRanges", "lets the whole internet in")


@rule(
    "GCP-006",
    "GKE's nodes run under an account of their own, and pods never under it",
    types=(NODE_POOL,),
    why="the project's default account may change everything in it, and any pod could take its token",
    remedy="name the cluster's nodeServiceAccount, and set workloadMetadataConfig.mode to GKE_METADATA",
    severity=Severity.HIGH,
    gdpr=("25", "32(1)(b)"),
    ccpa=("100(e)", "A3"),
    needs_graph=True,
)
def accounts(pool: Resource, scene: Scene) -> Iterator[Claim]:
    account = at(pool, "nodeConfig.serviceAccount")
    path = "nodeConfig.serviceAccount"
    yield Claim(_made(account, scene), path, "runs under the project's default account")
    path = "nodeConfig.workloadMetadataConfig.mode"
    yield Claim(equals(at(pool, path), "GKE_METADATA"), path, "shows its own account to every pod")


def _made(account: Any, scene: Scene) -> Tri:
    """Whether an account is one that somebody made: an output of one, or the address of one that is not Google's."""
    if hidden(account):
        return comes_from(account, scene.graph, (ACCOUNT,)) or None
    return isinstance(account, str) and "@" in account and not account.endswith(DEFAULT_ACCOUNT)


@rule(
    "GCP-007",
    "Everything on Google Cloud says whose it is, what it holds and what for",
    types=tuple(LABELS),
    why="a record of processing, a bill and a clean-up all start from the labels",
    remedy=f"label it with {', '.join(REQUIRED_LABELS)}",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(b)", "30"),
    ccpa=("100(a)",),
)
def labels(resource: Resource, scene: Scene) -> Iterator[Claim]:
    base = LABELS[resource.type]
    for label in REQUIRED_LABELS:
        path = f"{base}.{label}"
        yield Claim(given(at(resource, path)), path, f"lacks the label {label}")
    said = at(resource, f"{base}.data-classification")
    if given(said) is not False:
        yield Claim(equals(said, *DATA_CLASSES), f"{base}.data-classification", f"is of no known data class ({said!r})")
