"""The kinds of value a stack file has: their limits in types, and how each is rightly written."""

from typing import Annotated, Literal

from pydantic import Field

NAME = r"^[a-z][a-z0-9-]{0,28}[a-z0-9]$"
ACCOUNT_ID = r"^[0-9]{12}$"
OWNER = r"^[A-Za-z0-9][A-Za-z0-9 ._:/=+@-]{1,254}$"
PURPOSE = r"^[A-Za-z0-9][A-Za-z0-9 ._:/=+@-]{0,127}$"
CIDR = r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$"
ZONE = r"^[a-z]{2,5}[0-9]+-az[0-9]+$"
REGION = r"^[a-z]{2,4}(-[a-z]+)+-[0-9]+$"
JURISDICTION = r"^[a-z]{2}$"
RESERVATION = r"^cr-[0-9a-f]{17}$"
IMAGE_ID = r"^ami-([0-9a-f]{8}|[0-9a-f]{17})$"
MIG_PROFILE = r"^[1-7]g\.[0-9]{1,3}gb$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
PLACEMENT_GROUP = r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,254}$"
ROLE_ARN = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$"
VAULT_ARN = r"^arn:aws[a-z-]*:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:[A-Za-z0-9_-]{2,50}$"
TOPIC_ARN = r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$"
KUBERNETES_NAME = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
KUBERNETES_VERSION = r"^1\.[0-9]{2}$"
INSTANCE_TYPE = r"^[a-z0-9-]+\.[a-z0-9-]+$"
NODE_TYPE = r"^cache\.[a-z0-9-]+\.[a-z0-9]+$"
CACHE_USER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
VERSION = r"^[0-9]+(\.[0-9]+){1,3}$"
TABLE_NAME = r"^[a-z0-9_]{1,255}$"
STREAM_NAME = r"^[A-Za-z0-9._-]{1,128}$"
REPOSITORY = r"^[a-z0-9]+([._/-][a-z0-9]+)*$"

RIGHT = {
    NAME: "2 to 30 small letters, digits and hyphens are right, such as 'datasets'",
    ACCOUNT_ID: '12 digits in quotes are right, such as "111122223333"',
    OWNER: "a team or an e-mail address is right, such as 'ml-platform@example.com'",
    PURPOSE: "a few plain words are right, such as 'training-data'",
    CIDR: "an IPv4 range is right, such as '10.40.0.0/16'",
    ZONE: "a zone id is right, such as 'eun1-az1' (not a zone name such as 'eu-north-1a')",
    REGION: "a region code is right, such as 'eu-north-1'",
    JURISDICTION: "a two-letter jurisdiction is right, such as 'eu', 'uk' or 'us'",
    RESERVATION: "the id of a capacity reservation is right, such as 'cr-0123456789abcdef0'",
    IMAGE_ID: "the id of an image is right, such as 'ami-0123456789abcdef0'",
    MIG_PROFILE: "the profile of a part of a GPU is right, such as '1g.10gb'",
    INSTANT: "a time in UTC is right, such as '2026-12-01T11:30:00Z'",
    PLACEMENT_GROUP: "the name of a placement group is right, such as 'training'",
    ROLE_ARN: "the ARN of an IAM role is right, such as 'arn:aws:iam::111122223333:role/platform-admin'",
    VAULT_ARN: "the ARN of a vault is right, such as 'arn:aws:backup:eu-central-1:111122223333:backup-vault:copies'",
    TOPIC_ARN: "the ARN of an SNS topic is right, such as 'arn:aws:sns:eu-north-1:111122223333:backups'",
    KUBERNETES_NAME: "a Kubernetes name is right: small letters, digits and hyphens, such as 'training'",
    KUBERNETES_VERSION: 'a minor version in quotes is right, such as "1.35"',
    INSTANCE_TYPE: "an instance type is right, such as 'm7i.xlarge'",
    NODE_TYPE: "the type of a cache node is right, such as 'cache.r7g.large'",
    CACHE_USER: "2 to 20 small letters, digits and single hyphens are right, such as 'serving'",
    VERSION: 'a version in quotes is right, such as "2.31.2"',
    TABLE_NAME: "1 to 255 small letters, digits and '_' are right, such as 'events'",
    STREAM_NAME: "letters, digits and . _ - are right, such as 'clicks'",
    REPOSITORY: "a repository name is right: small letters, digits and . _ - / between them, such as 'training'",
}
"""What is right where a value does not match a pattern."""

DataClass = Literal["public", "internal", "personal", "special", "derived", "weights"]
PERSONAL_CLASSES = ("personal", "special")
"""Data classes that are personal data, which must stay in the declared residency."""

RESERVED_STORES = ("access-logs",)
"""Stores the platform makes by itself; a declared one of that name would be the same resource twice."""

Name = Annotated[str, Field(pattern=NAME)]
AccountId = Annotated[str, Field(pattern=ACCOUNT_ID)]
Cidr = Annotated[str, Field(pattern=CIDR)]
Zone = Annotated[str, Field(pattern=ZONE)]
RegionCode = Annotated[str, Field(pattern=REGION)]
Jurisdiction = Annotated[str, Field(pattern=JURISDICTION)]
ReservationId = Annotated[str, Field(pattern=RESERVATION)]
ImageId = Annotated[str, Field(pattern=IMAGE_ID)]
Instant = Annotated[str, Field(pattern=INSTANT)]
PlacementGroupName = Annotated[str, Field(pattern=PLACEMENT_GROUP)]
RoleArn = Annotated[str, Field(pattern=ROLE_ARN)]
VaultArn = Annotated[str, Field(pattern=VAULT_ARN)]
TopicArn = Annotated[str, Field(pattern=TOPIC_ARN)]
KubernetesName = Annotated[str, Field(pattern=KUBERNETES_NAME)]
InstanceTypeName = Annotated[str, Field(pattern=INSTANCE_TYPE)]
CacheUser = Annotated[str, Field(pattern=CACHE_USER, min_length=2, max_length=20)]
Version = Annotated[str, Field(pattern=VERSION)]
Repository = Annotated[str, Field(pattern=REPOSITORY, min_length=2, max_length=200)]
TableName = Annotated[str, Field(pattern=TABLE_NAME)]
StreamName = Annotated[str, Field(pattern=STREAM_NAME)]
Service = Annotated[str, Field(min_length=2, max_length=60)]
LogDays = Annotated[int, Field(ge=1, le=3653)]
"""Days CloudWatch Logs keeps a log group; only certain values are accepted, which `combinations` checks."""
