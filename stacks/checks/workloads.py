"""Workloads: the stores they name, and that no two are the same service account."""

from collections.abc import Iterator, Mapping

from stacks.checks.storage import store_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.settings import Settings


def workload_faults(settings: Settings) -> Iterator[Fault]:
    accounts: dict[tuple[str, str], str] = {}
    for name, workload in settings.workloads.items():
        path = ("workloads", name)
        for place, store in enumerate(workload.read):
            yield from store_faults(settings, (*path, "read", place), store)
            if store in workload.write:
                yield Fault(
                    (*path, "read", place),
                    f"names {store!r}, which 'write' names too",
                    "take it out: who may write may read",
                )
        for place, store in enumerate(workload.write):
            yield from store_faults(settings, (*path, "write", place), store)
        for place, store in enumerate(workload.erase):
            yield from store_faults(settings, (*path, "erase", place), store)
            if store in workload.read:
                yield Fault(
                    (*path, "erase", place),
                    f"names {store!r}, which 'read' names too",
                    "take it out of 'read': who may erase may read",
                )
        yield from _cache_faults(settings, (*path, "caches"), workload.caches)
        account = (workload.namespace, workload.service_account)
        if account in accounts:
            yield Fault(
                (*path, "service_account"),
                f"{'/'.join(account)} is that of the workload {accounts[account]!r} already",
                "a service account has one role; join the two workloads or name another",
            )
        accounts.setdefault(account, name)


def _cache_faults(settings: Settings, path: KeyPath, connections: Mapping[str, str]) -> Iterator[Fault]:
    """Caches that are not declared, and users a cache does not have."""
    for name, user in connections.items():
        cache = settings.caches.get(name)
        if cache is None:
            right = f"the caches are {listed(settings.caches, 'and')}" if settings.caches else "declare it in 'caches'"
            yield Fault((*path, name), f"there is no cache {name!r}", right)
        elif user not in cache.users:
            yield Fault((*path, name), f"{user!r} is no user of it", f"its users are {listed(cache.users, 'and')}")
