"""What AWS Backup refuses, and moto would take."""

from collections.abc import Callable, Iterator

from catalogue.backups import LEAST_COLD_DAYS, LEAST_COOLING_DAYS, LONGEST_CONTINUOUS_DAYS, MOST_COOLING_DAYS
from sandbox.aws import policy_documents
from sandbox.aws.model import Request

Failure = tuple[str, str]
CODE = "InvalidParameterValueException"


def _backup_plan(r: Request) -> Iterator[Failure]:
    for rule in r["rules"] if isinstance(r["rules"], list) else []:
        life = rule.get("lifecycle") or {}
        cold, end = life.get("coldStorageAfter"), life.get("deleteAfter")
        if isinstance(cold, int) and isinstance(end, int) and end < cold + LEAST_COLD_DAYS:
            yield "rules", f"{CODE}: deleted after {end} days, which have to be {cold + LEAST_COLD_DAYS} at least"
        if rule.get("enableContinuousBackup") is True and isinstance(end, int) and end > LONGEST_CONTINUOUS_DAYS:
            yield "rules", f"{CODE}: continuous backups are kept {LONGEST_CONTINUOUS_DAYS} days at most, not {end}"


def _vault_lock(r: Request) -> Iterator[Failure]:
    days = r["changeableForDays"]
    if isinstance(days, int) and not LEAST_COOLING_DAYS <= days <= MOST_COOLING_DAYS:
        limits = f"{LEAST_COOLING_DAYS} to {MOST_COOLING_DAYS}"
        yield "changeableForDays", f"{CODE}: changeableForDays is {days}, the service takes {limits}"


def _vault_policy(r: Request) -> Iterator[Failure]:
    wrong = policy_documents.malformed(r["policy"]) if isinstance(r["policy"], str) else ""
    if wrong:
        yield "policy", f"{CODE}: {wrong}"


CHECKS: dict[str, tuple[Callable[[Request], Iterator[Failure]], ...]] = {
    "aws:backup/plan:Plan": (_backup_plan,),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (_vault_lock,),
    "aws:backup/vaultPolicy:VaultPolicy": (_vault_policy,),
}
SAYS = {
    "_backup_plan": "cold storage too short, continuous backups too long",
    "_vault_lock": "days to cool off",
    "_vault_policy": "policy document",
}
