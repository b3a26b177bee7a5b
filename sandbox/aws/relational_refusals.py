"""What RDS refuses and moto takes: versions, classes, sizes and licences the catalogue has not."""

from collections.abc import Callable, Iterator

from catalogue.databases import database_engine, database_engines, database_version
from catalogue.unknown import UnknownFact
from sandbox.aws.model import Request

Failure = tuple[str, str]
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Considerations.html
ADVANCED_DAYS = 465


def _version(r: Request) -> Iterator[Failure]:
    engine, version = r["engine"], r["engineVersion"]
    if not isinstance(engine, str) or not isinstance(version, str) or engine not in database_engines():
        return
    try:
        database_version(engine, version)
    except UnknownFact as unknown:
        yield "engineVersion", f"InvalidParameterCombination: Cannot find version {version} for {engine}: {unknown}"


def _machine(r: Request) -> Iterator[Failure]:
    engine, name = r["engine"], r["instanceClass"]
    if not isinstance(engine, str) or not isinstance(name, str) or engine not in database_engines():
        return
    families = database_engine(engine).class_families
    if not name.startswith("db.") or name.split(".")[1] not in families:
        yield "instanceClass", f"InvalidParameterCombination: RDS does not run {engine} on {name}"


def _instance(r: Request) -> Iterator[Failure]:
    engine, size, model = r["engine"], r["allocatedStorage"], r["licenseModel"]
    if not isinstance(engine, str) or engine not in database_engines():
        return
    found = database_engine(engine)
    if isinstance(size, int) and not found.least_storage_gib <= size <= found.most_storage_gib:
        limits = f"{found.least_storage_gib} to {found.most_storage_gib}"
        yield "allocatedStorage", f"InvalidParameterValue: {size} GiB is no size of {engine}, it takes {limits}"
    if isinstance(model, str) and found.license_models and model not in found.license_models:
        has = " or ".join(found.license_models)
        yield "licenseModel", f"InvalidParameterCombination: {engine} has no {model}, it has {has}"


def _insights(r: Request) -> Iterator[Failure]:
    days = r["performanceInsightsRetentionPeriod"]
    if r["databaseInsightsMode"] == "advanced" and isinstance(days, int) and days < ADVANCED_DAYS:
        wrong = f"the advanced mode keeps {ADVANCED_DAYS} days or more, not {days}"
        yield "performanceInsightsRetentionPeriod", f"InvalidParameterCombination: {wrong}"


CHECKS: dict[str, tuple[Callable[[Request], Iterator[Failure]], ...]] = {
    "aws:rds/instance:Instance": (_version, _machine, _instance, _insights),
    "aws:rds/cluster:Cluster": (_version, _insights),
    "aws:rds/clusterInstance:ClusterInstance": (_machine,),
}
SAYS = {
    "_version": "unknown version",
    "_machine": "class of another engine",
    "_instance": "size, licence",
    "_insights": "days of insights",
}
