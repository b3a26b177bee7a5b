"""MIN of tables: who reads which of their columns and rows. GDPR 25; CCPA 100(c)."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Severity, rule
from policies.scene import Scene
from policies.values import ABSENT, Tri, all3, any3, at, comes_from, equals, every, given, is_false, not3, some

GRANT = "aws:lakeformation/permissions:Permissions"
SETTINGS = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
STORE = "aws:lakeformation/resource:Resource"
TABLE = "aws:glue/catalogTable:CatalogTable"
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
"""Whoever IAM lets: Lake Formation has no say, and no filter holds."""
IDENTITIES = ("aws:iam/role:Role", "aws:iam/user:User")
PERSONAL = ("personal", "special")
CLASS = "data_class"
"""Parameter of a column, and Lake Formation's tag, that say the class of what is in it."""
DEFAULTS = ("createDatabaseDefaultPermissions", "createTableDefaultPermissions")
WITHOUT_ROWS = ("catalogResource", "dataLocation", "database", "lfTag")
"""What a grant may be on that is no row of a table."""


@rule(
    "MIN-012",
    "Personal columns are read through a filter, and Lake Formation has a say in every table",
    types=(GRANT, SETTINGS, STORE),
    why="who needs a count of orders sees everybody's name with it, and later columns of the table too",
    remedy="grant personal tables by dataCellsFilter, and leave IAM_ALLOWED_PRINCIPALS and hybrid access out",
    severity=Severity.MEDIUM,
    gdpr=("25",),
    ccpa=("100(c)",),
    needs_graph=True,
)
def filtered(resource: Resource, scene: Scene) -> Iterator[Claim]:
    if resource.type == SETTINGS:
        for default in DEFAULTS:
            value = at(resource, default)
            # Where nothing is said, AWS opens every new table to whoever IAM lets.
            closed = False if value is ABSENT else every(value, lambda each: _named(at(each, "principal"), scene))
            yield Claim(closed, default, "opens every new table to whoever IAM lets")
    elif resource.type == STORE:
        held = is_false(at(resource, "hybridAccessEnabled"), absent=True)
        yield Claim(held, "hybridAccessEnabled", "lets IAM pass by every filter")
    else:
        yield Claim(_named(at(resource, "principal"), scene), "principal", "is for whoever IAM lets")
        yield from _read(resource, scene)


def _named(principal: Any, scene: Scene) -> Tri:
    """Whether a principal is somebody, and not whoever IAM lets."""
    if comes_from(principal, scene.graph, IDENTITIES) is True:
        return True
    return all3((given(principal), not3(equals(principal, EVERYBODY))))


def _read(grant: Resource, scene: Scene) -> Iterator[Claim]:
    """Whether what a grant lets somebody read is filtered where it is personal."""
    if given(at(grant, "dataCellsFilter")) is True:
        return
    reads = some(at(grant, "permissions"), lambda each: equals(each, "SELECT", "ALL"))
    for property_ in ("table", "tableWithColumns"):
        if given(at(grant, property_)) is not False:
            free = any3((not3(reads), _not_personal(grant, property_, scene)))
            yield Claim(free, property_, "grants personal columns without a filter of rows")
            return
    if given(at(grant, "lfTagPolicy")) is not False:
        free = any3((not3(reads), every(at(grant, "lfTagPolicy.expressions"), _not_personal_tag)))
        yield Claim(free, "lfTagPolicy", "grants personal columns of every table, without a filter of rows")
        return
    on_something = any3(given(at(grant, each)) for each in WITHOUT_ROWS)
    yield Claim(on_something, "dataCellsFilter", "says neither a table nor a filter")


def _not_personal(grant: Resource, property_: str, scene: Scene) -> Tri:
    """Whether no column it grants is personal; None where the table, or a class, is not known."""
    tables = scene.named(grant, at(grant, f"{property_}.name"), property_, (TABLE,))
    if not tables:
        return None
    columns = at(grant, f"{property_}.columnNames")
    return all3(
        not3(some(at(table, where), lambda column: _personal(column, columns)))
        for table in tables
        for where in ("storageDescriptor.columns", "partitionKeys")
    )


def _personal(column: Any, granted: Any) -> Tri:
    said = at(column, f"parameters.{CLASS}")
    personal = None if said is ABSENT else equals(said, *PERSONAL)
    if granted is ABSENT:
        return personal
    name = at(column, "name")
    return all3((personal, some(granted, lambda each: equals(each, str(name)))))


def _not_personal_tag(expression: Any) -> Tri:
    """Whether an expression leaves personal columns out: it is about classes, and names none of theirs."""
    about_classes = equals(at(expression, "key"), CLASS)
    personal = some(at(expression, "values"), lambda each: equals(each, *PERSONAL))
    return all3((about_classes, not3(personal)))
