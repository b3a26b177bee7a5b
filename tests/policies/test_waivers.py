"""Waivers: what lets a failure through, until when, and what never does."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from policies.evaluate import evaluate
from policies.registry import BY_ID
from policies.rule import Finding
from policies.waivers import LONGEST, PATH, Waivers, load, unused
from tests.policies.good import CONTEXT, broken, graph_of

TODAY = date(2026, 11, 24)
WAIVER = {
    "rule": "NET-002",
    "scope": '"*::aws:eks/cluster:Cluster::main"',
    "reason": "The VPN is not there yet.",
    "owner": "ml@example.com",
    "ticket": "PLAT-1",
    "compensating_control": "MFA on both roles",
    "expires": "2026-12-31",
}


def written(folder: Path, *waivers: dict[str, str]) -> Waivers:
    """The waivers of a file with these entries."""
    path = folder / "waivers.yaml"
    entries = ["\n".join(f"    {key}: {value}" for key, value in waiver.items()) for waiver in waivers]
    path.write_text("waivers:\n" + "".join(f"  -\n{entry}\n" for entry in entries), encoding="utf-8")
    return load(path)


def judged(waivers: Waivers, today: date = TODAY) -> Finding:
    """What the rule says of a public cluster under these waivers."""
    graph = graph_of(broken("cluster.main", "vpcConfig.endpointPublicAccess", True))
    return evaluate(graph, rules=[BY_ID["NET-002"]], waivers=waivers.waivers, today=today, context=CONTEXT)[0]


def test_a_waiver_in_force_lets_its_failure_through_and_is_named(tmp_path: Path) -> None:
    finding = judged(written(tmp_path, WAIVER))
    assert finding.waived_by == "PLAT-1"
    assert not finding.blocks


def test_without_a_waiver_the_failure_blocks() -> None:
    assert judged(Waivers()).blocks


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires": "2026-11-23"}, "expired on 2026-11-23"),
        ({"expires": "2027-12-31"}, "2027-05-23 is the latest day"),
        ({"expires": "soon"}, "expires 'soon', a day is right"),
        ({"expires": "2026-02-30"}, "expires '2026-02-30', a day is right"),
        ({"expires": "2026-12-31T00:00:00"}, "a day is right"),
        ({"expires": "20261231"}, "a day is right"),
        ({"reason": '""'}, "the waiver's reason is '', some text is right"),
        ({"owner": "[a, b]"}, "the waiver's owner is"),
        ({"rule": "NET-2"}, "there is no rule 'NET-2'; the nearest is NET-0"),
        ({"scope": '"*"'}, "waives the rule everywhere"),
        ({"compensating": "none"}, "a waiver has no 'compensating', did you mean 'compensating_control'"),
    ],
)
def test_a_waiver_that_is_malformed_or_out_of_time_suppresses_nothing_and_is_a_failure(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    waivers = written(tmp_path, {**WAIVER, **change})
    problems = waivers.problems(TODAY)
    assert judged(waivers).blocks
    assert len(problems) == 1
    assert problems[0].startswith("waivers.yaml:3: ")
    assert sentence in problems[0]
    assert unused(waivers.waivers, [], TODAY) == ()


@pytest.mark.parametrize("missing", WAIVER)
def test_a_waiver_needs_every_field(tmp_path: Path, missing: str) -> None:
    waivers = written(tmp_path, {key: value for key, value in WAIVER.items() if key != missing})
    assert judged(waivers).blocks
    assert missing in waivers.problems(TODAY)[0] or "no rule None" in waivers.problems(TODAY)[0]


def test_a_waiver_holds_on_its_last_day_and_not_after(tmp_path: Path) -> None:
    waivers = written(tmp_path, WAIVER)
    assert not judged(waivers, date(2026, 12, 31)).blocks
    assert judged(waivers, date(2027, 1, 1)).blocks


def test_a_waiver_may_reach_180_days_ahead(tmp_path: Path) -> None:
    latest = TODAY + timedelta(days=180)
    assert timedelta(days=180) == LONGEST
    assert not judged(written(tmp_path, {**WAIVER, "expires": latest.isoformat()})).blocks


@pytest.mark.parametrize("change", [{"rule": "NET-001"}, {"scope": '"*::other"'}])
def test_a_waiver_of_something_else_suppresses_nothing_and_is_a_warning(tmp_path: Path, change: dict[str, str]) -> None:
    waivers = written(tmp_path, {**WAIVER, **change})
    finding = judged(waivers)
    assert finding.blocks
    warnings = unused(waivers.waivers, [("NET-002", finding.resource.urn)], TODAY)
    assert len(warnings) == 1
    assert "is not needed; remove it" in warnings[0]


def test_one_bad_waiver_does_not_hide_a_good_one(tmp_path: Path) -> None:
    waivers = written(tmp_path, {**WAIVER, "expires": "never"}, WAIVER)
    assert not judged(waivers).blocks
    assert len(waivers.problems(TODAY)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("waivers: 7\n", "a list under `waivers:` is right"),
        ("waivers: [1]\n", "a waiver is a block with rule, scope"),
        ("waivers:\n  - {\n", "this is no YAML"),
        ("- a: 1\n  a: 2\n", "this is no YAML"),
    ],
)
def test_a_file_that_is_no_list_of_waivers_gets_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "waivers.yaml").write_text(text, encoding="utf-8")
    assert sentence in load(tmp_path / "waivers.yaml").problems(TODAY)[0]


@pytest.mark.parametrize("text", ["", "waivers:\n", "waivers: []\n", "# nothing\n"])
def test_an_empty_file_has_no_waivers(tmp_path: Path, text: str) -> None:
    (tmp_path / "waivers.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "waivers.yaml") == Waivers()


def test_the_repositorys_own_waivers_are_well_formed() -> None:
    assert load(PATH).malformed == ()
