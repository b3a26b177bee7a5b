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
    identities: list[str] = field(default_factory=list)
    """Everything others may call it by: id, ARNs, and `type|name`."""
    references: list[str] = field(default_factory=list)
    """Identities of what it names."""
    state: dict[str, Any] = field(default_factory=dict)
    """Inputs and outputs, kept for record-only types and for what moto forgets."""
    seeded: bool = False
    """True for what was in the account before the first stack came."""


class Records:
    """The record of one emulated cloud, safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._by_key: dict[str, Record] = {}

    @staticmethod
    def _key(type_: str, id_: str) -> str:
        return f"{type_}|{id_}"

    def put(self, record: Record) -> None:
        with self._lock:
            self._by_key[self._key(record.type, record.id)] = record

    def get(self, type_: str, id_: str) -> Record | None:
        with self._lock:
            return self._by_key.get(self._key(type_, id_))

    def remove(self, type_: str, id_: str) -> None:
        with self._lock:
            self._by_key.pop(self._key(type_, id_), None)

    def all(self) -> list[Record]:
        with self._lock:
            return list(self._by_key.values())

    def missing(self, references: Iterable[str]) -> list[str]:
        """Law 1: the references to things the sandbox owns that are not alive."""
        with self._lock:
            alive = {identity for record in self._by_key.values() for identity in record.identities}
            return [ref for ref in references if ref not in alive and ("|" in ref or OWNED_ID.match(ref))]

    def dependents(self, type_: str, id_: str) -> list[Record]:
        """Law 2: the living resources that name this one."""
        with self._lock:
            record = self._by_key.get(self._key(type_, id_))
            if record is None:
                return []
            identities = set(record.identities)
            return [
                other for other in self._by_key.values() if other is not record and identities & set(other.references)
            ]

    def inventory(self) -> dict[str, int]:
        """How many of each type live, what was seeded left out."""
        return dict(sorted(Counter(r.type for r in self.all() if not r.seeded).items()))

    def created_ids(self) -> dict[str, str]:
        """URN → id of everything a stack made."""
        return {record.urn: record.id for record in self.all() if record.urn}
