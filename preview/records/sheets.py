"""The register of processing, the retention schedule and the register of transfers."""

from collections.abc import Iterable

from policies.flows.model import UNKNOWN, Flow
from preview.records.build import leaves
from preview.records.model import MADE, Records, Store
from preview.records.reach import reached
from preview.records.sheet import Sheet

PEOPLE = "to be filled in by people"
"""What stands where the law asks for something that no infrastructure shows."""
NOT_PERSONAL = "none, as the tags say"
CLOUDS = {"aws": "Amazon Web Services", "gcp": "Google Cloud"}
BY_NETWORK = tuple(f"aws:{service}/" for service in ("docdb", "efs", "elasticache", "fsx", "msk", "opensearch", "rds"))
"""Types of stores that programs reach over the network and sign in to, whatever roles say."""
NETWORKED = "programs that its security groups let in and that sign in"
MADE_FROM = "unknown: made from other data; whether a person is in it is for people to judge"


def sheets_of(records: Records, date: str = "") -> tuple[Sheet, ...]:
    """Every document of the records; `date` is the day they are said to be of, if any."""
    from preview.records.erasure import erasure

    head = _head(records, date)
    return (processing(records, head), schedule(records, head), transfers(records, head), erasure(records, head))


def _head(records: Records, date: str) -> str:
    of = f" As of {date}." if date else ""
    return (
        f"Made from what the stack `{records.stack}` declares.{of} "
        f"What infrastructure does not show is `{UNKNOWN}`, or {PEOPLE}; nothing is guessed."
    )


def processing(records: Records, head: str) -> Sheet:
    """Article 30(1): a row for each purpose and data class."""
    groups: dict[tuple[str, str], list[Store]] = {}
    for store in records.stores:
        groups.setdefault((store.purpose, store.data_class), []).append(store)
    return Sheet(
        "processing",
        f"Records of processing activities of {records.stack} (GDPR, article 30)",
        (
            head,
            f"Controller, joint controller, representative and data protection officer (30(1)(a)): {PEOPLE}.",
            f"Processors that run the stores, and recipients of what is in them (30(1)(d)): {_clouds(records)}.",
            f"Contracts with them (article 28): {PEOPLE}.",
        ),
        (
            "purpose (b)",
            "data class (c)",
            "categories of persons (c)",
            "categories of personal data (c)",
            "stores",
            "regions",
            "owner",
            "recipients (d)",
            "transfers (e)",
            "time limits (f)",
            "security measures (g)",
        ),
        tuple(_activity(purpose, class_, groups[purpose, class_], records) for purpose, class_ in sorted(groups)),
        "The stack declares nothing that keeps data.",
        ("## Not known from infrastructure", "\n".join(f"- {sentence}" for sentence in records.unknowns)),
        cards=True,
    )


def _activity(purpose: str, class_: str, stores: list[Store], records: Records) -> tuple[str, ...]:
    urns = {store.resource.urn for store in stores}
    said = _persons(class_, stores, records)
    readers = [f"{one.role} ({one.access} {one.store})" for one in records.recipients if one.store_urn in urns]
    readers += [f"{NETWORKED} ({store.label})" for store in stores if store.resource.type.startswith(BY_NETWORK)]
    out = [f"{flow.target}: {leaves(flow, records)}" for flow in records.flows if flow.source_urn in urns]
    return (
        purpose,
        class_,
        said,
        said,
        _all(store.label for store in stores),
        _all(f"{store.region} ({store.jurisdiction})" for store in stores),
        _all(store.owner for store in stores),
        _all(readers) or "no role's policy in the stack names it",
        _all(each for each in out if not each.endswith(": ")) or "none that the stack declares",
        _all(f"{store.label}: {store.retention}; backups and older versions: {store.backups}" for store in stores),
        _all(f"{store.label}: {_measures(store, records)}" for store in stores),
    )


def _persons(class_: str, stores: list[Store], records: Records) -> str:
    """Categories of persons and of data, as far as tags and flows show them."""
    if any(store.personal for store in stores):
        return PEOPLE
    if class_ in MADE:
        return MADE_FROM
    taken = [f"{store.label}: {words}" for store in stores if (words := reached(store, records))]
    return f"{NOT_PERSONAL}; but {_all(taken)}" if taken else NOT_PERSONAL


def _clouds(records: Records) -> str:
    found: dict[str, set[str]] = {}
    for store in records.stores:
        found.setdefault(CLOUDS.get(store.resource.type.partition(":")[0], UNKNOWN), set()).add(store.region)
    return "; ".join(f"{cloud} in {', '.join(sorted(regions))}" for cloud, regions in sorted(found.items())) or "none"


def _measures(store: Store, records: Records) -> str:
    said = [f"encrypted with {store.key}" if store.key != UNKNOWN else "encryption key: unknown"]
    if store.resource.protect:
        said.append("the engine refuses to delete it")
    if store.lock:
        said.append(store.lock)
    logs = [flow.target for flow in records.flows if flow.source_urn == store.resource.urn and not flow.carries_data]
    if logs:
        said.append(f"logs to {', '.join(logs)}")
    return ", ".join(said)


def schedule(records: Records, head: str) -> Sheet:
    """How long every store keeps what is in it."""
    return Sheet(
        "retention",
        f"Retention schedule of {records.stack}",
        (head, "Whether a time is right for its purpose is for people to judge."),
        ("store", "data class", "purpose", "kept", "backups and older versions", "not before", "owner", "urn"),
        tuple(
            (
                store.label,
                store.data_class,
                store.purpose,
                store.retention,
                store.backups,
                store.lock or "no lock and no policy stands against deletion",
                store.owner,
                store.resource.urn,
            )
            for store in records.stores
        ),
        "The stack declares nothing that keeps data.",
    )


def transfers(records: Records, head: str) -> Sheet:
    """Every flow, those that leave a region or the residency first."""
    rows = sorted(records.flows, key=lambda flow: (not leaves(flow, records), flow))
    where = ", ".join(records.residency) if records.residency else UNKNOWN
    return Sheet(
        "transfers",
        f"Register of transfers of {records.stack} (GDPR, articles 30(1)(e) and 44)",
        (
            head,
            f"Residency that the stack declares: {where}.",
            _summary([flow for flow in rows if leaves(flow, records)], len(rows)),
            f"Legal basis and safeguards of a transfer (articles 45 to 49): {PEOPLE}.",
        ),
        ("transfer", "from", "region from", "data class", "to", "region to", "data class to", "what", "because of"),
        tuple(
            (
                leaves(flow, records) or "no",
                flow.source,
                flow.source_region,
                flow.source_class,
                flow.target,
                flow.target_region,
                flow.target_class,
                _said(flow),
                flow.via,
            )
            for flow in rows
        ),
        "The stack declares no flow of data.",
        ("## Not known from infrastructure", "\n".join(f"- {sentence}" for sentence in records.unknowns)),
    )


def _said(flow: Flow) -> str:
    kind = "possible, as the role lets it" if flow.possible else "a trace, not the data"
    return f"{flow.what} ({kind})" if flow.possible or not flow.carries_data else flow.what


def _summary(leaving: list[Flow], of: int) -> str:
    if not leaving:
        return f"None of the {of} flows that the stack declares or lets happen leaves its region or the residency."
    those = f"{len(leaving)} of the {of} flows that the stack declares or lets happen"
    return f"{those} leave their region or the residency, or may."


def _all(words: Iterable[str]) -> str:
    return "; ".join(sorted(dict.fromkeys(words)))
