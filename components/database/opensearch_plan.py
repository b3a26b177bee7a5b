"""An OpenSearch domain for one index over embeddings: how many nodes hold its graph, and the request that makes it.

Arithmetic only, so that a stack file is refused before anything of a provider is loaded.
"""

import json
import re
from dataclasses import dataclass
from math import ceil

from catalogue.instances import instance_type, instance_types
from catalogue.unknown import UnknownFact, nearest
from components.compute.setting_error import SettingError
from components.database.vector_index import (
    GIB,
    MOST_OPENSEARCH_DIMENSIONS,
    VECTOR_FIELD,
    VectorIndex,
    check_index,
    nodes_needed,
)

# https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html
DOMAIN_NAME = re.compile(r"[a-z][a-z0-9-]{2,27}")
DOMAIN_RULE = "3 to 28 small letters, digits and hyphens are right, such as 'prod-passages'"
INSTANCE_TYPE = "r7g.large.search"
SUFFIX = ".search"
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html: nodes before a raise is asked for
MOST_NODES = 80
COPIES = 2  # one may go with its zone
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/sizing-domains.html:
# what indexing, the system and free room add to the documents
STORAGE_OVERHEAD = 1.45
DOCUMENT_BYTES = 1024
SMALLEST_STORAGE_GIB, LARGEST_STORAGE_GIB = 20, 16_384
SPACES = {"cosine": "cosinesimil", "inner_product": "innerproduct", "l2": "l2"}


@dataclass(frozen=True, slots=True)
class DomainPlan:
    """How large the domain is, and what makes its index."""

    nodes: int
    """Data nodes, as many in each zone."""
    storage_gib: int
    """Storage of each."""
    bootstrap: str
    """Body of the request that makes the index: PUT /index_name."""


def plan_domain(domain_name: str, index: VectorIndex, data_class: str, node_type: str, zones: int) -> DomainPlan:
    """The plan of an index in a domain over so many zones; a SettingError where no domain is like that."""
    if not isinstance(domain_name, str) or not DOMAIN_NAME.fullmatch(domain_name):
        raise SettingError("domain_name", f"is {domain_name!r}", DOMAIN_RULE)
    index = check_index(index, data_class, MOST_OPENSEARCH_DIMENSIONS)
    nodes = ceil(nodes_needed(index, COPIES, _memory_gib(node_type)) / zones) * zones
    if nodes > MOST_NODES:
        wrong = f"need {nodes} nodes of {node_type}, and {MOST_NODES} are the limit"
        raise SettingError("vectors", wrong, "a type with more memory, fewer vectors or fewer dimensions is right")
    return DomainPlan(nodes, _storage_gib(index, nodes), _bootstrap(index, nodes))


def _memory_gib(node_type: str) -> float:
    name = node_type.removesuffix(SUFFIX)
    try:
        memory = instance_type(name).memory_mib / 1024
    except UnknownFact:
        close = nearest(name, instance_types())
        right = f"did you mean '{close}{SUFFIX}'?" if close else f"a type of OpenSearch is right, {INSTANCE_TYPE!r}"
        raise SettingError("instance_type", f"is {node_type!r}", right) from None
    if not node_type.endswith(SUFFIX):
        raise SettingError("instance_type", f"is {node_type!r}", f"a type of OpenSearch is right, {name + SUFFIX!r}")
    return memory


def _storage_gib(index: VectorIndex, nodes: int) -> int:
    """Storage of each node: each vector is kept twice, in its document and in the graph."""
    document_bytes = 8 * index.dimension + 8 * index.connections + DOCUMENT_BYTES
    each = COPIES * index.vectors * document_bytes * STORAGE_OVERHEAD / nodes / GIB
    return max(SMALLEST_STORAGE_GIB, ceil(each))


def _bootstrap(index: VectorIndex, nodes: int) -> str:
    """The index: a shard on every node, the graph, and the metadata that searches and erasure ask by."""
    fields = [*([index.subject_key] if index.subject_key else []), *index.metadata]
    method = {
        "name": "hnsw",
        "engine": "faiss",
        "space_type": SPACES[index.distance],
        "parameters": {"m": index.connections, "ef_construction": index.candidates},
    }
    vector = {"type": "knn_vector", "dimension": index.dimension, "method": method}
    body = {
        "settings": {
            "index": {"knn": True, "number_of_shards": max(1, nodes // COPIES), "number_of_replicas": COPIES - 1}
        },
        "mappings": {"properties": {VECTOR_FIELD: vector, **{field: {"type": "keyword"} for field in fields}}},
    }
    return json.dumps(body, indent=2, sort_keys=True)
