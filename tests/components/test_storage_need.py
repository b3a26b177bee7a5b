"""What a file system must do follows from batches, steps and checkpoints, and what contradicts itself is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.storage.storage_need import NeedError, storage_need

TRAINING = {"batch_bytes_per_accelerator": 5e8, "step_seconds": 2}
CHECKPOINT = {"bytes": 1e12, "interval_seconds": 3600, "allowed_stall_seconds": 120}


def need(accelerators: int = 32, accelerators_per_node: int = 8, **more: Any) -> Any:
    return storage_need(accelerators, accelerators_per_node, **({"training": TRAINING} | more))


def test_reads_are_a_batch_for_each_accelerator_in_every_step() -> None:
    assert need().read_megabytes_per_second == 32 * 250
    assert need().megabytes_per_second == 8000
    assert need().client_gbps == 16


def test_a_rate_can_be_given_instead() -> None:
    assert need(training=None, gigabytes_per_second_per_accelerator=0.25).read_megabytes_per_second == 8000


def test_training_that_stands_still_for_a_checkpoint_does_not_read_meanwhile() -> None:
    asked = need(checkpoint=CHECKPOINT)
    assert asked.write_megabytes_per_second == pytest.approx(1e6 / 120)
    assert asked.megabytes_per_second == pytest.approx(1e6 / 120)


def test_a_checkpoint_in_the_background_is_written_beside_the_reads_over_the_whole_interval() -> None:
    asked = need(checkpoint={**CHECKPOINT, "allowed_stall_seconds": 0})
    assert asked.megabytes_per_second == pytest.approx(8000 + 1e6 / 3600)


def test_the_last_whole_checkpoint_is_kept_beside_the_one_that_is_written() -> None:
    assert need(checkpoint=CHECKPOINT, dataset_bytes=1024**4).capacity_gib == pytest.approx(1024 + 2e12 / 1024**3)
    assert need(checkpoint={**CHECKPOINT, "kept": 5}).checkpoints_gib == pytest.approx(5e12 / 1024**3)


def test_two_files_a_second_are_opened_for_each_metadata_iops() -> None:
    assert need(training={**TRAINING, "files_per_step": 100}).metadata_iops == 800
    assert need().metadata_iops == 0


@given(st.floats(1e3, 1e15), st.floats(0.1, 1e5), st.floats(0.01, 1))
def test_a_checkpoint_is_out_within_what_it_may_stall(size: float, interval: float, part: float) -> None:
    stall = interval * part
    asked = need(checkpoint={"bytes": size, "interval_seconds": interval, "allowed_stall_seconds": stall})
    assert size / 1e6 / asked.megabytes_per_second <= stall * (1 + 1e-9)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"checkpoint": {**CHECKPOINT, "allowed_stall_seconds": 4000}},
            "checkpoint.allowed_stall_seconds is 4000, longer than the 3600 s from one checkpoint to the next; 3600 or",
        ),
        ({"checkpoint": {**CHECKPOINT, "allowed_stall_seconds": -1}}, "allowed_stall_seconds is -1; 0 or more"),
        ({"checkpoint": {**CHECKPOINT, "bytes": 0}}, "checkpoint.bytes is 0; a number above 0"),
        ({"checkpoint": {**CHECKPOINT, "interval_seconds": float("nan")}}, "checkpoint.interval_seconds is nan"),
        ({"checkpoint": {**CHECKPOINT, "kept": 0}}, "checkpoint.kept is 0; 1 or more"),
        ({"training": {**TRAINING, "step_seconds": 0}}, "training.step_seconds is 0; a number above 0"),
        ({"training": {**TRAINING, "batch_bytes_per_accelerator": -1}}, "batch_bytes_per_accelerator is -1"),
        (
            {"training": {**TRAINING, "step_seconds": 0.001}},
            "training asks for 500 GB/s for each accelerator; above 0 and up to 100 GB/s",
        ),
        ({"training": None}, "gigabytes_per_second_per_accelerator and 'training' are missing; give one of the two"),
        ({"gigabytes_per_second_per_accelerator": 1}, "is given beside 'training'; give one of the two"),
        ({"training": None, "gigabytes_per_second_per_accelerator": 0}, "accelerator is 0; above 0 and up to 100"),
        ({"training": None, "gigabytes_per_second_per_accelerator": 101}, "accelerator is 101; above 0 and up to 100"),
        ({"accelerators": 0}, "accelerators_to_feed is 0; 1 or more"),
        ({"accelerators": 4}, "accelerators_per_node is 8; 1 to 4 is right"),
        ({"accelerators_per_node": 0}, "accelerators_per_node is 0; 1 to 32 is right"),
    ],
)
def test_a_need_that_contradicts_itself_is_refused(more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NeedError, match=sentence):
        need(**more)
