"""Capacity of all pools together: what an account has once, and the day by which a stack file is judged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stacks.settings import SettingsError, load
from tests.settings.broken import GOOD

POOLS = "    accelerator_pools:\n"
BLOCK = """\
      block{number}:
        instance_type: p5.48xlarge
        nodes: 0
        max_nodes: 64
        capacity:
          - purchase: capacity_block
            zones: [eun1-az{zone}]
            reservation_id: cr-0000000000000000{number}
            reserved_nodes: 64
            starts: "{starts}T11:30:00Z"
            ends: "{ends}T11:30:00Z"
"""
TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def written(folder: Path, *windows: tuple[str, str]) -> Path:
    """The good stack file with a pool for each window, in a block of 64 instances."""
    blocks = [
        BLOCK.format(number=number, zone=number % 3 + 1, starts=starts, ends=ends)
        for number, (starts, ends) in enumerate(windows)
    ]
    path = folder / "Pulumi.prod.yaml"
    path.write_text(GOOD.read_text(encoding="utf-8").replace(POOLS, POOLS + "".join(blocks), 1))
    return path


def said(path: Path, today: datetime = TODAY) -> list[str]:
    try:
        load(path, today)
    except SettingsError as error:
        return [sentence.split(": ", 1)[1] for sentence in str(error).splitlines()]
    return []


def test_an_account_has_256_instances_in_blocks_at_a_time(tmp_path: Path) -> None:
    week = ("2026-12-01", "2026-12-08")
    assert said(written(tmp_path, week, week, week, week)) == []
    assert said(written(tmp_path, week, week, week, week, ("2026-12-05", "2026-12-06"))) == [
        (
            "accelerator_pools.block4.capacity[0].reserved_nodes: makes it 320 instances in blocks when it begins; "
            "an account has 256 at a time at most"
        )
    ]


def test_blocks_one_after_the_other_are_not_added_up(tmp_path: Path) -> None:
    week = ("2026-12-01", "2026-12-08")
    assert said(written(tmp_path, week, week, week, week, ("2026-12-08", "2026-12-09"))) == []


@pytest.mark.parametrize(
    ("today", "faults"),
    [
        (datetime(2026, 11, 24, tzinfo=UTC), 0),
        (datetime(2026, 12, 8, 10, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 8, 11, 0, tzinfo=UTC), 1),
    ],
)
def test_a_stack_file_is_judged_by_the_day_it_is_loaded_for(tmp_path: Path, today: datetime, faults: int) -> None:
    assert len(said(written(tmp_path, ("2026-12-01", "2026-12-08")), today)) == faults
