"""A small graph made by hand, with rules made by hand: what the preview shows does not depend on any real component."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.model import Graph, Resource, Source
from policies.rule import Finding, Fix, Level, Outcome, Rule, Severity, Verdict
from preview.assemble import preview_document
from preview.document import Preview, WaiverEntry
from preview.stack_file import StackFile

LINES = StackFile("stacks/Pulumi.sample.yaml", {("network",): 8, ("stores",): 12, ("stores", "datasets"): 13})
STACK = "urn:pulumi:sample::groundwork::pulumi:pulumi:Stack::groundwork-sample"


def resource(
    type_: str, name: str, parent: str = STACK, file: str = "", line: int = 1, protect: bool = False
) -> Resource:
    return Resource(
        urn=f"urn:pulumi:sample::groundwork::{type_}::{name}",
        type=type_,
        name=name,
        parent=parent,
        custom=not type_.startswith("groundwork:"),
        protect=protect,
        source=Source(file, line) if file else None,
    )


NETWORK = resource("groundwork:index:Network", "network", file="stacks/platform.py", line=30)
STORE = resource("groundwork:index:ObjectStore", "datasets", file="stacks/platform.py", line=60)
BUCKET = resource("aws:s3/bucket:Bucket", "datasets", STORE.urn, "components/storage/object_store.py", 88, protect=True)
VERSIONING = resource(
    "aws:s3/bucketVersioning:BucketVersioning", "datasets", STORE.urn, "components/storage/object_store.py", 90
)


def graph(subnets: int = 2) -> Graph:
    resources = [
        resource("pulumi:pulumi:Stack", "groundwork-sample", ""),
        resource("pulumi:providers:aws", "aws", file="stacks/platform.py", line=20),
        NETWORK,
        resource("aws:ec2/vpc:Vpc", "network", NETWORK.urn, "components/network/network.py", 70),
        *(
            resource("aws:ec2/subnet:Subnet", f"network-private-{n}", NETWORK.urn, "components/network/network.py", 75)
            for n in range(subnets)
        ),
        STORE,
        BUCKET,
        VERSIONING,
    ]
    return Graph("groundwork", "sample", tuple(sorted(resources, key=lambda r: r.urn)))


def rule(id_: str, level: Level = Level.MANDATORY, severity: Severity = Severity.HIGH) -> Rule:
    return Rule(id_, f"title of {id_}", severity, level, Fix.NONE, ("32(1)(a)",), ("100(e)",), (), False, passes)


def passes(at: Resource, around: Any) -> Outcome:
    return Outcome(Verdict.PASS)


def finding(
    verdict: Verdict,
    at: Resource = BUCKET,
    id_: str = "ENC-001",
    sentence: str = "",
    waived_by: str = "",
    level: Level = Level.MANDATORY,
) -> Finding:
    return Finding(rule(id_, level), at, Outcome(verdict, sentence), waived_by)


def document(
    *findings: Finding, subnets: int = 2, waivers: Sequence[WaiverEntry] = (), problems: Sequence[str] = ()
) -> Preview:
    return preview_document(
        graph(subnets),
        findings,
        rules=30,
        verdicts=Counter(finding.outcome.verdict for finding in findings),
        waivers=waivers,
        waiver_problems=problems,
        stack_file=LINES,
    )
