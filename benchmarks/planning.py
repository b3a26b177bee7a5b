"""What planning costs: pools planned, and what the catalogue adds to a start. Ratios are against the bare imports."""

from collections.abc import Callable, Sequence
from statistics import median

POOLS = (100, 1_000, 10_000)
BASE = 1_000
HEADER = "    pools  planning  ms each of 1,000 /imports"
ALLOWED_MS = 30
"""What importing the catalogue may add to a start."""
LOOK_UPS = ("machines", "offerings", "prices")
"""Facts that are read at the first question for them, not at import."""

Measure = Callable[[str, int], dict[str, float]]


def planning_results(pools: Sequence[int], runs: int, imports: float, measure: Measure) -> list[dict[str, float]]:
    """One row a number of pools."""
    rows = []
    for number in pools:
        seconds = median(measure("planning", number)["planning"] for _ in range(runs))
        rows.append(
            {
                "pools": number,
                "planning": seconds,
                "ms_each": 1000 * seconds / number,
                "to_imports": (imports + seconds) / imports,
            }
        )
    return rows


def catalogue_results(runs: int, imports: float, measure: Measure) -> dict[str, float]:
    """Milliseconds of the catalogue's import and of each first look-up, and the import against all others."""
    taken = [measure("catalogue", 0) for _ in range(runs)]
    found = {f"{name}_ms": 1000 * median(run[name] for run in taken) for name in ("catalogue", *LOOK_UPS)}
    return found | {"to_imports": found["catalogue_ms"] / 1000 / imports}


def planning_table(rows: Sequence[dict[str, float]]) -> str:
    """The rows for people, 80 columns wide at most."""
    base = next((row["ms_each"] for row in rows if row["pools"] >= BASE), rows[0]["ms_each"])
    lines = [HEADER]
    for row in rows:
        lines.append(
            f"{row['pools']:>9,.0f} {row['planning']:>8.3f}s {row['ms_each']:>8.3f} "
            f"{row['ms_each'] / base:>8.0%} {row['to_imports']:>7.2f}x"
        )
    return "\n".join(lines)


def catalogue_line(found: dict[str, float]) -> str:
    """The catalogue in a line or two, with what it may add."""
    read = ", ".join(f"{found[f'{name}_ms']:.0f} ms {name}" for name in LOOK_UPS)
    verdict = "within" if found["catalogue_ms"] <= ALLOWED_MS else "more than"
    return (
        f"catalogue: {found['catalogue_ms']:.1f} ms to import, {verdict} the {ALLOWED_MS} ms it may add "
        f"({found['to_imports']:.0%} of\nthe bare imports); first look-up: {read}"
    )
