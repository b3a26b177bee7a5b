"""What AWS refuses and moto does not, each with AWS's code.

`check` needs no account, `create` looks at what lives in it.

Codes from moto's gaps as measured (`sandbox/README.md`); limits from the catalogue or from the pages linked here.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import catalogue
from catalogue.lustre import deployment_types, lustre_region, lustre_tiers
from sandbox.aws import backup_refusals, database_refusals, policy_documents, relational_refusals
from sandbox.aws.model import Request
from sandbox.wire import COMPUTED, is_computed

Failure = tuple[str, str]
"""The input at fault, and the sentence."""

IN_USE = {
    "backup": "InvalidRequestException",
    "ec2": "DependencyViolation",
    "eks": "ResourceInUseException",
    "iam": "DeleteConflict",
    "fsx": "BadRequest",
    "efs": "FileSystemInUse",
}
# https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
DELETION_WINDOW_DAYS = (7, 30)
# https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
ROTATION_DAYS = (90, 2560)
# https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
CIDR_PREFIX = (16, 28)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME = re.compile(r"^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
# What says where an interface of a launch template sits.
# One EFA interface to a card: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html
EFA = ("efa", "efa-only")
LAYOUT = ("networkCardIndex", "deviceIndex", "interfaceType")


def in_use_code(service: str) -> str:
    """The service's code for "something still names this"."""
    return IN_USE.get(service, "ResourceInUseException")


def check(token: str, r: Request) -> Iterator[Failure]:
    """Refusals that follow from the inputs alone; what is not known yet refuses nothing."""
    for one in CHECKS.get(token, ()):
        yield from one(r)


def create(token: str, r: Request, endpoint_url: str) -> Iterator[str]:
    """Refusals that follow from what else lives in the account."""
    from sandbox.aws import placement

    for one in placement.CHECKS.get(token, ()):
        yield from one(r, endpoint_url)


def _whole(r: Request, name: str, limits: tuple[int, int], code: str) -> Iterator[Failure]:
    value, (low, high) = r[name], limits
    if value is not None and not is_computed(value) and not low <= value <= high:
        yield name, f"{code}: {name} is {value}, the service takes {low} to {high}"


def _key(r: Request) -> Iterator[Failure]:
    yield from _whole(r, "deletionWindowInDays", DELETION_WINDOW_DAYS, "ValidationException")
    yield from _whole(r, "rotationPeriodInDays", ROTATION_DAYS, "ValidationException")


def _log_group(r: Request) -> Iterator[Failure]:
    days = r["retentionInDays"]
    if days and not is_computed(days) and days not in catalogue.log_retention_days():
        nearest = catalogue.nearest_log_retention(days)
        yield "retentionInDays", f"InvalidParameterException: {days} is no retention the service has; {nearest} is"


def _bucket(r: Request) -> Iterator[Failure]:
    name = r["bucket"]
    if isinstance(name, str) and not BUCKET_NAME.match(name):
        yield (
            "bucket",
            f"InvalidBucketName: {name!r} is no bucket name: 3 to 63 lower-case letters, digits, dots, hyphens",
        )


def _vpc(r: Request) -> Iterator[Failure]:
    yield from _cidr(r, "InvalidVpc.Range")


def _cidr(r: Request, code: str) -> Iterator[Failure]:
    cidr = r["cidrBlock"]
    if not isinstance(cidr, str):
        return
    try:
        prefix = ipaddress.ip_network(cidr).prefixlen
    except ValueError as error:
        yield "cidrBlock", f"InvalidParameterValue: {error}"
        return
    if not CIDR_PREFIX[0] <= prefix <= CIDR_PREFIX[1]:
        yield "cidrBlock", f"{code}: /{prefix} is outside /{CIDR_PREFIX[0]} to /{CIDR_PREFIX[1]}"


def _subnet(r: Request) -> Iterator[Failure]:
    yield from _cidr(r, "InvalidSubnet.Range")
    zone = r["availabilityZoneId"]
    if isinstance(zone, str) and zone not in catalogue.zones(r.region):
        right = ", ".join(catalogue.zones(r.region))
        yield "availabilityZoneId", f"InvalidParameterValue: {zone} is no zone of {r.region}, which has {right}"


def _policy(name: str, code: str) -> Callable[[Request], Iterator[Failure]]:
    def checked(r: Request) -> Iterator[Failure]:
        wrong = policy_documents.malformed(r[name]) if isinstance(r[name], str) else ""
        if wrong:
            yield name, f"{code}: {wrong}"

    return checked


def _image_life(r: Request) -> Iterator[Failure]:
    for name in ("policy", "lifecyclePolicy"):
        text = r[name]
        if not isinstance(text, str):
            continue
        try:
            rules = json.loads(text)["rules"]
        except (ValueError, TypeError, KeyError):
            yield name, f"InvalidParameterException: {text[:40]!r} is no life cycle policy: a JSON object with rules"
            continue
        numbers = [rule.get("rulePriority") for rule in rules]
        if len(set(numbers)) != len(numbers):
            yield name, f"InvalidParameterException: rule priorities {numbers} must differ"


def _kubernetes(r: Request) -> Iterator[Failure]:
    if isinstance(r["version"], str):
        try:
            catalogue.kubernetes(r["version"])
        except catalogue.UnknownFact as unknown:
            yield "version", f"InvalidParameterException: {unknown}"


def _scaling(r: Request) -> Iterator[Failure]:
    scaling = r["scalingConfig"] or {}
    if not is_computed(scaling) and not scaling["minSize"] <= scaling["desiredSize"] <= scaling["maxSize"]:
        order = f"min {scaling['minSize']}, desired {scaling['desiredSize']}, max {scaling['maxSize']}"
        yield "scalingConfig", f"InvalidParameterException: sizes must rise from min over desired to max; got {order}"


def _lustre(r: Request) -> Iterator[Failure]:
    kind, capacity, throughput = r["deploymentType"] or "SCRATCH_1", r["storageCapacity"], r["perUnitStorageThroughput"]
    disks, efa = r["storageType"] or "SSD", r["efaEnabled"] is True
    try:
        kinds = lustre_region(r.region).deployment_types
    except catalogue.UnknownFact:
        kinds = deployment_types()
    if isinstance(kind, str) and kind not in kinds:
        yield "deploymentType", f"BadRequest: {kind} is no deployment type, {r.region} has {', '.join(kinds)}"
        return
    if not isinstance(kind, str) or disks not in ("SSD", "HDD"):
        return
    tiers = lustre_tiers(kind, disks, efa=efa, region_name=r.region)
    if not tiers:
        what = "EFA" if efa else f"StorageType {disks}"
        yield "efaEnabled" if efa else "storageType", f"BadRequest: {what} is not supported for {kind} in {r.region}"
        return
    if efa and not r["metadataConfiguration"]:
        yield "efaEnabled", "BadRequest: EFA is only supported for file systems with metadata configuration"
    steps = [tier.megabytes_per_second_per_tib for tier in tiers]
    if isinstance(throughput, int) and throughput not in steps:
        yield "perUnitStorageThroughput", f"BadRequest: {throughput} MB/s per TiB is no {kind} step: {steps}"
        return
    sold = [tier for tier in tiers if throughput in (None, COMPUTED, tier.megabytes_per_second_per_tib)]
    if isinstance(capacity, int) and not any(tier.accepts(capacity) for tier in sold):
        sizes = f"{sold[0].smallest_gib}, then steps of {sold[0].step_gib}"
        yield "storageCapacity", f"BadRequest: {capacity} GiB is no {kind} size: {sizes}"


def _template(r: Request) -> Iterator[Failure]:
    name = r["instanceType"]
    if not isinstance(name, str):
        return
    try:
        cards = {card.index: card for card in catalogue.network_cards(name)}
        machine = catalogue.instance_type(name)
    except catalogue.UnknownFact as unknown:
        yield "instanceType", f"InvalidInstanceType: {unknown}"
        return
    on_card: dict[int, int] = {}
    efa_on_card: dict[int, int] = {}
    interfaces = r["networkInterfaces"]
    for interface in interfaces if isinstance(interfaces, list) else []:
        if not isinstance(interface, dict) or any(interface.get(name) is COMPUTED for name in LAYOUT):
            continue
        index, kind = interface.get("networkCardIndex", 0), interface.get("interfaceType", "interface")
        place = "networkInterfaces"
        if index not in cards:
            yield place, f"InvalidParameterValue: {name} has no network card {index}, its cards are 0 to {max(cards)}"
            continue
        on_card[index] = on_card.get(index, 0) + 1
        if on_card[index] > cards[index].max_interfaces:
            yield place, f"InvalidParameterValue: card {index} of {name} takes {cards[index].max_interfaces} interfaces"
        if kind not in cards[index].interface_types:
            takes = ", ".join(cards[index].interface_types)
            yield place, f"InvalidParameterCombination: card {index} of {name} takes no {kind} interface, only {takes}"
        if kind == "efa-only" and index == 0 and interface.get("deviceIndex", 0) == 0:
            yield (
                place,
                "InvalidParameterCombination: an efa-only interface cannot be the primary one: it has no IP address",
            )
        if kind in EFA:
            efa_on_card[index] = efa_on_card.get(index, 0) + 1
            if efa_on_card[index] == 2:
                yield place, f"InvalidParameterCombination: card {index} of {name} takes 1 EFA interface, not more"
    efa, most = sum(efa_on_card.values()), machine.max_efa_interfaces
    if efa > most:
        yield "networkInterfaces", f"InvalidParameterCombination: {name} takes {most} EFA interfaces, not {efa}"


def _ports(r: Request) -> Iterator[Failure]:
    low, high = r["fromPort"], r["toPort"]
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "fromPort", f"InvalidParameterValue: ports run from {low} to {high}; the first must not be the larger"


CHECKS: dict[str, tuple[Callable[[Request], Iterator[Failure]], ...]] = {
    "aws:kms/key:Key": (_key, _policy("policy", "MalformedPolicyDocumentException")),
    "aws:cloudwatch/logGroup:LogGroup": (_log_group,),
    "aws:s3/bucket:Bucket": (_bucket,),
    "aws:s3/bucketPolicy:BucketPolicy": (_policy("policy", "MalformedPolicy"),),
    "aws:kms/keyPolicy:KeyPolicy": (_policy("policy", "MalformedPolicyDocumentException"),),
    "aws:ec2/vpc:Vpc": (_vpc,),
    "aws:ec2/subnet:Subnet": (_subnet,),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (_image_life,),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": (_image_life,),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (_policy("policy", "InvalidPolicyDocument"),),
    "aws:ec2/launchTemplate:LaunchTemplate": (_template,),
    "aws:iam/role:Role": (_policy("assumeRolePolicy", "MalformedPolicyDocument"),),
    "aws:iam/rolePolicy:RolePolicy": (_policy("policy", "MalformedPolicyDocument"),),
    "aws:iam/policy:Policy": (_policy("policy", "MalformedPolicyDocument"),),
    "aws:eks/cluster:Cluster": (_kubernetes,),
    "aws:eks/nodeGroup:NodeGroup": (_scaling,),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": (_policy("policy", "InvalidPolicyException"),),
    "aws:fsx/lustreFileSystem:LustreFileSystem": (_lustre,),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (_ports,),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (_ports,),
    **backup_refusals.CHECKS,
    **database_refusals.CHECKS,
    **relational_refusals.CHECKS,
}


def described() -> dict[str, list[str]]:
    """Type → the inputs or relations that are refused, for the coverage table."""
    from sandbox.aws import placement

    named: dict[str, list[Any]] = {token: list(checks) for token, checks in CHECKS.items()}
    for token, checks in placement.CHECKS.items():
        named.setdefault(token, []).extend(checks)
    return {
        token: [SAYS.get(getattr(c, "__name__", ""), "policy document") for c in found]
        for token, found in named.items()
    }


SAYS = {
    **backup_refusals.SAYS,
    **database_refusals.SAYS,
    **relational_refusals.SAYS,
    "_key": "deletion window, rotation period",
    "_log_group": "retention off the service's list",
    "_bucket": "bucket name",
    "_vpc": "size",
    "_image_life": "life cycle policy",
    "_subnet": "size, zone of another region",
    "_template": "unknown type, EFA on a card without it, too many interfaces, efa-only as primary",
    "_kubernetes": "Kubernetes version",
    "_scaling": "sizes out of order",
    "_lustre": "capacity and throughput off the steps",
    "_ports": "port range",
    "checked": "policy document",
    "reservation": "placement group with a reservation that was not made in it, type other than the reservation's",
    "two_zones": "subnets in one zone, or in a zone without EKS",
    "offered": "instance type not offered in the zone, reservation of another zone",
}
