"""Open models: the facts of their architecture that decide how much memory they take.

Source: each model's published `config.json` (the row's `source`). A test derives every parameter count from the other
columns, so that a wrong layer or head count cannot stay unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact

# Weights of a gated feed-forward block: up, gate and down.
MATRICES = 3


@dataclass(frozen=True, slots=True)
class Model:
    """An open model."""

    name: str
    parameters: int
    """All of them, of every expert too: all have to be in memory."""
    layers: int
    hidden_size: int
    heads: int
    """Query heads of a layer."""
    kv_heads: int
    """Key-value heads of a layer: fewer than heads with grouped-query attention (GQA)."""
    head_dim: int
    kv_lora_rank: int
    """Size of the compressed keys and values of multi-head latent attention (MLA); 0 for any other model."""
    rope_head_dim: int
    """Size of MLA's key that carries the position; 0 for any other model."""
    window: int
    """Tokens that a layer with a sliding window remembers; 0 where no layer has one."""
    window_layers: int
    """Layers with the window; the others remember every token."""
    expert_parameters: int
    """Parameters of the experts that a router chooses from; 0 for a dense model."""
    context: int
    """Tokens the configuration is made for."""
    source: str
    as_of: str
    note: str


def model(name: str) -> Model:
    """The model of that name, such as llama-3.1-405b."""
    found = models().get(name)
    if found is None:
        raise UnknownFact("model", name, models())
    return found


@cache
def models() -> Mapping[str, Model]:
    """Every model, by name."""
    return {row["model"]: _model(row) for row in table("models")}


def _model(row: Mapping[str, str]) -> Model:
    def count(column: str) -> int:
        return int(row[column] or 0)

    expert = MATRICES * count("hidden_size") * count("expert_feed_forward")
    return Model(
        name=row["model"],
        parameters=count("parameters"),
        layers=count("layers"),
        hidden_size=count("hidden_size"),
        heads=count("heads"),
        kv_heads=count("kv_heads"),
        head_dim=count("head_dim"),
        kv_lora_rank=count("kv_lora_rank"),
        rope_head_dim=count("rope_head_dim"),
        window=count("window"),
        window_layers=count("window_layers"),
        expert_parameters=(count("layers") - count("dense_layers")) * count("experts") * expert,
        context=count("context"),
        source=row["source"],
        as_of=row["as_of"],
        note=row["note"],
    )
