"""The groups of RDS and Aurora: subnets, parameters, options."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
OPTIONS = "aws:rds/optionGroup:OptionGroup"


def tags_of(kind: str) -> Callable[[Request, Callable[[str], Any]], dict[str, Any]]:
    def read(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
        arn = r.arn("rds", f"{kind}:{r.id}")
        return {"Tags": client("rds").list_tags_for_resource(ResourceName=arn)["TagList"]}

    return read


def first(name: str) -> Callable[[Request, Mapping[str, Any]], Mapping[str, Any] | None]:
    return lambda r, reply: next(iter(reply[name]), None)


def _parameters(r: Request) -> list[dict[str, Any]]:
    return [
        {"ParameterName": p["name"], "ParameterValue": p["value"], "ApplyMethod": p.get("applyMethod", "immediate")}
        for p in r["parameters"] or []
    ]


def _parameter_group(token: str, kind: str, prefix: str, of: str) -> Type:
    """The two kinds of parameter groups, which differ in the names of everything."""
    named = f"DB{prefix}ParameterGroupName"
    small = prefix.lower() and f"{prefix.lower()}_"
    operation = f"db_{small}parameter"

    def beside(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
        rds = client("rds")
        return {
            **tags_of(of)(r, client),
            "Parameters": getattr(rds, f"describe_{operation}s")(**{named: r.id})["Parameters"],
        }

    change = Call(
        f"modify_{operation}_group",
        lambda r: {named: r.id or r["name"], "Parameters": _parameters(r)},
        on=("parameters",),
        unless=lambda r: not r["parameters"],
    )
    return Type(
        token,
        "rds",
        kind=kind,
        create=(
            Call(f"create_{operation}_group", inputs=True, rename={"name": named, "family": "DBParameterGroupFamily"}),
            change,
        ),
        identity=lambda r, reply: str(r["name"]),
        read=Call(f"describe_{operation}_groups", lambda r: {named: r.id}),
        found=first(f"DB{prefix}ParameterGroups"),
        beside=beside,
        read_as={
            "parameters": lambda item: [
                {"name": p["ParameterName"], "value": p["ParameterValue"], "applyMethod": p["ApplyMethod"]}
                for p in item["Parameters"]
            ]
        },
        update=(change,),
        delete=(Call(f"delete_{operation}_group", lambda r: {named: r.id}),),
        auto_name="name",
        replaces=("name", "namePrefix", "family", "description"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("rds", f"{of}:{r.id}")},
        computed=("arn",),
        named=lambda r: (f"{token}|{r['name']}",),
        gone=("DBParameterGroupNotFound", "DBClusterParameterGroupNotFound"),
        tag_calls="rds",
    )


TYPES = (
    Type(
        SUBNETS,
        "rds",
        kind="RDS DB Subnet Group",
        create=(
            Call(
                "create_db_subnet_group",
                inputs=True,
                rename={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
            ),
        ),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_db_subnet_groups", lambda r: {"DBSubnetGroupName": r.id}),
        found=first("DBSubnetGroups"),
        beside=tags_of("subgrp"),
        read_as={"subnetIds": lambda item: [subnet["SubnetIdentifier"] for subnet in item["Subnets"]]},
        update=(
            Call(
                "modify_db_subnet_group",
                lambda r: {
                    "DBSubnetGroupName": r.id,
                    "DBSubnetGroupDescription": r["description"],
                    "SubnetIds": r["subnetIds"],
                },
                on=("subnetIds", "description"),
            ),
        ),
        delete=(Call("delete_db_subnet_group", lambda r: {"DBSubnetGroupName": r.id}),),
        auto_name="name",
        defaults={"description": "Managed by Pulumi"},
        replaces=("name", "namePrefix"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("rds", f"subgrp:{r.id}"), "vpcId": item["VpcId"]},
        computed=("arn", "vpcId"),
        named=lambda r: (f"{SUBNETS}|{r['name']}",),
        gone=("DBSubnetGroupNotFoundFault",),
        tag_calls="rds",
    ),
    _parameter_group(PARAMETERS, "RDS DB Parameter Group", "", "pg"),
    _parameter_group(CLUSTER_PARAMETERS, "RDS Cluster Parameter Group", "Cluster", "cluster-pg"),
    Type(
        OPTIONS,
        "rds",
        kind="RDS DB Option Group",
        create=(
            Call("create_option_group", inputs=True, rename={"name": "OptionGroupName"}),
            Call(
                "modify_option_group",
                lambda r: {
                    "OptionGroupName": r["name"],
                    "OptionsToInclude": [
                        {
                            "OptionName": option["optionName"],
                            "OptionSettings": [
                                {"Name": each["name"], "Value": each["value"]}
                                for each in option.get("optionSettings", [])
                            ],
                        }
                        for option in r["options"]
                    ],
                },
                on=("options",),
            ),
        ),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_option_groups", lambda r: {"OptionGroupName": r.id}),
        found=first("OptionGroupsList"),
        beside=tags_of("og"),
        delete=(Call("delete_option_group", lambda r: {"OptionGroupName": r.id}),),
        auto_name="name",
        replaces=("name", "namePrefix", "engineName", "majorEngineVersion", "optionGroupDescription"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("rds", f"og:{r.id}")},
        computed=("arn",),
        # moto tells neither ports nor security groups of an option.
        forgotten=("options",),
        named=lambda r: (f"{OPTIONS}|{r['name']}",),
        gone=("OptionGroupNotFoundFault",),
        tag_calls="rds",
    ),
)
