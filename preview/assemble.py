"""From a graph, its findings and the lines of the stack file to the preview document."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph.model import STACK_TYPE, Graph, Resource, Source
from policies.rule import Finding, Severity, Verdict
from preview.document import (
    SCHEMA_VERSION,
    Counts,
    FindingEntry,
    Place,
    PolicySummary,
    Preview,
    ResourceEntry,
    StackPlace,
    WaiverEntry,
)
from preview.stack_file import StackFile

PROVIDER_PREFIX = "pulumi:providers:"
TOLD = (Verdict.ERROR, Verdict.FAIL, Verdict.UNKNOWN)
"""Verdicts that are findings, worst first; the others are only counted."""
WORST_FIRST = tuple(reversed(Severity))

SECTIONS = {
    "Network": ("network",),
    "EncryptionKey": ("keys",),
    "AuditTrail": ("audit",),
    "ObjectStore": ("stores",),
    "SharedFilesystem": ("filesystems",),
    "BackupPlan": ("backups",),
    "DocumentDatabase": ("document_databases",),
    "HomeFilesystem": ("home_filesystems",),
    "MemoryCache": ("caches",),
    "EventStream": ("streams",),
    "StreamProcessor": ("stream_processors",),
    "DataCatalog": ("data_catalogs",),
    "BatchAnalytics": ("batch_analytics",),
    "VectorStore": ("vector_stores",),
    "WideColumnDatabase": ("wide_column_databases",),
    "RelationalDatabase": ("relational_databases",),
    "ImageRegistry": ("registry",),
    "Cluster": ("cluster",),
    "ClusterAddons": ("cluster",),
    "NodePool": ("node_pools",),
    "AcceleratorPool": ("accelerator_pools",),
    "WorkloadIdentity": ("workloads",),
    "GcpNetwork": ("network",),
    "GcpKey": ("keys",),
    "GkeCluster": ("cluster",),
    "GkeNodePool": ("node_pools",),
    "TpuPool": ("tpu_pools",),
    "GcpWorkloadIdentity": ("workloads",),
}
"""Section of the stack file each component is written in."""


def preview_document(
    graph: Graph,
    findings: Sequence[Finding],
    *,
    rules: int,
    verdicts: Mapping[Verdict, int],
    waivers: Sequence[WaiverEntry] = (),
    waiver_problems: Sequence[str] = (),
    stack_file: StackFile,
) -> Preview:
    """The document of one stack. The same graph and findings always give the same document."""
    told = sorted((finding for finding in findings if finding.outcome.verdict in TOLD), key=_worst_first)
    resources = [resource for resource in graph if resource.type != STACK_TYPE]
    layers = _layers(graph)
    places = {resource.urn: stack_place(resource, graph, stack_file) for resource in resources}
    made = [resource for resource in resources if resource.custom and not is_provider(resource.type)]
    judged = {finding.resource.type for finding in findings}
    blocking = sum(finding.blocks for finding in findings)
    return Preview(
        schema_version=SCHEMA_VERSION,
        project=graph.project,
        stack=graph.stack,
        stack_file=stack_file.path,
        result="refused" if blocking or waiver_problems else "ok",
        counts=Counts(
            resources=len(made),
            components=sum(not resource.custom for resource in resources),
            by_layer=_count(layers[resource.urn] for resource in made),
            by_type=_count(resource.type for resource in made),
        ),
        policies=PolicySummary(
            rules=rules,
            verdicts={verdict.value: verdicts.get(verdict, 0) for verdict in Verdict},
            blocking=blocking,
            waived=sum(bool(finding.waived_by) for finding in findings),
            unjudged_types=sorted({resource.type for resource in made} - judged),
            waiver_problems=list(waiver_problems),
        ),
        findings=[_finding(finding, places) for finding in told],
        waivers=list(waivers),
        resources=[
            ResourceEntry(
                urn=resource.urn,
                type=resource.type,
                name=resource.name,
                parent=resource.parent,
                component=not resource.custom,
                layer=layers[resource.urn],
                protected=resource.protect,
                source=_place(resource.source),
                stack_file=places[resource.urn],
            )
            for resource in resources
        ],
    )


def is_provider(type_: str) -> bool:
    """True for a provider: part of the graph, but nothing the cloud makes."""
    return type_.startswith(PROVIDER_PREFIX)


def _count(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _worst_first(finding: Finding) -> tuple[bool, int, int, str, str]:
    return (
        not finding.blocks,
        TOLD.index(finding.outcome.verdict),
        WORST_FIRST.index(finding.rule.severity),
        finding.rule.id,
        finding.resource.urn,
    )


def _layers(graph: Graph) -> dict[str, str]:
    """Layer of every resource: the folder of `components/` its line lies in, else that of what is around it."""
    found: dict[str, str] = {}
    for resource in graph:
        parts = resource.source.file.split("/") if resource.source else []
        if len(parts) > 2 and parts[0] == "components":
            found[resource.urn] = parts[1]
    for resource in graph:
        if resource.custom or resource.urn in found:
            continue
        inside = [found[child.urn] for child in graph.children.get(resource.urn, ()) if child.urn in found]
        if inside:
            found[resource.urn] = Counter(inside).most_common(1)[0][0]
    return {resource.urn: found.get(resource.urn, found.get(resource.parent, "stack")) for resource in graph}


def _place(source: Source | None) -> Place | None:
    return Place(file=source.file, line=source.line) if source else None


def stack_place(resource: Resource, graph: Graph, stack_file: StackFile) -> StackPlace | None:
    """Where the stack file asks for the component a resource belongs to."""
    at: Resource | None = resource
    while at is not None:
        section = SECTIONS.get(at.type.rpartition(":")[2]) if not at.custom else None
        if section:
            for key in ((*section, at.name), section):
                line = stack_file.line(key)
                if line:
                    return StackPlace(file=stack_file.path, line=line, key=".".join(key))
        at = graph.by_urn.get(at.parent)
    return None


def _finding(finding: Finding, places: dict[str, StackPlace | None]) -> FindingEntry:
    rule, resource, outcome = finding.rule, finding.resource, finding.outcome
    return FindingEntry.model_validate(
        {
            "rule": rule.id,
            "title": rule.title,
            "verdict": outcome.verdict.value,
            "severity": rule.severity.value,
            "level": rule.level.value,
            "sentence": outcome.sentence,
            "property": outcome.property,
            "gdpr": list(rule.gdpr),
            "ccpa": list(rule.ccpa),
            "urn": resource.urn,
            "type": resource.type,
            "name": resource.name,
            "source": _place(resource.source),
            "stack_file": places.get(resource.urn),
            "waived_by": finding.waived_by,
            "blocks": finding.blocks,
        }
    )
