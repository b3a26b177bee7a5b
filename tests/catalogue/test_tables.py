"""The tables of facts: whole, sourced, dated, and corrected where their source is wrong."""

import csv
import re
from datetime import date

import pytest

from catalogue.tables import ABSENT, DATA, KEYS, correct, read, table

TABLES = sorted(path.stem for path in DATA.glob("*.csv"))
CORRECTIONS = read("corrections")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column_and_no_more(name: str) -> None:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        header, *rows = list(csv.reader(lines))
    assert rows
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("name", TABLES)
def test_no_row_is_there_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in read(name)]
    assert len(set(rows)) == len(rows)


def test_every_table_has_a_source_and_a_date() -> None:
    sources = {row["table"]: row for row in read("sources")}
    assert sorted(sources) == TABLES
    for row in sources.values():
        assert row["source"]
        assert date.fromisoformat(row["as_of"]) <= date(2026, 12, 31)


@pytest.mark.parametrize("name", [name for name in TABLES if "source" in read(name)[0]])
def test_a_table_with_sources_has_one_in_each_row(name: str) -> None:
    for row in read(name):
        assert row["source"]
        dated = re.fullmatch(r"20[0-9]{2}-[01][0-9](-[0-3][0-9])?", row["as_of"])
        assert dated or row["notes"] == "source file undated"


@pytest.mark.parametrize("row", CORRECTIONS, ids=lambda row: f"{row['table']} {row['key']} {row['column']}")
def test_a_correction_changes_its_cell_and_says_why_by_which_source(row: dict[str, str]) -> None:
    [found] = [each for each in table(row["table"]) if "/".join(each[key] for key in KEYS[row["table"]]) == row["key"]]
    assert found[row["column"]] == row["now"] != row["was"]
    assert row["source"].startswith("https://")
    assert row["why"].endswith(".")


@pytest.mark.parametrize("row", CORRECTIONS, ids=lambda row: f"{row['table']} {row['key']} {row['column']}")
def test_without_the_correction_the_fact_would_be_wrong(row: dict[str, str]) -> None:
    others = [each for each in CORRECTIONS if each["table"] == row["table"] and each is not row]
    rows = correct(row["table"], read(row["table"]), others)
    [found] = [each for each in rows if "/".join(each[key] for key in KEYS[row["table"]]) == row["key"]]
    assert found[row["column"]] == row["was"]


def test_no_fact_is_corrected_twice() -> None:
    cells = [(row["table"], row["key"], row["column"]) for row in CORRECTIONS]
    assert len(set(cells)) == len(cells)


@pytest.mark.parametrize(
    ("table_name", "key", "column", "right"),
    [
        ("accelerators", "trn2.48xlarge", "acc_mem_mib_each", "98304"),
        ("accelerators", "trn2.3xlarge", "acc_mem_mib_each", "98304"),
        ("accelerators", "trn2u.48xlarge", "accelerator", "Trainium2"),
        ("accelerators", "trn2u.48xlarge", "acc_count", "16"),
        ("accelerators", "g6f.large", "acc_count", "0.125"),
        ("accelerators", "gr6f.4xlarge", "acc_count", "0.5"),
        ("accelerators", "dl2q.24xlarge", "accelerator", "Qualcomm AI100"),
    ],
)
def test_a_known_error_of_the_api_is_corrected(table_name: str, key: str, column: str, right: str) -> None:
    assert next(row[column] for row in table(table_name) if row["instance_type"] == key) == right


def test_every_machine_with_network_cards_is_a_machine_of_the_catalogue() -> None:
    machines = {row["instance_type"] for row in table("instance_types")}
    assert {row["instance_type"] for row in table("network_cards")} <= machines
    assert "c9g.48xlarge" in machines


def test_a_machine_the_api_does_not_describe_is_documented_or_says_why_not() -> None:
    described = {row["instance_type"] for row in table("instance_types")}
    documented = {row["instance_type"] for row in table("documented_instance_types")}
    assert not described & documented
    for row in table("unplaceable_types"):
        assert row["instance_type"] not in described
        assert row["why"]


def test_the_copied_tables_stay_as_their_source_has_them() -> None:
    [trn2] = [row for row in read("accelerators") if row["instance_type"] == "trn2.48xlarge"]
    assert trn2["acc_mem_mib_each"] == "524288"


def correction(**cells: str) -> dict[str, str]:
    return {"table": "zone_offerings", "key": "p5.48xlarge/eu-north-1", "column": "zone_ids", **cells}


ROWS = ({"instance_type": "p5.48xlarge", "region": "eu-north-1", "zone_ids": "eun1-az1"},)


def test_a_correction_that_no_longer_fits_its_source_stops_the_load() -> None:
    with pytest.raises(ValueError, match=r"zone_ids is 'eun1-az1', not 'eun1-az2'; the source has changed"):
        correct("zone_offerings", ROWS, [correction(was="eun1-az2", now="eun1-az3")])


def test_a_correction_of_a_row_that_is_not_there_stops_the_load() -> None:
    with pytest.raises(ValueError, match=r"is '\(absent\)', not 'eun1-az1'"):
        correct("zone_offerings", ROWS, [correction(key="p5.48xlarge/xx-north-1", was="eun1-az1", now="eun1-az3")])


def test_a_correction_of_an_unknown_column_names_the_columns() -> None:
    with pytest.raises(ValueError, match="no column 'zones'; its columns are instance_type, region, zone_ids"):
        correct("zone_offerings", ROWS, [correction(column="zones", was="", now="")])


def test_a_correction_can_add_what_the_source_lacks() -> None:
    added = correction(key="p5.48xlarge/eu-west-3", was=ABSENT, now="euw3-az1")
    assert correct("zone_offerings", ROWS, [added])[1] == {
        "instance_type": "p5.48xlarge",
        "region": "eu-west-3",
        "zone_ids": "euw3-az1",
    }
