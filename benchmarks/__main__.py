"""Time and memory of a preview's two halves, capture and policies, for 100 to 10,000 resources; time of planning 100
to 10,000 pools, and what the catalogue adds to a start.

Each figure is the median of several runs, each run a fresh process. See benchmarks/README.md for how to read it.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median

from benchmarks.planning import POOLS, catalogue_line, catalogue_results, planning_results, planning_table

SIZES = (100, 300, 1_000, 3_000, 10_000)
BASE = 300
HEADER = "resources  capture policies  ms each   of 300 /imports   /plain      MiB"

Measure = Callable[[str, int], dict[str, float]]


def measured(mode: str, resources: int) -> dict[str, float]:
    """One run in a fresh process."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.measure", mode, str(resources)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def results(sizes: Sequence[int], runs: int, measure: Measure = measured) -> list[dict[str, float]]:
    """One row a size. Runs of different kinds take turns, so that a busy minute spoils no single figure."""
    imports = _medians(lambda: [measure("imports", 0)], runs)[0]["imports"]
    rows = []
    for size in sizes:
        captured, plain = _medians(lambda size=size: [measure("capture", size), measure("plain", size)], runs)  # type: ignore[misc]
        row = {**captured, "plain": plain["plain"], "imports": imports}
        row["ms_each"] = 1000 * (row["capture"] + row["policies"]) / row["resources"]
        row["to_imports"] = (imports + row["capture"] + row["policies"]) / imports
        row["to_plain"] = row["capture"] / row["plain"]
        rows.append(row)
    return rows


def _medians(once: Callable[[], list[dict[str, float]]], runs: int) -> list[dict[str, float]]:
    taken = [once() for _ in range(runs)]
    return [{name: median(run[kind][name] for run in taken) for name in first} for kind, first in enumerate(taken[0])]


def table(rows: Sequence[dict[str, float]]) -> str:
    """The rows for people, 80 columns wide at most."""
    base = next((row["ms_each"] for row in rows if row["resources"] >= BASE), rows[0]["ms_each"])
    lines = [HEADER]
    for row in rows:
        lines.append(
            f"{row['resources']:>9,.0f} {row['capture']:>7.2f}s {row['policies']:>7.2f}s {row['ms_each']:>8.2f} "
            f"{row['ms_each'] / base:>8.0%} {row['to_imports']:>7.2f}x {row['to_plain']:>7.2f}x {row['mib']:>8.0f}"
        )
    lines.append(f"bare imports: {rows[0]['imports']:.2f} s; all times are processor time")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="resources (default: all five)"
    )
    parser.add_argument(
        "--pools", type=int, nargs="+", default=POOLS, metavar="N", help="pools (default: 100, 1,000 and 10,000)"
    )
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs a figure is the median of (default: 3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args(arguments)
    if min(*chosen.sizes, *chosen.pools, chosen.runs) < 1:
        parser.error("sizes, pools and runs are whole numbers from 1")
    rows = results(chosen.sizes, chosen.runs)
    imports = rows[0]["imports"]
    plans = planning_results(chosen.pools, chosen.runs, imports, measured)
    catalogue = catalogue_results(chosen.runs, imports, measured)
    if chosen.json:
        print(json.dumps({"previews": rows, "plans": plans, "catalogue": catalogue}, indent=2))
    else:
        print("\n\n".join((table(rows), planning_table(plans), catalogue_line(catalogue))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
