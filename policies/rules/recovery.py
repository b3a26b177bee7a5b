"""REC, AVA, RES, RET: what is lost can be brought back, and its backups are locked, tried and kept where they may be.

GDPR 32(1)(b) to (d), 44; CCPA A18.
"""

from collections.abc import Iterator

from catalogue.stateful import stateful_types
from graph.model import Resource
from policies.recovery import PLAN, is_stateful, ways_back
from policies.rule import Claim, Fix, Severity, rule
from policies.scene import Scene
from policies.values import ABSENT, Tri, any3, at, every, hidden, items, within

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
LONGEST_DAYS = 36_500


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


@rule(
    "AVA-002",
    "Backups cannot be deleted before their time",
    types=(VAULT,),
    why="who has taken over an account deletes its backups first",
    remedy="lock the vault: a VaultLockConfiguration with minRetentionDays",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(c)",),
    ccpa=("A18",),
    needs_graph=True,
)
def lock(vault: Resource, scene: Scene) -> Iterator[Claim]:
    locks = scene.companions(vault, (LOCK,), "backupVaultName")
    held = any3(within(at(each, "minRetentionDays"), 1, LONGEST_DAYS) for each in locks)
    yield Claim(held, "minRetentionDays", "is a vault without a lock")


@rule(
    "AVA-003",
    "Backups of production are restored now and then, to see that they can be",
    types=(VAULT,),
    why="a backup that nobody ever restored is a hope",
    remedy="let a RestoreTestingPlan include the vault, such as restore_testing of a BackupPlan",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(d)",),
    ccpa=("A18",),
    needs_graph=True,
)
def tested(vault: Resource, scene: Scene) -> Iterator[Claim]:
    if scene.context.for_trying:
        return
    path = "recoveryPointSelection.includeVaults"
    held = any3(_includes(plan, at(plan, path), vault, scene) for plan in scene.graph.of_type(TESTING))
    yield Claim(held, path, "is a vault that no restore is tested from")


def _includes(plan: Resource, vaults: object, vault: Resource, scene: Scene) -> Tri:
    said = items(vaults)
    if said is None:
        return None
    if "*" in said or any(_names(plan, each, vault, scene) for each in said):
        return True
    return None if any(hidden(each) and not scene.named(plan, each, "", (VAULT,)) for each in said) else False


def _names(plan: Resource, value: object, vault: Resource, scene: Scene) -> bool:
    return vault.urn in {each.urn for each in scene.named(plan, value, "", (VAULT,))}
