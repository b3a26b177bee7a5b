"""The machines that hold a model, as a document and as lines for people."""

from collections.abc import Iterator
from typing import Any

from catalogue.fits import Fit, Work, simplest_of_each
from catalogue.kinds import BYTES_PER_GIB, kinds
from catalogue.lines import AGREED, wrapped
from catalogue.precisions import precisions

TABLE = "{:>3} x {:<18}{:>4} x {:<19}{:>4}{:>10} {:<15}"


def document(work: Work, found: list[Fit]) -> dict[str, Any]:
    """What was asked, what it takes and every kind of machine that holds it, the cheapest first."""
    return {
        "model": work.model.name,
        "parameters": work.model.parameters,
        "source": work.model.source,
        "dtype": work.dtype,
        "training": work.training,
        "context": work.context,
        "batch": work.batch,
        "cache_dtype": None if work.training else work.cache_dtype,
        "overhead": work.overhead,
        "need": {"weights_bytes": work.weights, "sequence_bytes": work.sequence},
        "fits": [_row(each) for each in found],
        "left_out": left_out(work),
    }


def left_out(work: Work) -> list[str]:
    """Accelerators that do not take weights in the format, as far as sources say."""
    known = {each.accelerator for each in kinds()}
    return sorted(each for each in known if not precisions(each).takes(work.dtype))


def lines(work: Work, found: list[Fit], *, every: bool) -> Iterator[str]:
    """Lines of at most 80 columns: the need, the kinds of machine, the cheapest."""
    yield from _need(work)
    rows = found if every else simplest_of_each(found)
    yield ""
    yield TABLE.format("", "machines", "", "accelerators used", "full", "USD/hour", "in").replace(" x ", "   ").rstrip()
    for each in rows:
        yield _line(each)
    if any(each.weights_only for each in rows):
        yield f"  * keeps {work.dtype} weights and computes in 16 bits: less memory, not less time"
    if len(rows) < len(found):
        yield f"  of each accelerator the fewest machines; --all shows all {len(found)} kinds"
    yield ""
    priced = [each for each in found if each.usd_per_hour is not None]
    yield from _cheapest(priced[0]) if priced else ("No price of these is known.",)


def _need(work: Work) -> Iterator[str]:
    model = work.model
    yield f"{model.name}: {model.parameters:,} parameters{', training' if work.training else f' in {work.dtype}'}"
    yield f"  source        {model.source}"
    if model.note:
        yield from wrapped(model.note, f"{'  note':<16}")
    if work.context > model.context:
        yield f"  note          its configuration is made for {model.context:,} tokens"
    each = work.sequence / BYTES_PER_GIB
    sequences = f"{work.batch:,} x {work.context:,} tokens"
    if work.training:
        yield f"  model state   {work.weights / BYTES_PER_GIB:,.1f} GiB: 16 bytes a parameter (Adam, mixed precision)"
        yield f"  activations   {each:,.1f} GiB a sequence; {sequences}, at least one each"
    else:
        yield f"  weights       {work.weights / BYTES_PER_GIB:,.1f} GiB"
        yield f"  KV cache      {each * work.batch:,.1f} GiB in {work.cache_dtype}: {sequences}"
    yield f"  kept free     {work.overhead:.0%} of each accelerator, by assumption (--overhead)"


def _line(fit: Fit) -> str:
    cost = "not known" if fit.usd_per_hour is None else f"{fit.usd_per_hour:,.2f}"
    accelerator = fit.kind.accelerator.removeprefix("NVIDIA ") + ("*" if fit.weights_only else "")
    return TABLE.format(
        fit.machines, fit.kind.machine, fit.used, accelerator, f"{fit.share:.0%}", cost, fit.region
    ).rstrip()


def _cheapest(fit: Fit) -> Iterator[str]:
    kind = fit.kind
    topology = kind.topologies.get(fit.machines, "")
    accelerators = f"{kind.devices * fit.machines:,} x {kind.accelerator}{f' as {topology}' if topology else ''}"
    yield f"Cheapest: {fit.machines} x {kind.machine} ({accelerators})"
    yield f"  {fit.usd_per_hour:,.2f} USD an hour on demand in {fit.region} ({fit.price.as_of or 'no date'})"
    yield from wrapped(f"note: {fit.price.note}") if not AGREED.match(fit.price.note) else ()


def _row(fit: Fit) -> dict[str, Any]:
    return {
        "machine": fit.kind.machine,
        "accelerator": fit.kind.accelerator,
        "machines": fit.machines,
        "topology": fit.kind.topologies.get(fit.machines),
        "accelerators": fit.kind.devices * fit.machines,
        "accelerators_used": fit.used,
        "share_of_memory": round(fit.share, 4),
        "weights_only": fit.weights_only,
        "region": fit.region or None,
        "usd_per_hour": None if fit.usd_per_hour is None else round(fit.usd_per_hour, 4),
        "price_source": fit.price.source or None,
        "price_as_of": fit.price.as_of or None,
        "price_note": fit.price.note,
    }
