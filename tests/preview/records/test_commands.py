"""The commands of the runbook: real ones, that stop where a word is not set, and that say how far they go."""

import re
import shlex
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest

from catalogue.stores import Command, Reach, store_types
from preview.records.erasure import HEADS
from preview.records.sheets import sheets_of
from tests.preview.records.full import full

ALL = [(type_, one) for type_, about in store_types().items() for one in about.commands]
OF_AWS = [(type_, one) for type_, one in ALL if one.text.startswith("aws ")]
MODELS = {"s3api": "s3"}
# https://docs.aws.amazon.com/cli/latest/reference/emr/terminate-clusters.html: a command of the CLI's own.
OF_THE_CLI_ITSELF = {("emr", "terminate-clusters"): {"--cluster-ids"}}
GLOBAL = {"--region"}
# Words that every command takes from the operator's own sign-in, not from the person's data.
SIGNING_IN = {"HOST", "PORT", "DATABASE", "DB_USER", "CACHE_USER", "BOOTSTRAP", "ENDPOINT", "WALLET_ALIAS", "ID"}

PLACES = {"TABLE", "COLUMN", "COLLECTION", "FIELD", "SUBJECT_FIELD", "INDEX", "TOPIC", "KEYSPACE"}


def _id(pair: tuple[str, Command]) -> str:
    return f"{pair[0].rpartition(':')[2]}-{' '.join(pair[1].text.split()[:3])}"


@cache
def model(service: str) -> dict[str, Any]:
    """What botocore, which the AWS CLI is built on, knows of a service."""
    from botocore.loaders import Loader

    found: dict[str, Any] = Loader().load_service_model(MODELS.get(service, service), "service-2")
    return found


def _dashed(name: str) -> str:
    from botocore import xform_name

    return str(xform_name(name, "-"))


@pytest.mark.parametrize("pair", OF_AWS, ids=_id)
def test_a_command_of_the_aws_cli_is_one_it_has_with_the_options_it_needs(pair: tuple[str, Command]) -> None:
    _, service, operation, *rest = shlex.split(pair[1].text)
    if (service, operation) in OF_THE_CLI_ITSELF:
        assert {word for word in rest if word.startswith("--")} - GLOBAL == OF_THE_CLI_ITSELF[service, operation]
        return
    known = {_dashed(name): about for name, about in model(service)["operations"].items()}
    assert operation in known
    shape = model(service)["shapes"][known[operation]["input"]["shape"]]
    options = {f"--{_dashed(name)}" for name in shape["members"]}
    given = {word for word in rest if word.startswith("--")} - GLOBAL
    assert given <= options
    assert {f"--{_dashed(name)}" for name in shape.get("required", ())} <= given


@pytest.mark.parametrize("pair", ALL, ids=_id)
def test_what_a_command_does_is_what_it_is_marked_with(pair: tuple[str, Command]) -> None:
    deleting = re.search(
        r"(\b|_)delete|\bDELETE\b|\brm\b|-rm\b|UNLINK|purge|terminate|decrease|null\.marker|deleteMany", pair[1].text
    )
    assert bool(deleting) == (pair[1].reach is not Reach.LOOKS)


@pytest.mark.parametrize("pair", [pair for pair in ALL if pair[1].reach is Reach.DELETES], ids=_id)
def test_what_deletes_of_one_person_asks_for_a_word_of_that_person(pair: tuple[str, Command]) -> None:
    words = set(re.findall(r"\$\{?([A-Z][A-Z_]*)", pair[1].text))
    assert words - SIGNING_IN - PLACES


def blocks() -> list[str]:
    erasure = sheets_of(full()[1])[-1]
    at = erasure.columns.index("commands")
    return [row[at] for row in (*erasure.rows, *erasure.rest) if row[at]]


def test_the_blocks_are_what_a_shell_can_read() -> None:
    bash = shutil.which("bash") or "bash"
    checked = subprocess.run([bash, "-n"], input="\n".join(blocks()), text=True, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_block_run_with_nothing_set_runs_no_command(tmp_path: Any) -> None:
    """Stand-ins for every program write down that they ran: none may."""
    of_kafka = [f"kafka-{name}.sh" for name in ("console-consumer", "console-producer", "delete-records")]
    others = "aws psql mongosh valkey-cli cqlsh-expansion find lfs rm curl kubectl hdfs"
    for name in (*others.split(), *of_kafka):
        stand_in = tmp_path / name
        stand_in.write_text(f'#!/bin/sh\ncat >/dev/null\necho "{name} $*" >> "{tmp_path}/ran"\n')
        stand_in.chmod(0o755)
    deleting = [line for block in blocks() for line in block.splitlines() if line.strip() and not line.startswith("#")]
    lines = [line for line in deleting if not line.startswith("ID=") and "${ID:?}" not in line]
    text = "\n".join(f"( {line} ) 2>/dev/null" for line in lines)
    bash = shutil.which("bash") or "bash"
    path = f"{tmp_path}:/usr/bin:/bin"
    subprocess.run([bash], input=text, text=True, env={"PATH": path}, capture_output=True, check=False)
    ran = (tmp_path / "ran").read_text().splitlines() if (tmp_path / "ran").exists() else []
    assert [line for line in ran if not line.startswith(("kubectl get", "kafka-console-producer.sh"))] == []


def test_what_looks_stands_before_what_deletes_and_what_deletes_more_comes_last() -> None:
    order = {head: number for number, head in enumerate(HEADS.values())}
    for block in blocks():
        heads = [line for line in block.splitlines() if line.startswith("#")]
        assert heads == sorted(heads, key=order.__getitem__)
        assert set(heads) <= set(order)
