"""What the catalogue knows of a machine with TPU chips, as a document and as lines."""

import textwrap
from collections.abc import Iterator
from math import prod
from typing import Any

from catalogue.google_regions import google_regions
from catalogue.prices import tpu_chip_price
from catalogue.tables import table
from catalogue.tpus import Shape, TpuMachine, shapes, tpu_machine, tpu_zones

WIDTH = 80
INDENT = " " * 16


def describe_tpu(name: str) -> dict[str, Any]:
    """Everything known of a TPU machine. Units are in the names; memory is that of one chip, and of one machine."""
    machine = tpu_machine(name)
    version = machine.version
    return {
        "machine_type": name,
        "version": version.name,
        "gke_accelerator": version.gke_accelerator,
        "chips": machine.chips,
        "memory_gib_each": version.hbm_gib_per_chip,
        "memory_gib": machine.chips * version.hbm_gib_per_chip,
        "dimensions": version.dimensions,
        "cube_edge": version.cube_edge or None,
        "ici_gbytes_per_second": version.ici_gbytes_per_second,
        "largest_slice_chips": version.largest_slice_chips,
        "pod_chips": version.pod_chips,
        "boot_disk_type": version.boot_disk_type,
        "kubernetes_at_least": version.kubernetes_at_least or None,
        "slices": [_slice(machine, topology, shape) for topology, shape in shapes(name).items()],
        "zones": list(tpu_zones(version.name)),
        "prices": list(_prices(version.name)),
        "sources": list(_sources(machine)),
    }


def tpu_lines(found: dict[str, Any]) -> Iterator[str]:
    """The document as a person reads it; of many shapes the first, and the rule of the others."""
    edge, most, name = found["cube_edge"], found["largest_slice_chips"], found["version"]
    generation = name if name.startswith("tpu") else f"TPU {name}"
    yield found["machine_type"]
    yield f"  chips         {found['chips']} x {generation}, {found['memory_gib_each']} GiB each"
    yield f"  joined        in a {found['dimensions']}D torus, {found['ici_gbytes_per_second']:,} GB/s a chip"
    yield f"{INDENT}{most:,} chips in a slice at most, {found['pod_chips']:,} in a pod"
    listed = [each for each in found["slices"] if not edge or each["chips"] <= edge**3]
    yield from _wrapped("slices", [f"{each['topology']} ({_many(each['nodes'], 'node')})" for each in listed])
    if edge:
        yield f"{INDENT}and whole {edge}x{edge}x{edge} cubes, edges ascending, to {most:,} chips"
    yield f"  GKE           {found['gke_accelerator']}; boot disk {found['boot_disk_type']}"
    if found["kubernetes_at_least"]:
        yield f"{INDENT}Kubernetes {found['kubernetes_at_least']} at least"
    yield from _wrapped("zones", found["zones"])
    for price in found["prices"]:
        says = f"${price['usd_per_chip_hour']:.2f} a chip-hour on demand ({price['as_of'] or 'without a date'})"
        yield f"  price         {price['region']}: {says}"
    if not found["prices"]:
        yield "  price         not known"
    for each in found["sources"]:
        yield f"  source        of {each['table']} ({each['as_of']}):"
        yield from textwrap.wrap(
            each["source"],
            WIDTH,
            initial_indent=INDENT,
            subsequent_indent=INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _slice(machine: TpuMachine, topology: str, shape: Shape) -> dict[str, Any]:
    return {"topology": topology, "chips": prod(shape), "nodes": prod(shape) // machine.chips}


def _prices(version: str) -> Iterator[dict[str, Any]]:
    for region in google_regions():
        price = tpu_chip_price(version, region)
        if price.known:
            yield {"region": region, "usd_per_chip_hour": price.usd_per_hour, "as_of": price.as_of}


def _sources(machine: TpuMachine) -> Iterator[dict[str, str]]:
    """Where the facts are from, each source of a table once."""
    of = {
        "tpus": ("machine_type", machine.machine_type),
        "tpu_versions": ("version", machine.version.name),
        "tpu_topologies": ("machine_type", machine.machine_type),
        "tpu_zones": ("version", machine.version.name),
    }
    rows = [(name, row) for name, (column, wanted) in of.items() for row in table(name) if row[column] == wanted]
    said = dict.fromkeys((name, row["source"], row["as_of"]) for name, row in rows)
    yield from ({"table": name, "source": source, "as_of": as_of} for name, source, as_of in said)


def _wrapped(title: str, words: list[str]) -> list[str]:
    return textwrap.wrap(
        ", ".join(words), WIDTH, initial_indent=f"  {title:<14}", subsequent_indent=INDENT, break_on_hyphens=False
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
