"""The number formats that accelerators take a language model's weights in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table


@dataclass(frozen=True, slots=True)
class Precisions:
    """The formats of one model of accelerator."""

    computes: tuple[str, ...]
    """Formats it computes in."""
    weights_only: tuple[str, ...]
    """Formats it keeps weights in and computes in another: it saves memory and no time."""
    source: str

    def takes(self, dtype: str) -> bool:
        return dtype in self.computes or dtype in self.weights_only


NONE = Precisions((), (), "")


def precisions(accelerator: str) -> Precisions:
    """The formats an accelerator takes; none for one that is not known to serve language models."""
    return _precisions().get(accelerator, NONE)


@cache
def _precisions() -> Mapping[str, Precisions]:
    return {
        row["accelerator"]: Precisions(
            tuple(row["computes"].split()), tuple(row["weights_only"].split()), row["source"]
        )
        for row in table("accelerator_precisions")
    }
