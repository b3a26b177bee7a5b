"""The sandbox's own record of what lives in the account, and the two laws over it.

moto keeps what AWS keeps of a resource; this keeps what moto does not: which URN made which id (so that an interrupted
run finds what it made), the state of types moto has no API for, and who names whom.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# What an id or ARN looks like for the types the sandbox owns; names (of roles, buckets) are declared per type.
OWNED_ID = re.compile(
    r"^(vpc|subnet|igw|nat|eipalloc|rtb|rtbassoc|vpce|fl|sg|sgr|lt|cr|pg|fs|dra|a)-[0-9a-f]{8,}$"
    r"|^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/.+$"
)


@dataclass
class Record:
    """One living resource."""

    urn: str
    type: str
    id: str
    account: str
    region: str
    identities: list[str] = field(default_factory=list)
    """Everything others may call it by: id, ARNs, and `type|name`."""
    references: list[str] = field(default_factory=list)
    """Identities of what it names."""
    state: dict[str, Any] = field(default_factory=dict)
    """Inputs and outputs, kept for record-only types and for what moto forgets."""
    seeded: bool = False
    """True for what was there before the first stack came: it is in every account and region."""

    def key(self) -> tuple[str, ...]:
        """Where it lives. Two accounts, and two regions of one, may each have a log group of the same name."""
        return ("", "", self.type, self.id) if self.seeded else (self.account, self.region, self.type, self.id)


class Records:
    """The record of one emulated cloud, safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._by_key: dict[tuple[str, ...], Record] = {}

    def put(self, record: Record) -> None:
        with self._lock:
            self._by_key[record.key()] = record

    def get(self, account: str, region: str, type_: str, id_: str) -> Record | None:
        with self._lock:
            return self._by_key.get((account, region, type_, id_)) or self._by_key.get(("", "", type_, id_))

    def remove(self, account: str, region: str, type_: str, id_: str) -> None:
        with self._lock:
            self._by_key.pop((account, region, type_, id_), None)

    def all(self) -> list[Record]:
        with self._lock:
            return list(self._by_key.values())

    def _of(self, account: str) -> list[Record]:
        return [record for record in self._by_key.values() if record.seeded or record.account == account]

    def missing(self, account: str, references: Iterable[str]) -> list[str]:
        """Law 1: the references to things the sandbox owns that are not alive in the account."""
        with self._lock:
            alive = {identity for record in self._of(account) for identity in record.identities}
            return [ref for ref in references if ref not in alive and ("|" in ref or OWNED_ID.match(ref))]

    def dependents(self, account: str, region: str, type_: str, id_: str) -> list[Record]:
        """Law 2: the living resources of the account that name this one."""
        with self._lock:
            record = self.get(account, region, type_, id_)
            if record is None:
                return []
            identities = set(record.identities)
            return [other for other in self._of(account) if other is not record and identities & set(other.references)]

    def inventory(self, account: str = "") -> dict[str, int]:
        """How many of each type live in the account, or in all of them; what was seeded is left out."""
        living = [
            record for record in self.all() if not record.seeded and record.account in (account or record.account,)
        ]
        return dict(sorted(Counter(record.type for record in living).items()))

    def created_ids(self) -> dict[str, str]:
        """URN → id of everything a stack made."""
        return {record.urn: record.id for record in self.all() if record.urn}
