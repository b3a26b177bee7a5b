"""The JSON Schema of a whole stack file, so that editors complete it and check it while it is written.

Generated from the model, with the catalogue's words where only those are right; `python -m stacks schema` writes it.
"""

import json
from pathlib import Path
from typing import Any

import catalogue
from catalogue.clusters import kubernetes_versions
from catalogue.families import pool_types
from catalogue.google_regions import google_regions, jurisdictions_of_both
from catalogue.regions import regions
from catalogue.tpus import tpu_machines
from stacks.google.settings import GoogleSettings
from stacks.reading import CONFIG, PLATFORM
from stacks.settings import Settings

FILE = Path(__file__).with_name("settings.schema.json")

# What Pulumi itself keeps in a stack file, in the words of its documentation.
PULUMI_KEYS = {
    "secretsprovider": "Provider that encrypts the stack's secrets.",
    "encryptedkey": "Data key of the secrets provider, encrypted.",
    "encryptionsalt": "Salt of the passphrase that encrypts the stack's secrets.",
    "environment": "Pulumi ESC environments the stack imports.",
}


def schema() -> dict[str, Any]:
    """The schema as a JSON value."""
    definitions: dict[str, Any] = {}
    for name, model in (("Platform", Settings), ("GooglePlatform", GoogleSettings)):
        settings = model.model_json_schema()
        definitions |= settings.pop("$defs")
        definitions[name] = settings
    for definition in definitions.values():
        _plain(definition)
    _words(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Groundwork stack file",
        "description": "The configuration of one environment; read by the program, the preview and the policies.",
        "type": "object",
        "required": [CONFIG],
        "additionalProperties": False,
        "properties": {
            CONFIG: {
                "type": "object",
                "description": "Configuration of the stack; all of it is below groundwork:platform.",
                "required": [PLATFORM],
                "properties": {PLATFORM: _either_cloud()},
                "patternProperties": {"^pulumi:": {"description": "Configuration of the engine."}},
                "additionalProperties": False,
            },
            **{key: {"description": text} for key, text in PULUMI_KEYS.items()},
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _either_cloud() -> dict[str, Any]:
    """The keys of the one cloud or the other; never both, so that an editor offers only those that are right."""
    return {
        "if": {"properties": {"cloud": {"const": "google"}}, "required": ["cloud"]},
        "then": {"$ref": "#/$defs/GooglePlatform"},
        "else": {"$ref": "#/$defs/Platform"},
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2) + "\n"


def _plain(node: Any) -> None:
    """Titles made of field names help nobody; a map of named sections takes no other names."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            node.pop("title")
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for child in node.values():
            _plain(child)
    elif isinstance(node, list):
        for child in node:
            _plain(child)


def _words(definitions: dict[str, Any]) -> None:
    """Give the keys that take only words of the catalogue those words, which editors then offer."""
    of = {name: definition["properties"] for name, definition in definitions.items()}
    usable = [each.version for each in kubernetes_versions().values() if each.supported and each.addons]
    placeable = [name for name in pool_types() if not catalogue.why_unplaceable(name)]
    of["GooglePlatform"]["region"]["enum"] = sorted(google_regions())
    of["GooglePlatform"]["residency"]["items"]["enum"] = list(jurisdictions_of_both())
    of["TpuPool"]["machine_type"]["enum"] = sorted(tpu_machines())
    of["Platform"]["region"]["enum"] = sorted(regions())
    of["Platform"]["residency"]["items"]["enum"] = list(catalogue.jurisdictions())
    of["Network"]["interface_endpoints"]["items"]["enum"] = list(catalogue.interface_endpoints())
    of["Cluster"]["kubernetes_version"]["enum"] = usable
    of["AcceleratorPool"]["instance_type"]["enum"] = placeable
    for section, key in (("Network", "flow_log_retention_days"), ("Cluster", "log_retention_days")):
        of[section][key]["enum"] = list(catalogue.log_retention_days())
