"""pgvector: what an existing PostgreSQL database needs to hold an index over embeddings, as SQL to run once.

It makes nothing in the cloud: the database is somebody's already, with its key, its backups and its clients.
"""

from dataclasses import dataclass
from math import ceil

from components.compute.setting_error import SettingError
from components.database.vector_index import GIB, VECTOR_FIELD, VectorIndex, check_index

# https://github.com/pgvector/pgvector#hnsw: an index holds 2,000 dimensions of four bytes, or 4,000 of two (halfvec)
MOST_FULL_DIMENSIONS, MOST_HALF_DIMENSIONS = 2000, 4000
OPERATORS = {"cosine": "cosine_ops", "inner_product": "ip_ops", "l2": "l2_ops"}
# https://github.com/pgvector/pgvector/blob/master/src/hnsw.h (read 2026-11-24): what a page of PostgreSQL holds of a
# vector and of its neighbours, and what the graph takes while it is built.
PAGE_BYTES, PAGE_OVERHEAD, ITEM_POINTER = 8192, 32, 4
ELEMENT_HEADER, VECTOR_HEADER, NEIGHBOUR_HEADER, NEIGHBOUR_BYTES = 72, 8, 4, 6
BUILD_ELEMENT_BYTES, BUILD_NEIGHBOUR_BYTES = 128, 16


@dataclass(frozen=True, slots=True)
class PgvectorPlan:
    """How much an index takes, and the SQL that makes it."""

    index_bytes: int
    """Size of the index, which should fit into the database's memory: searches read it at random."""
    build_bytes: int
    """Memory that builds it at once (maintenance_work_mem); with less, the build goes through the disk."""
    bootstrap: str
    """SQL to run once, as a role that may make extensions."""
    erase: str
    """SQL that forgets a person, who is $1; "" where the index is of nobody."""


def plan_pgvector(index: VectorIndex, data_class: str, memory_gib: float) -> PgvectorPlan:
    """The plan of an index in a database with so much memory; a SettingError where memory would not hold it."""
    index = check_index(index, data_class, MOST_HALF_DIMENSIONS)
    half = index.dimension > MOST_FULL_DIMENSIONS
    index_bytes, build_bytes = _index_bytes(index, half), _build_bytes(index, half)
    if index_bytes > memory_gib * GIB:
        wrong = f"makes an index of {index_bytes / GIB:,.0f} GiB, and the database has {memory_gib:g} GiB of memory"
        raise SettingError("vectors", wrong, "a larger instance, or OpenSearch with several nodes, is right")
    return PgvectorPlan(index_bytes, build_bytes, _bootstrap(index, half, build_bytes, memory_gib), _erase(index))


def _aligned(size: float) -> int:
    return ceil(size / 8) * 8


def _index_bytes(index: VectorIndex, half: bool) -> int:
    """Pages of the graph, in which a vector stands beside its neighbours; those of upper layers are few."""
    element = _aligned(ELEMENT_HEADER + VECTOR_HEADER + (2 if half else 4) * index.dimension)
    neighbours = _aligned(NEIGHBOUR_HEADER + NEIGHBOUR_BYTES * 2 * index.connections)
    room, one = PAGE_BYTES - PAGE_OVERHEAD, element + neighbours + 2 * ITEM_POINTER
    pages = ceil(index.vectors / (room // one)) if one <= room else 2 * index.vectors
    return pages * PAGE_BYTES


def _build_bytes(index: VectorIndex, half: bool) -> int:
    vector = _aligned(VECTOR_HEADER + (2 if half else 4) * index.dimension)
    return index.vectors * (vector + BUILD_ELEMENT_BYTES + BUILD_NEIGHBOUR_BYTES * 2 * index.connections)


def _bootstrap(index: VectorIndex, half: bool, build_bytes: int, memory_gib: float) -> str:
    """The table, its index, and for a person's data the column that finds the person."""
    type_ = "halfvec" if half else "vector"
    # A quarter at most: the database answers while the index is built.
    working = max(64, min(ceil(build_bytes / 1024**2), int(memory_gib * 1024 / 4)))
    columns = ["id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"]
    columns += [f'"{index.subject_key}" text NOT NULL'] if index.subject_key else []
    columns += [f'"{field}" text' for field in index.metadata]
    columns.append(f"{VECTOR_FIELD} {type_}({index.dimension}) NOT NULL")
    filtered = [*([index.subject_key] if index.subject_key else []), *index.metadata]
    lines = [
        "CREATE EXTENSION IF NOT EXISTS vector;",
        f'CREATE TABLE IF NOT EXISTS "{index.name}" (',
        ",\n".join(f"    {column}" for column in columns),
        ");",
        *(f'CREATE INDEX IF NOT EXISTS "{index.name}_{each}" ON "{index.name}" ("{each}");' for each in filtered),
        f"SET maintenance_work_mem = '{working}MB';",
        f'CREATE INDEX IF NOT EXISTS "{index.name}_{VECTOR_FIELD}" ON "{index.name}"',
        f"    USING hnsw ({VECTOR_FIELD} {type_}_{OPERATORS[index.distance]})",
        f"    WITH (m = {index.connections}, ef_construction = {index.candidates});",
        "RESET maintenance_work_mem;",
    ]
    return "\n".join(lines) + "\n"


def _erase(index: VectorIndex) -> str:
    return f'DELETE FROM "{index.name}" WHERE "{index.subject_key}" = $1;' if index.subject_key else ""
