"""The erasure runbook: per store, where a person's data may be, and how it is found and goes."""

import re
import shlex
from collections.abc import Iterator

from catalogue.stores import Command, Reach, StoreType, store_types
from policies.flows.model import PERSONAL, Flow
from policies.values import at
from preview.records.model import MADE, Records, Store
from preview.records.reach import reached
from preview.records.sheet import Sheet

HOW = (
    "In capitals in the commands: `$ID` is the provider's id of the store; `$SUBJECT`, `$KEY`, `$PREFIX` and the like "
    "are the person's, from the index that the application keeps, and where to sign in is the operator's. A command "
    "whose word is not set stops before it does anything. Erase where data comes from before where it flows to, or it "
    "comes back. What is read back from a backup has to be erased again."
)
MODELS = (
    "Whether a person can be found again in them is for people to judge; a model trained on personal data is not "
    "always anonymous (EDPB, opinion 28/2024): "
)
HEADS = {
    Reach.LOOKS: "# Looks only.",
    Reach.DELETES: "# Deletes what is named. Look first.",
    Reach.DELETES_MORE: "# Deletes more than the data of one person. Only if that is what is wanted.",
}
WORD = re.compile(r"\$([A-Z][A-Z_]*)")
SUBJECT_FIELDS = ("COLUMN", "FIELD", "SUBJECT_FIELD")
"""Words of the commands that stand for what a store calls the person."""


def erasure(records: Records, head: str) -> Sheet:
    """GDPR, articles 15 and 17: a row for each store, a card for each that personal data is in or may get into."""
    rows = {store.resource.urn: _row(store, records) for store in records.stores}
    others = [store for store in records.stores if not _why(store, records)]
    aside = {store.resource.urn for store in others}
    return Sheet(
        "erasure",
        f"Erasure runbook of {records.stack} (GDPR, articles 15 and 17)",
        (head, HOW),
        (
            "store",
            "data class",
            "why it is here",
            "how a person's data is found",
            "how it is deleted",
            "older versions and backups",
            "copies that the service keeps",
            "comes in from",
            "goes on to",
            "may be in what is made from it",
            "cannot be deleted before",
            "urn",
            "commands",
        ),
        tuple(row for urn, row in rows.items() if urn not in aside),
        "No store says that it holds personal data, none leaves it open, and none takes traces of people.",
        _closing(others, records),
        cards=True,
        code="commands",
        rest=tuple(row for urn, row in rows.items() if urn in aside),
    )


def _why(store: Store, records: Records) -> str:
    """Why a person's data may be in a store; "" where nothing says so."""
    if store.data_class in PERSONAL:
        return "it says that it holds personal data"
    if store.personal:
        return "it does not say what it holds, and is treated as personal"
    if store.data_class in MADE:
        return "it is made from other data, and whether a person is in it is for people to judge"
    return reached(store, records)


def _row(store: Store, records: Records) -> tuple[str, ...]:
    about, urn = store_types()[store.resource.type], store.resource.urn
    sure = [flow for flow in records.flows if not flow.possible]
    subject = _subject(store)
    return (
        store.label,
        store.data_class,
        _why(store, records) or "its tags say that it holds no personal data, and none is seen to flow into it",
        f"{about.find.partition(';')[0]}; its subject key is {subject}" if subject else about.find,
        about.erase,
        store.backups,
        about.copies,
        _ends([_from(flow) for flow in records.flows if flow.target_urn == urn]),
        _ends([f"{flow.target}: {flow.what}" for flow in sure if flow.source_urn == urn]),
        _all(_made_from(store, records)) or "no role's policy in the stack shows it",
        store.lock or "no lock and no policy stands against deletion",
        urn,
        "\n".join(_commands(store, about, records)),
    )


def _subject(store: Store) -> str:
    """The field, column or prefix that says whose the data is, as the store's tag says it."""
    said = at(store.resource, "tags.SubjectKey")
    return said if isinstance(said, str) else ""


def _from(flow: Flow) -> str:
    return f"{'possibly ' if flow.possible else ''}{flow.source}: {flow.what}"


def _made_from(store: Store, records: Records) -> list[str]:
    """Where what roles make of a person's data may be."""
    out = [flow for flow in records.flows if flow.source_urn == store.resource.urn and flow.possible]
    return [f"{flow.target}, through {flow.via}" for flow in out]


def _commands(store: Store, about: StoreType, records: Records) -> Iterator[str]:
    engine = at(store.resource, "engine")
    fitting = [one for one in about.commands if not one.engine or one.engine in str(engine)]
    words = {word for one in fitting for word in WORD.findall(one.text)}
    said = [*_known(store, words, records)]
    for reach, head in HEADS.items():
        lines = [_line(one, store.region) for one in fitting if one.reach is reach]
        if reach is Reach.LOOKS:
            lines = [*said, *lines]
        if lines:
            yield from (head, *lines)


def _known(store: Store, words: set[str], records: Records) -> Iterator[str]:
    """Words of the commands that the stack itself knows."""
    if "ID" in words:
        which = f'.deployment.resources[] | select(.urn == "{store.resource.urn}") | .id'
        yield f"ID=$(pulumi stack export --stack {records.stack} | jq -r '{which}')"
    if subject := _subject(store):
        yield from (f"{word}={shlex.quote(subject)}" for word in SUBJECT_FIELDS if word in words)
        if "PREFIX" in words:
            yield f'PREFIX={shlex.quote(subject)}"${{SUBJECT:?}}"'


def _line(command: Command, region: str) -> str:
    """A word that is not set, or empty, stops the command."""
    return WORD.sub(r"${\1:?}", command.text.replace("{region}", region))


def _closing(others: list[Store], records: Records) -> tuple[str, ...]:
    """What the runbook has no card for, so that nobody takes it for all there is."""
    made = [store.label for store in records.stores if store.data_class in MADE]
    parts = []
    if made:
        parts += ["## Stores of what is made from other data", MODELS + ", ".join(made) + "."]
    if others:
        parts += [
            "## Stores that say they hold no personal data",
            "Their tags say so, and nothing personal is seen to flow into them; whether it is true is for people to "
            "check: " + ", ".join(store.label for store in others) + ".",
        ]
    return (*parts, "## Not known from infrastructure", "\n".join(f"- {sentence}" for sentence in records.unknowns))


def _ends(words: list[str]) -> str:
    return _all(words) or "nothing that the stack declares"


def _all(words: list[str]) -> str:
    return "; ".join(sorted(dict.fromkeys(words)))
