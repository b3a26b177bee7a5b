"""How much accelerator memory a model takes: weights, the keys and values of attention, and the state of training.

Weights: parameters x bytes of the format. `mxfp4` is for models with experts: their weights take 4.25 bits (32 values
of 4 bits share a scale of 8, OCP Microscaling Formats, https://arxiv.org/abs/2310.10537), all others 16 (gpt-oss model
card, https://arxiv.org/abs/2508.10925, section 2.1).

Keys and values: 2 x layers x kv_heads x head_dim x bytes for each token of each sequence, counted up to the window in
layers that have one. Multi-head latent attention keeps (kv_lora_rank + rope_head_dim) x layers x bytes instead
(DeepSeek-V2, https://arxiv.org/abs/2405.04434, section 2.1).

Training: 16 bytes a parameter with Adam in mixed precision: 2 for the weight, 2 for the gradient, and 12 for the copy
in 32 bits, momentum and variance (ZeRO, https://arxiv.org/abs/1910.02054, section 3.1). Activations are those kept
when each layer is computed again in the backward pass: 2 x tokens x hidden_size x layers bytes
(https://arxiv.org/abs/2205.05198, table 2, full recomputation).
"""

from collections.abc import Mapping
from fractions import Fraction

from catalogue.models import Model
from catalogue.unknown import UnknownFact

# Bytes of a weight; of mxfp4 see above.
WEIGHT_BYTES: Mapping[str, Fraction] = {
    "bf16": Fraction(2),
    "fp16": Fraction(2),
    "fp8": Fraction(1),
    "mxfp4": Fraction(17, 32),
}
CACHE_BYTES: Mapping[str, int] = {"bf16": 2, "fp16": 2, "fp8": 1}
TRAINING_BYTES = 16
ACTIVATION_BYTES = 2


def weight_bytes(model: Model, dtype: str) -> int:
    """Bytes of the weights in a format: bf16, fp16, fp8 or mxfp4."""
    if dtype not in WEIGHT_BYTES:
        raise UnknownFact("format of weights", dtype, WEIGHT_BYTES)
    if dtype != "mxfp4":
        return int(model.parameters * WEIGHT_BYTES[dtype])
    others = model.parameters - model.expert_parameters
    return int(model.expert_parameters * WEIGHT_BYTES[dtype] + others * WEIGHT_BYTES["bf16"])


def cache_bytes(model: Model, tokens: int, dtype: str = "bf16") -> int:
    """Bytes of the keys and values of one sequence of so many tokens."""
    if dtype not in CACHE_BYTES:
        raise UnknownFact("format of the cache", dtype, CACHE_BYTES)
    latent = model.kv_lora_rank + model.rope_head_dim
    values = latent or 2 * model.kv_heads * model.head_dim
    remembered = (model.layers - model.window_layers) * tokens + model.window_layers * min(tokens, model.window)
    return remembered * values * CACHE_BYTES[dtype]


def training_bytes(model: Model) -> int:
    """Bytes of weights, gradients and optimiser state while training."""
    return model.parameters * TRAINING_BYTES


def activation_bytes(model: Model, tokens: int) -> int:
    """Bytes of the activations of one sequence that training keeps, every layer computed again in the backward pass."""
    return ACTIVATION_BYTES * tokens * model.hidden_size * model.layers


def cache_shards(model: Model, accelerators: int) -> int:
    """Over how many of the accelerators that share a layer its keys and values are split.

    Each has whole key-value heads, so that there are at most as many shards as heads; the compressed ones of latent
    attention are one piece, which every accelerator has.
    """
    return 1 if model.kv_lora_rank else min(accelerators, model.kv_heads)


def splits(model: Model, accelerators: int) -> list[int]:
    """Numbers of accelerators that can share the layers of a model (tensor parallelism), ascending.

    Each has equally many query heads, and either whole key-value heads or one of its own copy.
    """
    return [
        each
        for each in range(1, accelerators + 1)
        if model.heads % each == 0 and (model.kv_lora_rank or model.kv_heads % each == 0 or each % model.kv_heads == 0)
    ]
