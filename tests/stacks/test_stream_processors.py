"""Programs over streams in a stack file: what is made of them, and what is refused when the file is read."""

import copy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph.capture import capture
from graph.model import Graph, references
from policies.context import PolicyContext
from policies.flows.derive import flows_of
from policies.flows.places import places_of
from policies.scene import Scene
from stacks.platform import deploy
from stacks.settings import SettingsError, load
from tests.components.reading import statements, text
from tests.settings.broken import GOOD
from tests.stacks.test_databases import failures

APPLICATION = "aws:kinesisanalyticsv2/application:Application"
CLICKS = {
    "data_class": "personal",
    "write_megabytes_per_second": 2.0,
    "retention_hours": 48,
    "retention_days": 30,
}
SECTIONS: dict[str, Any] = {
    "streams": {
        "clicks": {"service": "kinesis", **CLICKS},
        "answers": {"service": "msk", **CLICKS, "topics": {"answers": 12}},
        "metrics": {"service": "msk_serverless", **CLICKS, "data_class": "internal"},
    },
    "stream_processors": {
        "features": {
            "data_class": "personal",
            "purpose": "features",
            "reads": ["clicks", "answers", "metrics"],
            "writes": ["datasets"],
            "code_store": "checkpoints",
            "code_key": "programs/features-1.0.0.jar",
            "parallelism": 4,
        }
    },
}


def written(folder: Path, **edits: Any) -> Path:
    """The stack file of production with streams and their processor. edits: keys of the processor."""
    yaml = YAML()
    content = yaml.load(GOOD.read_text(encoding="utf-8"))
    (platform,) = content["config"].values()
    platform.update(copy.deepcopy(SECTIONS))
    platform["stream_processors"]["features"].update(edits)
    path = folder / GOOD.name
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
    return path


def graph_with(folder: Path, **edits: Any) -> Graph:
    settings = load(written(folder, **edits))
    return capture(lambda: deploy(settings), stack="prod")


def refusals(folder: Path, **edits: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        load(written(folder, **edits))
    return str(caught.value)


def test_a_processor_keeps_every_rule_beside_the_streams_it_reads(tmp_path: Path) -> None:
    graph = graph_with(tmp_path)
    assert failures(graph) == []
    application = graph.one(APPLICATION).inputs["applicationConfiguration"]
    (key,) = references(application["applicationEncryptionConfiguration"]["keyId"])
    assert graph.by_urn[key].inputs["tags"]["DataClassification"] == "personal"
    assert len(application["vpcConfiguration"]["subnetIds"]) == 3


def test_the_key_of_its_class_lets_the_service_write_what_it_remembers(tmp_path: Path) -> None:
    graph = graph_with(tmp_path)
    (urn,) = references(
        graph.one(APPLICATION).inputs["applicationConfiguration"]["applicationEncryptionConfiguration"]["keyId"]
    )
    said = statements(graph.by_urn[urn])
    services = ["infrastructure.kinesisanalytics.amazonaws.com", "kinesisanalytics.amazonaws.com"]
    for sid in ("StreamProcessorsUse", "StreamProcessorsGrant"):
        assert said[sid]["Principal"] == {"Service": services}
        assert said[sid]["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
        assert "application/*" in text(said[sid]["Condition"]["ArnLike"]["aws:SourceArn"])


def test_data_flows_from_every_stream_through_it_into_its_store_and_nowhere_else(tmp_path: Path) -> None:
    context = PolicyContext("prod", "111122223333", ("eu",), frozenset({"eu-north-1"}))
    found = flows_of(places_of(Scene(graph_with(tmp_path), context)))
    itself = "features (Managed Flink application)"
    store = "datasets (S3 bucket)"
    # To put the parts of an object together it may read the store as well.
    assert {flow.source for flow in found if flow.target == itself and flow.carries_data} == {
        *("answers (MSK cluster)", "clicks (Kinesis data stream)", "metrics (MSK serverless cluster)"),
        store,
    }
    assert {flow.target for flow in found if flow.source == itself and flow.carries_data} == {store}


def test_brokers_of_every_cluster_it_reads_let_it_in(tmp_path: Path) -> None:
    graph = graph_with(tmp_path)
    rules = graph.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert {each.name for each in rules if each.name.startswith("features-")} == {
        "features-answers-in",
        "features-metrics-in",
    }


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ({"reads": ["click"]}, "reads: names 'click', which is not in streams; did you mean 'clicks'?"),
        ({"writes": ["dataset"]}, "writes: names 'dataset', which is not in stores; did you mean 'datasets'?"),
        ({"code_store": "program"}, "code_store: names 'program', which is not in stores"),
        ({"code_key": "features.py"}, "code_key: is 'features.py'; a .jar, or a .zip of a program in Python, is right"),
        ({"runtime": "FLINK-1_18"}, "runtime: is 'FLINK-1_18', which is not for new applications"),
        ({"parallelism": 65}, "parallelism: is 65 with 1 to a unit, and the quota is 64 units; at most 64 is right"),
        ({"state_gb": 201}, "state_gb: is 201, and 4 units hold 200 GB; 5 or more in parallelism is right"),
        ({"log_retention_days": 100}, "log_retention_days: is 100"),
        ({"data_class": "internal"}, "data_class: is 'internal', and it reads personal data; 'personal' is right"),
    ],
)
def test_a_processor_that_cannot_be_is_refused_in_its_line(
    tmp_path: Path, edits: dict[str, Any], sentence: str
) -> None:
    said = refusals(tmp_path, **edits)
    assert f"stream_processors.features.{sentence}" in said


def test_features_nobody_can_be_told_from_may_be_derived(tmp_path: Path) -> None:
    assert load(written(tmp_path, data_class="derived")).stream_processors["features"].data_class == "derived"
