"""An index over embeddings: what it needs said, and how much memory its graph takes.

Memory is planned for HNSW, the graph both OpenSearch and pgvector search in. What does not fit is read from disk, which
is slower by orders of magnitude, so that the plan refuses it instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from catalogue.unknown import nearest
from components.compute.setting_error import SettingError

GIB = 1024**3
DISTANCES = ("cosine", "inner_product", "l2")
NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
NAME_RULE = "1 to 48 small letters, digits and underscores are right, such as 'passages'"
MOST_VECTORS = 10**11
PERSONAL = ("personal", "special")
# https://github.com/pgvector/pgvector#hnsw and its src/hnsw.h: limits of both parameters, and of an index
LEAST_CONNECTIONS, MOST_CONNECTIONS = 2, 100
LEAST_CANDIDATES, MOST_CANDIDATES = 4, 1000
VECTOR_FIELD = "embedding"


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """What is stored and how it is searched."""

    name: str
    """Name of the index or table."""
    dimension: int
    """Numbers in a vector, as the embedding model makes them."""
    distance: str
    """cosine, inner_product or l2."""
    vectors: int
    """Vectors it is to hold."""
    connections: int
    """Neighbours of a vector in the graph (m): more find more and take more memory."""
    candidates: int
    """Candidates looked at for each vector while the graph is built (ef_construction)."""
    subject_key: str = ""
    """Metadata field that says whose vector it is; "" where it is nobody's."""
    metadata: tuple[str, ...] = ()
    """Other metadata fields searches filter by."""


def check_index(index: VectorIndex, data_class: str, most_dimensions: int) -> VectorIndex:
    """The index, its numbers whole; a SettingError for one nobody can make, or in which a person cannot be erased."""
    if not NAME.fullmatch(index.name):
        raise SettingError("index_name", f"is {index.name!r}", NAME_RULE)
    _within("dimension", index.dimension, 1, most_dimensions)
    if index.distance not in DISTANCES:
        close = nearest(index.distance, DISTANCES)
        right = f"did you mean {close!r}?" if close else f"{', '.join(DISTANCES[:-1])} or {DISTANCES[-1]} is right"
        raise SettingError("distance", f"is {index.distance!r}", right)
    _within("vectors", index.vectors, 1, MOST_VECTORS)
    _within("connections", index.connections, LEAST_CONNECTIONS, MOST_CONNECTIONS)
    _within("candidates", index.candidates, LEAST_CANDIDATES, MOST_CANDIDATES)
    if index.candidates < 2 * index.connections:
        wrong = f"is {index.candidates}, below twice the {index.connections} connections"
        raise SettingError("candidates", wrong, f"{2 * index.connections} or more are right")
    if data_class in PERSONAL and not index.subject_key:
        right = (
            "name the metadata field that says whose vector it is: an embedding of a person is erased with the person"
        )
        raise SettingError("subject_key", f"is missing for {data_class} data", right)
    fields = [*([index.subject_key] if index.subject_key else []), *index.metadata]
    for field in fields:
        if not NAME.fullmatch(field):
            raise SettingError("metadata", f"has the field {field!r}", NAME_RULE)
    twice = _twice([VECTOR_FIELD, "id", *fields])
    if twice:
        raise SettingError("metadata", f"has {twice!r} a second time", "give every field a name of its own")
    # Over the package wire 3 arrives as 3.0.
    return replace(
        index,
        dimension=int(index.dimension),
        vectors=int(index.vectors),
        connections=int(index.connections),
        candidates=int(index.candidates),
    )


def _within(argument: str, value: int, low: int, high: int) -> None:
    if value != int(value) or not low <= value <= high:
        raise SettingError(argument, f"is {value!r}", f"a whole number from {low} to {high} is right")


def _twice(fields: Sequence[str]) -> str:
    return next((field for place, field in enumerate(fields) if field in fields[:place]), "")


# https://docs.opensearch.org/latest/vector-search/settings/: half of what the heap leaves is for graphs
GRAPH_SHARE = 0.5
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/sizing-domains.html:
# half of a node, 32 GiB at most
MOST_HEAP_GIB = 32
# https://docs.opensearch.org/latest/mappings/supported-field-types/knn-memory-optimized/ (read 2026-11-24):
# 1.1 * (4 * dimension + 8 * m) bytes a vector
GRAPH_OVERHEAD = 1.1
MOST_OPENSEARCH_DIMENSIONS = 16_000


def opensearch_graph_bytes(index: VectorIndex, copies: int) -> int:
    """Memory of the graphs of all copies of the index."""
    return ceil(GRAPH_OVERHEAD * (4 * index.dimension + 8 * index.connections) * index.vectors * copies)


def graph_bytes_of_node(memory_gib: float) -> int:
    """Memory a node with so much has for graphs."""
    heap = min(memory_gib / 2, MOST_HEAP_GIB)
    return int((memory_gib - heap) * GRAPH_SHARE * GIB)


def nodes_needed(index: VectorIndex, copies: int, memory_gib: float) -> int:
    """Data nodes whose memory holds the graphs, and one for each copy at least."""
    return max(copies, -(-opensearch_graph_bytes(index, copies) // graph_bytes_of_node(memory_gib)))
