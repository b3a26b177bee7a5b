"""kubernetes: does EKS still offer the version, and each pinned add-on for it?"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from graph.model import Resource
from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan
from operations.preflight.resource_needs import CLUSTER

PERMISSIONS = ("eks:DescribeClusterVersions", "eks:DescribeAddonVersions")
VERSION = ("cluster", "kubernetes_version")
ADDON = "aws:eks/addon:Addon"
MISSING = frozenset({"InvalidParameterException", "ResourceNotFoundException"})
ENDS_SOON = timedelta(days=60)


def judge_version(plan: Plan, cluster: Resource, version: str, found: Mapping[str, Any] | None) -> Finding:
    """A version by what EKS says of it; None where it knows no such version."""
    place, subject = plan.key(*VERSION), f"Kubernetes {version}"
    show = f"aws eks describe-cluster-versions --region {plan.region}"
    status = str((found or {}).get("versionStatus", "UNSUPPORTED"))
    if found is None or status == "UNSUPPORTED":
        return Finding(Grade.FAIL, subject, "EKS makes no clusters of this version any more", place, show)
    if status == "EXTENDED_SUPPORT":
        reason = "is in extended support, for which EKS charges more"
        return Finding(Grade.WARN, subject, reason, place, show)
    end = found.get("endOfStandardSupportDate")
    if end and end - plan.now < ENDS_SOON:
        return Finding(Grade.WARN, subject, f"standard support ends on {end:%Y-%m-%d}", place, show)
    return Finding(Grade.OK, subject, "in standard support" + (f" until {end:%Y-%m-%d}" if end else ""), place)


def judge_addon(plan: Plan, addon: Resource, version: str, offered: tuple[str, ...]) -> Finding:
    """A pinned add-on against the versions EKS offers of it for this Kubernetes."""
    name, pinned = str(addon.inputs["addonName"]), str(addon.inputs.get("addonVersion", ""))
    subject, place = f"{name} {pinned}".rstrip(), plan.key(*VERSION)
    if not pinned or pinned in offered:
        return Finding(Grade.OK, subject, "offered", place)
    instead = f"it offers {offered[0]}" if offered else "it offers none"
    show = f"aws eks describe-addon-versions --addon-name {name} --kubernetes-version {version} --region {plan.region}"
    return Finding(Grade.FAIL, subject, f"EKS does not offer it for Kubernetes {version}; {instead}", place, show)


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    for cluster in plan.graph.of_type(CLUSTER):
        version = str(cluster.inputs.get("version", ""))
        try:
            answer = account.ask("eks", "DescribeClusterVersions", MISSING, clusterVersions=[version])
            found = next((each for each in answer["clusterVersions"] if each["clusterVersion"] == version), None)
        except NoSuch:
            found = None
        yield judge_version(plan, cluster, version, found)
        for addon in plan.graph.of_type(ADDON):
            yield judge_addon(plan, addon, version, _offered(account, str(addon.inputs["addonName"]), version))


def _offered(account: Account, name: str, version: str) -> tuple[str, ...]:
    """Versions of an add-on, the newest first."""
    try:
        pages = account.ask("eks", "DescribeAddonVersions", MISSING, addonName=name, kubernetesVersion=version)
    except NoSuch:
        return ()
    return tuple(each["addonVersion"] for addon in pages["addons"] for each in addon["addonVersions"])


CHECK = Check("kubernetes", "Does EKS offer the version and the pinned add-ons?", PERMISSIONS, find)
