"""Backups: whether the class and the types are in the stack, and whether AWS Backup can do what is asked."""

from collections.abc import Iterator

import catalogue
from components.data.backup_rules import RuleError, planned
from stacks.classified import classified
from stacks.fault import Fault, KeyPath, listed
from stacks.layers.surroundings import PLATFORM_CLASS
from stacks.settings import Settings

# Sections that hold what a type backs up; what programs and clusters make beside the stack has none.
SECTIONS_OF_TYPE = {
    "Aurora": "relational_databases",
    "DocumentDB": "document_databases",
    "EFS": "home_filesystems",
    "RDS": "relational_databases",
    "S3": "stores",
}


def backup_faults(settings: Settings) -> Iterator[Fault]:
    held: dict[str, set[str]] = {}
    for (holds, _), data_class in classified(settings):
        held.setdefault(data_class, set()).add(holds)
    # The platform's own logs are in buckets too.
    held.setdefault(PLATFORM_CLASS, set()).add("stores")
    for data_class, backup in settings.backups.items():
        path: KeyPath = ("backups", data_class)
        if data_class not in held:
            classes = listed(sorted(held), "and")
            yield Fault(path, f"nothing of the stack holds {data_class} data", f"its data is {classes}")
            continue
        for place, name in enumerate(backup.resource_types):
            if name == "FSx":
                wrong = "has 'FSx', and every file system here is linked to a store: AWS makes no backups of those"
                yield Fault((*path, "resource_types", place), wrong, "leave it out, and back up the store: 'S3'")
            section = SECTIONS_OF_TYPE.get(name, "")
            if section and section not in held[data_class]:
                wrong = f"has {name!r}, and no entry of '{section}' holds {data_class} data"
                yield Fault((*path, "resource_types", place), wrong, "leave it out")
        try:
            catalogue.region(settings.region)
        except catalogue.UnknownFact:
            return  # said where the region is
        asked = {"region": settings.region, "residency": settings.residency}
        try:
            planned({**backup.model_dump(exclude_none=True), **asked}, data_class)
        except RuleError as error:
            yield Fault((*path, *error.argument.split(": ")), error.wrong, error.right)
