"""The table of what the sandbox covers is the provider's own."""

from sandbox.aws import refusals
from sandbox.aws.types import TYPES
from sandbox.coverage import README, written
from sandbox.google.refusals import DESCRIBED
from sandbox.google.types import TYPES as GOOGLE_TYPES


def test_the_readme_is_fresh() -> None:
    readme = README.read_text()
    assert readme == written(readme), "run `python -m sandbox.coverage`"


def test_every_type_is_in_it() -> None:
    rows = [line for line in README.read_text().splitlines() if line.startswith("| `aws:")]
    assert [row.split("`")[1] for row in rows] == sorted(TYPES)


def test_every_type_of_google_cloud_is_in_it_as_on_record_only() -> None:
    rows = [line for line in README.read_text().splitlines() if line.startswith("| `gcp:")]
    assert [row.split("`")[1] for row in rows] == sorted(GOOGLE_TYPES)
    assert all("| the record |" in row for row in rows)
    assert set(DESCRIBED) <= set(GOOGLE_TYPES)


def test_every_refusal_is_of_a_type_there_is_and_is_put_into_words() -> None:
    described = refusals.described()
    assert set(described) <= set(TYPES)
    assert all(words for each in described.values() for words in each)


def test_every_exception_to_the_second_law_names_a_type_there_is() -> None:
    named = {name for spec in TYPES.values() for name in spec.may_be_named_when_deleted} - {"*"}
    assert named <= set(TYPES)
