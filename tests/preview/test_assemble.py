"""The document says what the graph and the findings say."""

from rich.console import Console

from components import COMPONENTS
from policies.rule import Level, Verdict
from preview.assemble import SECTIONS
from preview.run import run
from preview.terminal import show
from stacks.google.settings import GoogleSettings
from stacks.settings import Settings
from tests.preview import sample
from tests.preview.sample import document
from tests.stack_files import ON_GOOGLE


def test_components_and_providers_are_not_counted_as_resources() -> None:
    counts = document().counts
    assert (counts.resources, counts.components) == (5, 2)
    assert counts.by_type["aws:ec2/subnet:Subnet"] == 2
    assert not any("providers" in type_ for type_ in counts.by_type)


def test_a_layer_is_the_folder_of_the_declaring_line() -> None:
    assert document().counts.by_layer == {"network": 3, "storage": 2}
    layers = {entry.type: entry.layer for entry in document().resources}
    assert layers["groundwork:index:ObjectStore"] == "storage", "a component takes its layer from what is inside"
    assert layers["pulumi:providers:aws"] == "stack"


def test_a_finding_carries_its_python_line_and_its_stack_file_line() -> None:
    (entry,) = document(sample.finding(Verdict.FAIL, sentence="The bucket has no key.")).findings
    assert entry.source is not None
    assert (entry.source.file, entry.source.line) == ("components/storage/object_store.py", 88)
    assert entry.stack_file is not None
    assert (entry.stack_file.line, entry.stack_file.key) == (13, "stores.datasets")


def test_a_section_without_names_is_found_by_its_own_line() -> None:
    entry = next(e for e in document().resources if e.type == "aws:ec2/vpc:Vpc")
    assert entry.stack_file is not None
    assert entry.stack_file.key == "network"


def test_a_mandatory_failure_refuses_the_stack() -> None:
    assert document(sample.finding(Verdict.FAIL)).result == "refused"


def test_a_rule_that_broke_refuses_the_stack() -> None:
    assert document(sample.finding(Verdict.ERROR, level=Level.ADVISORY)).result == "refused"


def test_an_advisory_failure_a_waived_one_and_an_unknown_do_not() -> None:
    told = document(
        sample.finding(Verdict.FAIL, level=Level.ADVISORY),
        sample.finding(Verdict.FAIL, waived_by="SEC-1"),
        sample.finding(Verdict.UNKNOWN),
    )
    assert told.result == "ok"
    assert len(told.findings) == 3
    assert told.policies.waived == 1


def test_the_worst_comes_first_and_what_passed_is_only_counted() -> None:
    told = document(
        sample.finding(Verdict.PASS),
        sample.finding(Verdict.UNKNOWN, id_="AAA-1"),
        sample.finding(Verdict.FAIL, id_="BBB-1", level=Level.ADVISORY),
        sample.finding(Verdict.FAIL, id_="CCC-1"),
        sample.finding(Verdict.NOT_APPLICABLE),
    )
    assert [entry.rule for entry in told.findings] == ["CCC-1", "BBB-1", "AAA-1"]
    assert told.policies.verdicts == {"pass": 1, "fail": 2, "unknown": 1, "not applicable": 1, "error": 0}


def test_the_order_of_findings_does_not_matter() -> None:
    findings = [sample.finding(Verdict.FAIL, id_=name) for name in ("B-1", "A-1", "C-1")]
    assert document(*findings) == document(*reversed(findings))


def test_a_waiver_problem_refuses_the_stack() -> None:
    assert document(problems=["policies/waivers.yaml:3: expired"]).result == "refused"


def test_every_component_has_its_section_of_the_stack_file() -> None:
    # So does what runs in a cluster.
    of_the_cloud = {each.__name__ for each in COMPONENTS if not each.__module__.startswith("components.cluster.")}
    assert of_the_cloud == set(SECTIONS)
    assert {section for (section,) in SECTIONS.values()} <= {*Settings.model_fields, *GoogleSettings.model_fields}


def test_types_that_no_rule_looks_at_are_named() -> None:
    told = run(ON_GOOGLE[0])
    assert "gcp:compute/network:Network" in told.policies.unjudged_types
    assert "gcp:container/cluster:Cluster" not in told.policies.unjudged_types
    shown = Console(width=80, no_color=True)
    with shown.capture() as text:
        show(told, shown)
    assert "no rule looks at artifactregistry.RepositoryIamMember, compute.Network" in text.get()
