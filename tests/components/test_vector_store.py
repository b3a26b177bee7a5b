"""Why a vector store is as it is, and how much memory its graph is planned to take."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute.setting_error import SettingError
from components.database.pgvector_plan import plan_pgvector
from components.database.vector_index import (
    GIB,
    VectorIndex,
    graph_bytes_of_node,
    nodes_needed,
    opensearch_graph_bytes,
)
from components.database.vector_store import VectorStore
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import text
from tests.examples import FULL, MINIMAL

DOMAIN = "aws:opensearch/domain:Domain"
GROUP = "aws:cloudwatch/logGroup:LogGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def store(size: dict[str, Any] = MINIMAL["VectorStore"], **args: Any) -> Graph:
    return capture(lambda: VectorStore("passages", {**size, **args}))  # type: ignore[typeddict-item]


def index(**changes: Any) -> VectorIndex:
    given: dict[str, Any] = {"dimension": 1024, "distance": "cosine", "vectors": 10**6, "connections": 16}
    return VectorIndex(**{"name": "passages", "candidates": 128, **given, **changes})


def test_it_is_encrypted_at_rest_between_nodes_and_on_the_way() -> None:
    domain = store().one(DOMAIN).inputs
    assert domain["encryptAtRest"] == {"enabled": True, "kmsKeyId": MINIMAL["VectorStore"]["kms_key_arn"]}
    assert domain["nodeToNodeEncryption"] == {"enabled": True}
    assert domain["domainEndpointOptions"]["enforceHttps"] is True
    assert "TLS-1-2" in domain["domainEndpointOptions"]["tlsSecurityPolicy"]


def test_permissions_are_fine_and_held_by_a_role() -> None:
    options = store().one(DOMAIN).inputs["advancedSecurityOptions"]
    assert options["enabled"] is True
    assert options["internalUserDatabaseEnabled"] is False
    assert options["masterUserOptions"] == {"masterUserArn": MINIMAL["VectorStore"]["master_role_arn"]}


def test_it_is_in_the_network_for_the_named_clients_alone() -> None:
    graph = store()
    assert list(graph.one(DOMAIN).inputs["vpcOptions"]["subnetIds"]) == ["subnet-0a", "subnet-0b"]
    rule = graph.one(INGRESS).inputs
    assert (rule["referencedSecurityGroupId"], rule["fromPort"], rule["toPort"]) == ("sg-0cluster", 443, 443)


def test_it_survives_a_zone_and_a_careless_destroy() -> None:
    domain = store(FULL["VectorStore"]).one(DOMAIN)
    cluster = domain.inputs["clusterConfig"]
    assert domain.protect
    assert cluster["zoneAwarenessConfig"] == {"availabilityZoneCount": 3}
    assert cluster["instanceCount"] % 3 == 0
    assert cluster["dedicatedMasterCount"] == 3


def test_who_did_what_is_in_a_log_with_a_key_and_an_end() -> None:
    graph = store()
    assert [each["logType"] for each in graph.one(DOMAIN).inputs["logPublishingOptions"]] == [
        "ES_APPLICATION_LOGS",
        "AUDIT_LOGS",
    ]
    for group in graph.of_type(GROUP):
        assert (group.inputs["retentionInDays"], "kmsKeyId" in group.inputs) == (365, True)
    policy = text(graph.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs["policyDocument"])
    assert "aws:SourceArn" in policy


def test_a_person_can_be_found_in_it() -> None:
    graph = store(FULL["VectorStore"])
    assert graph.one(DOMAIN).inputs["tags"]["SubjectKey"] == "person"
    body = json.loads(graph.one("groundwork:index:VectorStore").outputs["bootstrap"])
    assert body["mappings"]["properties"]["person"] == {"type": "keyword"}
    assert body["mappings"]["properties"]["embedding"]["dimension"] == 768


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"domain_name": "Passages"}, "domain_name is 'Passages'; 3 to 28 small letters"),
        ({"subnet_ids": {"eun1-az1": "subnet-0a"}}, "subnet_ids has 1 zone; give subnets in 2 or 3"),
        ({"engine_version": "OpenSearch_1.0"}, "engine_version is 'OpenSearch_1.0'"),
        ({"index_name": "My-Index"}, "index_name is 'My-Index'; 1 to 48 small letters"),
        ({"dimension": 16_001}, "dimension is 16001; a whole number from 1 to 16000 is right"),
        ({"distance": "cosin"}, "distance is 'cosin'; did you mean 'cosine'?"),
        ({"connections": 101}, "connections is 101; a whole number from 2 to 100 is right"),
        ({"candidates": 16}, "candidates is 16, below twice the 16 connections; 32 or more are right"),
        ({"metadata": ["embedding"]}, "metadata has 'embedding' a second time"),
        ({"metadata": ["No"]}, "metadata has the field 'No'"),
        ({"vectors": 10**10}, "nodes of r7g.large.search, and 80 are the limit"),
        ({"instance_type": "r7g.large"}, "a type of OpenSearch is right, 'r7g.large.search'"),
        ({"instance_type": "r7g.lage.search"}, "did you mean 'r7g.large.search'?"),
        ({"storage_gib": 10}, "storage_gib is 10; a whole number from 20 to 16384 is right"),
        ({"client_security_group_ids": {}}, "client_security_group_ids is empty"),
        ({"tags": FULL["VectorStore"]["tags"]}, "subject_key is missing for personal data; name the metadata field"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^VectorStore 'passages': ") as refusal:
        store(**args)
    assert sentence in str(refusal.value)


def test_a_million_vectors_take_what_opensearch_says_they_take() -> None:
    # 1.1 * (4 * 256 + 8 * 16) * 1,000,000, the example of OpenSearch's own page
    assert opensearch_graph_bytes(index(dimension=256), copies=1) == 1_267_200_000


@pytest.mark.parametrize(("memory_gib", "graphs_gib"), [(16, 4), (64, 16), (128, 48)])
def test_graphs_have_half_of_what_the_heap_leaves(memory_gib: int, graphs_gib: int) -> None:
    assert graph_bytes_of_node(memory_gib) == graphs_gib * GIB


INDEXES = st.builds(
    index, dimension=st.integers(1, 2000), vectors=st.integers(1, 10**9), connections=st.integers(2, 60)
)


@given(INDEXES, st.sampled_from([8, 16, 32, 64, 128, 256]))
def test_the_nodes_hold_the_graphs_and_one_less_would_not(each: VectorIndex, memory_gib: int) -> None:
    nodes = nodes_needed(each, 2, memory_gib)
    graphs, held = opensearch_graph_bytes(each, 2), graph_bytes_of_node(memory_gib)
    assert nodes * held >= graphs
    assert nodes == 2 or (nodes - 1) * held < graphs


def plan(**changes: Any) -> Any:
    return plan_pgvector(index(**changes), "internal", 64)


def test_pgvector_sql_makes_the_table_the_way_to_a_person_and_the_graph() -> None:
    made = plan_pgvector(index(subject_key="person", metadata=("language",)), "personal", 64)
    assert '"person" text NOT NULL' in made.bootstrap
    assert 'ON "passages" ("person")' in made.bootstrap
    assert "embedding vector(1024) NOT NULL" in made.bootstrap
    assert "USING hnsw (embedding vector_cosine_ops)" in made.bootstrap
    assert "WITH (m = 16, ef_construction = 128)" in made.bootstrap
    assert made.erase == 'DELETE FROM "passages" WHERE "person" = $1;'


def test_beyond_2000_dimensions_pgvector_halves_its_numbers() -> None:
    assert "embedding halfvec(3072)" in plan(dimension=3072).bootstrap
    assert "halfvec_cosine_ops" in plan(dimension=3072).bootstrap
    with pytest.raises(SettingError, match="dimension is 4001; a whole number from 1 to 4000 is right"):
        plan(dimension=4001)


def test_an_index_that_memory_does_not_hold_is_refused() -> None:
    with pytest.raises(SettingError, match=r"vectors makes an index of .* GiB, and the database has 64 GiB of memory"):
        plan(vectors=10**8)


def test_personal_data_without_a_way_to_the_person_is_refused_in_postgresql_too() -> None:
    with pytest.raises(SettingError, match="subject_key is missing for personal data"):
        plan_pgvector(index(), "personal", 64)


@given(INDEXES)
def test_an_index_is_never_planned_smaller_than_its_vectors(each: VectorIndex) -> None:
    made = plan_pgvector(each, "internal", 10**9)
    assert made.index_bytes >= 4 * each.dimension * each.vectors
    assert made.build_bytes >= 4 * each.dimension * each.vectors


@given(INDEXES)
def test_more_vectors_dimensions_or_connections_never_take_less(each: VectorIndex) -> None:
    small = plan_pgvector(each, "internal", 10**9)
    for change in ({"vectors": each.vectors + 1000}, {"connections": each.connections + 1}):
        large = plan_pgvector(
            index(
                **{
                    "dimension": each.dimension,
                    "vectors": each.vectors,
                    "connections": each.connections,
                    **change,
                }
            ),
            "internal",
            10**9,
        )
        assert large.index_bytes >= small.index_bytes
        assert large.build_bytes >= small.build_bytes
