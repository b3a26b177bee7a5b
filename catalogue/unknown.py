"""What a look-up answers to a name it does not have."""

from collections.abc import Iterable


class UnknownFact(LookupError):
    """The catalogue has no such row. The message is one sentence, with the nearest name it has."""

    def __init__(self, kind: str, asked: str, known: Iterable[str]) -> None:
        self.kind, self.asked, self.nearest = kind, asked, nearest(asked, known)
        right = f"did you mean {self.nearest!r}?" if self.nearest else "the catalogue has nothing like it"
        super().__init__(f"unknown {kind} {asked!r}, {right}")


def nearest(asked: str, known: Iterable[str]) -> str:
    """The known name most like the one asked for; empty when none is like it."""
    import difflib  # only wrong names need it

    names = sorted(known)
    close = difflib.get_close_matches(asked, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    folded = {name.casefold(): name for name in reversed(names)}
    close = difflib.get_close_matches(asked.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ""
