"""How a resource that keeps data is brought back: the one judgement that the rule and the recovery table share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.backups import backup_types
from catalogue.schedules import ScheduleError, gaps_hours
from catalogue.stateful import StatefulType, stateful_types
from graph.model import Resource
from policies.scene import Scene
from policies.values import (
    ABSENT,
    Tri,
    all3,
    any3,
    at,
    equals,
    given,
    hidden,
    is_true,
    items,
    within,
)

LONGEST_DAYS = 36_500
SELECTION = "aws:backup/selection:Selection"
PLAN = "aws:backup/plan:Plan"
LINK = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"
POINT_IN_TIME = "point in time"
ARN_OF_VAULT = ":backup-vault:"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to bring data back, and whether it is there."""

    holds: Tri
    how: str
    """In a few words, such as `versions` or `backup plan 'backups-weights'`."""
    property: str
    """The input that decides."""
    rpo_minutes: float | None = None
    """Minutes of data lost at most; None where nobody promises any."""
    rto: str = "hours"
    copies: tuple[str, ...] = ()
    """Where copies are, beside the resource's own region."""


def is_stateful(resource: Resource) -> bool:
    """Whether it keeps data of its own; a replica keeps its source's."""
    return resource.type in stateful_types() and at(resource, "replicateSourceDb") is ABSENT


def ways_back(resource: Resource, scene: Scene) -> tuple[Way, ...]:
    """Every way that could bring the data back, whether it is there or not."""
    kind = stateful_types()[resource.type]
    return (*_own(resource, kind, scene), *_linked(resource, scene), *_backed_up(resource, kind, scene))


def _own(resource: Resource, kind: StatefulType, scene: Scene) -> Iterator[Way]:
    minutes, rto = kind.rpo_minutes, kind.rto
    match kind.means:
        case "days":
            kept = within(at(resource, kind.property), 1, LONGEST_DAYS)
            how = POINT_IN_TIME if kind.to_the_moment() else "daily backups"
            yield Way(kept, how, kind.property, minutes, rto)
        case "flag":
            yield Way(is_true(at(resource, kind.property)), POINT_IN_TIME, kind.property, minutes, rto)
        case "snapshots":
            yield Way(is_true(at(resource, kind.property)), "checkpoints and snapshots", kind.property, minutes, rto)
        case "word":
            yield Way(equals(at(resource, kind.property), kind.value), POINT_IN_TIME, kind.property, minutes, rto)
        case "companion":
            type_, _, names = kind.property.rpartition("/")
            path, _, word = kind.value.partition("=")
            found = scene.companions(resource, (type_,), names)
            held = any3(equals(at(each, path), word) for each in found)
            yield Way(held, "versions" if minutes == 0 else "daily backups", path, minutes, rto)
        case "always":
            yield Way(True, "hourly snapshots", "", minutes, rto)


def _linked(resource: Resource, scene: Scene) -> Iterator[Way]:
    """A file system in front of a bucket is read again from it; what was never exported is lost."""
    for link in scene.companions(resource, (LINK,), "fileSystemId"):
        exported = given(at(link, "s3.autoExportPolicy.events"))
        yield Way(exported, "its linked store", "s3.autoExportPolicy.events", None, "as it is read")


def _backed_up(resource: Resource, kind: StatefulType, scene: Scene) -> Iterator[Way]:
    # Of a file system that is linked to a bucket AWS makes no backups, whatever selects it:
    # https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-backups-fsx.html
    if not kind.backup_type or scene.companions(resource, (LINK,), "fileSystemId"):
        return
    for selection in scene.graph.of_type(SELECTION):
        selected = is_selected(resource, selection, scene)
        if selected is False:
            continue
        plans = scene.named(selection, selection.inputs.get("planId"), "planId", (PLAN,))
        if not plans:
            yield Way(None, f"backup selection {selection.name!r}", "planId")
        for plan in plans:
            rules = items(at(plan, "rules"))
            if rules is None:
                yield Way(None, f"backup plan {plan.name!r}", "rules")
            for rule in rules or ():
                minutes = _minutes(at(rule, "schedule"))
                held = all3((selected, given(at(rule, "targetVaultName"))))
                copies = tuple(_places(at(rule, "copyActions")))
                yield Way(held, f"backup plan {plan.name!r}", "rules", minutes, "hours", copies)


def is_selected(resource: Resource, selection: Resource, scene: Scene) -> Tri:
    """Whether a selection has the resource: by its ARN, or by its type and tags. What AWS Backup cannot is in none."""
    kind = stateful_types().get(resource.type)
    if kind is None or not kind.backup_type:
        return False
    named = items(at(selection, "resources"))
    if named is None:
        return None
    if any(_is_it(resource, each, selection, scene) for each in named):
        return True
    tagged = items(at(selection, "selectionTags"))
    # Tags alone choose among everything; a list of resources beside them narrows it.
    of_type = True if tagged and not named else any3(_is_type(each, kind) for each in named)
    conditions = _conditions(selection)
    if conditions is None or tagged is None:
        return None if of_type is not False else False
    met = any3(_meets(resource, each) for each in tagged) if tagged else True
    return all3((of_type, met, *(_meets(resource, condition) for condition in conditions)))


def _conditions(selection: Resource) -> list[Any] | None:
    """What tags must be for a selection to take a resource; None where that is hidden, or asked in another way."""
    value = at(selection, "conditions")
    if value is ABSENT:
        return []
    found: list[Any] = []
    for block in items(value) or ():
        wanted = items(at(block, "stringEquals"))
        if not wanted or (isinstance(block, Mapping) and len(block) > 1):
            return None
        found += wanted
    return found or None


def _is_it(resource: Resource, named: Any, selection: Resource, scene: Scene) -> bool:
    # Asked of what is a name or an output by itself: the list as a whole depends on all it lists.
    if named is ABSENT or not (isinstance(named, str) or hidden(named)):
        return False
    return resource.urn in {each.urn for each in scene.named(selection, named, "", (resource.type,))}


def _is_type(named: Any, kind: StatefulType) -> Tri:
    if hidden(named):
        return None
    if not isinstance(named, str):
        return False
    if named == "*":
        return True
    service, _, rest = backup_types()[kind.backup_type].arn.partition(":")
    parts = named.split(":", 3)
    return len(parts) == 4 and parts[2] == service and parts[3].endswith(rest.rpartition("}:")[2].lstrip(":"))


def _meets(resource: Resource, condition: Any) -> Tri:
    key, value = at(condition, "key"), at(condition, "value")
    if hidden(key) or hidden(value):
        return None
    if not isinstance(key, str) or not isinstance(value, str):
        return False
    return equals(at(resource, f"tags.{key.removeprefix('aws:ResourceTag/')}"), value)


def _minutes(schedule: Any) -> float | None:
    if not isinstance(schedule, str):
        return None
    try:
        return 60 * gaps_hours(schedule)[1]
    except ScheduleError:
        return None


def _places(actions: Any) -> Iterator[str]:
    for action in items(actions) or ():
        arn = at(action, "destinationVaultArn")
        yield arn.split(":")[3] if isinstance(arn, str) and ARN_OF_VAULT in arn else "a vault not known yet"
