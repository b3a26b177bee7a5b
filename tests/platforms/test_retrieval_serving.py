"""Why the platform for retrieval-augmented serving is as it is."""

from stacks.capacity_report import capacity_report
from tests.components.reading import allowed_actions, statements
from tests.platforms.reading import graph_of, page, settings_of

NAME = "retrieval-serving"


def test_one_person_can_be_found_among_the_embeddings() -> None:
    assert graph_of(NAME).one("aws:opensearch/domain:Domain").inputs["tags"]["SubjectKey"] == "person"


def test_the_server_reads_documents_and_writes_none() -> None:
    graph = graph_of(NAME)
    server, ingest = (statements(graph.named("aws:iam/rolePolicy:RolePolicy", each)) for each in ("server", "ingest"))
    assert "s3:PutObject" not in allowed_actions(server)
    assert {"s3:GetObject", "s3:PutObject"} <= allowed_actions(ingest)


def test_whatever_keeps_what_people_say_is_under_the_key_of_their_class() -> None:
    graph = graph_of(NAME)
    keys = {
        graph.one("aws:docdb/cluster:Cluster").inputs["kmsKeyId"],
        graph.one("aws:elasticache/replicationGroup:ReplicationGroup").inputs["kmsKeyId"],
        graph.one("aws:opensearch/domain:Domain").inputs["encryptAtRest"]["kmsKeyId"],
    }
    assert {key.urn.rpartition("::")[2] for key in keys} == {"personal"}


def test_nobody_comes_in_from_outside() -> None:
    rules = graph_of(NAME).of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert [rule.name for rule in rules if rule.inputs.get("cidrIpv4") == "0.0.0.0/0"] == []


def test_its_page_has_the_price_of_the_nodes_at_the_start() -> None:
    (pool,) = capacity_report(settings_of(NAME))
    assert f"are ${pool['groups'][0]['least_usd_per_hour']:.2f} an hour" in page(NAME)


def test_its_page_counts_the_nodes_of_its_services() -> None:
    graph = graph_of(NAME)
    domain = graph.one("aws:opensearch/domain:Domain").inputs["clusterConfig"]
    assert (domain["instanceCount"], domain["instanceType"]) == (6, "r7g.xlarge.search")
    assert len(graph.of_type("aws:docdb/clusterInstance:ClusterInstance")) == 2
    cache = graph.one("aws:elasticache/replicationGroup:ReplicationGroup").inputs
    assert cache["replicasPerNodeGroup"] + 1 == 2
    assert "OpenSearch (six `r7g.xlarge.search`), DocumentDB (two `db.r6g.large`) and Valkey (two" in page(NAME)
