"""Versions that do not go together: of the cluster, its images and plugins, and of what the jobs' images hold."""

from collections.abc import Iterator

import catalogue
from catalogue.clusters import addon_version, kubernetes_versions, node_image
from catalogue.compatibility import Rule, Versions, judge, node_versions
from catalogue.families import family
from catalogue.unknown import UnknownFact
from components.compute.fabric_plan import plan_fabric
from stacks.fault import Fault, KeyPath, listed
from stacks.sections.compute import AcceleratorPool
from stacks.settings import Settings


def compatibility_faults(settings: Settings) -> Iterator[Fault]:
    cluster = settings.cluster
    if cluster is None or not kubernetes_versions().get(cluster.kubernetes_version):
        return
    for name, pool in settings.accelerator_pools.items():
        yield from _pool_faults(("accelerator_pools", name), pool, cluster.kubernetes_version)


def _pool_faults(path: KeyPath, pool: AcceleratorPool, kubernetes: str) -> Iterator[Fault]:
    stated = pool.software.model_dump(exclude_none=True)
    try:
        versions = {**pool_versions(pool.instance_type, kubernetes, own_image=pool.image_id is not None), **stated}
    except UnknownFact:  # which type, version or image there is, other checks say
        return
    judgement = judge(versions)
    for rule in judgement.broken:
        yield Fault(_place(path, rule, stated), _wrong(rule, versions), _right(rule))
    for rule in judgement.undecided:
        # One version of an image alone proves nothing where the rule is about two of them.
        if (
            any(each.component in stated for each in rule.when)
            and rule.need.component in type(pool.software).model_fields
        ):
            beside = listed((f"{each.component} {versions[each.component]}" for each in rule.when), "and")
            yield Fault((*path, "software"), f"states {beside} and no {rule.need.component}", _right(rule))


def pool_versions(instance_type: str, kubernetes: str, own_image: bool = False) -> dict[str, str]:
    """Every version that a type and a Kubernetes version decide. What is in an image of your own is not known."""
    plan = plan_fabric(instance_type, 1)
    host = catalogue.instance_type(instance_type)
    versions = {"family": host.family, "kubernetes": kubernetes, "vpc_cni": addon_version("vpc-cni", kubernetes)}
    kind = family(host.family).kind
    if kind.image_kind and not own_image:
        versions |= node_versions(instance_type, node_image(kubernetes, kind.image_kind, host.architecture))
    if plan.efa_interfaces:
        versions["device_plugin"] = plan.device_plugin_version
        versions["interfaces"] = next(each.kind for each in plan.interfaces if each.carries_efa)
    if "NCCL_NET_PLUGIN" in plan.environment:
        versions["nccl_net_plugin"] = plan.environment["NCCL_NET_PLUGIN"]
    return versions


def _place(path: KeyPath, rule: Rule, stated: Versions) -> KeyPath:
    """The key a person can change: the version they stated, or else the type."""
    for component in (rule.need.component, *(each.component for each in rule.when)):
        if component in stated:
            return (*path, "software", component)
    return (*path, "instance_type")


def _wrong(rule: Rule, versions: Versions) -> str:
    beside = listed((f"{each.component} {versions[each.component]}" for each in rule.when), "and")
    return f"{rule.need.component} {versions[rule.need.component]} does not go with {beside}: {rule.why}"


def _right(rule: Rule) -> str:
    return f"{rule.need.component} {rule.need} is right ({rule.source})"
