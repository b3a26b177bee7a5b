"""ERA: a person's data can be found and erased. GDPR 15, 17, 20; CCPA 105, 110.

Where a query finds a person by any column (SQL, documents) nothing has to be said beforehand; where data is found by
its key only, the store says what names the person.
"""

from collections.abc import Iterator

from graph.model import Resource, Secret
from policies.flows.access import may_all
from policies.flows.places import places_of
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import BUCKETS, is_personal
from policies.scene import Scene
from policies.values import ABSENT, Tri, any3, at, equals, every, given, hidden, not3

SUBJECT_KEY = "tags.SubjectKey"
TABLE = "aws:dynamodb/table:Table"
BY_KEY = (*BUCKETS, TABLE, "aws:keyspaces/table:Table")
DOMAIN = "aws:opensearch/domain:Domain"
VECTORS = "aws:s3/vectorsIndex:VectorsIndex"
# What finding and erasing takes: older versions too, which a plain delete only hides.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
OF_BUCKETS = ("s3:ListBucketVersions", "s3:GetObjectVersion", "s3:DeleteObjectVersion")
ERASING = {**dict.fromkeys(BUCKETS, OF_BUCKETS), TABLE: ("dynamodb:GetItem", "dynamodb:DeleteItem")}


@rule(
    "ERA-002",
    "What is found by its key says what names the person",
    types=BY_KEY,
    why="a person who asks for their data, or to be erased, has to be found",
    remedy="tag it with SubjectKey: the beginning of the keys, or the attribute, that names the person",
    severity=Severity.MEDIUM,
    gdpr=("15", "17"),
    ccpa=("105", "110"),
    fix=Fix.NONE,
)
def subject_key(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = is_personal(store)
    if personal is not False:
        yield Claim(any3((not3(personal), _said(store))), SUBJECT_KEY, "does not say what names a person in it")


@rule(
    "ERA-003",
    "Vectors of persons carry whose they are",
    types=(DOMAIN, VECTORS),
    why="a vector names nobody by itself, and what cannot be filtered by person cannot be erased",
    remedy="tag it with SubjectKey, the metadata field that says whose a vector is, and keep that field filterable",
    severity=Severity.HIGH,
    gdpr=("17",),
    ccpa=("105",),
    fix=Fix.NONE,
)
def subject_metadata(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = is_personal(store)
    if personal is False:
        return
    yield Claim(any3((not3(personal), _said(store))), SUBJECT_KEY, "does not say which field names the person")
    path = "metadataConfiguration.nonFilterableMetadataKeys"
    left_out = at(store, path)
    if left_out is not ABSENT:
        said = at(store, SUBJECT_KEY)
        kept = None if hidden(said) else every(left_out, lambda key: not3(equals(key, str(said))))
        yield Claim(any3((not3(personal), kept)), path, "cannot filter by the person")


@rule(
    "ERA-004",
    "A role of the stack can find and erase a person's data",
    types=tuple(ERASING),
    why="a request that only an administrator by hand can answer is answered late or not at all",
    remedy="let a workload erase in it, which lists, reads and deletes every version",
    severity=Severity.HIGH,
    gdpr=("15", "17", "20"),
    ccpa=("105", "110"),
    needs_graph=True,
)
def erasable(store: Resource, scene: Scene) -> Iterator[Claim]:
    personal = is_personal(store)
    if personal is not False:
        may = may_all(places_of(scene), store, ERASING[store.type])
        yield Claim(any3((not3(personal), may)), "", "has no role that may find and erase what is in it")


def _said(store: Resource) -> Tri:
    said = at(store, SUBJECT_KEY)
    if isinstance(said, Secret):
        return None  # whoever answers a request could not read it
    return given(said) if hidden(said) or isinstance(said, str) else False
