"""Open models: every parameter count follows from the other facts of the row."""

import pytest

from catalogue.models import model, models
from catalogue.tables import Row, read
from catalogue.unknown import UnknownFact

ROWS = read("models")


def count(row: Row, column: str) -> int:
    return int(row[column] or 0)


def attention(row: Row) -> int:
    """Parameters of a layer's attention: grouped-query, or multi-head latent where the row has its rank."""
    hidden, heads, kv_heads = (count(row, column) for column in ("hidden_size", "heads", "kv_heads"))
    size, rank, rope, nope = (
        count(row, column) for column in ("head_dim", "kv_lora_rank", "rope_head_dim", "nope_head_dim")
    )
    if rank:
        query_rank = count(row, "q_lora_rank")
        key = heads * (nope + rope)
        query = hidden * query_rank + query_rank + query_rank * key if query_rank else hidden * key
        return query + hidden * (rank + rope) + rank + rank * heads * (nope + size) + heads * size * hidden
    found = 2 * hidden * heads * size + 2 * hidden * kv_heads * size
    found += (heads + 2 * kv_heads) * size if row["biases"] else 0
    found += hidden + heads if row["biases"] == "all" else 0  # of the output, and a sink for each head
    return found + (2 * size if row["qk_norm"] == "yes" else 0)


def experts(row: Row) -> int:
    """Parameters of a layer's experts and of the router that chooses from them."""
    hidden, inner, routed = (count(row, column) for column in ("hidden_size", "expert_feed_forward", "experts"))
    found = (routed + count(row, "shared_experts")) * 3 * hidden * inner + routed * hidden
    if row["biases"] == "all":
        return found + routed * (2 * inner + hidden) + routed
    # DeepSeek-V3 and what is made after it balances its experts by a bias each.
    return found + (routed if count(row, "q_lora_rank") and routed > 160 else 0)


def derived(row: Row) -> int:
    hidden, layers, vocabulary = (count(row, column) for column in ("hidden_size", "layers", "vocabulary"))
    dense = count(row, "dense_layers") if row["experts"] else layers
    found = layers * (attention(row) + count(row, "norms_per_layer") * hidden)
    found += dense * 3 * hidden * count(row, "feed_forward") + (layers - dense) * experts(row)
    return found + hidden + vocabulary * hidden * (1 if row["tied_embeddings"] == "yes" else 2)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["model"])
def test_the_parameters_are_those_of_the_architecture(row: Row) -> None:
    assert derived(row) == int(row["parameters"])


@pytest.mark.parametrize("column", ["layers", "kv_heads", "hidden_size", "head_dim", "vocabulary"])
def test_a_wrong_figure_would_be_seen(column: str) -> None:
    row = dict(next(row for row in ROWS if row["model"] == "llama-3.1-70b"))
    assert derived({**row, column: str(count(row, column) + 1)}) != int(row["parameters"])


def test_the_best_known_models_are_there() -> None:
    assert len(models()) >= 15
    assert {
        "llama-3.1-8b",
        "llama-3.1-70b",
        "llama-3.1-405b",
        "mixtral-8x7b",
        "qwen3-32b",
        "deepseek-v3",
    } <= models().keys()
    assert {"gpt-oss-120b", "mistral-7b", "gemma-3-27b"} <= models().keys()


def test_most_of_a_model_with_experts_is_experts() -> None:
    for name in ("deepseek-v3", "gpt-oss-120b", "mixtral-8x7b"):
        assert 0.9 < model(name).expert_parameters / model(name).parameters < 1
    assert model("llama-3.1-8b").expert_parameters == 0


def test_a_window_is_on_some_layers_and_never_on_all() -> None:
    for each in models().values():
        assert bool(each.window) == bool(each.window_layers)
        assert each.window_layers < each.layers
        assert bool(each.kv_lora_rank) == bool(each.rope_head_dim)


def test_a_slip_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownFact, match=r"unknown model 'llama-3.1-450b', did you mean 'llama-3.1-405b'"):
        model("llama-3.1-450b")
