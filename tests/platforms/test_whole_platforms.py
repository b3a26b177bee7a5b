"""What holds for every whole platform, and what its page says of it."""

import re

import pytest

from preview.run import run
from sandbox.aws.types import TYPES
from tests.platforms.reading import EXAMPLES, NAMES, graph_of, page, settings_of, stack_file

# How long a Flink program remembers is in the program.
NOT_SEEN = {
    "streaming-features": {("RET-018", "events", "unknown"), ("RET-018", "history", "unknown")},
}
EACH = pytest.mark.parametrize("name", NAMES)


def test_the_overview_lists_every_example() -> None:
    overview = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in EXAMPLES.glob("*/README.md")}
    assert set(re.findall(r"\]\(([a-z-]+)/README\.md\)", overview)) == folders
    assert set(NAMES) == {path.parent.name for path in EXAMPLES.glob("*/Pulumi.*-*.yaml")}


@EACH
def test_it_breaks_no_rule_and_only_what_flink_remembers_is_unknown(name: str) -> None:
    preview = run(stack_file(name))
    assert preview.result == "ok"
    found = {(finding.rule, finding.name, finding.verdict) for finding in preview.findings}
    assert found == NOT_SEEN.get(name, set())


@EACH
def test_its_accounts_are_those_of_documentation(name: str) -> None:
    assert set(re.findall(r"\b\d{12}\b", stack_file(name).read_text(encoding="utf-8"))) == {"111122223333"}


@EACH
def test_its_page_names_every_service_that_is_on_record_only(name: str) -> None:
    only = {each.type for each in graph_of(name).resources if each.type in TYPES and not TYPES[each.type].service}
    (said,) = re.findall(r"On record only, kept and compared but not emulated: (.*?) in part\.", page(name))
    assert set(re.findall(r"`(\w+)`", said)) == {token.split(":")[1].split("/")[0] for token in only}


@EACH
def test_its_page_has_a_row_for_whatever_the_stack_file_names(name: str) -> None:
    settings = settings_of(name)
    named = [
        key
        for section in (
            "streams",
            "stream_processors",
            "vector_stores",
            "document_databases",
            "wide_column_databases",
            "caches",
        )
        for key in getattr(settings, section)
    ]
    named += [f"backups-{key}" for key in settings.backups]
    named += [*settings.relational_databases, *settings.filesystems, *settings.accelerator_pools, *settings.workloads]
    assert [key for key in named if f"`{key}`" not in page(name)] == []


@EACH
def test_its_private_endpoints_are_as_many_as_the_page_says(name: str) -> None:
    endpoints = graph_of(name).of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
    interface = sum(each.inputs["vpcEndpointType"] == "Interface" for each in endpoints)
    if said := re.search(r"(\d+) private endpoints", page(name)):
        assert int(said[1]) == interface
