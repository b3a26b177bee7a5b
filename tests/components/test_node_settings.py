"""Every machine a pool can be made of gets settings, or one sentence that says what would be right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.families import family, mig_profiles, pool_type, pool_types
from catalogue.instances import accelerators
from components.compute.node_settings import LOCAL_STORAGE, MOST_REPLICAS, plan_node_settings
from components.compute.setting_error import SettingError

ALL_TYPES = sorted({*pool_types(), *accelerators()})
PROFILES = sorted({profile for name in ALL_TYPES for profile in mig_profiles(pool_type(name))})
# https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
LABEL_VALUE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")


@given(
    name=st.sampled_from(ALL_TYPES),
    version=st.sampled_from(["1.34", "1.35", "1.36"]),
    own_image=st.booleans(),
    mig_profile=st.sampled_from(["", *PROFILES, "1g.1gb"]),
    replicas=st.sampled_from([0, 2, MOST_REPLICAS]),
    local_storage=st.sampled_from(["", *LOCAL_STORAGE]),
)
def test_whatever_is_asked_for_there_are_settings_or_a_sentence(
    name: str, version: str, own_image: bool, mig_profile: str, replicas: int, local_storage: str
) -> None:
    type_ = pool_type(name)
    refused: SettingError | None = None
    try:
        settings = plan_node_settings(
            type_,
            version,
            own_image=own_image,
            mig_profile=mig_profile,
            time_slicing_replicas=replicas,
            local_storage=local_storage,
        )
    except SettingError as error:
        refused = error
    if refused is not None:
        assert "\n" not in str(refused)
        assert refused.wrong.startswith("is ")
        assert refused.right
        return
    assert (settings.image is None) == own_image
    assert all(LABEL_VALUE.fullmatch(value) for value in settings.labels.values())
    assert bool(settings.local_storage) <= bool(type_.nvme_disks)
    assert not (mig_profile and replicas)
    whole = int(type_.accelerator_count) or 1
    if mig_profile:
        assert dict(settings.devices) == {f"nvidia.com/mig-{mig_profile}": whole * mig_profiles(type_)[mig_profile]}
    elif settings.devices:
        assert dict(settings.devices) == {family(type_.family).kind.resource: whole * (replicas or 1)}


@pytest.mark.parametrize("name", ALL_TYPES)
def test_every_accelerated_machine_is_planned_or_refused_with_what_is_right(name: str) -> None:
    group = family(pool_type(name).family)
    if group.refused or not group.kind.image_kind or group.image_since > "20260903":
        with pytest.raises(SettingError, match=f"instance_type is '{name}'.*; "):
            plan_node_settings(pool_type(name), "1.35")
    else:
        image = plan_node_settings(pool_type(name), "1.35").image
        assert image is not None
        assert (image.kind, image.architecture) == (group.kind.image_kind, pool_type(name).architecture)


def refusal(name: str, version: str = "1.35", **wanted: object) -> str:
    with pytest.raises(SettingError) as refused:
        plan_node_settings(pool_type(name), version, **wanted)  # type: ignore[arg-type]
    return str(refused.value)


def test_a_machine_whose_driver_is_only_in_newer_images_says_so_and_takes_an_own_one() -> None:
    assert refusal("g7.2xlarge") == (
        "instance_type is 'g7.2xlarge', which images of EKS run from 20260917 on, and the pinned one of Kubernetes "
        "1.35 is 1.35.7-20260903; give an image of your own with the driver (image_id), or choose a type of another "
        "family"
    )
    assert plan_node_settings(pool_type("g7.2xlarge"), "1.35", own_image=True).image is None


def test_a_version_without_images_is_refused() -> None:
    assert refusal("g6.xlarge", "1.33").startswith("kubernetes_version is '1.33'; unknown node image")


def test_a_profile_of_another_gpu_names_those_there_are() -> None:
    sentence = refusal("p5.48xlarge", mig_profile="1g.5gb")
    assert sentence.endswith("; 1g.10gb, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb is right")


def test_a_gpu_that_cannot_be_split_names_those_that_can() -> None:
    assert refusal("g6.xlarge", mig_profile="1g.10gb") == (
        "mig_profile is '1g.10gb', and NVIDIA L4 cannot be split; A100, B200, B300, H100, H200, RTX PRO Server 6000 can"
    )


def test_a_gpu_is_shared_in_one_way() -> None:
    assert "a GPU is shared in one way" in refusal("p5.48xlarge", mig_profile="1g.10gb", time_slicing_replicas=2)


@pytest.mark.parametrize("name", ["trn2.48xlarge", "inf2.xlarge", "f2.6xlarge", "hpc7a.96xlarge"])
def test_only_nvidia_gpus_are_shared_in_time(name: str) -> None:
    assert refusal(name, time_slicing_replicas=2).endswith(
        "has no NVIDIA GPU; leave it out: only those are shared in time"
    )


def test_a_part_of_a_gpu_is_not_shared_again() -> None:
    assert "has a part of a GPU already" in refusal("g6f.large", time_slicing_replicas=2)


def test_disks_that_are_not_there_become_nothing() -> None:
    assert refusal("inf2.xlarge", local_storage="raid0") == (
        "local_storage is 'raid0', and inf2.xlarge has no local disks; leave it out"
    )
    assert plan_node_settings(pool_type("inf2.xlarge"), "1.35").local_storage == ""
    assert plan_node_settings(pool_type("inf2.xlarge"), "1.35", local_storage="none").local_storage == ""


def test_one_disk_is_no_mirror() -> None:
    assert "has one local disk; 'raid0' or 'mount' is right" in refusal("g6.xlarge", local_storage="raid10")
    assert plan_node_settings(pool_type("p5.48xlarge"), "1.35", local_storage="raid10").local_storage == "RAID10"
