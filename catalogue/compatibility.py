"""What must hold between versions for a fabric to work at full speed, each rule with its source.

A rule says: where all of `when` holds, the component needs this. A component nobody stated makes the rule undecided,
never passed. Versions are compared number by number, so `1.9` is older than `1.10` and `v1.22.4-eksbuild.3` newer
than `1.18.5`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import ge, gt, le, lt

from catalogue.clusters import NodeImage
from catalogue.instances import instance_type
from catalogue.tables import table

COMPONENTS = {
    "family": "family of the instance type, such as p5",
    "kubernetes": "minor version of the cluster",
    "os": "operating system of the image: AL2023, BOTTLEROCKET or AL2",
    "ami_type": "EKS's word for the image, such as AL2023_x86_64_NVIDIA",
    "ami_date": "day of the image's release, such as 20260903",
    "driver": "NVIDIA driver on the host",
    "cuda": "CUDA of the container",
    "efa_installer": "EFA installer the container was built with",
    "libfabric": "libfabric of the container",
    "aws_ofi_nccl": "plugin that carries NCCL over libfabric",
    "nccl": "NCCL of the container",
    "nccl_net_plugin": "value of NCCL_NET_PLUGIN",
    "device_plugin": "EFA device plugin of the cluster",
    "efa_devices": "what hands out EFA devices: plugin or dra",
    "interfaces": "kind of the EFA interfaces: efa or efa-only",
    "vpc_cni": "VPC CNI add-on of the cluster",
}

Versions = Mapping[str, str]
"""A version or a word for each component that is known."""

_CONDITION = re.compile(r"(\w+)(>=|<=|!=|=|<|>)([^=<>].*)")
_ORDERS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt}


@dataclass(frozen=True, slots=True)
class Condition:
    """A statement about one component, such as `nccl >= 2.19`."""

    component: str
    operator: str
    values: tuple[str, ...]

    def holds(self, value: str) -> bool:
        """Whether it is true of a component with that version or word."""
        if self.operator == "=":
            return value in self.values
        if self.operator == "!=":
            return value not in self.values
        return _ORDERS[self.operator](_numbers(value), _numbers(self.values[0]))

    def __str__(self) -> str:
        words = " or ".join(self.values)
        return words if self.operator == "=" else f"{'not' if self.operator == '!=' else self.operator} {words}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a component needs where all conditions hold."""

    name: str
    when: tuple[Condition, ...]
    need: Condition
    why: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Rules that a set of versions breaks, and those that apply and cannot be decided with what is known."""

    broken: tuple[Rule, ...]
    undecided: tuple[Rule, ...]


def judge(versions: Versions) -> Judgement:
    """The rules these versions break, and those that need a version nobody stated."""
    broken, undecided = [], []
    for rule in rules():
        unknown = [each for each in rule.when if each.component not in versions]
        if not all(each.holds(versions[each.component]) for each in rule.when if each not in unknown):
            continue
        if unknown or rule.need.component not in versions:
            undecided.append(rule)
        elif not rule.need.holds(versions[rule.need.component]):
            broken.append(rule)
    return Judgement(tuple(broken), tuple(undecided))


def oldest(component: str, versions: Versions) -> str:
    """The oldest version of a component that the rules allow beside these versions; empty where any will do."""
    asked = [
        rule.need.values[0]
        for rule in rules()
        if rule.need.component == component
        and rule.need.operator == ">="
        and all(each.component in versions and each.holds(versions[each.component]) for each in rule.when)
    ]
    return max(asked, key=_numbers, default="")


def image_versions(image: NodeImage) -> dict[str, str]:
    """What a pinned node image decides: its system, its day, and the versions in it as far as EKS states them."""
    words = {"ami_type": image.ami_type, "os": image.ami_type.partition("_")[0]}
    day = re.search(r"-(20\d{6})$", image.release_version)
    if day:
        words["ami_date"] = day[1]
    for row in table("ami_contents"):
        since = _numbers(row["kubernetes_from"]) <= _numbers(image.kubernetes_version)
        if row["ami_type"] == image.ami_type and since:
            words[row["component"]] = row["version"]
    return words


def node_versions(type_name: str, image: NodeImage) -> dict[str, str]:
    """What the choice of an instance type and an image decides."""
    return {
        "family": instance_type(type_name).family,
        "kubernetes": image.kubernetes_version,
        **image_versions(image),
    }


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the table."""
    return tuple(
        Rule(
            row["rule"],
            tuple(condition(part) for part in row["when"].split(" & ")),
            condition(row["component"] + row["needs"]),
            row["why"],
            row["source"],
            row["as_of"],
        )
        for row in table("compatibility")
    )


def condition(text: str) -> Condition:
    """A condition as the table writes it, such as `nccl>=2.19` or `family=p5|p5e`."""
    found = _CONDITION.fullmatch(text)
    if not found or found[1] not in COMPONENTS:
        known = ", ".join(COMPONENTS)
        raise ValueError(f"compatibility.csv: cannot read {text!r}; a component, a comparison and a value: {known}")
    return Condition(found[1], found[2], tuple(found[3].split("|")))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
