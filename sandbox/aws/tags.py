"""How each service writes, changes and reads tags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.aws.model import Request
from sandbox.aws.shapes import normal

Tags = dict[str, str]


def for_create(shape: Any, tags: Tags, ec2_type: str) -> dict[str, Any]:
    """The request member that carries tags, in the form this operation's shape asks for."""
    if not tags:
        return {}
    for member, member_shape in shape.members.items():
        if member == "TagSpecifications" and ec2_type:
            return {member: [{"ResourceType": ec2_type, "Tags": pairs(tags)}]}
        if normal(member) in ("tags", "taglist", "tagslist"):
            if member_shape.type_name == "map":
                return {member: tags}
            key, value = sorted(member_shape.member.members, key=lambda name: "value" in normal(name))
            return {member: [{key: k, value: v} for k, v in tags.items()]}
    return {}


def pairs(tags: Tags) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def from_item(item: Mapping[str, Any]) -> Tags | None:
    """The tags in a read reply; None where it tells none."""
    for member in ("Tags", "tags", "TagSet", "TagsList"):
        if member in item:
            found = item[member]
            if isinstance(found, Mapping):
                return dict(found)
            return {t.get("Key", t.get("TagKey")): t.get("Value", t.get("TagValue")) for t in found}
    return None


@dataclass(frozen=True, slots=True)
class _Calls:
    """How a service takes tags off and puts them on: operations, and members of their requests."""

    named: str
    """Member that names the resource."""
    off: str
    gone: str
    """Member with the keys of the tags that go."""
    on: str
    added: str
    """Member with the tags that come."""
    form: Callable[[Tags], Any]
    of: Callable[[Request], Any] = lambda r: r.state["arn"]
    """What names the resource."""
    keys: Callable[[list[str]], Any] = list


def _as_map(tags: Tags) -> Tags:
    return tags


def _key_pairs(keys: list[str]) -> list[dict[str, str]]:
    return [{"Key": key} for key in keys]


def _id(r: Request) -> str:
    return r.id


def _arn_of_group(r: Request) -> str:
    return str(r.state["arn"]).removesuffix(":*")


_OFF, _ON = "untag_resource", "tag_resource"

CALLS: Mapping[str, _Calls] = {
    "ec2": _Calls(
        "Resources", "delete_tags", "Tags", "create_tags", "Tags", pairs, of=lambda r: [r.id], keys=_key_pairs
    ),
    "kms": _Calls(
        *("KeyId", _OFF, "TagKeys", _ON, "Tags"),
        lambda tags: [{"TagKey": key, "TagValue": value} for key, value in tags.items()],
        of=_id,
    ),
    "iam-role": _Calls("RoleName", "untag_role", "TagKeys", "tag_role", "Tags", pairs, of=_id),
    "iam-instance-profile": _Calls(
        *("InstanceProfileName", "untag_instance_profile", "TagKeys", "tag_instance_profile", "Tags"), pairs, of=_id
    ),
    "iam-policy": _Calls("PolicyArn", "untag_policy", "TagKeys", "tag_policy", "Tags", pairs, of=_id),
    "cloudtrail": _Calls("ResourceId", "remove_tags", "TagsList", "add_tags", "TagsList", pairs, keys=_key_pairs),
    "fsx": _Calls("ResourceARN", _OFF, "TagKeys", _ON, "Tags", pairs),
    "backup": _Calls("ResourceArn", _OFF, "TagKeyList", _ON, "Tags", _as_map),
    "efs": _Calls("ResourceId", _OFF, "TagKeys", _ON, "Tags", pairs, of=_id),
    "kinesis": _Calls(
        *("StreamName", "remove_tags_from_stream", "TagKeys", "add_tags_to_stream", "Tags"),
        _as_map,
        of=lambda r: r.id.rpartition("/")[2],
    ),
    "glue": _Calls("ResourceArn", _OFF, "TagsToRemove", _ON, "TagsToAdd", _as_map),
    "rds": _Calls("ResourceName", "remove_tags_from_resource", "TagKeys", "add_tags_to_resource", "Tags", pairs),
    "pairs": _Calls("resourceArn", _OFF, "tagKeys", _ON, "tags", pairs, of=_arn_of_group),
    "map": _Calls("resourceArn", _OFF, "tagKeys", _ON, "tags", _as_map, of=_arn_of_group),
}
"""By the word a type has for it; S3 replaces all tags of a bucket at once."""


def change(client: Any, way: str, r: Request, old: Tags, new: Tags) -> None:
    """Make the tags of a living resource what the program says."""
    if way == "s3":
        client.put_bucket_tagging(Bucket=r.id, Tagging={"TagSet": pairs(new)})
        return
    calls = CALLS[way]
    gone = [key for key in old if key not in new]
    added = {key: value for key, value in new.items() if old.get(key) != value}
    if gone:
        getattr(client, calls.off)(**{calls.named: calls.of(r), calls.gone: calls.keys(gone)})
    if added:
        getattr(client, calls.on)(**{calls.named: calls.of(r), calls.added: calls.form(added)})
