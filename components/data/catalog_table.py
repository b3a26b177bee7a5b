"""How Glue is told of a table's columns, and of the form of its files."""

from collections.abc import Mapping, Sequence
from typing import Any

# Input format, output format and serialiser of each form: https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html
HIVE = "org.apache.hadoop.hive.ql.io"
FORMS = {
    "json": (
        "org.apache.hadoop.mapred.TextInputFormat",
        f"{HIVE}.HiveIgnoreKeyTextOutputFormat",
        "org.openx.data.jsonserde.JsonSerDe",
    ),
    "orc": (f"{HIVE}.orc.OrcInputFormat", f"{HIVE}.orc.OrcOutputFormat", f"{HIVE}.orc.OrcSerde"),
    "parquet": (
        f"{HIVE}.parquet.MapredParquetInputFormat",
        f"{HIVE}.parquet.MapredParquetOutputFormat",
        f"{HIVE}.parquet.serde.ParquetHiveSerDe",
    ),
}


def serialisation(format_: str) -> dict[str, Any]:
    """The part of a storage descriptor that says how its files are read and written."""
    input_format, output_format, library = FORMS[format_]
    return {
        "input_format": input_format,
        "output_format": output_format,
        "ser_de_info": {"serialization_library": library},
    }


def table_columns(columns: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Columns with their types; the class of each is among its parameters, where readers of the catalog see it."""
    return [
        {
            "name": column["name"],
            "type": column["type"].replace(" ", ""),
            **({"comment": column["comment"]} if column.get("comment") else {}),
            "parameters": {"data_class": column["data_class"]},
        }
        for column in columns
    ]
