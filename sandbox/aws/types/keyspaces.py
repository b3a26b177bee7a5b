"""Amazon Keyspaces, which moto does not have: on record only."""

from sandbox.aws.model import Request, Type

KEYSPACE = "aws:keyspaces/keyspace:Keyspace"


def _keyspace(r: Request) -> tuple[str, ...]:
    return (f"{KEYSPACE}|{r['keyspaceName']}",) if isinstance(r["keyspaceName"], str) else ()


TYPES = (
    Type(
        KEYSPACE,
        "",
        kind="Keyspaces Keyspace",
        identity=lambda r, reply: str(r["name"]),
        auto_name="name",
        replaces=("name",),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("cassandra", f"/keyspace/{r.id}/")},
        computed=("arn",),
        named=lambda r: (f"{KEYSPACE}|{r['name']}",),
    ),
    Type(
        "aws:keyspaces/table:Table",
        "",
        kind="Keyspaces Table",
        identity=lambda r, reply: f"{r['keyspaceName']}/{r['tableName']}",
        # A column more is added in place; the provider makes a new table where one goes, which the record does not see.
        replaces=("keyspaceName", "tableName", "comment"),
        fixed_when_named=("tableName",),
        outputs=lambda r, item: {"arn": r.arn("cassandra", f"/keyspace/{r['keyspaceName']}/table/{r['tableName']}")},
        computed=("arn",),
        names=_keyspace,
    ),
)
