"""The erasure runbook: per store with personal data, where a person's data is and how it goes."""

from catalogue.stores import store_types
from policies.flows.model import PERSONAL
from preview.records.model import MADE, Records, Store
from preview.records.sheet import Sheet

ID = "$ID"
HOW = (
    "In capitals in the commands: `$ID` is the provider's id of the store; `$SUBJECT`, `$KEY`, `$PREFIX` and the like "
    "are the person's, from the index that the application keeps. Erase where data comes from before where it flows "
    "to, or it comes back. What is read back from a backup has to be erased again."
)
MODELS = (
    "Whether a person can be found again in them is for people to judge; a model trained on personal data is not "
    "always anonymous (EDPB, opinion 28/2024): "
)


def erasure(records: Records, head: str) -> Sheet:
    """GDPR, articles 15 and 17: a row for each store that holds personal data or does not say what it holds."""
    stores = [store for store in records.stores if store.personal]
    return Sheet(
        "erasure",
        f"Erasure runbook of {records.stack} (GDPR, articles 15 and 17)",
        (
            head,
            HOW,
        ),
        (
            "store",
            "data class",
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
        tuple(_row(store, records) for store in stores),
        "No store says that it holds personal data, and none leaves it open.",
        _others(records),
        cards=True,
        code="commands",
    )


def _row(store: Store, records: Records) -> tuple[str, ...]:
    about, urn = store_types()[store.resource.type], store.resource.urn
    sure = [flow for flow in records.flows if not flow.possible]
    said = store.data_class if store.data_class in PERSONAL else "does not say; treated as personal"
    return (
        store.label,
        said,
        about.find,
        about.erase,
        store.backups,
        about.copies,
        _ends([f"{flow.source}: {flow.what}" for flow in sure if flow.target_urn == urn]),
        _ends([f"{flow.target}: {flow.what}" for flow in sure if flow.source_urn == urn]),
        _all(_made_from(store, records)) or "no role's policy in the stack shows it",
        store.lock or "nothing stands against deletion",
        urn,
        "\n".join(_commands(store, records)),
    )


def _made_from(store: Store, records: Records) -> list[str]:
    """Where what roles make of a person's data may be."""
    out = [flow for flow in records.flows if flow.source_urn == store.resource.urn and flow.possible]
    return [f"{flow.target}, through {flow.via}" for flow in out]


def _commands(store: Store, records: Records) -> list[str]:
    commands = [line.replace("{region}", store.region) for line in store_types()[store.resource.type].commands]
    if not any(ID in line for line in commands):
        return commands
    which = f'.deployment.resources[] | select(.urn == "{store.resource.urn}") | .id'
    return [f"ID=$(pulumi stack export --stack {records.stack} | jq -r '{which}')", *commands]


def _others(records: Records) -> tuple[str, ...]:
    """What the runbook does not go into, so that nobody takes it for all there is."""
    made = [store.label for store in records.stores if store.data_class in MADE]
    others = [store.label for store in records.stores if not store.personal and store.data_class not in MADE]
    said = [f"- {sentence}" for sentence in records.unknowns]
    parts = []
    if made:
        parts += [
            "## Stores of what is made from other data",
            MODELS + ", ".join(made) + ".",
        ]
    if others:
        parts += [
            "## Stores that say they hold no personal data",
            "Their tags say so; whether it is true is for people to check: " + ", ".join(others) + ".",
        ]
    return (*parts, "## Not known from infrastructure", "\n".join(said))


def _ends(words: list[str]) -> str:
    return _all(words) or "nothing that the stack declares"


def _all(words: list[str]) -> str:
    return "; ".join(sorted(dict.fromkeys(words)))
