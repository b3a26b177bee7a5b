"""What makes a JSON policy no policy: the shape every AWS service asks for."""

import json
from typing import Any

ELEMENTS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)


def malformed(text: str) -> str:
    """What is wrong with a policy document, in a few words; "" where nothing is.

    Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """
    try:
        document = json.loads(text)
    except ValueError:
        return f"{text[:40]!r} is no JSON"
    if not isinstance(document, dict) or "Statement" not in document:
        return "the document has no Statement"
    statements: Any = document["Statement"]
    for number, statement in enumerate(statements if isinstance(statements, list) else [statements]):
        where = f"statement {number}"
        if not isinstance(statement, dict):
            return f"{where} is no object"
        unknown = sorted(set(statement) - ELEMENTS)
        if unknown:
            return f"{where} has {unknown[0]!r}, which is no element of a statement"
        if statement.get("Effect") not in ("Allow", "Deny"):
            return f"{where} has no Effect of Allow or Deny"
        if not ("Action" in statement or "NotAction" in statement):
            return f"{where} has no Action"
    return ""
