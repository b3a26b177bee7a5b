"""What changes between two graphs: what is replaced, what follows it, and what is lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.capture import capture
from graph.model import Graph, Reference, Resource
from preview.changes import resource_changes, verdict
from preview.changes_report import changes_report
from tests.examples import FULL, MINIMAL
from tests.preview.test_command import SANDBOX, STACKS, invoke

FILE_SYSTEM, MOUNT = "aws:efs/fileSystem:FileSystem", "aws:efs/mountTarget:MountTarget"


def graph(**inputs: dict[str, Any]) -> Graph:
    """Resources by name; the type is an input called `is`."""
    return Graph(
        project="groundwork",
        stack="prod",
        resources=tuple(
            Resource(name, args["is"], name, inputs={key: value for key, value in args.items() if key != "is"})
            for name, args in inputs.items()
        ),
    )


def said(before: Graph, after: Graph) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    return {each.name: (each.what, each.because, each.loses) for each in resource_changes(before, after)}


def homes(key: str = "a", mode: str = "elastic") -> Graph:
    system = {"is": FILE_SYSTEM, "kmsKeyId": key, "throughputMode": mode}
    return graph(homes=system, door={"is": MOUNT, "fileSystemId": Reference("homes", "id"), "subnetId": "subnet-0a"})


def test_the_same_is_no_change() -> None:
    assert resource_changes(homes(), homes()) == ()
    assert verdict(()) == "in_place"


def test_a_property_that_forces_nothing_changes_in_place() -> None:
    assert said(homes(), homes(mode="bursting")) == {"homes": ("in_place", (), False)}


def test_what_names_a_replaced_resource_is_replaced_with_it() -> None:
    assert said(homes(), homes(key="b")) == {
        "homes": ("replaces", ("kmsKeyId",), True),
        "door": ("replaces", ("fileSystemId",), False),
    }


def test_what_is_taken_away_is_lost_where_it_keeps_data() -> None:
    assert said(homes(), graph()) == {"homes": ("gone", (), True), "door": ("gone", (), False)}
    assert {what for what, _, _ in said(graph(), homes()).values()} == {"made"}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [(1200, 2400, "in_place"), (2400, 1200, "replaces"), (9600, 12_000, "in_place")],
)
def test_storage_grows_in_place_and_never_shrinks(old: int, new: int, what: str) -> None:
    type_ = "aws:fsx/lustreFileSystem:LustreFileSystem"
    before, after = (graph(fast={"is": type_, "storageCapacity": size}) for size in (old, new))
    assert said(before, after)["fast"][0] == what


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [("3.8.x", "3.9.x", "in_place"), ("3.9.x", "3.10.x", "in_place"), ("3.9.x", "3.8.x", "replaces")],
)
def test_a_version_goes_up_in_place(old: str, new: str, what: str) -> None:
    before, after = (graph(log={"is": "aws:msk/cluster:Cluster", "kafkaVersion": each}) for each in (old, new))
    assert said(before, after)["log"][0] == what


def test_a_column_is_added_in_place_and_taken_away_by_replacing() -> None:
    few, more = ({"columns": tuple({"name": name} for name in names)} for names in ("a", "ab"))
    before, after = (graph(rows={"is": "aws:keyspaces/table:Table", "schemaDefinition": each}) for each in (few, more))
    assert said(before, after) == {"rows": ("in_place", (), False)}
    assert said(after, before) == {"rows": ("replaces", ("schemaDefinition.columns",), True)}


def test_a_class_of_instances_changes_with_downtime() -> None:
    before, after = (
        graph(chat={"is": "aws:rds/instance:Instance", "instanceClass": size})
        for size in ("db.r7g.large", "db.r7g.xlarge")
    )
    found = resource_changes(before, after)
    assert [(each.what, each.because) for each in found] == [("downtime", ("instanceClass",))]
    assert verdict(found) == "downtime"


def test_a_stack_hears_of_each_component_that_keeps_data() -> None:
    from components.network.network import Network
    from components.storage.home_filesystem import HomeFilesystem

    def program() -> None:
        Network("network", MINIMAL["Network"])  # type: ignore[arg-type]
        HomeFilesystem("homes", FULL["HomeFilesystem"])  # type: ignore[arg-type]

    report = changes_report(capture(program), None)
    assert [(each.component, each.name) for each in report.components] == [("HomeFilesystem", "homes")]
    assert "DataSync" in report.components[0].replaces["kms_key_arn"]
    assert "  subnet_ids: with downtime;" in report.as_text()


def test_the_command_says_what_arguments_do() -> None:
    shown = invoke("sandbox", "--changes")
    assert shown.exit_code == 0
    assert "kms_key_arn: replaces; instead" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_the_command_says_what_has_changed_since_a_base(tmp_path: Path) -> None:
    base = tmp_path / "Pulumi.sandbox.yaml"
    base.write_text(SANDBOX.replace("retention_days: 30", "retention_days: 29"))
    assert base.read_text() != SANDBOX
    shown = invoke(str(STACKS / "Pulumi.sandbox.yaml"), "--changes", "--base", str(base))
    assert shown.exit_code == 0
    assert "BucketLifecycleConfiguration" in shown.stdout
    assert shown.stdout.rstrip().endswith("none would lose data.")


def test_the_command_ends_with_1_where_data_would_be_lost(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(SANDBOX.replace("models", "networks"))
    assert base.read_text() != SANDBOX
    shown = invoke("sandbox", "--changes", "--base", str(base), "--json")
    answer = json.loads(shown.stdout)
    lost = {each["type"] for each in answer["resources"] if each["loses"]}
    assert (shown.exit_code, answer["lost"], lost) == (1, 1, {"aws:s3/bucket:Bucket"})


def test_a_base_without_changes_and_a_base_that_is_not_there_are_refused(tmp_path: Path) -> None:
    alone = invoke("sandbox", "--base", str(STACKS / "Pulumi.prod.yaml"))
    assert (alone.exit_code, alone.stderr) == (2, "--base is for changes; give --changes with it\n")
    absent = invoke("sandbox", "--changes", "--base", "nowhere.yaml")
    assert (absent.exit_code, absent.stdout) == (2, "")
    assert absent.stderr == "--base nowhere.yaml: there is no such file; the stack file as it was is right\n"
