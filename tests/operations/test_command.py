"""The command as a person types it: sentences, exit codes, 80 columns, and the shape of its JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from typer.testing import CliRunner, Result

from operations.command import ROOT, app
from operations.preflight.checks import CHECKS
from preview.stack_file import stack_name
from tests.operations.cloud import Cloud
from tests.operations.conftest import STACKS, plan_named
from tests.operations.furnished import furnish


def invoke(*words: str, columns: str = "80") -> Result:
    return CliRunner(env={"COLUMNS": columns, "NO_COLOR": "1"}).invoke(app, ["preflight", *words])


@pytest.fixture
def here(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The account of prod, as the credentials of the environment see it."""
    whole = boto3.Session  # which moto makes for itself, and without a profile
    monkeypatch.setattr("boto3.Session", lambda **named: cloud.session if named else whole())
    # Captured once for all tests; how a stack file gets there has tests of its own.
    monkeypatch.setattr("operations.preflight.run.plan_of", lambda path: plan_named(stack_name(path)))
    return cloud


def test_a_stack_that_nothing_stops_ends_with_0(here: Cloud) -> None:
    furnish(here, plan_named("prod"))
    shown = invoke("prod")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines()[-1].startswith("ok: ")


def test_a_failure_ends_with_1_and_is_told_with_its_place_and_its_command(here: Cloud) -> None:
    shown = invoke("prod")
    assert shown.exit_code == 1
    lines = [line.strip() for line in shown.stdout.splitlines()]
    at = lines.index("FAIL  arn:aws:iam::111122223333:role/platform-admin: there is no such role;")
    assert lines[at + 1] == "eks.AccessEntry cluster-admin-platform-admin needs it"
    assert lines[at + 2].startswith("stacks/Pulumi.prod.yaml:")
    assert lines[at + 2].endswith("(cluster.admin_role_arns)")
    assert lines[at + 3] == "$ aws iam create-role --role-name platform-admin \\"
    assert shown.stdout.splitlines()[-2].startswith("fail: ")


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_nothing_is_wider_than_80_columns(here: Cloud, words: tuple[str, ...]) -> None:
    assert max(map(len, invoke("prod", *words).stdout.splitlines())) <= 80


def test_what_is_ok_is_only_named_unless_everything_is_wanted(here: Cloud) -> None:
    assert "in use" not in invoke("prod", "--skip", "service-roles").stdout
    assert "1 of 1,000,000; 1 in use" in invoke("prod", "--all").stdout


def test_a_reader_without_colour_sees_no_escape(here: Cloud) -> None:
    assert "\x1b" not in invoke("prod").stdout


def test_json_holds_every_finding_and_the_result(here: Cloud) -> None:
    shown = invoke("prod", "--json", "--skip", "zones")
    document = json.loads(shown.stdout)
    assert (document["schema_version"], document["stack"], document["region"]) == ("1", "prod", "eu-north-1")
    assert (document["result"], shown.exit_code) == ("fail", 1)
    assert sum(document["counts"].values()) == len(document["findings"])
    assert {finding["check"] for finding in document["findings"]} == {check.name for check in CHECKS}
    (left_out,) = [finding for finding in document["findings"] if finding["check"] == "zones"]
    assert (left_out["grade"], left_out["reason"]) == ("skip", "left out with --skip")


def test_the_list_names_every_check_and_asks_nothing() -> None:
    shown = invoke("--list")
    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.stdout.splitlines() if not line.startswith(" ")] == [
        check.name for check in CHECKS
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["prodd"], "no stack 'prodd' in stacks/; did you mean 'prod'? There are: "),
        (["prod", "--skip", "quota"], "--skip: there is no check 'quota'; there are account, quotas, "),
        ([], "name a stack, such as prod, or the path of a stack file"),
    ],
)
def test_a_wrong_question_is_one_sentence_and_ends_with_2(
    words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shown = invoke(*words)
    assert shown.exit_code == 2
    assert shown.stderr.startswith(sentence)
    assert shown.stderr.count("\n") == 1


def test_a_stack_file_that_is_refused_is_told_as_the_preview_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.wrong.yaml"
    path.write_text((STACKS / "Pulumi.dev.yaml").read_text().replace("eu-north-1", "eu-nowhere-1"))
    shown = invoke(str(path))
    assert shown.exit_code == 2
    assert "eu-nowhere-1" in shown.stderr


def test_without_credentials_it_is_one_sentence_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    shown = invoke("dev")
    assert shown.exit_code == 2
    assert shown.stderr == ("no AWS credentials: set AWS_PROFILE, sign in with `aws sso login`, or name a --profile\n")


def test_a_profile_that_does_not_exist_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.write_text("[profile work]\nregion = eu-north-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    shown = invoke("dev", "--profile", "wrok")
    assert (shown.exit_code, shown.stderr) == (2, "no AWS profile 'wrok'; there are work\n")


def test_help_and_a_list_load_neither_boto3_nor_pulumi() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from operations.command import app; "
        "CliRunner().invoke(app, ['preflight', '--list']); print(sorted({'boto3', 'pulumi'} & sys.modules.keys()))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_fault_of_ours_is_one_sentence_and_no_failure_of_the_stack(here: Cloud) -> None:
    here.listings["fsx:DescribeFileSystems"] = ["no file system"]
    shown = invoke("prod")
    assert shown.exit_code == 2
    assert shown.stderr.startswith("Groundwork itself failed at ")
    assert shown.stderr.count("\n") == 1
