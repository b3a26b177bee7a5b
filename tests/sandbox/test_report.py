"""What the user reads."""

from typing import Any

from rich.console import Console

from sandbox.report import Run, in_words, resource_tree, where_to_look

ROOT = {"urn": "urn::stack", "type": "pulumi:pulumi:Stack"}
NETWORK = {"urn": "urn::network", "type": "groundwork:index:Network", "parent": "urn::stack"}
VPC = {"urn": "urn::net[0]", "type": "aws:ec2/vpc:Vpc", "parent": "urn::network", "custom": True, "id": "vpc-1"}


def shown(resources: list[dict[str, Any]]) -> str:
    console = Console(width=80, no_color=True)
    with console.capture() as capture:
        console.print(resource_tree("sandbox", resources))
    return capture.get()


def test_a_resource_stands_under_its_component_with_its_id() -> None:
    lines = shown([ROOT, NETWORK, VPC]).splitlines()
    assert lines == ["sandbox", "└── Network network", "    └── Vpc net[0]  vpc-1"]


def test_providers_are_not_shown() -> None:
    provider = {"urn": "urn::aws", "type": "pulumi:providers:aws", "parent": "urn::stack", "custom": True, "id": "x"}
    assert "aws" not in shown([ROOT, provider])


def test_counts_are_told_in_words() -> None:
    assert in_words({"create": 3, "delete": 1, "same": 9}, "nothing") == "3 made, 1 deleted"
    assert in_words({"same": 9}, "nothing changed") == "nothing changed"


def test_errors_name_the_resource_and_debug_lines_are_left_out() -> None:
    run = Run(lambda text: None)
    run({"diagnosticEvent": {"severity": "debug", "message": "noise"}})
    run({"diagnosticEvent": {"severity": "error", "urn": "urn::vpc", "message": "InvalidVpc.Range\n"}})
    assert run.errors == ["vpc: InvalidVpc.Range"]


def test_progress_counts_what_was_done_so_far() -> None:
    seen: list[str] = []
    run = Run(seen.append)
    for operation, urn in (("create", "urn::a"), ("create", "urn::b"), ("same", "urn::c")):
        run({"resOutputsEvent": {"metadata": {"op": operation, "urn": urn}}})
    assert seen == ["Working, 1 made: a", "Working, 2 made: b"]


def test_of_google_cloud_it_says_that_there_is_a_record_only() -> None:
    said = where_to_look("tpu", {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, google=True)
    assert "record only: nothing runs" in said
    assert "aws ec2" not in said
    assert said.endswith("Take it down: make down STACK=tpu")
