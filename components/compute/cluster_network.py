"""Where a cluster's API can be reached from, and which range its services have."""

from collections.abc import Sequence
from ipaddress import IPv4Network, ip_network
from typing import Any

from pulumi import Input

from components.base import Component

SERVICE_CIDR = "172.20.0.0/16"
# https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
WIDEST_SERVICE_PREFIX, NARROWEST_SERVICE_PREFIX = 12, 24
PRIVATE_RANGES = tuple(IPv4Network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
# Wider than this is the internet in a few pieces (0.0.0.0/1 and 128.0.0.0/1), whatever the word says.
WIDEST_PUBLIC_PREFIX = 8


def checked_public_cidrs(component: Component, cidrs: Sequence[str]) -> list[str]:
    right = f"a network of /{WIDEST_PUBLIC_PREFIX} or narrower is right, such as '203.0.113.0/24'"
    for cidr in cidrs:
        try:
            network = ip_network(cidr)
        except ValueError:
            raise component.refuse("public_endpoint_cidrs", f"names {cidr!r}", right) from None
        if network.prefixlen < WIDEST_PUBLIC_PREFIX:
            raise component.refuse("public_endpoint_cidrs", f"opens the Kubernetes API to {cidr}", right)
    return list(cidrs)


def checked_service_cidr(component: Component, cidr: str) -> str:
    right = f"a /12 to a /24 of private address space is right, such as {SERVICE_CIDR!r}"
    try:
        network = IPv4Network(cidr)
    except ValueError:
        raise component.refuse("service_cidr", f"is {cidr!r}", right) from None
    fits = WIDEST_SERVICE_PREFIX <= network.prefixlen <= NARROWEST_SERVICE_PREFIX
    if not fits or not any(network.subnet_of(private) for private in PRIVATE_RANGES):
        raise component.refuse("service_cidr", f"is {cidr!r}", right)
    return cidr


def vpc_config(subnet_ids: Sequence[Input[str]], public_cidrs: list[str]) -> Any:
    """The cluster's network: private always, public only to the networks named."""
    config: dict[str, Any] = {
        "subnet_ids": list(subnet_ids),
        "endpoint_private_access": True,
        "endpoint_public_access": bool(public_cidrs),
    }
    if public_cidrs:
        config["public_access_cidrs"] = public_cidrs
    return config
