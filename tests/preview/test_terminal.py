"""What a person sees, at 80 columns and without colour."""

import io
from typing import Any

import pytest
from rich.console import Console

from policies.rule import Finding, Level, Verdict
from preview.document import WaiverEntry
from preview.terminal import short_type, show
from tests.preview import sample


def text(*findings: Finding, everything: bool = False, width: int = 80, **more: Any) -> str:
    document = sample.document(*findings, **more)
    stream = io.StringIO()
    show(document, Console(file=stream, width=width, highlight=False), everything)
    return stream.getvalue()


def waiver(**parts: object) -> WaiverEntry:
    usual = {"rule": "ENC-001", "ticket": "SEC-1", "owner": "ml@example.com", "expires": "2027-01-31", "scope": "*"}
    return WaiverEntry.model_validate({**usual, "state": "used", "days_left": 60, **parts})


def test_no_line_is_longer_than_80_columns() -> None:
    long = sample.finding(Verdict.FAIL, sentence="word " * 60)
    assert max(len(line) for line in text(long, everything=True, subnets=90).splitlines()) <= 80


@pytest.mark.parametrize("width", [1, 5, 20, 40, 200])
def test_a_terminal_of_any_width_is_served(width: int) -> None:
    assert "refused:1findingtorepair" in "".join(text(sample.finding(Verdict.FAIL), width=width).split())


def test_there_is_no_colour_where_there_is_no_terminal() -> None:
    assert "\x1b" not in text(sample.finding(Verdict.FAIL))


def test_resources_are_folded_by_type_and_a_large_stack_stays_short() -> None:
    small, large = text(), text(subnets=300)
    assert "300 ec2.Subnet" in large
    assert len(large.splitlines()) == len(small.splitlines())


def test_all_shows_every_resource_with_its_line_and_protection() -> None:
    shown = text(everything=True)
    assert "s3.Bucket datasets  protected  object_store.py:88" in shown
    assert shown.count("ec2.Subnet network-private-") == 2


def test_a_finding_shows_rule_severity_sentence_and_both_lines() -> None:
    shown = text(sample.finding(Verdict.FAIL, sentence="The bucket has no key."))
    assert "FAIL ENC-001 high, mandatory  s3.Bucket datasets" in shown
    assert "The bucket has no key." in shown
    assert "components/storage/object_store.py:88" in shown
    assert "stacks/Pulumi.sample.yaml:13" in shown
    assert "refused: 1 finding to repair" in shown


def test_many_findings_of_one_rule_are_cut_and_the_rest_counted() -> None:
    many = [sample.finding(Verdict.FAIL, sentence=f"number {n}", level=Level.ADVISORY) for n in range(12)]
    assert "7 more of ENC-001 (fail): --all shows them." in text(*many)
    assert "number 11" not in text(*many)
    assert "number 11" in text(*many, everything=True)


def test_what_nobody_can_know_yet_is_said_in_the_result() -> None:
    assert "ok: no mandatory rule is broken. 1 verdict cannot be known" in text(sample.finding(Verdict.UNKNOWN))


def test_square_brackets_in_a_sentence_are_text() -> None:
    assert "an [bold]odd[/bold] name" in text(sample.finding(Verdict.FAIL, sentence="an [bold]odd[/bold] name"))


def test_a_waiver_says_when_it_ends_and_when_it_is_not_needed() -> None:
    shown = text(waivers=[waiver(days_left=3), waiver(state="unused")], problems=["waivers.yaml:3: expired"])
    assert "waiver SEC-1 of ENC-001 holds until 2027-01-31, 3 days from now" in shown
    assert "waiver SEC-1 of ENC-001 is not needed here; remove it" in shown
    assert "WAIVER waivers.yaml:3: expired" in shown
    assert "refused: 1 waiver to repair" in shown
    assert "from now" not in text(waivers=[waiver()])


def test_types_are_short() -> None:
    assert short_type("aws:ec2/vpc:Vpc") == "ec2.Vpc"
    assert short_type("groundwork:index:Network") == "Network"
    assert short_type("pulumi:providers:aws") == "aws provider"
