"""The differences between the catalogue and EC2, as a document and as lines for people."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from catalogue.live import Live
from catalogue.staleness import GONE, NEW, STALE, Difference

ROW = "{:<7}{:<19}"


def document(live: Live, found: Sequence[Difference]) -> dict[str, Any]:
    """What was asked, and every difference."""
    return {
        "region": live.region,
        "machines": len(live.descriptions),
        "counts": {kind: Counter(each.kind for each in found)[kind] for kind in (STALE, NEW, GONE)},
        "differences": [asdict(each) for each in found],
    }


def lines(live: Live, found: Sequence[Difference]) -> Iterator[str]:
    """Lines of at most 80 columns, a difference each; then how many there are."""
    for each in found:
        yield from textwrap.wrap(
            f"{ROW.format(each.kind, each.instance_type)} {_said(each)}",
            80,
            subsequent_indent=" " * 27,
            break_on_hyphens=False,
            drop_whitespace=True,
        )
    counts = Counter(each.kind for each in found)
    said = ", ".join(f"{counts[kind]} {kind}" for kind in (STALE, NEW, GONE) if counts[kind]) or "nothing differs"
    yield f"{live.region}: {len(live.descriptions):,} machines asked; {said}"


def _said(each: Difference) -> str:
    if each.what == "offered":
        return f"offered in {each.now}" if each.kind == NEW else f"no longer offered in {each.was}"
    if each.kind == NEW:
        return f"{each.what}: {each.now}"
    note = f" ({each.note})" if each.note else ""
    return f"{each.what}: {each.was or 'nothing'} -> {each.now or 'nothing'}{note}"
