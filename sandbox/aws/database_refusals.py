"""What AWS refuses of databases that are not relational, and the record would take."""

from collections.abc import Callable, Iterator

from catalogue.documentdb import document_versions
from sandbox.aws.model import Request
from sandbox.wire import is_computed

Failure = tuple[str, str]
# https://docs.aws.amazon.com/documentdb/latest/devguide/API_CreateDBCluster.html
BACKUP_DAYS = (1, 35)


def _document_cluster(r: Request) -> Iterator[Failure]:
    version, days, (low, high) = r["engineVersion"], r["backupRetentionPeriod"], BACKUP_DAYS
    if isinstance(version, str) and version not in document_versions():
        known = ", ".join(document_versions())
        yield "engineVersion", f"InvalidParameterCombination: cannot find version {version} for docdb; it has {known}"
    if days is not None and not is_computed(days) and not low <= days <= high:
        yield "backupRetentionPeriod", f"InvalidParameterValue: it is {days}, the service takes {low} to {high}"


CHECKS: dict[str, tuple[Callable[[Request], Iterator[Failure]], ...]] = {
    "aws:docdb/cluster:Cluster": (_document_cluster,),
}
SAYS = {"_document_cluster": "unknown version, days of backups"}
