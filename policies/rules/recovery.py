"""REC: what is lost can be brought back, and copies stay where the data may be. GDPR 32(1)(b),(c), 44; CCPA A18."""

from collections.abc import Iterator

from catalogue.stateful import stateful_types
from graph.model import Resource
from policies.recovery import PLAN, is_stateful, ways_back
from policies.rule import Claim, Fix, Severity, rule
from policies.scene import Scene
from policies.values import ABSENT, Tri, any3, at, every, hidden, items, within


@rule(
    "REC-001",
    "Whatever keeps data can be brought back",
    types=tuple(stateful_types()),
    why="one wrong script, one failed disk, or one intruder would otherwise end the data",
    remedy="turn on its own backups, versions or point-in-time recovery, or let a BackupPlan of its class select it",
    severity=Severity.HIGH,
    gdpr=("32(1)(b)", "32(1)(c)"),
    ccpa=("A18",),
    needs_graph=True,
)
def recovery_point(resource: Resource, scene: Scene) -> Iterator[Claim]:
    if not is_stateful(resource):
        return
    ways = ways_back(resource, scene)
    decides = next((way.property for way in ways if way.holds is None), ways[0].property if ways else "")
    yield Claim(any3(way.holds for way in ways), decides, "has no recovery point")


@rule(
    "RES-010",
    "Backups are copied only to where the data may be kept",
    types=(PLAN,),
    why="a copy elsewhere is a transfer to another country, whoever makes it",
    remedy="take the vault out, or declare its jurisdiction in residency",
    severity=Severity.CRITICAL,
    gdpr=("44",),
    fix=Fix.NONE,
)
def copies(plan: Resource, scene: Scene) -> Iterator[Claim]:
    path = "rules.copyActions.destinationVaultArn"
    allowed = scene.context.regions

    def stays(arn: object) -> Tri:
        if hidden(arn):
            return None
        parts = arn.split(":") if isinstance(arn, str) else []
        return len(parts) == 7 and (parts[3] in allowed or (not allowed and parts[3] == plan.region))

    def each(block: object) -> Tri:
        if at(block, "copyActions") is ABSENT:
            return True
        return every(at(block, "copyActions"), lambda action: stays(at(action, "destinationVaultArn")))

    rules = items(at(plan, "rules"))
    yield Claim(None if rules is None else every(rules, each), path, "copies backups out of the residency")


@rule(
    "RET-017",
    "Backups expire",
    types=(PLAN,),
    why="data that was erased lives on in its backups",
    remedy="give every rule lifecycle.deleteAfter, ten years at most",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(e)", "17"),
    ccpa=("R7022(d)",),
)
def expiry(plan: Resource, scene: Scene) -> Iterator[Claim]:
    path = "rules.lifecycle.deleteAfter"
    kept = every(at(plan, "rules"), lambda block: within(at(block, "lifecycle.deleteAfter"), 1, 3653))
    yield Claim(kept, path, "keeps backups for ever or for too long")
