"""Types of columns, as Glue, Athena and Spark read them: plain ones, ones with a length, and nested ones."""

import re
from difflib import get_close_matches

# https://docs.aws.amazon.com/athena/latest/ug/data-types.html, read 2026-11-24
PLAIN = frozenset(
    {
        *("bigint", "binary", "boolean", "date", "double", "float", "int", "smallint", "string", "timestamp"),
        "tinyint",
    }
)
LENGTHS = {"char": 255, "varchar": 65_535}
"""Longest of each type with a length."""
DECIMAL_DIGITS = 38
NESTED = ("array", "map", "struct")
FIELD = re.compile(r"[a-z_][a-z0-9_]*")
WORD = re.compile(r"([a-z]+)(?:\((\d+)(?:,(\d+))?\))?")


def wrong_type(written: str) -> str:
    """What is wrong with a column's type, as the right half of a sentence; "" where nothing is."""
    text = written.replace(" ", "")
    outer, opened, rest = text.partition("<")
    if not opened:
        return _wrong_scalar(text)
    if outer not in NESTED or not rest.endswith(">"):
        return f"a nested type is written {_nested()}"
    parts = _parts(rest[:-1])
    if outer == "struct":
        for part in parts:
            name, colon, type_ = part.partition(":")
            if not colon or not FIELD.fullmatch(name):
                return f"a nested type is written {_nested()}"
            if wrong := wrong_type(type_):
                return wrong
        return ""
    if len(parts) != (1 if outer == "array" else 2):
        return f"a nested type is written {_nested()}"
    return next((wrong for part in parts if (wrong := wrong_type(part))), "")


def _wrong_scalar(text: str) -> str:
    if text in PLAIN:
        return ""
    read = WORD.fullmatch(text)
    name, first, second = read.groups() if read else (text, None, None)
    if name == "decimal" and first and 1 <= int(first) <= DECIMAL_DIGITS and int(second or 0) <= int(first):
        return ""
    if name in LENGTHS and first and not second and 1 <= int(first) <= LENGTHS[name]:
        return ""
    if name == "decimal":
        return f"decimal(precision,scale) with a precision of 1 to {DECIMAL_DIGITS} and no larger scale is right"
    if name in LENGTHS:
        return f"{name}(length) with a length of 1 to {LENGTHS[name]} is right"
    known = sorted({*PLAIN, *LENGTHS, "decimal", *NESTED})
    near = get_close_matches(str(name), known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"use {', '.join(known)}"


def _nested() -> str:
    return "array<int>, map<string,int> or struct<name:string,age:int>"


def _parts(text: str) -> list[str]:
    """Split at the commas that are inside no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "<(") - (letter in ">)")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
