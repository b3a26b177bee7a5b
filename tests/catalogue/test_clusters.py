"""Kubernetes versions, add-ons, images, and values of services."""

import re

import pytest

import catalogue
from catalogue.clusters import kubernetes_versions
from catalogue.tables import read
from catalogue.unknown import UnknownFact

USABLE = [version for version, each in kubernetes_versions().items() if each.supported and each.addons]
ADDONS = {row["addon"] for row in read("eks_addons")}


def test_three_versions_can_be_used_and_the_newest_is_in_standard_support() -> None:
    assert USABLE == ["1.34", "1.35", "1.36"]
    assert catalogue.kubernetes("1.36").in_standard_support


@pytest.mark.parametrize("version", USABLE)
def test_every_usable_version_has_every_addon_pinned(version: str) -> None:
    assert set(catalogue.kubernetes(version).addons) == ADDONS
    for addon in ADDONS:
        assert re.fullmatch(r"v[0-9.]+-eksbuild\.[0-9]+", catalogue.addon_version(addon, version))


@pytest.mark.parametrize("version", USABLE)
def test_the_proxy_is_of_the_version_it_is_for(version: str) -> None:
    assert catalogue.addon_version("kube-proxy", version).startswith(f"v{version}.")


@pytest.mark.parametrize("version", USABLE)
@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
@pytest.mark.parametrize("kind", ["standard", "nvidia", "bottlerocket", "bottlerocket_nvidia"])
def test_every_usable_version_has_an_image_for_cpu_and_gpu_nodes(version: str, architecture: str, kind: str) -> None:
    image = catalogue.node_image(version, kind, architecture)
    assert catalogue.ami(image.ami_type, version) == image
    if image.ami_type.startswith("AL2023"):
        assert re.fullmatch(rf"{re.escape(version)}\.[0-9]+-20[0-9]{{6}}", image.release_version)


def test_support_ends_in_order() -> None:
    for each in kubernetes_versions().values():
        assert each.standard_support_end < each.extended_support_end
    assert not catalogue.kubernetes("1.30").supported


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: catalogue.kubernetes("1.53"), "unknown Kubernetes version '1.53', did you mean '1.36'?"),
        (
            lambda: catalogue.addon_version("vpc-cnii", "1.35"),
            "unknown add-on of Kubernetes 1.35 'vpc-cnii', did you mean 'vpc-cni'?",
        ),
        (
            lambda: catalogue.node_image("1.35", "nvidea"),
            "unknown node image of Kubernetes 1.35 'nvidea x86_64', did you mean 'nvidia x86_64'?",
        ),
        (
            lambda: catalogue.ami("AL2023_x86_64_NVIDEA", "1.35"),
            "unknown AMI type of Kubernetes 1.35 'AL2023_x86_64_NVIDEA', did you mean 'AL2023_x86_64_NVIDIA'?",
        ),
    ],
)
def test_what_is_unknown_is_told_with_the_nearest_name(ask: object, sentence: str) -> None:
    assert callable(ask)
    with pytest.raises(UnknownFact) as unknown:
        ask()
    assert str(unknown.value) == sentence


@pytest.mark.parametrize(
    ("days", "nearest"), [(1, 1), (2, 3), (10, 7), (360, 365), (382, 365), (383, 400), (9999, 3653)]
)
def test_the_nearest_log_retention_is_one_that_exists(days: int, nearest: int) -> None:
    assert catalogue.nearest_log_retention(days) == nearest
    assert nearest in catalogue.log_retention_days()
