"""The benchmark measures what it says."""

import json
from collections.abc import Callable

import pytest

from benchmarks.__main__ import main, measured, results, table
from benchmarks.planning import catalogue_line, catalogue_results, planning_results, planning_table
from benchmarks.pools import plan, pools
from benchmarks.program import program
from catalogue.instances import instance_types
from graph.capture import capture


@pytest.mark.parametrize("size", [1, 22, 60])
def test_a_program_has_the_resources_it_is_asked_for(size: int) -> None:
    assert size <= len(capture(program(size))) < size + 22


def invented() -> Callable[[str, int], dict[str, float]]:
    """Times with one run in three spoiled by a busy machine."""
    runs = {"imports": 0, "capture": 0, "plain": 0}

    def measure(mode: str, resources: int) -> dict[str, float]:
        runs[mode] += 1
        busy = 10 if runs[mode] % 3 == 0 else 1
        if mode == "imports":
            return {"imports": 1.0 * busy, "mib": 80}
        seconds = 0.002 * resources * busy
        if mode == "plain":
            return {"plain": 2 * seconds, "mib": 100}
        return {"capture": seconds, "policies": seconds / 2, "resources": resources, "mib": 100}

    return measure


def test_a_busy_run_spoils_no_figure_and_ratios_are_of_medians() -> None:
    (row,) = results([300], 3, invented())
    assert row["capture"] == pytest.approx(0.6)
    assert row["ms_each"] == pytest.approx(3.0)
    assert row["to_imports"] == pytest.approx(1.9)
    assert row["to_plain"] == pytest.approx(0.5)


def test_the_table_fits_80_columns_and_compares_with_300() -> None:
    text = table(results([100, 300, 10_000], 1, invented()))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert [line.split()[0] for line in text.splitlines()[1:4]] == ["100", "300", "10,000"]
    assert "100%" in text.splitlines()[2]


def test_pools_are_compared_with_a_thousand_of_them_and_with_the_imports() -> None:
    rows = planning_results([100, 1_000, 10_000], 1, 0.5, lambda mode, pools: {mode: 0.0001 * pools})
    assert [row["ms_each"] for row in rows] == pytest.approx([0.1] * 3)
    assert rows[1]["to_imports"] == pytest.approx(1.2)
    lines = planning_table(rows).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[2].split() == ["1,000", "0.100s", "0.100", "100%", "1.20x"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0301, "30.1 ms to import, more than the 30 ms"), (0.01, "within the 30")]
)
def test_what_the_catalogue_adds_is_held_against_what_it_may_add(seconds: float, words: str) -> None:
    facts = {"machines": 0.02, "offerings": 0.01, "prices": 0.005}
    line = catalogue_line(catalogue_results(3, 0.5, lambda mode, number: {mode: seconds, **facts}))
    assert words in line
    assert "20 ms machines, 10 ms offerings, 5 ms prices" in line
    assert max(map(len, line.splitlines())) <= 80


def test_pools_are_of_every_machine_with_efa_in_turn_and_all_of_them_can_be_planned() -> None:
    machines = [machine for machine in instance_types().values() if machine.max_efa_interfaces]
    wanted = list(pools(len(machines)))
    assert len({each.machine.instance_type for each in wanted}) > 290
    assert all(plan(each) > 2 for each in wanted)
    assert len(list(pools(1_000))) == 1_000


@pytest.mark.parametrize("arguments", [["--runs", "0"], ["--sizes", "0"], ["--sizes", "many"], ["--pools", "0"]])
def test_a_senseless_argument_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("mode", ["capture", "plain", "planning", "catalogue"])
def test_a_real_run_in_its_own_process_says_time_and_memory(mode: str) -> None:
    found = measured(mode, 22)
    assert found[mode] > 0
    assert found["mib"] > 10
    assert json.dumps(found)
