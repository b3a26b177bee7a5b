"""Whatever is in a stack file, it ends in settings or in sentences, never in another error."""

import io
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from tests.settings.broken import GOOD, said_of

FOLDER = Path(tempfile.mkdtemp(prefix="groundwork-fuzz-"))
TEXT = GOOD.read_text(encoding="utf-8")
VALUES = YAML(typ="safe").load(TEXT)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=20),
    st.sampled_from(["eun1-az1", "datasets", "0.0.0.0/0", "10.40.0.0/16", "999.1.1.1/99"]),
    st.sampled_from(["p5.48xlarge", "1.35", "spot", "eu-north-1", "personal", "prod"]),
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in nested values."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in inside for place in places(child, (*path, key)))]


PLACES = [place for place in places(VALUES) if place]


def copy_with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of nested values with another value at one place."""
    if not path:
        return new
    if isinstance(value, dict):
        return {key: copy_with(child, path[1:], new) if key == path[0] else child for key, child in value.items()}
    return [copy_with(child, path[1:], new) if place == path[0] else child for place, child in enumerate(value)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), JUNK)
def test_any_value_at_any_key_ends_in_settings_or_sentences(path: tuple[Any, ...], junk: Any) -> None:
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(copy_with(VALUES, path, junk), stream)
    for sentence in said_of(stream.getvalue().encode("utf-8", "surrogatepass"), FOLDER):
        assert sentence.startswith("Pulumi.prod.yaml:")
        assert "; " in sentence


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(TEXT)), st.integers(0, 12), st.text(max_size=6))
def test_any_slip_of_the_pen_ends_in_settings_or_sentences(start: int, length: int, typed: str) -> None:
    content = TEXT[:start] + typed + TEXT[start + length :]
    for sentence in said_of(content.encode("utf-8", "surrogatepass"), FOLDER):
        assert sentence.startswith("Pulumi.prod.yaml:")


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_sentences(content: bytes) -> None:
    assert said_of(content, FOLDER)
