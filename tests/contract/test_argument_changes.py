"""What changing an argument does: the table against what really differs, argument by argument.

Every argument is changed once; the resources before and after are compared, and what replaces them comes from the
provider's own properties. So a row that says too little falls, and an argument without a row too.
"""

import functools
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from catalogue.changes import (
    BY_THE_SERVICE,
    DOWNTIME,
    IN_PLACE,
    REPLACES,
    argument_changes,
    keeps,
    replacing_properties,
)
from components import COMPONENTS
from components.base import Component
from docs.components_page import snake
from graph.capture import capture
from graph.model import Graph
from preview.changes import ResourceChange, resource_changes, verdict
from tests.contract.build import CLASSES, EXAMPLES, build, resource_schema
from tests.contract.changed import BESIDE, IN_ITS_MODE, before_and_after
from tests.golden import Golden

TABLE = argument_changes()
ARGUMENTS = {
    component.__name__: tuple(snake(name) for name in resource_schema(component)["inputProperties"])
    for component in COMPONENTS
}
ROWS = [(component, argument) for component, rows in TABLE.items() for argument in rows]
# Groups of events, and Google's resources, whose provider is another one.
NOT_LOOKED_AT = ("aws:cloudwatch/logGroup:", "gcp:")
# What people change most, for each component that has it.
OFTEN = {
    "AuditTrail": {"resize": "retention_days"},
    "BackupPlan": {"resize": "retention_days", "class change": "cold_storage_after_days"},
    "BatchAnalytics": {"resize": "maximum_vcpus", "engine upgrade": "release_label", "class change": "architecture"},
    "BlockVolumeClass": {"resize": "iops", "class change": "volume_class"},
    "Cluster": {"resize": "subnet_ids", "engine upgrade": "kubernetes_version"},
    "DataCatalog": {"resize": "databases"},
    "DocumentDatabase": {"resize": "instances", "engine upgrade": "engine_version", "class change": "instance_class"},
    "EncryptionKey": {"resize": "rotation_days"},
    "EventStream": {
        "resize": "write_megabytes_per_second",
        "engine upgrade": "kafka_version",
        "class change": "broker_type",
    },
    "HomeFilesystem": {"resize": "teams", "class change": "infrequent_after_days"},
    "ImageRegistry": {"resize": "keep_images"},
    "MemoryCache": {"resize": "shards", "engine upgrade": "engine_version", "class change": "node_type"},
    "ObjectStore": {"resize": "retention_days", "class change": "tiers"},
    "RelationalDatabase": {
        "resize": "storage_gib",
        "engine upgrade": "engine_version",
        "class change": "instance_class",
    },
    "SharedFilesystem": {"resize": "checkpoint", "class change": "deployment_type"},
    "StreamProcessor": {"resize": "parallelism", "engine upgrade": "runtime"},
    "VectorStore": {"resize": "storage_gib", "engine upgrade": "engine_version", "class change": "instance_type"},
    "WideColumnDatabase": {"resize": "tables"},
}


@functools.cache
def changes(component: str, argument: str) -> tuple[ResourceChange, ...]:
    """What happens to the resources of a component when one argument changes."""
    before, after = before_and_after(component, argument)
    own = (component, argument) in BESIDE.keys() | IN_ITS_MODE.keys()
    return resource_changes(_graph(component, before, own), _graph(component, after, True))


def _graph(component: str, args: dict[str, Any], own: bool) -> Graph:
    for size in () if own else EXAMPLES:
        if args == EXAMPLES[size][component]:
            return build(CLASSES[component], size)
    return capture(lambda: CLASSES[component]("it", args), config={"aws:region": "eu-north-1"})


def kept_types(component: type[Component]) -> set[str]:
    return {resource.type for size in EXAMPLES for resource in build(component, size) if keeps(resource.type)}


def test_every_component_that_keeps_data_is_in_the_table() -> None:
    keeping = {
        component.__name__
        for component in COMPONENTS
        if any(not type_.startswith(NOT_LOOKED_AT) for type_ in kept_types(component))
    }
    missing = sorted(keeping - TABLE.keys())
    assert missing == [], (
        f"catalogue/data/argument_changes.csv has no rows of {', '.join(missing)}, which keep data: add a row for each "
        "of their arguments, and a second value of each to tests/contract/changed.py"
    )


@pytest.mark.parametrize("component", TABLE)
def test_every_argument_has_a_row_and_every_row_an_argument(component: str) -> None:
    missing = [argument for argument in ARGUMENTS[component] if argument not in TABLE[component]]
    assert missing == [], (
        f"catalogue/data/argument_changes.csv has no row of {component} for {', '.join(missing)}: say what changing "
        "it does, and give it a second value in tests/contract/changed.py"
    )
    gone = sorted(TABLE[component].keys() - set(ARGUMENTS[component]))
    assert gone == [], (
        f"catalogue/data/argument_changes.csv has {', '.join(gone)}, no argument of {component}: take it out"
    )


@pytest.mark.parametrize(("component", "argument"), ROWS)
def test_the_table_says_what_really_happens(component: str, argument: str) -> None:
    row = TABLE[component][argument]
    if row.properties == (BY_THE_SERVICE,):
        assert (row.change, bool(row.instead)) == (REPLACES, True), f"{component}.{argument} needs a way round"
        return
    found = changes(component, argument)
    assert verdict(found) == row.change, (
        f"catalogue/data/argument_changes.csv says that {component}.{argument} is {row.change}; what differs is "
        f"{verdict(found)}: {[(each.type, each.what, each.because) for each in found if each.because or each.loses]}"
    )
    differing = {f"{each.type}/{path}" for each in found for path in each.properties}
    differing |= {each.type for each in found if each.loses}
    if row.change == IN_PLACE:
        assert row.properties == (), f"{component}.{argument} is in place: no property decides it"
    else:
        assert differing.intersection(row.properties), f"{component}.{argument}: none of {row.properties} differs"


@pytest.mark.parametrize(("component", "argument"), ROWS)
def test_a_row_says_the_way_round_exactly_where_something_is_lost(component: str, argument: str) -> None:
    row = TABLE[component][argument]
    assert row.change in (IN_PLACE, DOWNTIME, REPLACES)
    assert bool(row.instead) == (row.change == REPLACES)
    assert row.what
    assert row.source.startswith("https://")


@pytest.mark.parametrize("component", TABLE)
def test_every_type_of_it_has_been_looked_at(component: str) -> None:
    known = replacing_properties()
    types = {
        resource.type
        for size in EXAMPLES
        for resource in build(CLASSES[component], size)
        if resource.custom and resource.type not in known
    }
    assert types == set(), f"catalogue/data/replacing_properties.csv has no row of {', '.join(sorted(types))}"


@pytest.mark.parametrize("component", TABLE)
def test_what_happens_when(component: str, snapshot: SnapshotAssertion) -> None:
    shown = {
        f"{kind}: {argument}": {
            "is": verdict(changes(component, argument)),
            "resources": [
                {
                    "type": change.type,
                    "name": change.name,
                    "what": change.what,
                    **({"properties": list(change.properties)} if change.properties else {}),
                    **({"because": list(change.because)} if change.because else {}),
                }
                for change in changes(component, argument)
            ],
        }
        for kind, argument in OFTEN[component].items()
    }
    assert shown == snapshot.use_extension(Golden)


def test_a_component_knows_what_changing_an_argument_does() -> None:
    found = CLASSES["RelationalDatabase"].changing("kms_key_arn")
    assert (found.change, "snapshot" in found.instead) == (REPLACES, True)
    with pytest.raises(KeyError, match="RelationalDatabase has no argument 'kms_key'"):
        CLASSES["RelationalDatabase"].changing("kms_key")
    with pytest.raises(KeyError, match="WorkloadIdentity keeps no data"):
        CLASSES["WorkloadIdentity"].changing("tags")
