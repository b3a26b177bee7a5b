"""What a person reads: grades, wrapped reasons, and commands that a shell takes as they stand."""

import io
import shlex

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from operations.preflight.finding import Grade
from operations.preflight.report import FindingEntry, Report
from operations.preflight.terminal import command_lines, show
from preview.document import StackPlace

WORD = st.text("abcdefghij.-=,:'[]$ ", min_size=1, max_size=12).filter(lambda word: not word.startswith("--"))
OPTION = st.from_regex(r"--[a-z]{2,12}", fullmatch=True)


def entry(grade: Grade, reason: str = "so it is", **more: object) -> FindingEntry:
    blank = {"check": "quotas", "subject": "P", "stack_file": None, "fix": "", "permission": ""}
    return FindingEntry.model_validate({**blank, "grade": grade, "reason": reason, **more})


def shown(*findings: FindingEntry, width: int = 80, everything: bool = False) -> str:
    counts = {grade.value: sum(finding.grade is grade for finding in findings) for grade in Grade}
    document = Report(
        schema_version="1",
        stack="prod",
        stack_file="stacks/Pulumi.prod.yaml",
        account_id="111122223333",
        region="eu-north-1",
        result="fail" if counts["fail"] else "ok",
        counts=counts,
        findings=list(findings),
    )
    stream = io.StringIO()
    show(document, Console(file=stream, width=width, highlight=False), everything)
    return stream.getvalue()


@given(st.lists(st.one_of(WORD, OPTION), min_size=1, max_size=12), st.integers(20, 120))
def test_a_command_over_several_lines_is_the_same_command_to_a_shell(words: list[str], width: int) -> None:
    lines = command_lines(shlex.join(words), width)
    assert lines[0].startswith("$ ")
    assert all(line.endswith(" \\") for line in lines[:-1])
    whole = " ".join(line.removesuffix(" \\") for line in [lines[0].removeprefix("$"), *lines[1:]])
    assert shlex.split(whole) == words


def test_a_command_is_broken_before_its_options_only() -> None:
    command = "aws ec2 describe-subnets --query 'Subnets[].[SubnetId]' --region eu-north-1"
    assert command_lines(command, 40) == [
        "$ aws ec2 describe-subnets \\",
        "    --query 'Subnets[].[SubnetId]' \\",
        "    --region eu-north-1",
    ]


def test_what_is_ok_is_named_in_one_line_and_the_rest_in_full() -> None:
    place = StackPlace(file="stacks/Pulumi.prod.yaml", line=61, key="accelerator_pools.h100")
    text = shown(
        entry(Grade.OK, subject="G and VT"),
        entry(Grade.OK, subject="Standard"),
        entry(Grade.FAIL, "too small", stack_file=place, fix="aws ec2 describe-vpcs --region eu-north-1"),
    )
    assert text.splitlines() == [
        "prod  account 111122223333, eu-north-1",
        "quotas",
        "ok    G and VT, Standard",
        "FAIL  P: too small",
        "      stacks/Pulumi.prod.yaml:61 (accelerator_pools.h100)",
        "      $ aws ec2 describe-vpcs --region eu-north-1",
        "",
        "fail: 2 ok, 1 fail. `pulumi up` cannot work before the failures are gone.",
    ]


def test_everything_tells_the_reasons_of_what_is_ok() -> None:
    assert "ok    P: so it is" in shown(entry(Grade.OK), everything=True)


def test_skips_are_no_failure_and_the_last_line_says_so() -> None:
    denied = "these credentials may not call ec2:DescribeVpcs"
    text = shown(entry(Grade.OK), entry(Grade.SKIP, denied, subject="", permission="ec2:DescribeVpcs"))
    assert "skip  these credentials may not call ec2:DescribeVpcs" in text
    assert text.splitlines()[-1] == "ok: 1 ok, 1 skip. Nothing fails of what could be asked."


def test_checks_that_did_not_ask_are_told_together_by_their_reason() -> None:
    text = shown(
        entry(Grade.OK, check="account"),
        entry(Grade.SKIP, "left out with --skip", check="quotas", subject=""),
        entry(Grade.SKIP, "left out with --skip", check="zones", subject=""),
        entry(Grade.SKIP, "not here", check="images", subject="AL2023"),
    )
    assert text.splitlines()[1:7] == [
        "account",
        "ok    P",
        "images",
        "skip  AL2023: not here",
        "not asked",
        "skip  quotas, zones: left out with --skip",
    ]


def test_a_narrow_terminal_wraps_reasons_under_themselves() -> None:
    text = shown(entry(Grade.WARN, "the start fits and the largest size does not"), width=46)
    assert text.splitlines()[2:4] == ["WARN  P: the start fits and the largest size", "      does not"]
