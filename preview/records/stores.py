"""Every store of a graph, with what its tags, its own inputs and the resources beside it say."""

from collections.abc import Iterator
from typing import Any

from catalogue.google_regions import google_regions
from catalogue.regions import regions
from catalogue.stores import StoreType, keeps_nothing, store_types
from graph.model import Graph, Resource, references
from policies.flows.backups import KEPT
from policies.flows.derive import flows_from
from policies.flows.model import UNKNOWN
from policies.flows.model import Store as Kept
from policies.flows.places import Places
from policies.rules.common import ENCRYPTION, of_bucket
from policies.scene import Scene
from policies.values import ABSENT, at, hidden, items
from preview.records.locks import lock
from preview.records.model import Store
from preview.records.retention import BUCKET, backups, retention


def stores_of(places: Places) -> tuple[Store, ...]:
    """Every resource that keeps data, sorted by kind and name."""
    found = (_store(kept, store_types()[kept.resource.type], places) for kept in places.stores.values())
    return tuple(sorted(found, key=lambda store: (store.kind, store.resource.name, store.resource.urn)))


def unlisted_types(graph: Graph) -> tuple[str, ...]:
    """Types of which it is not known whether they keep data."""
    types = {resource.type for resource in graph if resource.custom}
    return tuple(sorted(type_ for type_ in types if type_ not in store_types() and not keeps_nothing(type_)))


def jurisdiction_of(region: str) -> str:
    """Whose law a region is under, or `unknown`."""
    if region in regions():
        return regions()[region].jurisdiction
    google = google_regions()
    # A zone of Google stands in for its region: europe-west4-a.
    found = google.get(region) or google.get(region.rpartition("-")[0])
    return found.jurisdiction if found else UNKNOWN


def _store(kept: Kept, about: StoreType, places: Places) -> Store:
    resource, scene = kept.resource, places.scene
    return Store(
        resource,
        kept.kind,
        kept.data_class,
        kept.purpose,
        kept.owner,
        kept.region,
        jurisdiction_of(kept.region),
        _key(resource, about, scene),
        retention(resource, about, scene),
        "; ".join((backups(resource, about, scene), *_recovery_points(resource, places))),
        lock(resource, scene),
    )


def _recovery_points(resource: Resource, places: Places) -> Iterator[str]:
    """What backup plans keep of a store, in which vaults."""
    for flow in flows_from(places).get(resource.urn, ()):
        if flow.what.startswith(KEPT):
            yield f"{flow.what} in {flow.target}"


def _key(resource: Resource, about: StoreType, scene: Scene) -> str:
    if about.limit == BUCKET:
        path = "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId"
        parts = of_bucket(resource, scene, ENCRYPTION)
        found = [at(part, path) for part in parts]
    else:
        parts = ()
        found = [_first(resource, about.key)] if about.key else []
    given = [value for value in found if value is not ABSENT]
    if not given:
        return "the cloud's own key" if about.key or parts else UNKNOWN
    return _key_name(given[0], scene)


def _first(resource: Resource, path: str) -> Any:
    """The value at a path; of the first element where there are several, such as the disks of a machine."""
    holder, _, rest = path.partition(".")
    listed = items(at(resource, holder)) if rest else None
    return at(listed[0], rest) if listed else at(resource, path)


def _key_name(value: Any, scene: Scene) -> str:
    names = [scene.graph.by_urn[urn].name for urn in references(value) if urn in scene.graph.by_urn]
    if names:
        return f"key {names[0]}"
    return UNKNOWN if hidden(value) else f"key {value}"
