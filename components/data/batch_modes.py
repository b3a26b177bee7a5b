"""The three ways to run jobs, and which arguments and engines each of them has."""

from collections.abc import Mapping
from typing import Any

from components.compute.setting_error import SettingError

MODES = ("ec2", "eks", "serverless")
ENGINES = {"serverless": ("spark", "hive"), "ec2": ("spark", "hive", "hadoop"), "eks": ("spark",)}

ON_NODES = "the cluster's nodes and their limits are its own"
FILTERED = "Lake Formation filters columns and rows of Spark on serverless: use it for tables"
ONLY: Mapping[str, tuple[tuple[str, ...], str]] = {
    "vpc_id": (("serverless", "ec2"), ON_NODES),
    "subnet_ids": (("serverless", "ec2"), ON_NODES),
    "architecture": (("serverless", "ec2"), "each job's pods say which nodes they take"),
    "release_label": (("serverless", "ec2"), "each job names its release"),
    "maximum_vcpus": (("serverless", "ec2"), "give the namespace a ResourceQuota"),
    "idle_minutes": (("serverless", "ec2"), "nothing runs there between jobs"),
    "maximum_memory_gb": (("serverless",), "maximum_vcpus limits a cluster, and a ResourceQuota a namespace"),
    "maximum_disk_gb": (("serverless",), "its disks are those of its machines"),
    "initial_capacity": (("serverless",), "only serverless keeps workers ready"),
    "databases": (("serverless",), FILTERED),
    "catalog_key_arn": (("serverless",), FILTERED),
    "fleet": (("ec2",), "only ec2 has machines of its own"),
    "certificates_uri": (("ec2",), "EMR makes the certificates there"),
    "bucket_keys": (("ec2",), "objects get the key of their store there"),
    "s3_encryption": (("ec2",), "objects get the key of their store there"),
    "kerberos": (("ec2",), "only a cluster on ec2 has users of its own"),
    "cluster_name": (("eks",), "only eks runs in an EKS cluster"),
    "namespace": (("eks",), "only eks runs in a namespace"),
}
"""Modes that have an argument, and what to do where one has not; the others are of every mode."""

NEEDED = {
    "serverless": ("vpc_id", "subnet_ids", "maximum_vcpus", "maximum_memory_gb", "maximum_disk_gb"),
    "ec2": ("vpc_id", "subnet_ids", "maximum_vcpus", "fleet", "certificates_uri"),
    "eks": ("cluster_name", "namespace"),
}


def check_mode(mode: str, args: Mapping[str, Any]) -> str:
    """The engine; a SettingError for the first argument the mode does not have, or lacks."""
    for argument, (modes, right) in ONLY.items():
        if args.get(argument) is not None and mode not in modes:
            raise SettingError(argument, f"is given, and mode {mode!r} has no such thing", right)
    for argument in NEEDED[mode]:
        if args.get(argument) is None:
            raise SettingError(argument, f"is missing, and mode {mode!r} needs it", "add it")
    engine = str(args.get("engine", "spark"))
    known = sorted({each for engines in ENGINES.values() for each in engines})
    if engine in known and engine not in ENGINES[mode]:
        right = f"{' or '.join(ENGINES[mode])} is right"
        raise SettingError("engine", f"is {engine!r}, which mode {mode!r} does not run", right)
    if args.get("databases") and engine != "spark":
        raise SettingError("databases", f"is given, and engine is {engine!r}", FILTERED)
    return engine
