"""The records of a graph."""

from graph.model import Graph
from policies.context import PolicyContext
from policies.flows.access import accesses, unread_policies
from policies.flows.derive import flows_of
from policies.flows.model import UNKNOWN, Flow
from policies.flows.places import Places, places_of
from policies.scene import Scene
from preview.records.model import Records
from preview.records.stores import stores_of, unlisted_types

WAYS_OUT = (
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/internetGateway:InternetGateway",
    "gcp:compute/routerNat:RouterNat",
)
CLUSTERS = ("aws:eks/cluster:Cluster", "gcp:container/cluster:Cluster")
GOOGLE_MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"


def records_of(graph: Graph, context: PolicyContext) -> Records:
    """Stores, flows and recipients of a graph, and what it does not show."""
    places = places_of(Scene(graph, context))
    return Records(
        graph.stack,
        context.residency,
        context.regions,
        stores_of(places),
        flows_of(places),
        accesses(places),
        tuple(_unknowns(graph, places, context)),
    )


def leaves(flow: Flow, records: Records) -> str:
    """Whether a flow leaves its region or the residency; "" where it does neither."""
    if flow.target_region == UNKNOWN or flow.source_region == UNKNOWN:
        if not flow.source_urn:
            return ""  # it arrives from outside: no data of the stack goes out with it
        return "unknown: one of its ends is not known to be in a region"
    if records.regions and flow.target_region not in records.regions:
        return f"leaves the residency ({', '.join(records.residency)})"
    return "leaves the region" if flow.target_region != flow.source_region else ""


def _unknowns(graph: Graph, places: Places, context: PolicyContext) -> list[str]:
    said = []
    if types := unlisted_types(graph):
        said.append(f"Whether resources of these types keep data: {', '.join(types)}.")
    if policies := unread_policies(places):
        said.append(
            f"What these policies, whose text the stack does not hold, let their roles reach: {', '.join(policies)}."
        )
    ways = sorted(resource.name for type_ in WAYS_OUT for resource in graph.of_type(type_))
    if ways:
        said.append(f"What programs send out of the network through {', '.join(ways)}.")
    members = graph.of_type(GOOGLE_MEMBER)
    if members:
        granted = sorted(f"{one.inputs.get('bucket')} ({one.inputs.get('role')})" for one in members)
        said.append(
            f"What the buckets hold that the stack lets workloads use but does not declare: {', '.join(granted)}."
        )
    if not context.residency:
        said.append("Where personal data may be kept: the stack declares no residency.")
    if any(graph.of_type(type_) for type_ in CLUSTERS):
        said.append("What volumes programs ask the cluster for, and what their snapshots keep: no stack declares them.")
    said.append("Which fields, keys and files hold the data of which person: only the applications know.")
    said.append("What files on the disks of nodes and in pods hold.")
    return said
