"""The benchmark measures what it says."""

import json
from collections.abc import Callable

import pytest

from benchmarks.__main__ import main, measured, results, table
from benchmarks.program import program
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


@pytest.mark.parametrize("arguments", [["--runs", "0"], ["--sizes", "0"], ["--sizes", "many"]])
def test_a_senseless_argument_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("mode", ["capture", "plain"])
def test_a_real_run_in_its_own_process_says_time_and_memory(mode: str) -> None:
    found = measured(mode, 22)
    assert found[mode] > 0
    assert found["mib"] > 10
    assert json.dumps(found)
