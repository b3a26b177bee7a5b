"""A StorageClass is of the cheapest volume that does what is needed, encrypted and kept."""

from typing import Any

import pytest

from components.cluster.block_volume_class import BlockVolumeClass
from graph.capture import capture
from graph.model import Resource
from tests.examples import MINIMAL

CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"


def declared(**args: Any) -> Resource:
    made = {**MINIMAL["BlockVolumeClass"], **args}
    return capture(lambda: BlockVolumeClass("index", made)).one(CLASS)  # type: ignore[arg-type]


def test_what_needs_no_speed_is_on_disks_and_what_needs_some_on_flash_with_that_speed() -> None:
    assert declared().inputs["parameters"]["type"] == "sc1"
    assert "iops" not in declared().inputs["parameters"]
    parameters = declared(iops=20_000, mib_per_second=500, latency_ms=10).inputs["parameters"]
    assert (parameters["type"], parameters["iops"], parameters["throughput"]) == ("gp3", "20000", "500")
    quick = declared(iops=100_000, latency_ms=1).inputs["parameters"]
    assert (quick["type"], quick["iops"], quick["blockExpress"]) == ("io2", "100000", "true")


def test_volumes_are_encrypted_with_the_given_key_and_have_every_tag() -> None:
    parameters = declared().inputs["parameters"]
    assert parameters["encrypted"] == "true"
    assert parameters["kmsKeyId"] == MINIMAL["BlockVolumeClass"]["kms_key_arn"]
    said = {value for key, value in parameters.items() if key.startswith("tagSpecification_")}
    assert said == {f"{key}={value}" for key, value in MINIMAL["BlockVolumeClass"]["tags"].items()}


def test_a_volume_is_made_where_its_pod_is_and_stays_when_its_claim_goes() -> None:
    inputs = declared().inputs
    assert inputs["volumeBindingMode"] == "WaitForFirstConsumer"
    assert inputs["reclaimPolicy"] == "Retain"
    assert inputs["allowVolumeExpansion"] is True
    assert declared(deletes_volumes=True).inputs["reclaimPolicy"] == "Delete"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"size_gib": 100, "volume_class": "st1"}, "size_gib is 100; st1 begins at 125 GiB"),
        ({"volume_class": "memory"}, "volume_class is 'memory'; use gp3, io2, sc1, st1"),
        ({"latency_ms": 0.1}, "latency_ms is 0.1; volumes of EBS answer within a millisecond at best (io2), and"),
        ({"durability": "some"}, "durability is 'some'; "),
        ({"iops": 300_000}, "iops is 300000; one volume has at most 256000 (io2): join several"),
        ({"file_system": "zfs"}, "file_system is 'zfs'; did you mean 'xfs'?"),
    ],
)
def test_what_no_volume_does_is_refused(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the sentence is compared
        declared(**args)
    assert str(refused.value).startswith(f"BlockVolumeClass 'index': {sentence}")
