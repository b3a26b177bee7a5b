"""A stack file with a mistake gets a sentence that says where it is, what is wrong and what is right."""

import re
from pathlib import Path

import pytest

from tests.settings.broken import Broken, said_of, table

CASES = table()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_gets_its_sentence(case: Broken, tmp_path: Path) -> None:
    assert said_of(case.text().encode(), tmp_path) == list(case.says)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_sentence_names_file_and_line_and_what_is_right(case: Broken) -> None:
    assert case.says
    for sentence in case.says:
        assert re.match(r"Pulumi\.prod\.yaml:[0-9]+: .+; .+", sentence)


def test_the_table_holds_more_than_45_mistakes_under_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 45


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Pulumi.prod.yaml:1: holds no keys; a mapping is right that begins with 'config:'"),
        (b"- 1\n- 2\n", "Pulumi.prod.yaml:1: holds no keys; a mapping is right that begins with 'config:'"),
        (b"config:\n", "Pulumi.prod.yaml:1: 'config' holds no keys; put 'groundwork:platform:' below it"),
        (b"encryptionsalt: v1\n", "Pulumi.prod.yaml:1: 'config' holds no keys; put 'groundwork:platform:' below it"),
        (
            b"config:\n  pulumi:tags: {}\n",
            "Pulumi.prod.yaml:1: 'config' has no 'groundwork:platform'; put the platform below it",
        ),
        (
            b"config:\n  groundwork:platform:\n    secure: AAAB\n",
            "Pulumi.prod.yaml:2: 'groundwork:platform' is encrypted; write plain values; none is secret",
        ),
        (b"config:\n  # \xff\n", "Pulumi.prod.yaml:2: is not UTF-8 text; save it as UTF-8"),
        ("config: {}".encode("utf-16"), "Pulumi.prod.yaml:1: is not UTF-8 text; save it as UTF-8"),
        (b"config: {? [a] : b}\n", "Pulumi.prod.yaml:1: has a key that is a list or a mapping; a word is right"),
    ],
)
def test_a_file_without_settings_is_refused_with_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    assert said_of(content, tmp_path) == [sentence]


def test_aliases_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    bomb = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for old, new in zip("abcdef", "bcdefg", strict=True):
        bomb += f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n"
    [sentence] = said_of(bomb.encode(), tmp_path)
    assert "holds too many values" in sentence


def test_an_alias_of_itself_is_refused(tmp_path: Path) -> None:
    [sentence] = said_of(b"config: &a\n  groundwork:platform: *a\n", tmp_path)
    assert "too many values, or too deep ones" in sentence


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    good = (Path(__file__).parents[2] / "stacks" / "Pulumi.prod.yaml").read_bytes()
    assert said_of(b"\xef\xbb\xbf" + good, tmp_path) == []
