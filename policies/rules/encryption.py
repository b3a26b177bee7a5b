"""ENC: encryption at rest and in transit, and the keys. GDPR 32(1)(a), 5(1)(f); CCPA 150."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.documents import Statement, statements
from policies.rule import Claim, Severity, rule
from policies.rules.common import (
    BUCKET_POLICY,
    BUCKETS,
    CLUSTER,
    ENCRYPTION,
    LAUNCH_TEMPLATE,
    of_bucket,
    takes_access_logs,
)
from policies.scene import Scene
from policies.values import (
    Tri,
    all3,
    any3,
    at,
    customer_key,
    equals,
    every,
    given,
    includes,
    is_true,
    items,
    number,
    some,
)

GDPR = ("5(1)(f)", "32(1)(a)")
CCPA = ("150", "A2")
OWN_KEY = "whoever may read the service could then read the data, and nobody could take that back by closing a key"
USE_OWN_KEY = "name the ARN of the data class's EncryptionKey"


@rule(
    "ENC-001",
    "Buckets encrypt with a key of their own",
    types=BUCKETS,
    why=OWN_KEY,
    remedy="give the bucket a server-side encryption configuration with aws:kms, your key and bucketKeyEnabled",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
    needs_graph=True,
)
def bucket_key(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    parts = of_bucket(bucket, scene, ENCRYPTION)
    yield Claim(bool(parts), "", "has no encryption configuration")
    for part in parts:
        if takes_access_logs(bucket, scene):
            # S3 delivers access logs only to buckets whose default is its own key:
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
            yield Claim(every(at(part, "rules"), _some_encryption), "rules", "encrypts with no known algorithm")
            continue
        yield Claim(given(at(part, "rules")), "rules", "has an encryption configuration without rules")
        for property_, wrong, question in (
            ("sseAlgorithm", "does not encrypt with KMS", lambda v: equals(v, "aws:kms", "aws:kms:dsse")),
            ("kmsMasterKeyId", "encrypts with a key that is not its own", lambda v: customer_key(v, scene.graph)),
        ):
            path = f"applyServerSideEncryptionByDefault.{property_}"
            yield Claim(every(at(part, "rules"), _of(path, question)), f"rules.{path}", wrong)
        yield Claim(
            every(at(part, "rules"), _of("bucketKeyEnabled", is_true)),
            "rules.bucketKeyEnabled",
            "asks KMS for every single object",
        )


def _of(path: str, question: Any) -> Any:
    return lambda block: question(at(block, path))


def _some_encryption(block: Any) -> Tri:
    return equals(at(block, "applyServerSideEncryptionByDefault.sseAlgorithm"), "AES256", "aws:kms", "aws:kms:dsse")


@rule(
    "ENC-012",
    "Kubernetes secrets are encrypted with a key of the platform",
    types=(CLUSTER,),
    why="tokens and passwords of every workload lie in the cluster's store",
    remedy="set encryptionConfig with resources [secrets] and the ARN of an EncryptionKey",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def cluster_secrets(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    config = at(cluster, "encryptionConfig")
    key = at(config, "provider.keyArn")
    yield Claim(customer_key(key, scene.graph), "encryptionConfig.provider.keyArn", "names no key for its secrets")
    yield Claim(includes(at(config, "resources"), "secrets"), "encryptionConfig.resources", "leaves secrets out")


DISKS = {
    "aws:ebs/volume:Volume": "kmsKeyId",
    "aws:efs/fileSystem:FileSystem": "kmsKeyId",
    "aws:fsx/lustreFileSystem:LustreFileSystem": "kmsKeyId",
}
ALWAYS_ENCRYPTED = ("aws:fsx/lustreFileSystem:LustreFileSystem",)


@rule(
    "ENC-013",
    "Volumes and file systems are encrypted with a key of the platform",
    types=(*DISKS, LAUNCH_TEMPLATE),
    why="disks are copied, snapshot and thrown away beyond the reach of the operating system's permissions",
    remedy=f"set encrypted and {USE_OWN_KEY}, on every block device of a launch template",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def disks(disk: Resource, scene: Scene) -> Iterator[Claim]:
    if disk.type != LAUNCH_TEMPLATE:
        property_ = DISKS[disk.type]
        if disk.type not in ALWAYS_ENCRYPTED:
            yield Claim(is_true(at(disk, "encrypted")), "encrypted", "is not encrypted")
        yield Claim(customer_key(at(disk, property_), scene.graph), property_, "names no key of the platform")
        return
    mappings = at(disk, "blockDeviceMappings")
    yield Claim(given(mappings), "blockDeviceMappings", "leaves its volumes to the image, which are not encrypted")
    volumes = items(mappings)
    if volumes is None:
        yield Claim(None, "blockDeviceMappings", "")
        return
    for volume in volumes:
        if given(at(volume, "virtualName")) or given(at(volume, "noDevice")):
            continue  # instance store, which the hardware encrypts, or no device at all
        path = "blockDeviceMappings.ebs"
        yield Claim(is_true(at(volume, "ebs.encrypted")), f"{path}.encrypted", "has a volume that is not encrypted")
        key = customer_key(at(volume, "ebs.kmsKeyId"), scene.graph)
        yield Claim(key, f"{path}.kmsKeyId", "has a volume without a key of the platform")


FLINK_KEY = "applicationConfiguration.applicationEncryptionConfiguration.keyId"
MESSAGES = {
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
    "aws:kinesis/stream:Stream": "kmsKeyId",
    "aws:kinesisanalyticsv2/application:Application": FLINK_KEY,
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    "aws:backup/vault:Vault": "kmsKeyArn",
    "aws:ecr/repository:Repository": "encryptionConfigurations.kmsKey",
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "encryptionConfigurations.kmsKey",
}


@rule(
    "ENC-014",
    "Logs, messages, secrets, backups and images are encrypted with a key of the platform",
    types=tuple(MESSAGES),
    why=OWN_KEY,
    remedy=USE_OWN_KEY,
    severity=Severity.MEDIUM,
    gdpr=GDPR,
    ccpa=CCPA,
)
def messages(holder: Resource, scene: Scene) -> Iterator[Claim]:
    path = MESSAGES[holder.type]
    yield Claim(customer_key(at(holder, path), scene.graph), path, "names no key of the platform")
    if path.startswith("encryptionConfigurations"):
        kind = at(holder, "encryptionConfigurations.encryptionType")
        yield Claim(
            equals(kind, "KMS", "KMS_DSSE"), "encryptionConfigurations.encryptionType", "does not encrypt with KMS"
        )


CACHES = ("aws:elasticache/replicationGroup:ReplicationGroup",)


@rule(
    "ENC-019",
    "Caches encrypt what they keep and what they send, and know who asks",
    types=CACHES,
    why="semantic caches hold prompts and answers, and an open port in the network is enough to read them all",
    remedy=f"set atRestEncryptionEnabled, transitEncryptionMode required and userGroupIds, and {USE_OWN_KEY}",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def caches(cache: Resource, scene: Scene) -> Iterator[Claim]:
    yield Claim(
        is_true(at(cache, "atRestEncryptionEnabled")), "atRestEncryptionEnabled", "keeps snapshots in the clear"
    )
    yield Claim(customer_key(at(cache, "kmsKeyId"), scene.graph), "kmsKeyId", "names no key of the platform")
    yield Claim(is_true(at(cache, "transitEncryptionEnabled")), "transitEncryptionEnabled", "talks without TLS")
    mode = at(cache, "transitEncryptionMode")
    required = equals(mode, "required") if given(mode) is not False else True
    yield Claim(required, "transitEncryptionMode", "lets clients choose to talk without TLS")
    known = any3((given(at(cache, "userGroupIds")), given(at(cache, "authToken"))))
    yield Claim(known, "userGroupIds", "asks nobody who they are")


@rule(
    "ENC-017",
    "Buckets refuse clear text and old TLS",
    types=BUCKETS,
    why="a client that falls back to HTTP or TLS 1.0 sends personal data in the clear",
    remedy="deny s3:* to everybody where aws:SecureTransport is false and where s3:TlsVersion is below 1.2",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
    needs_graph=True,
)
def transport(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    parts = of_bucket(bucket, scene, BUCKET_POLICY)
    yield Claim(bool(parts), "policy", "has no policy")
    if not parts:
        return
    read = [statements(at(part, "policy"), "policy") for part in parts]
    known = [one for found in read if found is not None for one in found]
    unread: Tri = None if None in read else False
    secure = any3((unread, *map(_denies_clear_text, known)))
    modern = any3((unread, *map(_denies_old_tls, known)))
    yield Claim(secure, "policy", "takes requests without TLS")
    yield Claim(modern, "policy", "takes TLS older than 1.2")


def _denies_all(one: Statement) -> Tri:
    if one.allows or one.excludes or "*" not in one.principals or len(one.condition_keys) != 1:
        return False
    return some(one.actions, lambda action: equals(action, "s3:*", "*"))


def _denies_clear_text(one: Statement) -> Tri:
    values = one.conditions.get("Bool", {}).get("aws:securetransport", ())
    return all3((_denies_all(one), some(values, lambda value: equals(str(value).lower(), "false"))))


def _denies_old_tls(one: Statement) -> Tri:
    values = one.conditions.get("NumericLessThan", {}).get("s3:tlsversion", ())
    return all3((_denies_all(one), some(values, lambda value: (number(value) or 0) >= 1.2)))
