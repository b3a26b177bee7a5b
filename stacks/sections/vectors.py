"""Stores of embeddings."""

from typing import Annotated, Literal

from pydantic import Field

from components.database.vector_index import VectorIndex
from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, LogDays, RoleArn

MOST_ZONES = 3


class VectorSection(Section):
    """What an index over embeddings is told, whatever it is kept in."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as retrieval; a tag."""
    index_name: str
    """Name of the index or table: small letters, digits and underscores."""
    dimension: Annotated[int, Field(ge=1, le=16_000)]
    """Numbers in a vector, as the embedding model makes them."""
    vectors: Annotated[int, Field(ge=1, le=100_000_000_000)]
    """Vectors it is to hold; memory is planned for them."""
    distance: Literal["cosine", "inner_product", "l2"] = "cosine"
    """How near vectors are. Default: cosine."""
    connections: Annotated[int, Field(ge=2, le=100)] = 16
    """Neighbours of a vector in the graph (m). Default: 16."""
    candidates: Annotated[int, Field(ge=4, le=1000)] = 128
    """Candidates for each vector while the graph is built (ef_construction). Default: 128."""
    subject_key: str = ""
    """Metadata field that says whose vector it is; required for personal data. Default: none."""
    metadata: tuple[str, ...] = ()
    """Other metadata fields that searches filter by. Default: none."""

    def index(self) -> VectorIndex:
        """The index as the plans take it."""
        return VectorIndex(
            self.index_name,
            self.dimension,
            self.distance,
            self.vectors,
            self.connections,
            self.candidates,
            self.subject_key,
            self.metadata,
        )


class VectorStore(VectorSection):
    """An OpenSearch domain in the isolated subnets, reached by the cluster's nodes and pods."""

    master_role_arn: RoleArn
    """Role that hands out permissions inside the domain."""
    engine_version: Literal["OpenSearch_2.19", "OpenSearch_3.1"] = "OpenSearch_2.19"
    """Version of OpenSearch. Default: OpenSearch_2.19."""
    instance_type: str = "r7g.large.search"
    """Type of its data nodes. Default: r7g.large.search."""
    storage_gib: Annotated[int, Field(ge=20, le=16_384)] | None = None
    """Storage of each data node. Default: what vectors and 1 KiB beside each take."""
    log_retention_days: LogDays = 365
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 365."""

    def domain_name(self, environment: str, name: str) -> str:
        """What its domain is called."""
        return f"{environment}-{name}"

    def zones_of(self, network: tuple[str, ...]) -> tuple[str, ...]:
        """Zones it is in: three of the network's, or two where there are no more."""
        return network[:MOST_ZONES]


class PgvectorIndex(VectorSection):
    """An index in a PostgreSQL database that is there: the stack exports the SQL that makes it."""

    memory_gib: Annotated[float, Field(gt=0, le=4096)]
    """Memory of the database's instance, which has to hold the index."""
