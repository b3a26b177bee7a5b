"""What EC2 says otherwise than the catalogue is found, and nothing else is."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import boto3
import moto
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, EndpointConnectionError
from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS, InstanceTypeBackend

from catalogue.live import CALLS, CouldNotAsk, Live, ask
from catalogue.regions import zones_offering
from catalogue.staleness import Difference, differences
from tests.catalogue.test_command import ask as run

REGION = "eu-north-1"
COPY = Path(moto.__file__).with_name("ec2") / "resources" / "instance_types.json.gz"
ZONE_IDS = INSTANCE_TYPE_OFFERINGS["availability-zone-id"]

Described = dict[str, Any]
Change = Callable[[Described], None]


@pytest.fixture(scope="module")
def everything() -> Mapping[str, Described]:
    """Every machine of EC2, as moto has copied the API's answer."""
    with gzip.open(COPY) as lines:
        found: Mapping[str, Described] = json.load(lines)
    return found


def offers() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in ZONE_IDS[REGION]:
        found.setdefault(each["InstanceType"], []).append(each["Location"])
    return {name: tuple(zones) for name, zones in found.items()}


def test_all_of_ec2_is_in_the_catalogue_as_ec2_says_it(everything: Mapping[str, Described]) -> None:
    assert differences(Live(REGION, tuple(everything.values()), offers())) == []


def planted(everything: Mapping[str, Described], name: str, change: Change) -> list[Difference]:
    described = deepcopy(everything[name])
    change(described)
    return differences(Live(REGION, (described,), offers()), described["InstanceType"])


def more_ebs(described: Described) -> None:
    described["EbsInfo"]["EbsOptimizedInfo"]["MaximumBandwidthInMbps"] = 160000


def fewer_interfaces(described: Described) -> None:
    described["NetworkInfo"]["NetworkCards"][3]["MaximumNetworkInterfaces"] = 1


def no_efa(described: Described) -> None:
    described["NetworkInfo"]["NetworkCards"][3]["InterfaceTypes"] = ["interface"]


def no_spot(described: Described) -> None:
    described["SupportedUsageClasses"].remove("spot")


def more_memory(described: Described) -> None:
    described["GpuInfo"]["Gpus"][0]["MemoryInfo"]["SizeInMiB"] = 98304


@pytest.mark.parametrize(
    ("change", "what", "was", "now"),
    [
        (more_ebs, "instance_types.ebs_max_mbps", "80000", "160000"),
        (fewer_interfaces, "network_cards[3].max_interfaces", "2", "1"),
        (no_efa, "network_cards[3].interface_types", "interface+efa+efa-only", "interface"),
        (no_spot, "instance_types.usage_classes", "capacity-block/on-demand/spot", "capacity-block/on-demand"),
        (more_memory, "accelerators.acc_mem_mib_each", "81920", "98304"),
    ],
)
def test_a_planted_difference_is_the_one_found(
    everything: Mapping[str, Described], change: Change, what: str, was: str, now: str
) -> None:
    assert planted(everything, "p5.48xlarge", change) == [Difference("stale", "p5.48xlarge", what, was, now)]


def test_the_order_of_a_list_says_nothing(everything: Mapping[str, Described]) -> None:
    def turned(described: Described) -> None:
        described["SupportedUsageClasses"].reverse()
        described["PlacementGroupInfo"]["SupportedStrategies"].reverse()
        described["NetworkInfo"]["NetworkCards"][0]["InterfaceTypes"].reverse()

    assert planted(everything, "p5.48xlarge", turned) == []


def test_a_field_that_ec2_leaves_out_is_no_difference(everything: Mapping[str, Described]) -> None:
    def silent(described: Described) -> None:
        assert {"InterfaceTypes", "BaselineBandwidthInGbps"} <= described["NetworkInfo"]["NetworkCards"][0].keys()
        for card in described["NetworkInfo"]["NetworkCards"]:
            del card["InterfaceTypes"], card["BaselineBandwidthInGbps"]

    assert planted(everything, "p5.48xlarge", silent) == []


def test_a_card_more_is_new(everything: Mapping[str, Described]) -> None:
    def wider(described: Described) -> None:
        cards = described["NetworkInfo"]["NetworkCards"]
        cards.append({**cards[-1], "NetworkCardIndex": 32, "BaselineBandwidthInGbps": 0})

    [found] = planted(everything, "p5.48xlarge", wider)
    assert (found.kind, found.what) == ("new", "network_cards[32]")


@pytest.mark.parametrize(
    ("memory", "note"),
    [
        (98304, "as corrected: drop the correction"),
        (131072, "corrected to 98304: look at the correction again"),
    ],
)
def test_a_correction_that_ec2_no_longer_needs_is_said(
    everything: Mapping[str, Described], memory: int, note: str
) -> None:
    def healed(described: Described) -> None:
        described["NeuronInfo"]["NeuronDevices"][0]["MemoryInfo"]["SizeInMiB"] = memory

    described = deepcopy(everything["trn2.48xlarge"])
    healed(described)
    found = differences(Live("us-east-2", (described,), {"trn2.48xlarge": zones("trn2.48xlarge")}), "trn2.48xlarge")
    assert [(each.was, each.now, each.note) for each in found] == [("524288", str(memory), note)]


def zones(name: str) -> tuple[str, ...]:
    return zones_offering(name, "us-east-2")


def test_a_machine_that_the_catalogue_lacks_is_new(everything: Mapping[str, Described]) -> None:
    def renamed(described: Described) -> None:
        described["InstanceType"] = "p7.48xlarge"

    [found] = planted(everything, "p5.48xlarge", renamed)
    assert found == Difference("new", "p7.48xlarge", "machine", "", "192 vCPUs, 2,048 GiB, 8 x NVIDIA H100")


def test_a_family_that_is_left_out_by_choice_is_not_new(everything: Mapping[str, Described]) -> None:
    assert differences(Live(REGION, (everything["m4.large"],), {}), "m4*") == []


def test_an_offer_more_is_new_and_one_less_is_gone() -> None:
    said = {"p5.48xlarge": ("eun1-az2", "eun1-az3", "eun1-az9")}
    assert differences(Live(REGION, (), said), "p5.48xlarge") == [
        Difference("new", "p5.48xlarge", "offered", "", "eun1-az9"),
        Difference("gone", "p5.48xlarge", "offered", "eun1-az1", ""),
    ]


def test_a_local_zone_is_no_zone_of_the_region() -> None:
    said = {"p5.48xlarge": (*zones_offering("p5.48xlarge", REGION), "eun1-hel1-az1")}
    assert differences(Live(REGION, (), said), "p5.48xlarge") == []


@pytest.fixture
def ec2(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """EC2 in this process, with the machines of p5 alone; the list may be changed."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    machines = [deepcopy(each) for each in InstanceTypeBackend.instance_types if each["InstanceType"][:3] == "p5."]
    monkeypatch.setattr(InstanceTypeBackend, "instance_types", machines)
    monkeypatch.setitem(ZONE_IDS, REGION, [each for each in ZONE_IDS[REGION] if each["InstanceType"][:3] == "p5."])
    with moto.mock_aws():
        yield machines


def test_where_nothing_differs_it_ends_with_0(ec2: list[Any]) -> None:
    answer = run("diff", "--region", REGION, "--only", "p5.*")
    assert answer.exit_code == 0
    assert answer.stdout == "eu-north-1: 2 machines asked; nothing differs\n"


def test_where_something_differs_it_is_shown_and_ends_with_1(ec2: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    more_ebs(ec2[0])
    monkeypatch.setitem(ZONE_IDS, REGION, ZONE_IDS[REGION][1:])
    answer = run("diff", "--region", REGION, "--only", "p5.*")
    assert answer.exit_code == 1
    assert "stale  p5.48xlarge         instance_types.ebs_max_mbps: 80000 -> 160000\n" in answer.stdout
    assert "gone   p5." in answer.stdout
    assert answer.stdout.endswith("eu-north-1: 2 machines asked; 1 stale, 1 gone\n")
    assert all(len(line) <= 80 for line in answer.stdout.splitlines())
    found = json.loads(run("diff", "--region", REGION, "--only", "p5.*", "--json").stdout)
    assert (found["version"], found["counts"]) == (1, {"stale": 1, "new": 0, "gone": 1})
    assert len(found["differences"]) == 2


def test_a_pattern_that_matches_nothing_is_refused(ec2: list[Any]) -> None:
    answer = run("diff", "--region", REGION, "--only", "p5z.48xlarge")
    assert (answer.exit_code, answer.stderr) == (
        2,
        "unknown instance type 'p5z.48xlarge', did you mean 'p5.48xlarge'?\n",
    )


def test_without_credentials_it_is_one_sentence_and_2(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    answer = run("diff", "--region", REGION)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("no AWS credentials; `aws sso login`")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            ClientError({"Error": {"Code": "UnauthorizedOperation"}}, "DescribeInstanceTypes"),
            f"EC2 in eu-north-1 answered UnauthorizedOperation; the role needs {CALLS}",
        ),
        (
            ClientError({"Error": {"Code": "AuthFailure"}}, "DescribeInstanceTypes"),
            "EC2 in eu-north-1 answered AuthFailure; log in again, and see that the region is enabled for the account",
        ),
        (
            ClientError({"Error": {"Code": "RequestLimitExceeded"}}, "DescribeInstanceTypes"),
            "EC2 in eu-north-1 answered RequestLimitExceeded; ask again later",
        ),
        (
            EndpointConnectionError(endpoint_url="https://ec2"),
            'EC2 in eu-north-1 could not be asked: Could not connect to the endpoint URL: "https://ec2"',
        ),
    ],
    ids=["denied", "no login", "throttled", "no network"],
)
def test_what_ec2_refuses_is_one_sentence(
    ec2: list[Any], monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    with pytest.raises(CouldNotAsk) as refused:
        ask(REGION)
    assert str(refused.value) == sentence


def test_without_boto3_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    answer = run("diff", "--region", REGION)
    assert (answer.exit_code, answer.stderr) == (
        2,
        "boto3 is not installed; `pip install -r requirements.txt` brings it\n",
    )


def test_an_unknown_region_is_not_asked() -> None:
    answer = run("diff", "--region", "eu-nroth-1")
    assert (answer.exit_code, answer.stderr) == (2, "unknown region 'eu-nroth-1', did you mean 'eu-north-1'?\n")
