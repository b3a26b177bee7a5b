"""Every machine with an accelerator belongs to a family a pool knows how to make, or says why not."""

import re

import pytest

from catalogue.clusters import node_image
from catalogue.families import families, family, mig_profiles, pool_type, pool_types
from catalogue.instances import accelerators, instance_types
from catalogue.unknown import UnknownFact

HPC = sorted(name for name, each in instance_types().items() if each.family.startswith("hpc"))


def test_every_accelerated_and_every_hpc_machine_is_of_a_family_with_facts() -> None:
    assert {each.family for each in accelerators().values()} <= families().keys()
    assert {name.partition(".")[0] for name in HPC} <= families().keys()


def test_every_family_has_machines() -> None:
    assert families().keys() <= {each.family for each in instance_types().values()}


@pytest.mark.parametrize("name", families())
def test_a_family_has_an_image_of_eks_for_its_processor_or_none_has_its_driver(name: str) -> None:
    found = family(name)
    architectures = {each.architecture for each in instance_types().values() if each.family == name}
    for architecture in architectures if found.kind.image_kind else ():
        assert node_image("1.35", found.kind.image_kind, architecture).kind == found.kind.image_kind
    assert (found.kind.kind == "qualcomm") == (not found.kind.image_kind)
    assert re.fullmatch(r"(20[0-9]{6})?", found.image_since)


def test_a_pod_that_asks_for_a_device_tolerates_the_taint_of_its_nodes() -> None:
    for each in families().values():
        assert each.kind.taint == each.kind.resource or each.kind.taint.startswith("groundwork/")


def test_nvlink_across_nodes_needs_the_driver_that_makes_compute_domains() -> None:
    assert "nvidia-dra-driver" in family("p6e-gb200").kind.needs
    assert "nvidia-dra-driver" not in family("p6-b200").kind.needs


def test_a_machine_without_accelerators_is_a_pool_type_if_it_is_for_hpc() -> None:
    assert pool_type("hpc7a.96xlarge").accelerator_count == 0
    assert set(HPC) <= set(pool_types())
    with pytest.raises(UnknownFact, match="unknown accelerated instance type"):
        pool_type("m7i.xlarge")


def test_a_family_that_is_refused_has_no_pool_types() -> None:
    assert not any(name.startswith("vt1.") for name in pool_types())


def test_an_unknown_family_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownFact, match="did you mean 'trn1'"):
        family("trn1z")


@pytest.mark.parametrize("name", ["p4d.24xlarge", "p4de.24xlarge", "p5.48xlarge", "p5en.48xlarge", "p6-b200.48xlarge",
                                  "p6-b300.48xlarge", "g7e.2xlarge"])  # fmt: skip
def test_the_parts_of_a_gpu_never_have_more_memory_than_the_gpu(name: str) -> None:
    gpu = pool_type(name)
    assert mig_profiles(gpu)
    for profile, instances in mig_profiles(gpu).items():
        slices, memory_gb = re.fullmatch(r"(\d)g\.(\d+)gb", profile).groups()  # type: ignore[union-attr]
        # Names are rounded up to whole gigabytes: an eighth of 40 GiB is 1g.5gb.
        assert instances * (int(memory_gb) - 1) * 1024 <= gpu.accelerator_memory_mib
        assert instances * int(slices) <= 7


@pytest.mark.parametrize("name", ["g6.xlarge", "g6f.large", "g5.xlarge", "trn2.48xlarge", "hpc7a.96xlarge"])
def test_most_accelerators_cannot_be_split(name: str) -> None:
    assert mig_profiles(pool_type(name)) == {}
