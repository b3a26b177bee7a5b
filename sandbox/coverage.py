"""What the emulated providers cover: the table in `sandbox/README.md`, written by `python -m sandbox.coverage`."""

from collections.abc import Iterator
from pathlib import Path

from sandbox.aws import refusals
from sandbox.aws.model import Type
from sandbox.aws.types import TYPES
from sandbox.google import refusals as google_refusals
from sandbox.google.model import Type as GoogleType
from sandbox.google.types import TYPES as GOOGLE_TYPES

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- coverage: begin -->\n", "<!-- coverage: end -->\n"


def table() -> str:
    """One row a type: who keeps it, what is replaced on change, which drift goes unseen, what is refused."""
    refused = refusals.described()
    kept = sum(spec.read is not None for spec in TYPES.values())
    lines = [
        f"{len(TYPES)} types: {kept} in moto, {len(TYPES) - kept} on record only.\n",
        "| type | kept by | replaced when these change | a refresh does not see | refused beside the two laws |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(spec, refused.get(token, [])) for token, spec in sorted(TYPES.items())]
    lines += [
        f"\nOf Google Cloud {len(GOOGLE_TYPES)} types, on record only: nothing runs, and nobody else can look at it.\n",
        "| type | kept by | replaced when these change | refused beside the two laws |",
        "|---|---|---|---|",
        *(_google_row(spec) for _, spec in sorted(GOOGLE_TYPES.items())),
    ]
    return "\n".join(lines) + "\n"


def _google_row(spec: GoogleType) -> str:
    replaced = "anything" if "*" in spec.replaces else ", ".join(spec.replaces)
    return f"| `{spec.token}` | the record | {replaced} | {google_refusals.DESCRIBED.get(spec.token, '')} |"


def _row(spec: Type, refused: list[str]) -> str:
    seen = ", ".join(spec.forgotten) if spec.read else "whatever is done past the sandbox"
    replaced = "anything" if "*" in spec.replaces else ", ".join(spec.replaces)
    kept_by = f"moto ({spec.service})" if spec.read else "the record"
    return f"| `{spec.token}` | {kept_by} | {replaced} | {seen} | {'; '.join(dict.fromkeys(refused))} |"


def exceptions() -> Iterator[str]:
    """The types that go although something still names them."""
    for token, spec in sorted(TYPES.items()):
        if spec.may_be_named_when_deleted:
            names = [other.rsplit(":", 1)[-1] for other in spec.may_be_named_when_deleted]
            yield f"- `{token}`: {'whatever names it' if names == ['*'] else ', '.join(names)}"


def written(readme: str) -> str:
    """The README with its generated part as the table is now."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    law = "\n".join(["", "Deleted although these still name them (AWS asks nobody either):", "", *exceptions(), ""])
    return f"{before}{BEGIN}{table()}{law}{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
