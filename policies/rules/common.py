"""Words that several families of rules share: data classes, buckets and what belongs to them."""

from collections.abc import Sequence

from graph.model import Resource
from policies.scene import Scene
from policies.values import ABSENT, Tri, at, equals, hidden

PERSONAL = ("personal", "special")
"""Data classes that are personal data in the sense of the GDPR."""
DATA_CLASSES = ("derived", "internal", "personal", "public", "special", "weights")

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
TRAIL = "aws:cloudtrail/trail:Trail"
CLUSTER = "aws:eks/cluster:Cluster"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
VPC = "aws:ec2/vpc:Vpc"
ROLE = "aws:iam/role:Role"
BUCKET_POLICY = ("aws:s3/bucketPolicy:BucketPolicy",)


def both(name: str) -> tuple[str, str]:
    """A part of a bucket's configuration under its present name and under that of pulumi-aws 6."""
    small = name[0].lower() + name[1:]
    return (f"aws:s3/{small}:{name}", f"aws:s3/{small}V2:{name}V2")


ENCRYPTION = both("BucketServerSideEncryptionConfiguration")
LIFECYCLE = both("BucketLifecycleConfiguration")
VERSIONING = both("BucketVersioning")
LOGGING = both("BucketLogging")
OBJECT_LOCK = both("BucketObjectLockConfiguration")
PUBLIC_ACCESS_BLOCK = ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",)


def data_class(resource: Resource) -> object:
    """The DataClassification tag, or what hides it, or ABSENT."""
    return at(resource, "tags.DataClassification")


def is_personal(resource: Resource) -> Tri:
    """Whether a store holds personal data. One that does not say is taken to: leaving out a tag never helps."""
    said = data_class(resource)
    if hidden(said):
        return None
    return not equals(said, *(word for word in DATA_CLASSES if word not in PERSONAL))


def of_bucket(resource: Resource, scene: Scene, types: Sequence[str]) -> tuple[Resource, ...]:
    """The parts of a bucket's configuration of these types."""
    return scene.companions(resource, types, "bucket")


def is_trail_bucket(resource: Resource, scene: Scene) -> bool:
    """Whether an audit trail writes into this bucket."""
    return bool(scene.companions(resource, (TRAIL,), "s3BucketName"))


def takes_access_logs(resource: Resource, scene: Scene) -> bool:
    """Whether another bucket delivers its access logs into this one."""
    return bool(scene.companions(resource, LOGGING, "targetBucket"))


def absent(value: object) -> bool:
    """Whether an input is not there, or empty."""
    return value is ABSENT or value == ""
