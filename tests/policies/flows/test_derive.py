"""A flow is found when, and only when, the graph has the link."""

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.store_flows import Carries, FlowType, flow_types, log_groups, store_parts, store_policies
from catalogue.stores import keeps_nothing, store_types
from graph.model import Unknown
from policies.flows.model import NOT_KNOWN
from tests.policies.flows.sample import BUCKET, REPLICATION, ends, flows, merged, nested, out, resource

LINKS = [about for listed in flow_types().values() for about in listed]
STORES = st.sampled_from(sorted(store_types()))
REGION = "region:"
PROVIDER = Path((find_spec("pulumi_aws") or LINKS).origin or "").parent  # type: ignore[union-attr]


def _id(about: FlowType) -> str:
    return f"{about.type.rpartition(':')[2]}-{about.source}-{about.target}"


def linked(about: FlowType, source: Any, target: Any) -> dict[str, Any]:
    """Inputs of the resource that makes the flow, with these two ends; None leaves one out."""
    inputs: dict[str, Any] = {}
    for path, value in ((about.source, source), (about.target, target)):
        if path != "." and value is not None:
            inputs = merged(inputs, nested(path.removeprefix(REGION), value))
    for path in re.findall(r"\{([\w.]+)\}", about.what):
        inputs = merged(inputs, nested(path, ("NEW",)))
    return inputs


PLAIN = [about for about in LINKS if about.carries is not Carries.MAY and REGION not in about.target]


@pytest.mark.parametrize("about", PLAIN, ids=_id)
def test_a_link_is_a_flow_between_the_two_it_names_and_no_other(about: FlowType) -> None:
    one, other, third = (resource(BUCKET, name) for name in ("one", "other", "third"))
    holder = resource(about.type, "link", **linked(about, out(one), out(other)))
    source = holder.urn if about.source == "." else one.urn
    target = holder.urn if about.target == "." else other.urn
    kept = {urn if urn != holder.urn or about.type in store_types() else "" for urn in (source, target)}
    [found] = [each for each in flows(one, other, third, holder) if each.via.startswith("link (")]
    assert {found.source_urn, found.target_urn} == kept
    assert found.carries_data is (about.carries is Carries.DATA)
    assert not found.possible


@pytest.mark.parametrize("about", PLAIN, ids=_id)
def test_without_one_of_its_ends_a_link_is_no_flow(about: FlowType) -> None:
    one, other = resource(BUCKET, "one"), resource(BUCKET, "other")
    for source, target in ((None, out(other)), (out(one), None)):
        half = linked(about, source, target)
        if half != linked(about, out(one), out(other)):
            found = flows(one, other, resource(about.type, "link", **half))
            assert not [each for each in found if each.what == about.what]


@pytest.mark.parametrize("about", [about for about in LINKS if REGION in about.target], ids=_id)
def test_a_copy_in_another_region_is_a_flow_there(about: FlowType) -> None:
    one = resource(BUCKET, "one")
    link = replace(resource(about.type, "link"), inputs=linked(about, out(one), "eu-west-1"))
    found = flows(one, link)
    assert "eu-west-1" in {each.target_region for each in found}


@given(STORES, STORES, st.sampled_from(["reference", "name", "arn"]))
def test_a_store_is_found_however_the_link_names_it(source: str, target: str, way: str) -> None:
    one = resource(source, "one", name="the-one", identifier="the-one")
    other = resource(target, "other", arn="arn:aws:x:eu-north-1:111122223333:other")
    value = {"reference": out(other), "name": "nobody", "arn": "arn:aws:x:eu-north-1:111122223333:other"}[way]
    link = resource("aws:pipes/pipe:Pipe", "link", source=out(one), target=value)
    found = {(each.source_urn, each.target_urn) for each in flows(one, other, link) if each.via == "link (Pipe)"}
    assert found == {(one.urn, "" if way == "name" else other.urn)}


NAMES = ("a", "b", "c", "d")
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)


@given(PAIRS)
def test_the_flows_of_a_stack_are_its_links(pairs: set[tuple[str, str]]) -> None:
    stores = {name: resource(BUCKET, name) for name in NAMES}
    links = [
        resource(
            REPLICATION,
            f"{source}-{target}",
            bucket=out(stores[source], "id"),
            rules=({"destination": {"bucket": out(stores[target])}},),
        )
        for source, target in sorted(pairs)
    ]
    wanted = {(stores[source].urn, stores[target].urn) for source, target in pairs if source != target}
    assert ends(flows(*stores.values(), *links)) == wanted


@pytest.mark.parametrize("type_", sorted(store_parts()))
def test_a_part_of_a_store_stands_for_it(type_: str) -> None:
    one, other = resource(BUCKET, "one"), resource("aws:docdb/cluster:Cluster", "other")
    for path in store_parts()[type_]:
        part = resource(type_, "part", **nested(path, out(other)))
        link = resource("aws:pipes/pipe:Pipe", "link", source=out(one), target=out(part))
        assert (one.urn, other.urn) in ends(flows(one, other, part, link))


@pytest.mark.parametrize("about", log_groups().values(), ids=lambda about: about.type)
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "made by the service"])
def test_a_log_group_of_a_fixed_name_is_where_the_logs_go(about: Any, declared: bool) -> None:
    store = replace(resource(about.type, "it"), inputs={about.kinds: ("audit",), about.name: "chat"})
    name = about.group.format(name="chat", kind="audit")
    group = resource("aws:cloudwatch/logGroup:LogGroup", "logs", name=name if declared else "another")
    [found] = flows(store, group)
    assert found.target_urn == (group.urn if declared else "")
    assert name in found.target or declared
    assert (found.carries_data, found.target_region) == (False, "eu-north-1")


@pytest.mark.parametrize("about", log_groups().values(), ids=lambda about: about.type)
def test_without_logs_nothing_goes_to_a_group(about: Any) -> None:
    name = about.group.format(name="chat", kind="audit")
    group = resource("aws:cloudwatch/logGroup:LogGroup", "logs", name=name)
    assert flows(resource(about.type, "it", **{about.name: "chat"}), group) == ()


@given(st.sampled_from([Unknown(), Unknown(("urn:elsewhere",))]))
def test_an_end_that_is_not_known_is_said_to_be(hidden: Unknown) -> None:
    bucket = resource(BUCKET, "chats")
    [found] = flows(bucket, resource(REPLICATION, "r", bucket=out(bucket, "id"), rules=hidden))
    assert (found.target, found.target_region) == (NOT_KNOWN, "unknown")


def _takes(type_: str, name: str) -> bool:
    """Whether the provider's type takes an input of this name, read from its text: importing it loads far more."""
    place, _, class_ = type_.removeprefix("aws:").rpartition(":")
    file = PROVIDER / place.partition("/")[0] / f"{_snake(class_)}.py"
    return bool(re.search(rf"^ +{_snake(name)}: (Optional|pulumi\.Input)", file.read_text(encoding="utf-8"), re.M))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


PATHS = sorted(
    {
        (type_, path.removeprefix(REGION).removeprefix("role:").partition(".")[0])
        for type_, path in [
            *((about.type, path) for about in LINKS for path in (about.source, about.target)),
            *((type_, path) for type_, paths in store_parts().items() for path in paths),
            *((type_, path) for type_, paths in store_policies().items() for path in paths),
            *((about.type, path) for about in log_groups().values() for path in (about.kinds, about.name)),
        ]
        if path != "."
    }
)


def test_every_path_of_the_tables_begins_with_an_input_of_its_type() -> None:
    assert [(type_, first) for type_, first in PATHS if not _takes(type_, first)] == []


def test_what_makes_a_flow_keeps_data_or_is_known_to_keep_none() -> None:
    types = {*flow_types(), *store_parts(), *store_policies()}
    assert sorted(type_ for type_ in types if type_ not in store_types() and not keeps_nothing(type_)) == []
