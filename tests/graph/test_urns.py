"""Every URN a program answers to, as the engine resolves aliases."""

from typing import Any

import pulumi
import pytest

from graph.capture import capture
from graph.urns import known_urns

BUCKET = "aws:s3/bucket:Bucket"
PREFIX = "urn:pulumi:test::groundwork::"


class Store(pulumi.ComponentResource):
    def __init__(self, name: str, child: str = "{name}-data", alias: Any = None, **options: Any) -> None:
        super().__init__("groundwork:index:Store", name, None, pulumi.ResourceOptions(**options))
        import pulumi_aws as aws

        aliases = [alias] if alias else []
        opts = pulumi.ResourceOptions(parent=self, aliases=aliases)
        aws.s3.Bucket(child.format(name=name), opts=opts)


def known(program: Any) -> frozenset[str]:
    return known_urns(capture(program))


def test_without_aliases_only_todays() -> None:
    graph = capture(lambda: Store("s"))
    assert {urn for urn in known_urns(graph) if BUCKET in urn} == {f"{PREFIX}groundwork:index:Store${BUCKET}::s-data"}


def test_a_child_named_after_its_parent_follows_the_parents_old_name() -> None:
    found = known(lambda: Store("new", aliases=[pulumi.Alias(name="old")]))
    assert f"{PREFIX}groundwork:index:Store::old" in found
    assert f"{PREFIX}groundwork:index:Store${BUCKET}::old-data" in found


def test_a_child_with_a_name_of_its_own_keeps_it() -> None:
    found = known(lambda: Store("new", child="data", aliases=[pulumi.Alias(name="old")]))
    assert f"{PREFIX}groundwork:index:Store${BUCKET}::data" in found
    assert not any(urn.endswith("old-data") for urn in found)


def test_a_child_follows_the_parents_old_type() -> None:
    found = known(lambda: Store("s", aliases=[pulumi.Alias(type_="groundwork:index:Shop")]))
    assert f"{PREFIX}groundwork:index:Shop${BUCKET}::s-data" in found


@pytest.mark.parametrize(
    ("alias", "expected"),
    [
        (pulumi.Alias(name="b"), f"groundwork:index:Store${BUCKET}::b"),
        (pulumi.Alias(name="s-data", parent=pulumi.ROOT_STACK_RESOURCE), f"{BUCKET}::s-data"),
        (pulumi.Alias(type_="aws:s3/old:Old"), "groundwork:index:Store$aws:s3/old:Old::s-data"),
        (f"{PREFIX}{BUCKET}::written-out", f"{BUCKET}::written-out"),
    ],
)
def test_an_alias_says_what_was_different(alias: Any, expected: str) -> None:
    assert f"{PREFIX}{expected}" in known(lambda: Store("s", alias=alias))


def test_aliases_of_parent_and_child_combine() -> None:
    found = known(lambda: Store("new", alias=pulumi.Alias(name="first"), aliases=[pulumi.Alias(name="old")]))
    assert f"{PREFIX}groundwork:index:Store${BUCKET}::first" in found
