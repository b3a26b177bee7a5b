"""CloudTrail trails."""

from collections.abc import Callable
from typing import Any

from sandbox.aws.model import Call, Request, Type
from sandbox.aws.types.iam import role_names

NAMES = {"enableLogFileValidation": "EnableLogFileValidation", "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn"}
TRAIL = ("s3BucketName", "s3KeyPrefix", "includeGlobalServiceEvents", "isMultiRegionTrail", "isOrganizationTrail")
TRAIL_CHANGES = (*TRAIL, "enableLogFileValidation", "kmsKeyId", "cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn")


def _selectors(r: Request) -> dict[str, Any]:
    """Field selectors: Pulumi pluralises the operators, CloudTrail does not."""
    operators = {
        "equals": "Equals",
        "notEquals": "NotEquals",
        "startsWiths": "StartsWith",
        "notStartsWiths": "NotStartsWith",
        "endsWiths": "EndsWith",
        "notEndsWiths": "NotEndsWith",
    }
    selectors = [
        {
            **({"Name": selector["name"]} if selector.get("name") else {}),
            "FieldSelectors": [
                {"Field": f["field"], **{operators[key]: f[key] for key in operators if f.get(key)}}
                for f in selector["fieldSelectors"]
            ],
        }
        for selector in r["advancedEventSelectors"] or []
    ]
    return {"TrailName": r["name"], "AdvancedEventSelectors": selectors}


def _beside(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    """What `describe_trails` does not tell: whether it records at all, and its tags."""
    trail, name = client("cloudtrail"), r["name"]
    listed = trail.list_tags(ResourceIdList=[r.id])["ResourceTagList"]
    return {
        "EnableLogging": trail.get_trail_status(Name=name)["IsLogging"],
        "Tags": listed[0]["TagsList"] if listed else [],
    }


START = Call(
    "start_logging", lambda r: {"Name": r["name"]}, on=("enableLogging",), unless=lambda r: r["enableLogging"] is False
)
STOP = Call(
    "stop_logging",
    lambda r: {"Name": r["name"]},
    on=("enableLogging",),
    unless=lambda r: r["enableLogging"] is not False,
)
SELECTORS = Call("put_event_selectors", _selectors, on=("advancedEventSelectors",))

TYPES = (
    Type(
        "aws:cloudtrail/trail:Trail",
        "cloudtrail",
        kind="CloudTrail Trail",
        create=(
            Call("create_trail", inputs=True, rename=NAMES),
            SELECTORS,
            START,
        ),
        identity=lambda r, reply: reply["TrailARN"],
        read=Call("describe_trails", lambda r: {"trailNameList": [r.id]}),
        found=lambda r, reply: reply["trailList"][0] if reply["trailList"] else None,
        update=(Call("update_trail", inputs=True, rename=NAMES, on=TRAIL_CHANGES), SELECTORS, START, STOP),
        # moto knows a trail by its name alone, and answers a deletion by ARN without deleting.
        delete=(Call("delete_trail", lambda r: {"Name": r["name"]}),),
        replaces=("name",),
        auto_name="name",
        auto_name_limit=128,
        defaults={"includeGlobalServiceEvents": True, "enableLogging": True},
        read_as={"enableLogFileValidation": lambda item: item.get("LogFileValidationEnabled")},
        beside=_beside,
        outputs=lambda r, item: {"arn": item["TrailARN"], "homeRegion": r.region, "snsTopicArn": ""},
        computed=("arn", "homeRegion", "snsTopicArn"),
        names=lambda r: (f"aws:s3/bucket:Bucket|{r['s3BucketName']}", *role_names("cloudWatchLogsRoleArn")(r)),
        forgotten=("advancedEventSelectors", "cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"),
        gone=("TrailNotFoundException",),
        tag_calls="cloudtrail",
    ),
)
