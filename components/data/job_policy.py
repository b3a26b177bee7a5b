"""What the role of a batch job may do: its stores, their keys, its logs, and the catalog's entries of its databases."""

from collections.abc import Sequence

from pulumi import Input, Output

from components.place import Place
from components.policy_document import Statement, allow, document

READ_CATALOG = ("glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartition", "glue:GetPartitions")


def job_policy(
    place: Place,
    read: Sequence[Input[str]],
    write: Sequence[Input[str]],
    keys: Sequence[Input[str]],
    logs: Input[str],
    databases: Sequence[str],
    catalog_key: Input[str] | None,
    *more: Statement,
) -> Output[str]:
    """The policy. read, write: ARNs of buckets; logs: ARN of the objects its logs become.

    catalog_key: what the entries of the databases are encrypted with; more: statements beside these.
    """
    statements: list[Statement] = [
        allow("s3:ListBucket", [*read, *(arn for arn in write if arn not in read)], sid="ListStores"),
        allow("s3:PutObject", logs, sid="WriteLogs"),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            list(keys),
            conditions={"StringEquals": {"kms:ViaService": f"s3.{place.region}.amazonaws.com"}},
            sid="UseKeys",
        ),
    ]
    if read:
        statements.append(allow("s3:GetObject", [Output.concat(arn, "/*") for arn in read], sid="ReadObjects"))
    if write:
        objects = [Output.concat(arn, "/*") for arn in write]
        statements.append(allow(["s3:PutObject", "s3:DeleteObject"], objects, sid="WriteObjects"))
    if databases and catalog_key is not None:
        entries = [f"{kind}/{name}{rest}" for name in databases for kind, rest in (("database", ""), ("table", "/*"))]
        statements.append(
            allow(READ_CATALOG, [place.arn("glue", entry) for entry in ("catalog", *entries)], sid="ReadCatalog")
        )
        # Whoever reads an encrypted catalog decrypts it in a role of their own:
        # https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
        statements.append(
            allow(
                "kms:Decrypt",
                catalog_key,
                conditions={"StringEquals": {"kms:ViaService": f"glue.{place.region}.amazonaws.com"}},
                sid="DecryptCatalog",
            )
        )
        # What it sees of a table is what Lake Formation grants; this call takes no resource.
        statements.append(allow("lakeformation:GetDataAccess", "*", sid="AskLakeFormation"))
    return document(*statements, *more)
