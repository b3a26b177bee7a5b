"""What breaks each rule: one path of one resource of the good stack."""

from dataclasses import dataclass
from typing import Any

from tests.policies.good import ACCOUNT, ADMINISTER, CLEAR, DELETED, OLD, TRUST, USE, document, reference


@dataclass(frozen=True)
class Case:
    rule: str
    subject: str
    """Key of the resource the rule speaks of."""
    key: str
    """Key of the resource that is broken."""
    path: str
    value: Any = DELETED
    also_right: tuple[Any, ...] = ()
    """Odd values that happen to be right."""

    def __str__(self) -> str:
        return f"{self.rule}-{self.key}-{self.path or 'gone'}-{'' if self.value is DELETED else repr(self.value)[:40]}"


SSE = "rules.0.applyServerSideEncryptionByDefault"
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
DATA = "bucket.data"
CLUSTER = "cluster.main"
TEMPLATE = "template.nodes"
TRAIL = "trail.main"
VOLUME = "volume.index"
SCRATCH = "filesystem.scratch"
VIRGINIA = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:copies"


def of(rule: str, key: str, path: str, value: Any = DELETED, **more: Any) -> Case:
    """A case whose subject is the broken resource itself."""
    return Case(rule, key, key, path, value, **more)


PROTECTIONS = (
    Case("ENC-001", DATA, "encryption.data", f"{SSE}.sseAlgorithm"),
    Case("ENC-001", DATA, "encryption.data", f"{SSE}.kmsMasterKeyId", also_right=("junk",)),
    Case("ENC-001", DATA, "encryption.data", "rules.0.bucketKeyEnabled", also_right=(True,)),
    Case("ENC-001", DATA, "encryption.data", "rules"),
    of("ENC-012", CLUSTER, "encryptionConfig"),
    of("ENC-012", CLUSTER, "encryptionConfig.provider.keyArn", also_right=("junk",)),
    of("ENC-012", CLUSTER, "encryptionConfig.resources"),
    of("ENC-013", TEMPLATE, "blockDeviceMappings"),
    of("ENC-013", TEMPLATE, "blockDeviceMappings.0.ebs.encrypted", also_right=(True,)),
    of("ENC-013", TEMPLATE, "blockDeviceMappings.0.ebs.kmsKeyId", also_right=("junk",)),
    of("ENC-013", "filesystem.scratch", "kmsKeyId", also_right=("junk",)),
    of("ENC-013", "homes.teams", "encrypted", also_right=(True,)),
    of("ENC-013", "homes.teams", "kmsKeyId", also_right=("junk",)),
    of("ENC-019", "cache.prompts", "atRestEncryptionEnabled", also_right=(True,)),
    of("ENC-019", "cache.prompts", "kmsKeyId", also_right=("junk",)),
    of("ENC-019", "cache.prompts", "transitEncryptionEnabled", also_right=(True,)),
    of("ENC-014", "group.flow", "kmsKeyId", also_right=("junk",)),
    of("ENC-014", "stream.clicks", "kmsKeyId", also_right=("junk",)),
    of("ENC-014", "repository.training", "encryptionConfigurations"),
    of("ENC-015", "key.personal", "enableKeyRotation", also_right=(True,)),
    of("ENC-016", "key.personal", "policy"),
    Case("ENC-017", DATA, "policy.data", "policy"),
    Case("NET-001", DATA, "block.data", "blockPublicAcls", also_right=(True,)),
    Case("NET-001", DATA, "block.data", "restrictPublicBuckets", also_right=(True,)),
    of("NET-002", CLUSTER, "vpcConfig.endpointPublicAccess"),
    of("NET-002", CLUSTER, "vpcConfig.endpointPrivateAccess", also_right=(True,)),
    of("NET-008", "endpoint.s3", "policy"),
    of("NET-011", TEMPLATE, "metadataOptions"),
    of("NET-011", TEMPLATE, "metadataOptions.httpTokens"),
    of("NET-011", TEMPLATE, "metadataOptions.httpPutResponseHopLimit"),
    of("IAM-003", "role.flow", "assumeRolePolicy"),
    of("IAM-007", CLUSTER, "accessConfig.authenticationMode"),
    of("IAM-007", CLUSTER, "accessConfig.bootstrapClusterCreatorAdminPermissions"),
    Case("RET-001", DATA, "lifecycle.data", "rules"),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.expiration"),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.expiration.days"),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.status"),
    of("RET-002", "lifecycle.data", "rules.0.expiration.days"),
    Case("RET-003", DATA, "lifecycle.data", "rules.0.noncurrentVersionExpiration"),
    Case("RET-003", DATA, "lifecycle.data", "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation"),
    of("RET-005", "group.flow", "retentionInDays"),
    Case("RET-011", TRAIL, "lifecycle.audit", "rules.0.expiration.days"),
    Case("RET-016", "repository.training", "images.training", "policy"),
    of("LOG-002", TRAIL, "isMultiRegionTrail", also_right=(True,)),
    of("LOG-002", TRAIL, "enableLogFileValidation", also_right=(True,)),
    of("LOG-002", TRAIL, "kmsKeyId", also_right=("junk",)),
    Case("LOG-003", DATA, TRAIL, "advancedEventSelectors"),
    Case("LOG-004", "bucket.audit", "versioning.audit", "versioningConfiguration.status"),
    of("LOG-005", CLUSTER, "enabledClusterLogTypes"),
    Case("LOG-006", "vpc.net", "flow.net", "trafficType"),
    Case("AVA-001", DATA, "versioning.data", "versioningConfiguration.status"),
    of("REC-001", "filesystem.scratch", "automaticBackupRetentionDays"),
    Case("REC-001", VOLUME, "selection.internal", "resources"),
    Case("REC-001", VOLUME, "plan.internal", "rules"),
    of("RES-010", "plan.internal", "rules.0.copyActions.0.destinationVaultArn"),
    of("RET-017", "plan.internal", "rules.0.lifecycle.deleteAfter"),
    of("AVA-004", CLUSTER, "vpcConfig.subnetIds", also_right=(["a", "b"],)),
    of("MIN-007", DATA, "tags"),
    Case("MIN-013", DATA, SCRATCH, "tags.DataClassification"),
    Case("MIN-014", DATA, SCRATCH, "tags.Purpose"),
    of("MIN-014", DATA, "tags.Purpose"),
    of("ERA-002", DATA, "tags.SubjectKey", also_right=("junk",)),
    of("ERA-003", "vectors.documents", "tags.SubjectKey", also_right=("junk",)),
    Case("ERA-004", DATA, "permissions.erasure", "policy"),
    of("GCP-002", "gke.tpu", "databaseEncryption.state"),
    of("GCP-002", "gke.tpu", "databaseEncryption.keyName"),
    of("GCP-002", "pool.tpu", "nodeConfig.bootDiskKmsKey"),
    of("GCP-003", "cmek.internal", "rotationPeriod"),
    of("GCP-004", "gke.tpu", "privateClusterConfig"),
    of("GCP-004", "gke.tpu", "privateClusterConfig.enablePrivateEndpoint", also_right=(True,)),
    of("GCP-004", "pool.tpu", "networkConfig.enablePrivateNodes", also_right=(True,)),
    of("GCP-006", "pool.tpu", "nodeConfig.serviceAccount"),
    of("GCP-006", "pool.tpu", "nodeConfig.workloadMetadataConfig"),
    of("GCP-007", "pool.tpu", "nodeConfig.resourceLabels"),
    of("GCP-007", "cmek.internal", "labels"),
)

BREAKS = (
    Case("REC-001", DATA, "versioning.data", ""),
    Case("REC-001", DATA, "versioning.data", "versioningConfiguration.status", "Suspended"),
    of("REC-001", "filesystem.scratch", "automaticBackupRetentionDays", 0),
    Case("REC-001", "homes.teams", "copies.teams", "backupPolicy.status", "DISABLED"),
    of("REC-001", "cache.prompts", "snapshotRetentionLimit", 0),
    Case("REC-001", VOLUME, "selection.internal", ""),
    Case("REC-001", VOLUME, "selection.internal", "resources.0", "arn:aws:s3:::*"),
    Case("REC-001", VOLUME, "selection.internal", "conditions.0.stringEquals.0.value", "personal"),
    Case("REC-001", VOLUME, "plan.internal", "rules", []),
    of("RES-010", "plan.internal", "rules.0.copyActions.0.destinationVaultArn", VIRGINIA),
    of("RET-017", "plan.internal", "rules.0.lifecycle.deleteAfter", 4000),
    Case("ENC-001", DATA, "encryption.data", ""),
    Case("ENC-001", DATA, "encryption.data", f"{SSE}.sseAlgorithm", "AES256"),
    Case("ENC-001", DATA, "encryption.data", f"{SSE}.kmsMasterKeyId", "alias/aws/s3"),
    Case("ENC-001", DATA, "encryption.data", "rules.0.bucketKeyEnabled", False),
    of("ENC-012", CLUSTER, "encryptionConfig.resources", []),
    of("ENC-013", TEMPLATE, "blockDeviceMappings.0.ebs.encrypted", "false"),
    of("ENC-013", TEMPLATE, "blockDeviceMappings.0.ebs.kmsKeyId", "alias/aws/ebs"),
    of("ENC-014", "group.flow", "kmsKeyId", "alias/aws/logs"),
    of("ENC-019", "cache.prompts", "transitEncryptionMode", "preferred"),
    of("ENC-019", "cache.prompts", "userGroupIds"),
    of("ENC-019", "cache.prompts", "userGroupIds", []),
    of("ENC-014", "repository.training", "encryptionConfigurations.0.encryptionType", "AES256"),
    of("ENC-015", "key.personal", "enableKeyRotation", False),
    of("ENC-015", "key.personal", "rotationPeriodInDays", 2560),
    of("ENC-015", "key.personal", "deletionWindowInDays", 7),
    of("ENC-016", "key.personal", "policy", document({**USE, "Action": "kms:*"})),
    of("ENC-016", "key.personal", "policy", document(ADMINISTER, {**USE, "Condition": {}})),
    of("ENC-016", "key.personal", "policy", document({**USE, "Principal": "*", "Condition": {}})),
    of("ENC-016", "key.personal", "policy", "{not json"),
    Case("ENC-017", DATA, "policy.data", ""),
    Case("ENC-017", DATA, "policy.data", "policy", document(CLEAR)),
    Case("ENC-017", DATA, "policy.data", "policy", document(OLD)),
    Case("ENC-017", DATA, "policy.data", "policy", document(OLD, {**CLEAR, "Action": "s3:GetObject"})),
    Case("ENC-017", DATA, "policy.data", "policy", document(OLD, {**CLEAR, "Principal": {"AWS": ACCOUNT}})),
    Case("ENC-020", DATA, "encryption.data", f"{SSE}.kmsMasterKeyId", reference("key.internal", "arn")),
    Case("NET-001", DATA, "block.data", ""),
    Case("NET-001", DATA, "block.data", "ignorePublicAcls", False),
    of("NET-002", CLUSTER, "vpcConfig", {"endpointPublicAccess": True, "endpointPrivateAccess": True}),
    of(
        "NET-002",
        CLUSTER,
        "vpcConfig",
        {
            "endpointPublicAccess": True,
            "endpointPrivateAccess": True,
            "publicAccessCidrs": ["10.0.0.0/8", "0.0.0.0/0"],
        },
    ),
    of(
        "NET-002",
        CLUSTER,
        "vpcConfig",
        {"endpointPublicAccess": True, "endpointPrivateAccess": True, "publicAccessCidrs": ["0.0.0.0/1"]},
    ),
    Case("NET-008", "vpc.net", "endpoint.s3", ""),
    of("NET-008", "endpoint.s3", "policy", document({**EVERYBODY, "Action": "*"})),
    of("NET-009", "security.nodes", "ingress.0.cidrBlocks", ["10.0.0.0/8", "0.0.0.0/0"]),
    of("NET-009", "security.nodes", "ingress.0.ipv6CidrBlocks", ["::/0"]),
    of("NET-009", "ingress.https", "cidrIpv4", "0.0.0.0/0"),
    of("NET-011", TEMPLATE, "metadataOptions.httpTokens", "optional"),
    of("NET-011", TEMPLATE, "metadataOptions.httpPutResponseHopLimit", 2),
    of("IAM-001", "permissions.flow", "policy", document({**EVERYBODY, "Action": "*"})),
    of("IAM-001", "permissions.flow", "policy", document({**EVERYBODY, "Action": "s3:*"})),
    of("IAM-001", "permissions.flow", "policy", document({**EVERYBODY, "Action": ["logs:PutLogEvents", "kms:De*"]})),
    of("IAM-001", "permissions.flow", "policy", document({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
    of("IAM-003", "role.flow", "assumeRolePolicy", document({**TRUST, "Principal": "*"})),
    of("IAM-003", "role.flow", "assumeRolePolicy", document({**TRUST, "Principal": {"AWS": "*"}})),
    of("IAM-003", "role.flow", "assumeRolePolicy", document({**TRUST, "Principal": {"AWS": "999999999999"}})),
    of(
        "IAM-003",
        "role.flow",
        "assumeRolePolicy",
        document(
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"},
                "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}},
            }
        ),
    ),
    of("IAM-004", "role.flow", "assumeRolePolicy", document({**TRUST, "Condition": {}})),
    Case("IAM-004", "policy.data", "policy.data", "policy", document({**EVERYBODY, "Principal": {"Service": "x.com"}})),
    of("IAM-005", "role.flow", "maxSessionDuration", 43200),
    of("IAM-006", "policy.data", "policy", document(CLEAR, OLD, EVERYBODY)),
    of("IAM-007", CLUSTER, "accessConfig.authenticationMode", "API_AND_CONFIG_MAP"),
    of("IAM-007", CLUSTER, "accessConfig.bootstrapClusterCreatorAdminPermissions", True),
    Case("RET-001", DATA, "lifecycle.data", ""),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.status", "Disabled"),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.filter", {"prefix": "tmp/"}),
    Case("RET-001", DATA, "lifecycle.data", "rules.0.filter", {"tag": {"key": "a", "value": "b"}}),
    of("RET-002", "lifecycle.data", "rules.0.expiration", {"expiredObjectDeleteMarker": True}),
    Case("RET-003", DATA, "lifecycle.data", "rules.0.noncurrentVersionExpiration", {"newerNoncurrentVersions": 3}),
    of("RET-005", "group.flow", "retentionInDays", 0),
    of("RET-005", "group.flow", "retentionInDays", 3653),
    of("RET-005", "group.flow", "retentionInDays", 30),
    of("RET-009", "stream.clicks", "retentionPeriod", 8761),
    of("RET-009", "brokers.clicks", "serverProperties", "log.retention.hours=-1"),
    of("RET-009", "brokers.clicks", "serverProperties", "log.retention.hours=72\nlog.retention.ms=-1"),
    of("RET-009", "brokers.clicks", "serverProperties"),
    of("RET-010", "filesystem.scratch", "automaticBackupRetentionDays", 91),
    Case("RET-011", TRAIL, "lifecycle.audit", "rules.0.expiration.days", 90),
    Case("RET-011", TRAIL, "lifecycle.audit", ""),
    Case("RET-012", DATA, "lock.data", "rule.defaultRetention.mode", "COMPLIANCE"),
    Case("RET-016", "repository.training", "images.training", ""),
    of("LOG-002", TRAIL, "isMultiRegionTrail", False),
    of("LOG-002", TRAIL, "enableLogging", False),
    Case("LOG-003", DATA, TRAIL, ""),
    Case(
        "LOG-003",
        DATA,
        TRAIL,
        "advancedEventSelectors.1.fieldSelectors.2.startsWiths",
        ["arn:aws:s3:::another-bucket/"],
    ),
    Case("LOG-004", "bucket.audit", "lock.audit", ""),
    Case("LOG-004", "bucket.audit", "versioning.audit", "versioningConfiguration.status", "Suspended"),
    of("LOG-005", CLUSTER, "enabledClusterLogTypes", ["api", "audit"]),
    Case("LOG-006", "vpc.net", "flow.net", ""),
    Case("LOG-006", "vpc.net", "flow.net", "trafficType", "REJECT"),
    Case("AVA-001", DATA, "versioning.data", ""),
    of("AVA-004", CLUSTER, "vpcConfig.subnetIds", ["subnet-1"]),
    of("RES-002", DATA, "region", "us-east-1"),
    of("RES-002", "group.flow", "region", "us-west-2"),
    Case("RES-001", DATA, "provider.main", "region", "us-east-1"),
    of("MIN-007", DATA, "tags.Owner"),
    Case("MIN-013", DATA, SCRATCH, "tags.DataClassification", "internal"),
    Case("MIN-013", DATA, DATA, "tags.DataClassification", "special"),
    Case("MIN-014", DATA, SCRATCH, "tags.Purpose", "advertising"),
    Case("MIN-014", DATA, SCRATCH, "tags.Purpose", "training-data+advertising"),
    Case("RES-017", DATA, SCRATCH, "region", "us-east-1"),
    Case("RET-018", DATA, "link.scratch", "s3.autoImportPolicy.events", ["NEW", "CHANGED"]),
    of("MIN-007", DATA, "tags.DataClassification", "secretish"),
    of("ERA-002", DATA, "tags.SubjectKey", ""),
    of("ERA-003", "vectors.documents", "metadataConfiguration.nonFilterableMetadataKeys", ["text", "user_id"]),
    Case("ERA-004", DATA, "permissions.erasure", ""),
    Case("ERA-004", DATA, "role.erasure", ""),
    Case(
        "ERA-004", DATA, "permissions.erasure", "policy", document({**EVERYBODY, "Principal": "", "Action": "s3:Get*"})
    ),
    of("GCP-001", "gke.tpu", "location", "us-central1"),
    of("GCP-001", "pool.tpu", "nodeLocations", ["europe-west4-a", "us-central1-a"]),
    of("GCP-002", "gke.tpu", "databaseEncryption.state", "DECRYPTED"),
    of("GCP-002", "pool.tpu", "nodeConfig.bootDiskKmsKey", "default"),
    of("GCP-003", "cmek.internal", "rotationPeriod", "63072000s"),
    of("GCP-004", "gke.tpu", "privateClusterConfig.enablePrivateEndpoint", False),
    of("GCP-004", "pool.tpu", "networkConfig.enablePrivateNodes", False),
    of("GCP-005", "firewall.office", "sourceRanges", ["10.0.0.0/8", "0.0.0.0/0"]),
    of("GCP-005", "firewall.office", "sourceRanges"),
    of("GCP-006", "pool.tpu", "nodeConfig.serviceAccount", "1-compute@developer.gserviceaccount.com"),
    of("GCP-006", "pool.tpu", "nodeConfig.workloadMetadataConfig.mode", "GCE_METADATA"),
    of("GCP-007", "gke.tpu", "resourceLabels.owner"),
    of("GCP-007", "cmek.internal", "labels.data-classification", "secretish"),
)
