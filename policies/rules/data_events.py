"""Which buckets an audit trail records every read and write of. Each trail is read once, however many buckets ask."""

from dataclasses import dataclass
from typing import Any

from graph.model import Resource
from policies.rules.common import BUCKETS, TRAIL
from policies.scene import Scene
from policies.values import Tri, all3, any3, at, equals, hidden, includes, items

OBJECTS = "AWS::S3::Object"


@dataclass(frozen=True, slots=True)
class Selection:
    """What one selector of a trail records."""

    applies: Tri
    """Whether it records all events of objects, and not only some kinds."""
    buckets: frozenset[str]
    """URNs of the buckets it names."""
    all_buckets: bool
    unreadable: bool
    """Whether it may name more buckets than can be read yet."""

    def records(self, bucket: Resource) -> Tri:
        named = self.all_buckets or bucket.urn in self.buckets
        return all3((self.applies, True if named else None if self.unreadable else False))


def recorded(bucket: Resource, scene: Scene) -> Tri:
    """Whether a trail of the stack records every read and write of the bucket's objects."""
    found: tuple[Selection, ...] = scene.once("data events", lambda: _selections(scene))
    return any3(selection.records(bucket) for selection in found)


def _selections(scene: Scene) -> tuple[Selection, ...]:
    return tuple(each for trail in scene.graph.of_type(TRAIL) for each in _of_trail(trail, scene))


def _of_trail(trail: Resource, scene: Scene) -> list[Selection]:
    found: list[Selection] = []
    for property_, read in (("advancedEventSelectors", _advanced), ("eventSelectors", _plain)):
        blocks = items(at(trail, property_))
        if blocks is None:
            found.append(Selection(None, frozenset(), False, True))
        for block in blocks or ():
            found += read(trail, block, scene)
    return found


def _advanced(trail: Resource, block: Any, scene: Scene) -> list[Selection]:
    fields = items(at(block, "fieldSelectors"))
    if fields is None:
        return [Selection(None, frozenset(), False, True)]
    objects = any3(
        all3((equals(at(each, "field"), "resources.type"), includes(at(each, "equals"), OBJECTS))) for each in fields
    )
    others: list[Tri] = [objects]
    selection = Selection(True, frozenset(), True, False)
    for field in fields:
        name = at(field, "field")
        if equals(name, "resources.ARN"):
            values = [value for word in ("startsWiths", "equals") for value in _listed(at(field, word))]
            selection = _naming(trail, values, "advancedEventSelectors", scene)
        elif equals(name, "eventCategory", "resources.type") is not True:
            others.append(None if hidden(name) else False)  # such as readOnly: half of the record
    return [Selection(all3(others), selection.buckets, selection.all_buckets, selection.unreadable)]


def _plain(trail: Resource, block: Any, scene: Scene) -> list[Selection]:
    found = []
    for data in _listed(at(block, "dataResources")):
        named = _naming(trail, _listed(at(data, "values")), "eventSelectors", scene)
        kind = equals(at(data, "type"), OBJECTS)
        found.append(Selection(kind, named.buckets, named.all_buckets, named.unreadable))
    return found


def _listed(value: Any) -> tuple[Any, ...]:
    found = items(value)
    return (value,) if found is None else found


def _naming(trail: Resource, values: Any, property_: str, scene: Scene) -> Selection:
    """The buckets that ARNs name: those of the stack, all of them (`arn:aws:s3`), or some that cannot be seen."""
    buckets: set[str] = set()
    everything = unreadable = False
    for value in values:
        if isinstance(value, str):
            bare = value.removesuffix("/")
            everything = everything or bare.endswith(":s3")
            for name in (bare, bare.rpartition(":::")[2]):
                buckets.update(scene.urns_named(name))
            continue
        targets = scene.named(trail, value, property_, BUCKETS)
        buckets.update(target.urn for target in targets)
        unreadable = unreadable or (not targets and hidden(value))
    return Selection(True, frozenset(buckets), everything, unreadable)
