"""Why a catalog is as it is: what is classified, who sees which columns and rows, and what is refused."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from components.data.catalog_types import wrong_type
from components.data.data_catalog import DataCatalog
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements, text
from tests.examples import FULL, MINIMAL

FILTER = "aws:lakeformation/dataCellsFilter:DataCellsFilter"
GRANT = "aws:lakeformation/permissions:Permissions"


def catalog(args: dict[str, Any] = FULL["DataCatalog"]) -> Graph:
    return capture(lambda: DataCatalog("lake", args))  # type: ignore[arg-type]


def filters() -> dict[str, Any]:
    return {cells.name.rpartition("-")[2]: cells.inputs["tableData"] for cells in catalog().of_type(FILTER)}


def test_nothing_is_open_to_whoever_iam_lets() -> None:
    settings = catalog().one("aws:lakeformation/dataLakeSettings:DataLakeSettings").inputs
    assert settings["createDatabaseDefaultPermissions"] == settings["createTableDefaultPermissions"] == ()
    assert all("IAM_ALLOWED_PRINCIPALS" not in str(grant.inputs["principal"]) for grant in catalog().of_type(GRANT))
    (store,) = catalog().of_type("aws:lakeformation/resource:Resource")
    assert store.inputs["hybridAccessEnabled"] is False


def test_the_catalog_and_its_passwords_are_encrypted_with_the_key() -> None:
    found = catalog().one("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings").inputs
    settings, key_arn = found["dataCatalogEncryptionSettings"], FULL["DataCatalog"]["kms_key_arn"]
    assert settings["encryptionAtRest"] == {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": key_arn}
    passwords = {"awsKmsKeyId": key_arn, "returnConnectionPasswordEncrypted": True}
    assert settings["connectionPasswordEncryption"] == passwords


def test_every_column_has_a_type_and_is_tagged_with_its_class() -> None:
    table = next(made for made in catalog().of_type("aws:glue/catalogTable:CatalogTable") if "events" in made.name)
    assert text(table.inputs["storageDescriptor"]["location"]) == "s3://features/tables/events/"
    columns = [*table.inputs["storageDescriptor"]["columns"], *table.inputs["partitionKeys"]]
    said = {column["name"]: column["parameters"]["data_class"] for column in columns}
    assert said == {"person_id": "personal", "country": "internal", "amount": "internal", "day": "internal"}
    tagged = {
        column: tag.inputs["lfTags"][0]["value"]
        for tag in catalog().of_type("aws:lakeformation/resourceLfTags:ResourceLfTags")
        for column in tag.inputs["tableWithColumns"]["columnNames"]
        if "events" in tag.name
    }
    assert tagged == said


def test_a_reader_sees_the_columns_of_its_classes_and_no_other() -> None:
    found = filters()
    assert found["analysts"]["columnNames"] == ("country", "amount", "day")
    assert found["erasure"]["columnNames"] == ("person_id",)
    assert "person_id" in found["support"]["columnNames"]


def test_a_reader_of_people_sees_the_rows_it_was_given() -> None:
    found = filters()
    assert found["support"]["rowFilter"] == {"filterExpression": "country = 'SE'"}
    assert found["erasure"]["rowFilter"] == {"allRowsWildcard": {}}


def test_whoever_may_see_the_whole_table_needs_no_filter() -> None:
    grants = {grant.name: grant.inputs for grant in catalog().of_type(GRANT)}
    whole = grants["lake-lake-products-analysts"]
    assert whole["permissions"] == ("SELECT", "DESCRIBE")
    assert "dataCellsFilter" not in whole
    others = [inputs for name, inputs in grants.items() if "-events-" in name]
    assert len(others) == 3
    assert all("table" not in inputs and inputs["permissions"] == ("SELECT",) for inputs in others)


def test_the_role_of_lake_formation_reaches_the_stores_of_tables_and_no_other() -> None:
    args = copy.deepcopy(MINIMAL["DataCatalog"])
    args["stores"]["weights"] = {**args["stores"]["features"], "bucket_name": "weights"}
    found = statements(catalog(args).one("aws:iam/rolePolicy:RolePolicy"))
    assert found["ListStores"]["Resource"] == ["arn:aws:s3:::features"]
    assert found["UseObjects"]["Resource"] == ["arn:aws:s3:::features/*"]
    assert found["UseKeys"]["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-north-1.amazonaws.com"}}


def _events(args: dict[str, Any]) -> Any:
    return args["databases"]["lake"]["tables"]["events"]


def _column(key: str, value: str) -> Callable[[Any], Any]:
    return lambda args: _events(args)["columns"][1].update({key: value})


def _table(**values: str) -> Callable[[Any], Any]:
    return lambda args: _events(args).update(values)


def _reader(name: str, **values: Any) -> Callable[[Any], Any]:
    return lambda args: args["readers"][name].update(values)


TABLE = "databases.lake.tables.events"
REFUSED: list[tuple[Callable[[Any], Any], str]] = [
    (
        _column("type", "strin"),
        f"{TABLE}.columns[1].type is 'strin', which is no type of a column; did you mean 'string'?",
    ),
    (
        _column("type", "decimal(40,2)"),
        (
            f"{TABLE}.columns[1].type is 'decimal(40,2)', which is no type of a column; "
            "decimal(precision,scale) with a precision of 1 to 38 and no larger scale is right"
        ),
    ),
    (
        _column("name", "person_id"),
        f"{TABLE}.columns[1].name is 'person_id' a second time; name each column of a table once",
    ),
    (
        _column("name", "Country"),
        f"{TABLE}.columns[1].name is named 'Country'; 1 to 255 small letters, digits and '_' are right",
    ),
    (_column("data_class", "personel"), f"{TABLE}.columns[1].data_class is 'personel'; did you mean 'personal'?"),
    (
        _column("data_class", "special"),
        (
            f"{TABLE}.columns[1].data_class is 'special' in a store of the class 'personal'; "
            "keep it in a store of the class 'special', or say what the column really holds"
        ),
    ),
    (
        _table(store="feature"),
        f"{TABLE}.store names 'feature', which is no store of the catalog; did you mean 'features'?",
    ),
    (
        _table(prefix="../weights"),
        (
            f"{TABLE}.prefix is '../weights', which is no folder of the store 'features'; "
            "a folder inside it is right, such as 'features/events'"
        ),
    ),
    (
        _table(prefix="tables"),
        (
            "databases.lake.tables.products.prefix is 'tables/products', and lake.events is in 'tables' of the same "
            "store; rows of one would be rows of the other: part their folders"
        ),
    ),
    (_table(format="parquett"), f"{TABLE}.format is 'parquett'; did you mean 'parquet'?"),
    (
        lambda args: args["readers"]["support"].pop("row_filters"),
        (
            "readers.support.tables grants person_id of 'lake.events', which are personal, without a filter of rows; "
            "give it a condition in row_filters, or say tables_with_all_rows"
        ),
    ),
    (
        _reader("support", row_filters={"lake.events": "1 = 1"}),
        (
            "readers.support.row_filters.lake.events is '1 = 1', which asks for no column of the table and so filters "
            "nothing; ask for one of person_id, country, amount, day"
        ),
    ),
    (
        _reader("support", tables_with_all_rows=["lake.events"]),
        (
            "readers.support.row_filters has a condition for 'lake.events', which tables_with_all_rows names too; "
            "give one of the two"
        ),
    ),
    (
        _reader("analysts", data_classes=["weights"]),
        (
            "readers.analysts.tables names 'lake.events', of which it sees no column: they are internal, personal; "
            "add a class to data_classes, or take the table out"
        ),
    ),
    (
        _reader("analysts", tables=["lake.event"]),
        "readers.analysts.tables[0] is 'lake.event', which is no table of the catalog; did you mean 'lake.events'?",
    ),
    (
        lambda args: args.update(administrator_arns=[]),
        "administrator_arns is empty; name the role that deploys: nobody else can grant",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), REFUSED, ids=[sentence[:60] for _, sentence in REFUSED])
def test_what_cannot_be_is_refused_in_a_sentence(spoil: Callable[[Any], Any], sentence: str) -> None:
    args = copy.deepcopy(FULL["DataCatalog"])
    spoil(args)
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the sentence is looked at
        catalog(args)
    assert str(refused.value) == f"DataCatalog 'lake': {sentence}"


@pytest.mark.parametrize(
    "written",
    [
        "string",
        "varchar(65535)",
        "decimal(38, 38)",
        "array<array<int>>",
        "map<string,decimal(10,2)>",
        "struct<a:int,b:map<int,date>>",
    ],
)
def test_types_of_hive_are_types(written: str) -> None:
    assert wrong_type(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "",
        "text",
        "varchar",
        "varchar(65536)",
        "decimal(2,3)",
        "array<int",
        "array<int,int>",
        "map<int>",
        "struct<int>",
        "set<int>",
    ],
)
def test_what_no_engine_reads_is_no_type(written: str) -> None:
    assert wrong_type(written)


def test_a_reader_of_all_of_a_personal_table_still_reads_through_a_filter() -> None:
    args = copy.deepcopy(FULL["DataCatalog"])
    args["readers"] = {"erasure": {**args["readers"]["erasure"], "data_classes": ["personal", "internal", "public"]}}
    (cells,) = catalog(args).of_type(FILTER)
    assert cells.inputs["tableData"]["rowFilter"] == {"allRowsWildcard": {}}
    assert len(cells.inputs["tableData"]["columnNames"]) == 4
