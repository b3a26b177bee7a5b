"""Whether what flows into a store also goes again, as far as infrastructure shows."""

from catalogue.stores import StoreType, store_types
from graph.model import Resource
from policies.rules.common import LIFECYCLE, of_bucket
from policies.rules.retention import ECR_LIFECYCLE, expires_everything, has_rules
from policies.scene import Scene
from policies.values import ABSENT, Tri, any3, at, given, includes, is_true, some, within

LINK = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"
FORGETS = (
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:kinesis/stream:Stream",
    "aws:sqs/queue:Queue",
)
"""Types that forget within days if nothing is said."""


def ends(store: Resource, scene: Scene) -> Tri:
    """True where data goes by itself, False where it surely stays; None where only the application can say."""
    about = store_types()[store.type]
    match about.limit:
        case "s3-lifecycle":
            parts = of_bucket(store, scene, LIFECYCLE)
            return any3(some(at(part, "rules"), expires_everything) for part in parts)
        case "ecr-lifecycle":
            policies = [at(each, "policy") for each in scene.companions(store, (ECR_LIFECYCLE,), "repository")]
            return any3(has_rules(policy) for policy in (*policies, at(store, "lifecyclePolicy")))
        case "":
            linked = bool(scene.companions(store, (LINK,), "fileSystemId"))
            return follows(store, scene) if linked else True if store.type in FORGETS else None
        case path:
            return _limited(at(store, path), about, store)


def _limited(value: object, about: StoreType, store: Resource) -> Tri:
    if value is ABSENT:
        return store.type in FORGETS
    match about.unit:
        case "attribute":
            return given(value)
        case "node":
            return is_true(value)
        case _:
            return within(value, 1, float("inf"))


def follows(store: Resource, scene: Scene) -> Tri:
    """Whether a file system in front of a bucket lets go of what the bucket deletes; its links say so."""
    links = scene.companions(store, (LINK,), "fileSystemId")
    return any3(includes(at(link, "s3.autoImportPolicy.events"), "DELETED") for link in links)
