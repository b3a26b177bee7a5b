"""Memory of models against published figures, and what no figure may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model_memory import (
    CACHE_BYTES,
    WEIGHT_BYTES,
    activation_bytes,
    cache_bytes,
    cache_shards,
    splits,
    training_bytes,
    weight_bytes,
)
from catalogue.models import model, models
from catalogue.unknown import UnknownFact

GIB = 1024**3
NAMES = st.sampled_from(sorted(models()))
TOKENS = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("name", "bytes_a_token"),
    # DeepSeek, Insights into DeepSeek-V3, table 1 (https://arxiv.org/abs/2505.09343), in 10^3 bytes.
    [("deepseek-v3", 70_272), ("qwen2.5-72b", 327_680), ("llama-3.1-405b", 516_096)],
)
def test_a_token_takes_what_the_paper_says(name: str, bytes_a_token: int) -> None:
    assert cache_bytes(model(name), 1) == bytes_a_token


@pytest.mark.parametrize(
    ("name", "gib"),
    # https://huggingface.co/blog/llama31, of 128,000 tokens.
    [("llama-3.1-8b", 15.62), ("llama-3.1-70b", 39.06)],
)
def test_a_long_sequence_takes_what_hugging_face_says(name: str, gib: float) -> None:
    assert cache_bytes(model(name), 128_000) / GIB == pytest.approx(gib, abs=0.01)


@pytest.mark.parametrize(
    ("name", "gib"),
    # gpt-oss model card, table 1 (https://arxiv.org/abs/2508.10925).
    [("gpt-oss-120b", 60.8), ("gpt-oss-20b", 12.8)],
)
def test_a_checkpoint_in_mxfp4_is_as_large_as_its_card_says(name: str, gib: float) -> None:
    assert weight_bytes(model(name), "mxfp4") / GIB == pytest.approx(gib, abs=0.05)


def test_training_takes_16_bytes_a_parameter() -> None:
    # ZeRO, section 3.1: 1.5 billion parameters need at least 24 GB.
    assert training_bytes(model("llama-3.1-8b")) == 16 * 8_030_261_248


def test_activations_are_an_input_of_each_layer() -> None:
    assert activation_bytes(model("llama-3.1-8b"), 8192) == 2 * 8192 * 4096 * 32


def test_a_window_bounds_what_its_layers_remember() -> None:
    gemma = model("gemma-3-27b")
    token = 2 * gemma.kv_heads * gemma.head_dim * 2
    assert cache_bytes(gemma, 1024) == 62 * 1024 * token
    assert cache_bytes(gemma, 1025) - cache_bytes(gemma, 1024) == 10 * token


@given(NAMES, TOKENS, st.integers(0, 1000), st.sampled_from(sorted(CACHE_BYTES)))
def test_more_tokens_never_take_less(name: str, tokens: int, more: int, dtype: str) -> None:
    assert cache_bytes(model(name), tokens + more, dtype) >= cache_bytes(model(name), tokens, dtype) > 0


@given(NAMES, TOKENS)
def test_fewer_bits_never_take_more(name: str, tokens: int) -> None:
    weights = [weight_bytes(model(name), dtype) for dtype in ("fp8", "bf16")]
    assert weights == sorted(weights)
    assert weight_bytes(model(name), "mxfp4") <= weights[1] < training_bytes(model(name))
    assert cache_bytes(model(name), tokens, "fp8") * 2 == cache_bytes(model(name), tokens, "fp16")


@given(NAMES, st.integers(1, 64))
def test_a_layer_is_shared_in_equal_parts(name: str, accelerators: int) -> None:
    found = model(name)
    ways = splits(found, accelerators)
    assert ways[0] == 1
    for each in ways:
        assert each <= accelerators
        assert found.heads % each == 0
        shards = cache_shards(found, each)
        assert 1 <= shards <= each
        assert found.kv_lora_rank or found.kv_heads % shards == 0


@pytest.mark.parametrize(
    ("name", "accelerators", "ways"),
    [
        ("llama-3.1-405b", 8, [1, 2, 4, 8]),
        ("llama-3.1-405b", 16, [1, 2, 4, 8, 16]),
        ("qwen2.5-7b", 8, [1, 2, 4]),
        ("phi-4", 8, [1, 2, 5]),
    ],
)
def test_heads_decide_how_many_can_share(name: str, accelerators: int, ways: list[int]) -> None:
    assert splits(model(name), accelerators) == ways


def test_compressed_keys_are_on_every_accelerator() -> None:
    assert cache_shards(model("deepseek-v3"), 8) == 1
    assert cache_shards(model("llama-3.1-70b"), 16) == 8


def test_an_unknown_format_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownFact, match="unknown format of weights 'fp9', did you mean 'fp8'"):
        weight_bytes(model("llama-3.1-8b"), "fp9")
    with pytest.raises(UnknownFact, match="unknown format of the cache"):
        cache_bytes(model("llama-3.1-8b"), 1, "mxfp4")
    assert set(WEIGHT_BYTES) == {"bf16", "fp16", "fp8", "mxfp4"}
