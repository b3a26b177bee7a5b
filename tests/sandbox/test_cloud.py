"""The emulated cloud as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sandbox import cloud
from sandbox.cloud.records import Record
from sandbox.home import HOME_VARIABLE, checkout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    yield folder
    cloud.stop(folder)


def test_it_starts_once_and_any_aws_client_finds_the_account_of_its_key(home: Path) -> None:
    first = cloud.start(home)
    assert cloud.start(home) == first
    assert cloud.running(home) == first
    for account in ("111122223333", "123456789012"):
        sts = boto3.client(
            "sts",
            endpoint_url=first.endpoint_url,
            region_name="eu-north-1",
            aws_access_key_id=f"AKIA0000{account}",
            aws_secret_access_key="sandbox",
        )
        assert sts.get_caller_identity()["Account"] == account


def test_it_tells_what_lives_in_it_and_what_was_bought_is_not_counted(home: Path) -> None:
    running = cloud.start(home)
    assert cloud.inventory(running.endpoint_url) == {}
    record = Record("urn:x::y", "aws:ec2/vpc:Vpc", "vpc-1", "123456789012", "eu-north-1")
    cloud.ask(running.endpoint_url, "put", vars(record))
    assert cloud.inventory(running.endpoint_url) == {"aws:ec2/vpc:Vpc": 1}
    assert cloud.inventory(running.endpoint_url, "111122223333") == {}
    assert cloud.created_ids(running.endpoint_url) == {"urn:x::y": "vpc-1"}


def test_a_question_it_does_not_know_is_one_sentence(home: Path) -> None:
    with pytest.raises(cloud.CloudError, match="does not answer"):
        cloud.ask(cloud.start(home).endpoint_url, "weather")


def test_stopped_and_started_it_is_another_account(home: Path) -> None:
    first = cloud.start(home)
    cloud.stop(home)
    assert cloud.running(home) is None
    assert cloud.start(home).cloud_id != first.cloud_id


def test_a_state_file_of_a_dead_process_is_no_cloud(tmp_path: Path) -> None:
    (tmp_path / cloud.STATE_FILE).write_text('{"pid": 999999999, "port": 9, "cloud_id": "x"}')
    assert cloud.running(tmp_path) is None
    cloud.stop(tmp_path)
    assert not (tmp_path / cloud.STATE_FILE).exists()


def test_it_is_a_command_too(tmp_path: Path) -> None:
    def typed(command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, HOME_VARIABLE: str(tmp_path)}
        words = [sys.executable, "-m", "sandbox.cloud", command]
        return subprocess.run(words, env=environment, cwd=checkout(), capture_output=True, text=True, check=False)

    asked = typed("inventory")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "is not running" in asked.stderr
    running = cloud.start(tmp_path)
    assert f"AWS_ENDPOINT_URL={running.endpoint_url}" in typed("start").stdout
    assert typed("inventory").stdout == "{}\n"
    assert typed("stop").returncode == 0
    assert cloud.running(tmp_path) is None
