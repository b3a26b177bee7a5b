"""NET: who can reach what. GDPR 32(1)(b), 5(1)(f); CCPA 100(e)."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.documents import everything, statements
from policies.rule import Claim, Severity, rule
from policies.rules.common import BUCKETS, CLUSTER, LAUNCH_TEMPLATE, PUBLIC_ACCESS_BLOCK, VPC, of_bucket
from policies.scene import Scene
from policies.values import (
    ABSENT,
    Tri,
    all3,
    any3,
    at,
    equals,
    every,
    given,
    is_false,
    is_true,
    not3,
    number,
    within,
)

GDPR = ("5(1)(f)", "32(1)(b)")
CCPA = ("100(e)", "A8")
WORLD = ("0.0.0.0/0", "::/0")
BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(
    "NET-001",
    "Buckets block public access in all four ways",
    types=BUCKETS,
    why="one wrong policy or access list would otherwise publish the bucket",
    remedy="give the bucket a public access block with all four settings true",
    severity=Severity.CRITICAL,
    gdpr=("25", "32(1)(b)"),
    ccpa=("100(e)", "A3"),
    needs_graph=True,
)
def public_access(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    parts = of_bucket(bucket, scene, PUBLIC_ACCESS_BLOCK)
    yield Claim(bool(parts), "", "has no public access block")
    for part in parts:
        for property_ in BLOCKS:
            yield Claim(is_true(at(part, property_)), property_, f"leaves {property_} off")


@rule(
    "NET-002",
    "The cluster's API is private, or public to named networks only",
    types=(CLUSTER,),
    why="a stolen token would work from anywhere",
    remedy="set vpcConfig.endpointPublicAccess false, or name your networks in vpcConfig.publicAccessCidrs",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def cluster_endpoint(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    private = is_true(at(cluster, "vpcConfig.endpointPrivateAccess"))
    yield Claim(private, "vpcConfig.endpointPrivateAccess", "has no private endpoint for its nodes")
    cidrs = at(cluster, "vpcConfig.publicAccessCidrs")
    narrow = all3((given(cidrs), every(cidrs, _is_narrow)))
    closed = is_false(at(cluster, "vpcConfig.endpointPublicAccess"))
    yield Claim(any3((closed, narrow)), "vpcConfig.endpointPublicAccess", "shows its API to the whole internet")


def _is_narrow(cidr: Any) -> Tri:
    """Whether a network is smaller than an eighth-length prefix: `0.0.0.0/1` twice is the internet too."""
    world = equals(cidr, *WORLD)
    if world is None:
        return None
    return isinstance(cidr, str) and not world and (number(cidr.partition("/")[2]) or 0) >= 8


@rule(
    "NET-008",
    "Buckets and tables are reached without leaving the network, through endpoints that do not let everything pass",
    types=(VPC, "aws:ec2/vpcEndpoint:VpcEndpoint"),
    why="data would otherwise cross the internet, or leave for a stranger's account by the endpoint",
    remedy="give the network gateway endpoints for s3 and dynamodb, and every endpoint a policy tied to your account",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
    needs_graph=True,
)
def endpoints(holder: Resource, scene: Scene) -> Iterator[Claim]:
    if holder.type == VPC:
        found = scene.companions(holder, ("aws:ec2/vpcEndpoint:VpcEndpoint",), "vpcId")
        for service in ("s3", "dynamodb"):
            there = any3(_serves(at(endpoint, "serviceName"), service) for endpoint in found)
            yield Claim(there, "", f"has no endpoint for {service}")
        return
    policy = at(holder, "policy")
    read = statements(policy, "policy")
    if read is None:
        yield Claim(None, "policy", "")
        return
    yield Claim(given(policy), "policy", "lets everything pass, for want of a policy")
    for one in read:
        open_to_all = all3((one.allows, not one.condition_keys, everything(one.actions), everything(one.resources)))
        yield Claim(not3(open_to_all), "policy", "lets everything pass")


def _serves(name: Any, service: str) -> Tri:
    if isinstance(name, str):
        return name.rpartition(".")[2] == service
    return equals(name)


GROUPS = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


@rule(
    "NET-009",
    "Nothing but a tagged edge is open to the internet, and that on port 443 only",
    types=(*GROUPS, RULE, INGRESS),
    why="everything open to the internet is tried within minutes",
    remedy="name the networks or security groups that need it; tag an HTTPS entrance `Edge: public`",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def ingress(holder: Resource, scene: Scene) -> Iterator[Claim]:
    edge = equals(at(holder, "tags.Edge"), "public")
    if holder.type == INGRESS:
        yield _closed(holder, "cidrIpv4", holder, edge)
        yield _closed(holder, "cidrIpv6", holder, edge)
    elif holder.type == RULE:
        inward = equals(at(holder, "type"), "ingress")
        for property_ in ("cidrBlocks", "ipv6CidrBlocks"):
            closed = _closed(holder, property_, holder, edge)
            yield Claim(any3((not3(inward), closed.holds)), property_, closed.wrong)
    else:
        for property_ in ("cidrBlocks", "ipv6CidrBlocks"):
            holds = every(at(holder, "ingress"), lambda block, p=property_: _closed(holder, p, block, edge).holds)  # type: ignore[misc]
            yield Claim(holds, f"ingress.{property_}", "lets the whole internet in")


def _closed(holder: Resource, property_: str, block: Any, edge: Tri) -> Claim:
    value = at(block, property_)
    narrow = value is ABSENT or every(value, _is_narrow)
    https = all3(within(at(block, port), 443, 443) for port in ("fromPort", "toPort"))
    return Claim(any3((narrow, all3((edge, https)))), property_, "lets the whole internet in")


@rule(
    "NET-011",
    "Instances hand out credentials through IMDSv2 only, and to themselves only",
    types=(LAUNCH_TEMPLATE,),
    why="a server that fetches any address, or any container, could take the node's credentials",
    remedy="set metadataOptions.httpTokens to required and httpPutResponseHopLimit to 1",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=("100(e)", "A3"),
)
def metadata(template: Resource, scene: Scene) -> Iterator[Claim]:
    options = at(template, "metadataOptions")
    off = equals(at(options, "httpEndpoint"), "disabled")
    tokens = equals(at(options, "httpTokens"), "required")
    hops = within(at(options, "httpPutResponseHopLimit"), 1, 1)
    yield Claim(any3((off, tokens)), "metadataOptions.httpTokens", "answers requests without a token")
    path = "metadataOptions.httpPutResponseHopLimit"
    yield Claim(any3((off, hops)), path, "lets containers reach the node's credentials")
