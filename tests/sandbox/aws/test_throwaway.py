"""What keeps a database from being deleted is off after `down` has lifted it, in the account and in the state."""

from typing import Any

import pytest

from sandbox.errors import Refused
from sandbox.throwaway import lift
from tests.sandbox.aws.account import Account, Made

DOCUMENTS, INSTANCE, BUCKET = "aws:docdb/cluster:Cluster", "aws:rds/instance:Instance", "aws:s3/bucket:Bucket"


def held(made: Made, token: str, protect: bool = True) -> dict[str, Any]:
    """It as the engine's state has it."""
    return {
        "urn": made.urn,
        "type": token,
        "id": made.id,
        "inputs": made.inputs,
        "outputs": made.state,
        **({"protect": True} if protect else {}),
    }


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (DOCUMENTS, {"engine": "docdb"}),
        (
            INSTANCE,
            {
                "engine": "postgres",
                "engineVersion": "17",
                "instanceClass": "db.t4g.medium",
                "allocatedStorage": 20,
                "username": "keeper",
                "manageMasterUserPassword": True,
                "identifier": "chats",
                "skipFinalSnapshot": True,
            },
        ),
    ],
)
def test_a_protected_database_goes_once_its_protection_is_lifted(
    account: Account, token: str, inputs: dict[str, Any]
) -> None:
    made = account.make(token, deletionProtection=True, **inputs)
    with pytest.raises(Refused, match="protection"):
        account.provider.delete(made.urn, made.id, made.inputs, made.state)
    deployment = {"resources": [held(made, token)]}
    lift(deployment, account.provider)
    (after,) = deployment["resources"]
    assert "protect" not in after
    assert after["inputs"]["deletionProtection"] is False
    account.provider.delete(after["urn"], after["id"], after["inputs"], after["outputs"])
    assert account.inventory() == {}


def test_what_aws_does_not_protect_is_left_as_it_is(account: Account) -> None:
    made = account.make(BUCKET)
    before = held(made, BUCKET, protect=False)
    deployment = {"resources": [dict(before), {"urn": "urn", "type": "pulumi:pulumi:Stack"}]}
    lift(deployment, account.provider)
    assert deployment["resources"][0] == before
