"""GcpNetwork: the VPC network of a platform on Google Cloud, private first.

Deploys: a VPC network without automatic subnets; one regional subnet with ranges for nodes, pods and services, private
access to Google's APIs and flow logs; a router with Cloud NAT; a logged firewall rule that denies what no other allows.
For: one environment in one region. Not for: shared VPC, peering, IPv6.
"""

from typing import NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.google import GooglePlace, checked_labels, checked_project, checked_region
from components.labels import described
from components.network.gcp_ranges import range_faults

PODS, SERVICES = "pods", "services"
FLOW_LOG_SAMPLING = 0.5
# Google's own rules (health checks, the control plane's) are made by GKE with priority 1000; this one is after them.
LAST_PRIORITY = 65534


class GcpNetworkArgs(TypedDict):
    """Inputs of GcpNetwork."""

    project_id: str
    """Project the network is in, such as ml-platform-prod."""
    region: str
    """Region of its subnet, such as europe-west4."""
    nodes_cidr: str
    """Private range of the nodes, a /9 to a /28, such as 10.60.0.0/20. A node takes one address."""
    pods_cidr: str
    """Private range of the pods, a /9 to a /21, apart from the others. A node takes a /24 of it."""
    services_cidr: str
    """Private range of the cluster's services, a /9 to a /27, apart from the others."""
    tags: dict[str, str]
    """Owner, Environment, DataClassification and Purpose are required. Networks carry no labels: the words are in their
    descriptions."""
    flow_log_sampling: NotRequired[float]
    """Share of the connections that flow logs record, above 0 to 1. Default: 0.5."""


class GcpNetwork(Component):
    """A VPC network on Google Cloud with one private subnet, flow logs and a way out through Cloud NAT."""

    network_id: Output[str]
    """Id of the network."""
    subnetwork_id: Output[str]
    """Id of the subnet; known once its nodes have a way to the internet."""
    pods_range_name: Output[str]
    """Name of the subnet's secondary range for pods."""
    services_range_name: Output[str]
    """Name of the subnet's secondary range for services."""

    def __init__(self, name: str, args: GcpNetworkArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        checked_labels(self, tags)
        place: GooglePlace = {
            "project": checked_project(self, args["project_id"]),
            "region": checked_region(self, args["region"]),
        }
        nodes, pods, services = self._checked_ranges(args)
        sampling = self._checked_sampling(args.get("flow_log_sampling", FLOW_LOG_SAMPLING))

        network = gcp.compute.Network(
            name,
            project=place["project"],
            description=described(tags),
            auto_create_subnetworks=False,
            routing_mode="REGIONAL",
            opts=self.child(),
        )
        subnet = gcp.compute.Subnetwork(
            name,
            **place,
            network=network.id,
            description=described(tags),
            ip_cidr_range=nodes,
            secondary_ip_ranges=[
                {"range_name": PODS, "ip_cidr_range": pods},
                {"range_name": SERVICES, "ip_cidr_range": services},
            ],
            private_ip_google_access=True,
            stack_type="IPV4_ONLY",
            log_config={
                "aggregation_interval": "INTERVAL_1_MIN",
                "flow_sampling": sampling,
                "metadata": "INCLUDE_ALL_METADATA",
            },
            opts=self.child(),
        )
        nat = self._nat(place, network.id, subnet.id, described(tags))
        # Google denies what no rule allows anyhow, and says nothing of it: this rule keeps a record.
        gcp.compute.Firewall(
            f"{name}-deny-ingress",
            project=place["project"],
            network=network.id,
            description=described(tags),
            direction="INGRESS",
            priority=LAST_PRIORITY,
            source_ranges=["0.0.0.0/0"],
            denies=[{"protocol": "all"}],
            log_config={"metadata": "INCLUDE_ALL_METADATA"},
            opts=self.child(),
        )

        self.network_id = network.id
        self.subnetwork_id = Output.all(subnet.id, nat).apply(lambda known: str(known[0]))
        self.pods_range_name, self.services_range_name = Output.from_input(PODS), Output.from_input(SERVICES)
        self.register_outputs(
            {
                "networkId": self.network_id,
                "subnetworkId": self.subnetwork_id,
                "podsRangeName": self.pods_range_name,
                "servicesRangeName": self.services_range_name,
            }
        )

    def _nat(self, place: GooglePlace, network_id: Input[str], subnet_id: Input[str], description: str) -> Output[str]:
        """Private nodes reach what is not Google's through addresses that are Cloud NAT's, never their own."""
        import pulumi_gcp as gcp

        router = gcp.compute.Router(self._name, **place, network=network_id, description=description, opts=self.child())
        nat = gcp.compute.RouterNat(
            self._name,
            **place,
            router=router.name,
            nat_ip_allocate_option="AUTO_ONLY",
            source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
            subnetworks=[{"name": subnet_id, "source_ip_ranges_to_nats": ["ALL_IP_RANGES"]}],
            log_config={"enable": True, "filter": "ERRORS_ONLY"},
            opts=self.child(),
        )
        return nat.id

    def _checked_ranges(self, args: GcpNetworkArgs) -> tuple[str, str, str]:
        given = {
            "nodes_cidr": args["nodes_cidr"],
            "pods_cidr": args["pods_cidr"],
            "services_cidr": args["services_cidr"],
        }
        for fault in range_faults(given):
            raise self.refuse(*fault)
        return given["nodes_cidr"], given["pods_cidr"], given["services_cidr"]

    def _checked_sampling(self, share: float) -> float:
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
            raise self.refuse("flow_log_sampling", f"is {share!r}", "a share above 0, and 1 at most, is right")
        return share
