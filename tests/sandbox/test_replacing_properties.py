"""The sandbox replaces where the provider does: its types and the catalogue's table say the same."""

import importlib.metadata

import pytest

from catalogue.changes import EVERY, PROVIDER_VERSION, replacing_properties
from sandbox.aws.types import TYPES

SHARED = sorted(type_ for type_ in replacing_properties() if type_ in TYPES)


@pytest.mark.parametrize("type_", SHARED)
def test_the_sandbox_replaces_where_the_provider_does(type_: str) -> None:
    """The sandbox looks at whole inputs, and lets AWS's own rules on less and lower pass."""
    table, sandbox = replacing_properties()[type_], set(TYPES[type_].replaces)
    always = {each.property for each in table if each.when == "always" and "." not in each.property}
    assert always <= sandbox, f"sandbox: {type_} does not replace on {', '.join(sorted(always - sandbox))}"
    more = sandbox - {each.property.partition(".")[0] for each in table}
    assert more == set(), f"catalogue/data/replacing_properties.csv: {type_} has no row of {', '.join(sorted(more))}"


def test_every_word_of_the_table_is_one_of_its_words() -> None:
    rows = [each for properties in replacing_properties().values() for each in properties]
    assert {each.when for each in rows} == {"always", "lowered", "removed"}
    assert any(each.property == EVERY for each in rows)


def test_the_table_is_of_the_version_that_is_pinned() -> None:
    installed = importlib.metadata.version("pulumi-aws")
    assert installed == PROVIDER_VERSION, (
        f"catalogue/data/replacing_properties.csv is of pulumi-aws {PROVIDER_VERSION}, and {installed} is installed: "
        "read the provider's changelog for properties that replace, correct the rows, and set PROVIDER_VERSION"
    )
