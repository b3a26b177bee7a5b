"""ENC and NET of databases: who holds the key, who can read on the way, who can reach them. GDPR 5(1)(f), 32(1)."""

from collections.abc import Iterator

from graph.model import Resource
from policies.rule import Claim, Severity, rule
from policies.scene import Scene
from policies.values import any3, at, customer_key, equals, given, is_false, is_true, not3

GDPR = ("5(1)(f)", "32(1)(a)")
CCPA = ("150", "A2")
USE_OWN_KEY = "name the ARN of the data class's EncryptionKey"
INSTANCE, MEMBER = "aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"
AURORA, DOCUMENTS = "aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"
NEPTUNE, WIDE_COLUMNS = "aws:neptune/cluster:Cluster", "aws:keyspaces/table:Table"
DOMAIN = "aws:opensearch/domain:Domain"
REDSHIFT, CACHE = "aws:redshift/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup"
MEMORYDB = "aws:memorydb/cluster:Cluster"
SOURCE = "replicateSourceDb"
"""The input that makes an instance a replica of another."""


@rule(
    "ENC-004",
    "Databases encrypt what they keep with a key of the platform",
    types=(INSTANCE, AURORA, MEMBER, DOCUMENTS, NEPTUNE, WIDE_COLUMNS),
    why="storage, snapshots and recorded statements could be read by whoever may read the service",
    remedy=f"set storageEncrypted and {USE_OWN_KEY}, for Performance Insights too",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=CCPA,
)
def stored(database: Resource, scene: Scene) -> Iterator[Claim]:
    if database.type == WIDE_COLUMNS:
        path = "encryptionSpecification"
        own = equals(at(database, f"{path}.type"), "CUSTOMER_MANAGED_KMS_KEY")
        yield Claim(own, f"{path}.type", "encrypts with a key that is not its own")
        key = customer_key(at(database, f"{path}.kmsKeyIdentifier"), scene.graph)
        yield Claim(key, f"{path}.kmsKeyIdentifier", "names no key of the platform")
        return
    if database.type != MEMBER:  # whose storage is its cluster's
        replica = given(at(database, SOURCE))  # encrypted as its source is
        encrypted = any3((replica, is_true(at(database, "storageEncrypted"))))
        yield Claim(encrypted, "storageEncrypted", "is not encrypted")
        path = "kmsKeyArn" if database.type == NEPTUNE else "kmsKeyId"
        own = any3((replica, customer_key(at(database, path), scene.graph)))
        yield Claim(own, path, "names no key of the platform")
    # Statements and their values lie in Performance Insights, where it is on.
    off = not3(is_true(at(database, "performanceInsightsEnabled")))
    path = "performanceInsightsKmsKeyId"
    own = any3((off, customer_key(at(database, path), scene.graph)))
    yield Claim(own, path, "records statements under a key that is not its own")


# https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html
MODERN_TLS = (
    "Policy-Min-TLS-1-2-2019-07",
    "Policy-Min-TLS-1-2-PFS-2023-10",
    "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
)


@rule(
    "ENC-005",
    "Search domains encrypt what they keep and what they send",
    types=(DOMAIN, "aws:elasticsearch/domain:Domain"),
    why="indexes hold documents and embeddings of people, and nodes talk to each other across zones",
    remedy="turn on encryptAtRest with your key, nodeToNodeEncryption and enforceHttps, with a policy of TLS 1.2",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def search(domain: Resource, scene: Scene) -> Iterator[Claim]:
    for path, wrong in (
        ("encryptAtRest.enabled", "keeps its indexes in the clear"),
        ("nodeToNodeEncryption.enabled", "lets its nodes talk in the clear"),
        ("domainEndpointOptions.enforceHttps", "takes requests without TLS"),
    ):
        yield Claim(is_true(at(domain, path)), path, wrong)
    path = "encryptAtRest.kmsKeyId"
    yield Claim(customer_key(at(domain, path), scene.graph), path, "names no key of the platform")
    path = "domainEndpointOptions.tlsSecurityPolicy"
    yield Claim(equals(at(domain, path), *MODERN_TLS), path, "takes TLS older than 1.2")


SUBNETS = {
    INSTANCE: "dbSubnetGroupName",
    AURORA: "dbSubnetGroupName",
    DOCUMENTS: "dbSubnetGroupName",
    NEPTUNE: "neptuneSubnetGroupName",
    CACHE: "subnetGroupName",
    MEMORYDB: "subnetGroupName",
    REDSHIFT: "clusterSubnetGroupName",
    DOMAIN: "vpcOptions.subnetIds",
}
"""The input by which each is put into subnets of the network; without it, it lies in the account's default network."""
OPEN = {INSTANCE: True, MEMBER: True, REDSHIFT: False}
"""Those that can have an address of the internet, and whether the provider leaves it off where nothing is said."""


@rule(
    "NET-004",
    "Databases lie in the network, and nobody reaches them from the internet",
    types=(*SUBNETS, MEMBER),
    why="a guessed password or a new fault in the engine would be enough to read all of it",
    remedy="name a subnet group of private subnets, and leave publiclyAccessible false",
    severity=Severity.CRITICAL,
    gdpr=("5(1)(f)", "32(1)(b)"),
    ccpa=("100(e)", "A8"),
)
def reach(database: Resource, scene: Scene) -> Iterator[Claim]:
    if database.type in OPEN:
        private = is_false(at(database, "publiclyAccessible"), absent=OPEN[database.type])
        yield Claim(private, "publiclyAccessible", "has an address of the internet")
    if database.type in SUBNETS:
        path = SUBNETS[database.type]
        # A replica lies where its source does, unless it says otherwise.
        inside = any3((given(at(database, SOURCE)), given(at(database, path))))
        yield Claim(inside, path, "is not put into the network")
