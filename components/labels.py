"""Google's labels, made of the tags that every component takes: the one place where the one becomes the other.

A label has small letters, digits, `_` and `-` only, 63 at most, and its key begins with a letter:
https://docs.cloud.google.com/resource-manager/docs/labels-overview#requirements
`DataClassification: personal` becomes `data-classification: personal`, and `Owner: ml@example.com` becomes
`owner: ml_at_example_com`.
"""

import re
from collections.abc import Mapping

LONGEST = 63
MOST = 64
KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")


class LabelError(ValueError):
    """A tag that no label can be made of; the two halves of its sentence say what is wrong and what is right."""

    def __init__(self, tag: str, wrong: str, right: str) -> None:
        super().__init__(f"tag {tag} {wrong}; {right}")
        self.tag, self.wrong, self.right = tag, wrong, right


def labels_of(tags: Mapping[str, str]) -> dict[str, str]:
    """The labels of these tags; LabelError where one would be too long, without a letter, or the same as another."""
    labels: dict[str, str] = {}
    if len(tags) > MOST:
        raise LabelError(next(iter(tags)), f"is one of {len(tags)}", f"a resource has {MOST} labels at most")
    for tag, value in tags.items():
        key = _plain(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", tag))
        if not KEY.fullmatch(key):
            raise LabelError(tag, f"becomes the label {key!r}", "a letter first, and 63 characters at most, are right")
        if key in labels:
            raise LabelError(tag, f"becomes the label {key!r} a second time", "give it another name")
        labels[key] = _plain(value)
        if len(labels[key]) > LONGEST:
            raise LabelError(tag, f"has {len(labels[key])} characters as a label", f"{LONGEST} at most are right")
    return labels


def described(tags: Mapping[str, str]) -> str:
    """The same words for a resource of Google's that carries no labels, such as a network, in its description."""
    return ", ".join(f"{key}={value}" for key, value in labels_of(tags).items())


def _plain(text: str) -> str:
    small = text.lower().replace("@", "_at_").replace(".", "_")
    return re.sub(r"[^a-z0-9_-]+", "-", small)
