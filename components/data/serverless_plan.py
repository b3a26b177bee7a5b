"""What of a capacity EMR Serverless takes: sizes of workers, and initial workers within the maximum."""

from collections.abc import Mapping
from typing import Any

from catalogue.emr import worker_sizes
from components.compute.setting_error import SettingError

# https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/app-behavior.html, read 2026-11-24
DISK_GB = (20, 200)
WORKERS = (1, 1_000_000)
KINDS = {"spark": ("driver", "executor"), "hive": ("hive_driver", "tez_task")}
"""Kinds of worker of each engine."""


def check_capacity(engine: str, maximum: Mapping[str, float], initial: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise a SettingError for the first worker or sum EMR Serverless would refuse."""
    for kind, worker in initial.items():
        _check_worker(engine, kind, worker)
    for unit in ("vcpus", "memory_gb", "disk_gb"):
        asked = sum(worker["workers"] * worker.get(unit, DISK_GB[0]) for worker in initial.values())
        if asked > maximum[unit]:
            wrong = f"asks for {asked:g} {unit} together, and maximum_{unit} is {maximum[unit]:g}"
            raise SettingError("initial_capacity", wrong, "fewer or smaller workers, or a larger maximum, are right")


def _check_worker(engine: str, kind: str, worker: Mapping[str, Any]) -> None:
    path = f"initial_capacity.{kind}"
    if kind not in KINDS[engine]:
        raise SettingError(path, f"is no kind of worker of {engine}", f"{' or '.join(KINDS[engine])} is right")
    _within(f"{path}.workers", worker["workers"], WORKERS)
    _within(f"{path}.disk_gb", worker.get("disk_gb", DISK_GB[0]), DISK_GB)
    size = worker_sizes().get(worker["vcpus"])
    if size is None:
        right = f"{', '.join(str(vcpus) for vcpus in worker_sizes())} are right"
        raise SettingError(f"{path}.vcpus", f"is {worker['vcpus']:g}", right)
    if not size.has(worker["memory_gb"]):
        wrong = f"is {worker['memory_gb']:g} for {size.vcpus} vCPUs"
        right = f"{size.least_memory_gb} to {size.most_memory_gb} in steps of {size.memory_step_gb} are right"
        raise SettingError(f"{path}.memory_gb", wrong, right)


def _within(argument: str, value: float, limits: tuple[int, int]) -> None:
    if not limits[0] <= value <= limits[1] or value != int(value):
        raise SettingError(argument, f"is {value:g}", f"a whole number from {limits[0]} to {limits[1]} is right")
