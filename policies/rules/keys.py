"""ENC: the keys themselves: rotation, destruction, who manages and who uses them. GDPR 32(1)(a); CCPA 150."""

from collections.abc import Iterator

from graph.model import Resource
from policies.documents import grants, statements
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import (
    BUCKETS,
    DATA_CLASSES,
    ENCRYPTION,
    data_class,
    of_bucket,
)
from policies.scene import Scene
from policies.values import (
    ABSENT,
    all3,
    any3,
    at,
    equals,
    given,
    hidden,
    is_true,
    items,
    not3,
    within,
)

GDPR = ("5(1)(f)", "32(1)(a)")
CCPA = ("150", "A2")
KEY = "aws:kms/key:Key"
KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"

LONGEST_ROTATION_DAYS, SHORTEST_ROTATION_DAYS = 365, 90
SHORTEST_DELETION_DAYS, LONGEST_DELETION_DAYS = 14, 30
SHORTEST_OF_ALL_DELETION_DAYS = 7  # https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html


@rule(
    "ENC-015",
    "Keys rotate, and cannot be destroyed in a hurry",
    types=(KEY,),
    why="an old key that leaks opens everything, and a deleted key closes everything for good",
    remedy="set enableKeyRotation, rotationPeriodInDays 90 to 365 and deletionWindowInDays 14 to 30",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(a)", "32(1)(b)"),
    ccpa=CCPA,
)
def rotation(key: Resource, scene: Scene) -> Iterator[Claim]:
    shortest = SHORTEST_OF_ALL_DELETION_DAYS if scene.context.for_trying else SHORTEST_DELETION_DAYS
    window = within(at(key, "deletionWindowInDays"), shortest, LONGEST_DELETION_DAYS, absent=True)
    yield Claim(window, "deletionWindowInDays", "can be destroyed in a hurry")
    spec = at(key, "customerMasterKeySpec")
    if spec is not ABSENT and equals(spec, "SYMMETRIC_DEFAULT") is False:
        return  # KMS rotates symmetric keys only
    yield Claim(is_true(at(key, "enableKeyRotation")), "enableKeyRotation", "does not rotate")
    period = within(at(key, "rotationPeriodInDays"), SHORTEST_ROTATION_DAYS, LONGEST_ROTATION_DAYS, absent=True)
    yield Claim(period, "rotationPeriodInDays", "rotates less than once a year")


MANAGE = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey")
USE = ("kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt")
TIES = frozenset(
    {
        "kms:calleraccount",
        "kms:viaservice",
        "kms:grantisforawsresource",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:sourceorgid",
    }
)
CONTEXT = "kms:encryptioncontext:"


@rule(
    "ENC-016",
    "Key policies part managing from using, and let nobody in by default",
    types=(KEY, KEY_POLICY),
    why="whoever manages a key and uses it can read everything and hide it",
    remedy="part administration from use, and tie use by kms:ViaService, kms:CallerAccount or aws:SourceAccount",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=("150", "A3"),
    fix=Fix.NONE,
    needs_graph=True,
)
def key_policy(holder: Resource, scene: Scene) -> Iterator[Claim]:
    if holder.type == KEY and scene.companions(holder, (KEY_POLICY,), "keyId"):
        return  # its KeyPolicy is judged instead
    policy = at(holder, "policy")
    found = statements(policy, "policy")
    if found is None:
        yield Claim(None, "policy", "")
        return
    # KMS's default policy lets the whole account do everything.
    yield Claim(given(policy) and bool(found), "policy", "has no policy of its own")
    for one in found:
        if not one.allows:
            continue
        tied = bool(one.condition_keys & TIES) or any(key.startswith(CONTEXT) for key in one.condition_keys)
        everybody = "*" in one.principals or "NotPrincipal" in one.excludes
        uses = any3(grants(one, action) for action in USE)
        manages = any3(grants(one, action) for action in MANAGE)
        yield Claim(not everybody or tied, "policy", "lets everybody in")
        yield Claim(not3(all3((uses, manages))), "policy", "gives managing and using to the same principals")
        yield Claim(any3((not3(uses), tied)), "policy", "gives use that is tied to no service, account or context")


@rule(
    "ENC-020",
    "Each data class has a key of its own",
    types=BUCKETS,
    why="opening the key of one class must not open the data of another",
    remedy="encrypt with the EncryptionKey of the store's own data class",
    severity=Severity.MEDIUM,
    gdpr=("25", "32(1)(a)"),
    ccpa=("A2",),
    needs_graph=True,
)
def own_class_key(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    for part in of_bucket(bucket, scene, ENCRYPTION):
        for block in items(at(part, "rules")) or ():
            value = at(block, "applyServerSideEncryptionByDefault.kmsMasterKeyId")
            for key in scene.named(part, value, "rules", (KEY,)):
                said = at(key, "tags.DataClassification")
                same = any3(equals(data_class(bucket), word) if equals(said, word) else False for word in DATA_CLASSES)
                known = not hidden(said) and not hidden(data_class(bucket))
                yield Claim(same if known else None, "rules", "shares its key with another data class")
