"""What settings accept, components accept: both hold the same limits, and a stack that loads can be declared."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

import catalogue
from catalogue.clusters import kubernetes_versions
from catalogue.families import family, pool_type, pool_types
from catalogue.regions import regions
from components.base import DATA_CLASSES, LOG_RETENTION_DAYS, PARTITIONS
from components.compute.capacity_step import MATCHINGS
from components.compute.capacity_step import CapacityStep as ComponentStep
from components.compute.node_repair import LIMITS as REPAIR_LIMITS
from components.compute.node_settings import FEWEST_REPLICAS, LOCAL_STORAGE, MOST_REPLICAS
from components.compute.own_image import IMAGE_ID as COMPONENT_IMAGE_ID
from components.compute.purchase import PURCHASES
from components.delivery.image_rules import UPSTREAMS
from components.network.endpoints import INTERFACE_SERVICES
from graph.capture import capture
from stacks.platform import deploy
from stacks.sections.compute import AcceleratorPool, CapacityStep
from stacks.settings import load, load_any
from stacks.words import IMAGE_ID, RESERVED_STORES, DataClass
from tests.settings.broken import GOOD

FILES = sorted(GOOD.parent.glob("Pulumi.*.yaml"))


def limits(field: str) -> set[int]:
    """The limits a pool's whole number has in a stack file."""
    text = repr(AcceleratorPool.model_fields[field])
    return {int(found) for found in re.findall(r"[gl]e=(\d+)", text)}


def test_settings_and_components_have_the_same_limits_of_node_settings() -> None:
    assert limits("time_slicing_replicas") == {FEWEST_REPLICAS, MOST_REPLICAS}
    for field, most in REPAIR_LIMITS.items():
        assert limits(field) == {1, most}
    most_interfaces = max(pool_type(name).host.max_network_interfaces for name in pool_types())
    assert max(limits("extra_interfaces")) == most_interfaces


def test_settings_and_components_have_the_same_words_for_local_disks_and_images() -> None:
    words = get_args(AcceleratorPool.model_fields["local_storage"].annotation)[0]
    assert set(get_args(words)) == set(LOCAL_STORAGE)
    assert IMAGE_ID.strip("^$") == COMPONENT_IMAGE_ID.pattern


def test_settings_and_components_have_the_same_data_classes() -> None:
    assert set(get_args(DataClass)) == set(DATA_CLASSES)


def test_settings_and_components_have_the_same_ways_to_buy() -> None:
    fields = CapacityStep.model_fields
    assert set(get_args(fields["purchase"].annotation)) == set(PURCHASES)
    assert set(get_args(fields["matching"].annotation)) == set(MATCHINGS)
    assert set(fields) == set(ComponentStep.__annotations__)


def test_the_catalogue_and_components_have_the_same_log_retentions_endpoints_and_partitions() -> None:
    assert catalogue.log_retention_days() == tuple(LOG_RETENTION_DAYS)
    assert set(catalogue.interface_endpoints()) == set(INTERFACE_SERVICES)
    assert {each.partition for each in regions().values()} < set(PARTITIONS)


def test_the_registries_a_stack_file_may_name_need_no_credentials() -> None:
    schema_words = {"public.ecr.aws", "registry.k8s.io", "quay.io"}
    assert {name for name, upstream in UPSTREAMS.items() if not upstream.needs_credentials} == schema_words


def test_the_names_of_the_platforms_own_stores_are_reserved() -> None:
    settings = load(GOOD)
    made = {each.name for each in capture(lambda: deploy(settings)).of_type("groundwork:index:ObjectStore")}
    assert made - set(settings.stores) == set(RESERVED_STORES)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another stack file that loads."""

    name: str
    edits: tuple[tuple[str, str], ...]


def one_type_of_each_family() -> dict[str, str]:
    """A type of each family that can be bought on demand in the region, and a zone that offers it."""
    found: dict[str, tuple[str, str]] = {}
    for name in pool_types():
        each, here = pool_type(name), catalogue.zones_offering(name, "eu-north-1")
        runs = family(each.family).kind.image_kind and not family(each.family).image_since
        if runs and "on-demand" in each.usage_classes and here:
            found.setdefault(each.family, (name, here[0]))
    return dict(found.values())


# What the smallest types have the network for.
LITTLE_TO_READ = (
    ("batch_bytes_per_accelerator: 5.0e+8", "batch_bytes_per_accelerator: 1.0e+8"),
    ("bytes: 1.0e+12", "bytes: 1.0e+10"),
)
RESERVATION = """\
          - purchase: reservation
            zones: [eun1-az1]
            reservation_id: cr-0123456789abcdef0
            reserved_nodes: 4
"""
FALLBACK = """\
          - purchase: on_demand          # where the reservation has none left
            zones: [eun1-az1]
"""
STREAMS = """\
    streams:
      clicks: {service: msk, data_class: personal, write_megabytes_per_second: 20, retention_hours: 72,
               retention_days: 30, topics: {clicks: 24}}
      views: {service: kinesis, data_class: personal, write_megabytes_per_second: 3, retention_hours: 48,
              retention_days: 30, readers: 2, fan_out: [features]}
      logs: {service: msk_serverless, data_class: internal, write_megabytes_per_second: 3, retention_hours: 24,
             retention_days: 30, topics: {logs: 6}}
    registry:
"""
VARIANTS = [
    *[
        Variant(
            f"a pool of {name}",
            (
                ("instance_type: p5.48xlarge", f"instance_type: {name}"),
                (RESERVATION, ""),
                (FALLBACK, FALLBACK.replace("eun1-az1", zone)),
                *LITTLE_TO_READ,
            ),
        )
        for name, zone in one_type_of_each_family().items()
    ],
    *[
        Variant(f"Kubernetes {version}", (('"1.35"', f'"{version}"'),))
        for version, each in kubernetes_versions().items()
        if each.supported and each.addons and version != "1.35"
    ],
    Variant(
        "a capacity block",
        (
            ("nodes: 4", "nodes: 0"),
            ("purchase: reservation", "purchase: capacity_block"),
            ("reserved_nodes: 4", "reserved_nodes: 4\n            starts: 2076-12-01T11:30:00Z"),
            ("reserved_nodes: 4", "reserved_nodes: 4\n            ends: 2076-12-08T11:30:00Z"),
        ),
    ),
    Variant(
        "nodes started by Karpenter",
        (
            ('kubernetes_version: "1.35"', 'kubernetes_version: "1.35"\n      karpenter_version: "1.15.1"'),
            ("nodes: 4", "provisioner: karpenter\n        nodes: 0"),
        ),
    ),
    Variant("a stream of each service", (("    registry:\n", STREAMS),)),
    Variant("no fallback", ((FALLBACK, ""),)),
    Variant("Graviton nodes", (("[m7i.xlarge]", "[m7g.xlarge]"),)),
    Variant("scratch storage", (("PERSISTENT_2", "SCRATCH_2"), ("store: datasets", "store: models"))),
    Variant("an endpoint for an office", (("public_endpoint_cidrs: []", "public_endpoint_cidrs: [198.52.100.0/24]"),)),
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_stack_that_loads_can_be_declared(variant: Variant, tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    for old, new in variant.edits:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "Pulumi.variant.yaml"
    path.write_text(text)
    assert len(capture(lambda: deploy(load(path))).resources) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_stack_file_of_the_repository_can_be_declared(path: Path) -> None:
    assert len(capture(lambda: deploy(load_any(path))).resources) > 20
