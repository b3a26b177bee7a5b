"""The JSON Schema of the preview document: `python -m preview.schema` writes it anew."""

import json
from pathlib import Path

from preview.document import Preview

SCHEMA_FILE = Path(__file__).with_name("preview.schema.json")


def schema_text() -> str:
    """The schema as the file holds it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Preview.model_json_schema()}
    return json.dumps(schema, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    print(f"wrote {SCHEMA_FILE.name}")
