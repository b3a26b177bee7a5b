"""Which kinds of file system there are where, how clients are set for them, and when local disks are cheaper."""

from typing import Any

import pytest

from components.storage.local_cache_plan import plan_local_cache
from components.storage.lustre_clients import client_commands, module_options, stripe_command
from components.storage.lustre_plan import LustrePlan
from components.storage.storage_need import NeedError
from components.storage.throughput_plan import Feed, plan_throughput


def plan(accelerators: int = 32, accelerators_per_node: int = 8, **kind: Any) -> LustrePlan:
    training = kind.pop("training", {"batch_bytes_per_accelerator": 5e8, "step_seconds": 2})
    where = {"region_name": "eu-north-1", "deployment_type": "PERSISTENT_2", "storage_type": "SSD"}
    return plan_throughput(Feed(accelerators, accelerators_per_node, training=training), **(where | kind))


def test_a_pool_of_32_reading_half_a_gigabyte_every_two_seconds() -> None:
    found = plan()
    assert (found.capacity_gib, found.tier.megabytes_per_second_per_tib) == (16_800, 500)
    assert found.megabytes_per_second >= 8000
    assert found.usd_per_month == pytest.approx(16_800 * 0.34)


def test_efa_comes_in_coarser_sizes_and_reaches_a_node_that_reads_more_than_100_gbps() -> None:
    found = plan(accelerators_per_node=32, efa=True, training={"batch_bytes_per_accelerator": 1e9, "step_seconds": 2})
    assert found.tier.efa
    assert found.capacity_gib % found.tier.step_gib == 0
    assert found.client_gbps == 700


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            {"region_name": "ap-south-2"},
            "deployment_type is 'PERSISTENT_2', which ap-south-2 does not have; 'PERSISTENT_1' or 'SCRATCH_2' is right",
        ),
        ({"region_name": "cn-north-1"}, "which cn-north-1 does not have; 'PERSISTENT_1' is right"),
        ({"deployment_type": "PERSISTENT_3"}, "deployment_type is 'PERSISTENT_3'; did you mean 'PERSISTENT_"),
        ({"storage_type": "NVME"}, "storage_type is 'NVME'; 'SSD' or 'HDD' is right"),
        ({"storage_type": "HDD"}, "storage_type is 'HDD', which PERSISTENT_2 does not have; 'SSD' is right"),
        ({"region_name": "ca-west-1", "efa": True}, "efa is true, which ca-west-1 does not have; leave it out"),
        ({"deployment_type": "SCRATCH_2", "efa": True}, "efa is true for SCRATCH_2 on SSD; only PERSISTENT_2 on SSD"),
        (
            {
                "deployment_type": "PERSISTENT_1",
                "storage_type": "HDD",
                "training": {"batch_bytes_per_accelerator": 1e6, "step_seconds": 0.5, "files_per_step": 64},
            },
            "storage_type is 'HDD', on which the files of a step of 0.5 s take up to 0.64 s to open; 'SSD' is right",
        ),
    ],
)
def test_a_kind_that_is_not_sold_there_or_too_slow_is_refused(kind: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NeedError, match=sentence):
        plan(**kind)


def test_a_region_with_slow_steps_only_is_planned_with_those() -> None:
    assert plan(region_name="ca-west-1").tier.megabytes_per_second_per_tib == 250


def test_a_region_the_service_does_not_list_is_taken_to_have_all() -> None:
    assert plan(region_name="ap-southeast-6").tier.megabytes_per_second_per_tib == 500


@pytest.mark.parametrize(
    ("accelerators", "command"),
    [
        (1, "lfs setstripe -E -1 -c -1 /fsx"),
        (8, "lfs setstripe -E 100M -c 1 -E -1 -c -1 /fsx"),
        (32, "lfs setstripe -E 100M -c 1 -E 10G -c 8 -E -1 -c -1 /fsx"),
        (160, "lfs setstripe -E 100M -c 1 -E 10G -c 8 -E 100G -c 16 -E -1 -c 32 /fsx"),
    ],
)
def test_stripes_are_never_more_than_there_are_targets(accelerators: int, command: str) -> None:
    rate = {"batch_bytes_per_accelerator": 5e8 if accelerators > 1 else 1e8, "step_seconds": 2}
    assert stripe_command(plan(accelerators, 1, training=rate), "/fsx") == command


def test_large_nodes_get_the_settings_aws_advises_for_large_nodes() -> None:
    assert "options ptlrpc ptlrpcd_per_cpt_max=32" in module_options(192, 2048)
    commands = client_commands(192, 2048)
    assert "lctl set_param osc.*OST*.max_rpcs_in_flight=32" in commands
    assert "lctl set_param ldlm.namespaces.*.lru_size=19200" in commands


def test_small_nodes_are_left_as_they_are_where_the_advice_is_for_large_ones() -> None:
    assert module_options(64, 64) == []
    assert not [command for command in client_commands(64, 64) if "max_rpcs" in command or "lru_" in command]
    assert "lctl set_param llite.*.statahead_max=512" in client_commands(64, 64)


CHECKPOINT = {"bytes": 1e12, "interval_seconds": 3600, "allowed_stall_seconds": 120}


def test_local_disks_cost_what_the_data_cost_in_s3_and_the_requests_that_fill_them() -> None:
    found = plan_local_cache(2e13, 4, 3.04e13, 100)
    assert found.holds == "node"
    gets = 4 * 4 * 2e13 / (8 * 1024**2)
    assert found.usd_per_month == pytest.approx(20_000 * 0.023 + gets / 1000 * 0.0004, rel=1e-4)


def test_data_too_large_for_a_node_are_shared_out_over_the_pool() -> None:
    assert plan_local_cache(1e14, 4, 3.04e13, 100).holds == "pool"


def test_checkpoints_are_paid_for_by_the_part() -> None:
    without, with_ = (plan_local_cache(2e13, 4, 3.04e13, 100, each).usd_per_month for each in (None, CHECKPOINT))  # type: ignore[arg-type]
    assert without is not None
    assert with_ is not None
    puts = 730 * 1e12 / (64 * 1024**2)
    assert with_ - without == pytest.approx(1000 * 0.023 + puts / 1000 * 0.005, rel=1e-3)


@pytest.mark.parametrize(
    ("args", "obstacle"),
    [
        ((1e15, 4, 3.04e13, 100), "the 1,000,000 GB do not fit on the pool's 121,600 GB of local disks"),
        ((1e12, 4, 0, 100), "the nodes have no local disks"),
        ((1e12, 4, 3.04e13, 0.1, CHECKPOINT), "a checkpoint takes 20,000 s to S3, longer than the interval"),
    ],
)
def test_where_local_disks_will_not_do_it_says_why_and_has_no_price(args: Any, obstacle: str) -> None:
    found = plan_local_cache(*args)
    assert (found.obstacle, found.usd_per_month) == (obstacle, None)
