"""How each service writes, changes and reads tags."""

from collections.abc import Mapping
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


def change(client: Any, way: str, r: Request, old: Tags, new: Tags) -> None:
    """Make the tags of a living resource what the program says."""
    gone = [key for key in old if key not in new]
    added = {key: value for key, value in new.items() if old.get(key) != value}
    match way:
        case "ec2":
            if gone:
                client.delete_tags(Resources=[r.id], Tags=[{"Key": key} for key in gone])
            if added:
                client.create_tags(Resources=[r.id], Tags=pairs(added))
        case "s3":
            client.put_bucket_tagging(Bucket=r.id, Tagging={"TagSet": pairs(new)})
        case "kms":
            if gone:
                client.untag_resource(KeyId=r.id, TagKeys=gone)
            if added:
                client.tag_resource(KeyId=r.id, Tags=[{"TagKey": k, "TagValue": v} for k, v in added.items()])
        case "iam-role":
            if gone:
                client.untag_role(RoleName=r.id, TagKeys=gone)
            if added:
                client.tag_role(RoleName=r.id, Tags=pairs(added))
        case "iam-instance-profile":
            if gone:
                client.untag_instance_profile(InstanceProfileName=r.id, TagKeys=gone)
            if added:
                client.tag_instance_profile(InstanceProfileName=r.id, Tags=pairs(added))
        case "iam-policy":
            if gone:
                client.untag_policy(PolicyArn=r.id, TagKeys=gone)
            if added:
                client.tag_policy(PolicyArn=r.id, Tags=pairs(added))
        case "cloudtrail":
            if gone:
                client.remove_tags(ResourceId=r.state["arn"], TagsList=[{"Key": key} for key in gone])
            if added:
                client.add_tags(ResourceId=r.state["arn"], TagsList=pairs(added))
        case "fsx":
            if gone:
                client.untag_resource(ResourceARN=r.state["arn"], TagKeys=gone)
            if added:
                client.tag_resource(ResourceARN=r.state["arn"], Tags=pairs(added))
        case "backup":
            if gone:
                client.untag_resource(ResourceArn=r.state["arn"], TagKeyList=gone)
            if added:
                client.tag_resource(ResourceArn=r.state["arn"], Tags=added)
        case "efs":
            if gone:
                client.untag_resource(ResourceId=r.id, TagKeys=gone)
            if added:
                client.tag_resource(ResourceId=r.id, Tags=pairs(added))
        case "kinesis":
            stream = r.id.rpartition("/")[2]
            if gone:
                client.remove_tags_from_stream(StreamName=stream, TagKeys=gone)
            if added:
                client.add_tags_to_stream(StreamName=stream, Tags=added)
        case "glue":
            if gone:
                client.untag_resource(ResourceArn=r.state["arn"], TagsToRemove=gone)
            if added:
                client.tag_resource(ResourceArn=r.state["arn"], TagsToAdd=added)
        case "rds":
            if gone:
                client.remove_tags_from_resource(ResourceName=r.state["arn"], TagKeys=gone)
            if added:
                client.add_tags_to_resource(ResourceName=r.state["arn"], Tags=pairs(added))
        case "pairs" | "map":
            arn = r.state["arn"].removesuffix(":*")
            if gone:
                client.untag_resource(resourceArn=arn, tagKeys=gone)
            if added:
                form: Any = added if way == "map" else pairs(added)
                client.tag_resource(resourceArn=arn, tags=form)
