"""`python -m stacks capacity`: where nodes come from, in which order, and what that costs; unknown is never nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from catalogue.prices import instance_price
from stacks.__main__ import app
from stacks.capacity_report import capacity_report
from stacks.settings import load
from tests.settings.broken import GOOD

FIRST = "        capacity:\n"
BLOCK = """\
          - purchase: capacity_block
            zones: [eun1-az3]
            reservation_id: cr-00000000000000b10
            reserved_nodes: 64
            starts: "2076-12-01T11:30:00Z"
            ends: "2076-12-15T11:30:00Z"
"""
SPOT = "          - {purchase: spot, zones: [eun1-az1, eun1-az2, eun1-az3]}\n"
P5 = instance_price("p5.48xlarge", "eu-north-1").usd_per_hour


@pytest.fixture
def long_chain(tmp_path: Path) -> Path:
    """A stack file whose pool has a step of every kind."""
    text = GOOD.read_text(encoding="utf-8").replace("nodes: 4\n        max_nodes: 4", "nodes: 0\n        max_nodes: 64")
    text = text.replace("        pools: [h100]", "        pools: [small]")
    small = (
        "      small:\n        instance_type: g6.12xlarge\n        nodes: 1\n        max_nodes: 1\n        capacity:\n"
    )
    small += "          - {purchase: on_demand, zones: [eun1-az1]}\n"
    text = text.replace("    accelerator_pools:\n", f"    accelerator_pools:\n{small}")
    head, tail = text.split("      h100:\n")
    head = head.replace("batch_bytes_per_accelerator: 5.0e+8", "batch_bytes_per_accelerator: 1.0e+7")
    head = head.replace("bytes: 1.0e+12", "bytes: 1.0e+10")
    tail = tail.replace(FIRST, FIRST + BLOCK, 1).replace("    workloads:\n", SPOT + "    workloads:\n", 1)
    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(f"{head}      h100:\n{tail}")
    return path


def groups(path: Path) -> dict[str, dict[str, Any]]:
    pool = next(
        each for each in capacity_report(load(path, datetime(2026, 11, 24, tzinfo=UTC))) if each["name"] == "h100"
    )
    return {group["key"]: group for group in pool["groups"]}


def test_a_reservation_costs_the_same_however_many_nodes_run(long_chain: Path) -> None:
    assert P5 is not None
    reserved = groups(long_chain)["cr-0123456789abcdef0"]
    assert (reserved["least_nodes"], reserved["most_nodes"]) == (0, 4)
    assert reserved["least_usd_per_hour"] == reserved["most_usd_per_hour"] == round(4 * P5, 2)
    assert reserved["paid"] == "paid for whether it is used or not"


def test_a_fallback_costs_nothing_until_it_is_needed() -> None:
    assert P5 is not None
    fallback = groups(GOOD)["on-demand-eun1-az1"]
    assert (fallback["least_usd_per_hour"], fallback["most_usd_per_hour"]) == (0, round(4 * P5, 2))


def test_a_price_nobody_knows_is_unknown_and_not_nothing(long_chain: Path) -> None:
    spot = groups(long_chain)["spot-eun1-az1"]
    assert spot["usd_per_node_hour"] is None
    assert spot["most_usd_per_hour"] is None
    assert "spot price changes by the hour" in spot["price"]["note"]


def test_a_block_says_when_its_nodes_go(long_chain: Path) -> None:
    block = groups(long_chain)["cr-00000000000000b10"]
    assert block["nodes_go_at"] == "2076-12-15T11:00:00Z"
    assert block["paid"] == "paid up front, used or not"


def test_the_table_has_a_row_for_each_group_and_fits_80_columns(long_chain: Path) -> None:
    shown = CliRunner().invoke(app, ["capacity", str(long_chain)])
    assert shown.exit_code == 0, shown.output
    table = shown.stdout.splitlines()
    assert max(map(len, table)) <= 80
    rows = [line.split()[:3] for line in table if line.lstrip()[:1].isdigit() and " eun1-az" in line]
    assert rows == [
        ["1", "on_demand", "eun1-az1"],
        ["1", "capacity_block", "eun1-az3"],
        ["2", "reservation", "eun1-az1"],
        ["3", "on_demand", "eun1-az1"],
        ["4", "spot", "eun1-az1"],
        ["5", "spot", "eun1-az2"],
        ["6", "spot", "eun1-az3"],
    ]
    assert any("unknown" in line for line in table)


def test_json_has_the_pools_and_a_version() -> None:
    shown = CliRunner().invoke(app, ["capacity", str(GOOD), "--json"])
    document = json.loads(shown.stdout)
    assert document["version"] == 1
    assert document["pools"] == capacity_report(load(GOOD))


def test_a_stack_that_cannot_be_deployed_is_refused_in_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(GOOD.read_text(encoding="utf-8").replace("reserved_nodes: 4", "reserved_nodes: 3"))
    shown = CliRunner().invoke(app, ["capacity", str(path)])
    assert shown.exit_code == 1
    assert "nodes: is 4, more than the 3 reserved in capacity[0], where they start" in shown.stderr
