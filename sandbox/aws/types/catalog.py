"""Glue's catalog in moto; of Lake Formation the settings and stores in moto, tags, filters and grants on record."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"
TABLE = "aws:glue/catalogTable:CatalogTable"
FILTER = "aws:lakeformation/dataCellsFilter:DataCellsFilter"
LF_TAG = "aws:lakeformation/lfTag:LfTag"
GONE = ("EntityNotFoundException",)


def _digest(r: Request) -> str:
    return hashlib.sha256(r.urn.encode()).hexdigest()[:16]


def _table_name(database: Any, table: Any) -> tuple[str, ...]:
    return (f"{TABLE}|{database}:{table}",) if isinstance(database, str) and isinstance(table, str) else ()


def _tags(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    arn = r.arn("glue", f"database/{r.id.partition(':')[2]}")
    return {"Tags": client("glue").get_tags(ResourceArn=arn)["Tags"]}


def _of_grant(r: Request) -> tuple[str, ...]:
    table, cells = r["table"] or r["tableWithColumns"] or {}, r["dataCellsFilter"] or {}
    filtered = (f"{FILTER}|{cells['databaseName']}:{cells['tableName']}:{cells['name']}",) if cells else ()
    return (*_table_name(table.get("databaseName"), table.get("name")), *filtered)


def _lake_settings(r: Request) -> dict[str, Any]:
    admins = [{"DataLakePrincipalIdentifier": arn} for arn in r["admins"] or ()]
    return {
        "DataLakeSettings": {
            "DataLakeAdmins": admins,
            "CreateDatabaseDefaultPermissions": r["createDatabaseDefaultPermissions"] or [],
            "CreateTableDefaultPermissions": r["createTableDefaultPermissions"] or [],
            "AllowExternalDataFiltering": bool(r["allowExternalDataFiltering"]),
        }
    }


def _settings_found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = reply["DataLakeSettings"]
    return found if found.get("DataLakeAdmins") else None


def _encryption_found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    mode = reply["DataCatalogEncryptionSettings"].get("EncryptionAtRest", {}).get("CatalogEncryptionMode", "DISABLED")
    return None if mode == "DISABLED" else reply


PUT_SETTINGS = Call("put_data_lake_settings", _lake_settings)
PUT_ENCRYPTION = Call("put_data_catalog_encryption_settings", inputs=True)
NOT_ENCRYPTED = {
    "EncryptionAtRest": {"CatalogEncryptionMode": "DISABLED"},
    "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": False},
}

TYPES = (
    Type(
        "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
        "glue",
        kind="Glue Data Catalog Encryption Settings",
        create=(PUT_ENCRYPTION,),
        identity=lambda r, reply: r.account,
        read=Call("get_data_catalog_encryption_settings"),
        found=_encryption_found,
        update=(PUT_ENCRYPTION,),
        delete=(
            Call(
                "put_data_catalog_encryption_settings", lambda r: {"DataCatalogEncryptionSettings": dict(NOT_ENCRYPTED)}
            ),
        ),
        replaces=("catalogId",),
        outputs=lambda r, item: {"catalogId": r.account},
        computed=("catalogId",),
    ),
    Type(
        DATABASE,
        "glue",
        kind="Glue Catalog Database",
        create=(Call("create_database", wrap="DatabaseInput"),),
        identity=lambda r, reply: f"{r.account}:{r['name']}",
        read=Call("get_database", lambda r: {"Name": r.id.partition(":")[2]}),
        found=lambda r, reply: reply["Database"],
        update=(Call("update_database", lambda r: {"Name": r["name"]}, wrap="DatabaseInput", on=("description",)),),
        delete=(Call("delete_database", lambda r: {"Name": r.id.partition(":")[2]}),),
        replaces=("name", "catalogId"),
        fixed_when_named=("name",),
        beside=_tags,
        outputs=lambda r, item: {"arn": r.arn("glue", f"database/{r['name']}"), "catalogId": r.account},
        computed=("arn", "catalogId"),
        named=lambda r: (f"{DATABASE}|{r['name']}",),
        gone=GONE,
        tag_calls="glue",
    ),
    Type(
        TABLE,
        "glue",
        kind="Glue Catalog Table",
        create=(Call("create_table", lambda r: {"DatabaseName": r["databaseName"]}, wrap="TableInput"),),
        identity=lambda r, reply: f"{r.account}:{r['databaseName']}:{r['name']}",
        read=Call("get_table", lambda r: dict(zip(("DatabaseName", "Name"), r.id.split(":")[1:], strict=True))),
        found=lambda r, reply: reply["Table"],
        update=(Call("update_table", lambda r: {"DatabaseName": r["databaseName"]}, wrap="TableInput"),),
        delete=(Call("delete_table", lambda r: dict(zip(("DatabaseName", "Name"), r.id.split(":")[1:], strict=True))),),
        replaces=("name", "databaseName", "catalogId"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {
            "arn": r.arn("glue", f"table/{r['databaseName']}/{r['name']}"),
            "catalogId": r.account,
        },
        computed=("arn", "catalogId"),
        named=lambda r: _table_name(r["databaseName"], r["name"]),
        names=lambda r: (f"{DATABASE}|{r['databaseName']}",) if isinstance(r["databaseName"], str) else (),
        gone=GONE,
    ),
    Type(
        "aws:lakeformation/dataLakeSettings:DataLakeSettings",
        "lakeformation",
        kind="Lake Formation Data Lake Settings",
        create=(PUT_SETTINGS,),
        identity=lambda r, reply: r.account,
        read=Call("get_data_lake_settings"),
        found=_settings_found,
        update=(PUT_SETTINGS,),
        delete=(Call("put_data_lake_settings", lambda r: {"DataLakeSettings": {}}),),
        read_as={
            "admins": lambda item: [each["DataLakePrincipalIdentifier"] for each in item.get("DataLakeAdmins", ())]
        },
    ),
    Type(
        "aws:lakeformation/resource:Resource",
        "lakeformation",
        kind="Lake Formation Resource",
        create=(
            Call(
                "register_resource",
                lambda r: {"UseServiceLinkedRole": False},
                inputs=True,
                rename={"arn": "ResourceArn"},
            ),
        ),
        identity=lambda r, reply: str(r["arn"]),
        read=Call("describe_resource", lambda r: {"ResourceArn": r.id}),
        found=lambda r, reply: reply["ResourceInfo"],
        delete=(Call("deregister_resource", lambda r: {"ResourceArn": r.id}),),
        replaces=("arn", "roleArn"),
        fixed_when_named=("arn",),
        read_as={"arn": lambda item: item["ResourceArn"]},
        outputs=lambda r, item: {"lastModified": ""},
        computed=("lastModified",),
        forgotten=("hybridAccessEnabled",),
        gone=GONE,
    ),
    Type(
        LF_TAG,
        "",
        kind="Lake Formation LF-Tag",
        identity=lambda r, reply: f"{r.account}:{r['key']}",
        replaces=("key", "catalogId"),
        fixed_when_named=("key",),
        outputs=lambda r, item: {"catalogId": r.account},
        computed=("catalogId",),
        named=lambda r: (f"{LF_TAG}|{r['key']}",),
    ),
    Type(
        "aws:lakeformation/resourceLfTags:ResourceLfTags",
        "",
        kind="Lake Formation Resource LF-Tags",
        identity=lambda r, reply: _digest(r),
        replaces=("*",),
        fixed_when_named=("tableWithColumns",),
        outputs=lambda r, item: {"catalogId": r.account},
        computed=("catalogId",),
        names=lambda r: (
            *_of_grant(r),
            *(f"{LF_TAG}|{tag['key']}" for tag in r["lfTags"] or () if isinstance(tag["key"], str)),
        ),
    ),
    Type(
        FILTER,
        "",
        kind="Lake Formation Data Cells Filter",
        identity=lambda r, reply: ",".join(
            str(r["tableData"][key]) for key in ("databaseName", "name", "tableCatalogId", "tableName")
        ),
        names=lambda r: _table_name(r["tableData"]["databaseName"], r["tableData"]["tableName"]),
        named=lambda r: (
            "|".join((FILTER, ":".join(str(r["tableData"][key]) for key in ("databaseName", "tableName", "name")))),
        ),
    ),
    Type(
        "aws:lakeformation/permissions:Permissions",
        "",
        kind="Lake Formation Permissions",
        identity=lambda r, reply: _digest(r),
        replaces=("*",),
        outputs=lambda r, item: {"catalogResource": False},
        computed=("catalogResource",),
        names=_of_grant,
        unowned=("principal",),
    ),
)
