"""The planner of streams against brute force: it holds, and nothing smaller would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.streams import BrokerType, KafkaVersion, broker_types, kafka_version, kafka_versions, stream_limit
from components.storage.storage_need import NeedError
from components.streams.stream_plan import StreamNeed, plan_kafka, plan_shards

VERSION = kafka_version("3.8.x.kraft")
MOST = 60
NEEDS = st.builds(
    StreamNeed,
    st.floats(0, 1500, allow_nan=False),
    st.integers(1, 12),
    st.integers(1, 400),
    st.integers(0, 60_000),
)


def holds(kind: BrokerType, brokers: int, need: StreamNeed) -> bool:
    """Said once more, broker by broker: each does its part of the work with a fifth of itself to spare."""
    into_disk = need.write_megabytes_per_second * 3 / brokers
    out_of_network = need.write_megabytes_per_second * (2 + need.readers) / brokers
    gib = need.write_megabytes_per_second * 1e6 * 3 * need.retention_hours * 3600 / 1024**3 / brokers
    return (
        into_disk <= 0.8 * kind.storage_megabytes_per_second * (1 + 1e-9)
        and out_of_network <= 0.8 * kind.network_megabytes_per_second * (1 + 1e-9)
        and need.partitions * 3 <= kind.partitions * brokers
        and gib / 0.85 <= 16_384 * (1 + 1e-9)
    )


@given(NEEDS)
def test_the_plan_holds_and_no_other_needs_fewer_vcpus(need: StreamNeed) -> None:
    fitting = [
        (kind.vcpus * brokers, brokers)
        for kind in broker_types().values()
        for brokers in range(3, MOST + 1, 3)
        if holds(kind, brokers, need)
    ]
    if not fitting:
        with pytest.raises(NeedError):
            plan_kafka(need, VERSION, 3)
        return
    plan = plan_kafka(need, VERSION, 3)
    kind = broker_types()[plan.broker_type]
    assert (kind.vcpus * plan.brokers, plan.brokers) == min(fitting)
    assert holds(kind, plan.brokers, need)
    kept = need.write_megabytes_per_second * 1e6 * need.retention_hours * 3600 * 3
    assert plan.storage_gib * plan.brokers * 0.85 >= kept / 1024**3 * (1 - 1e-9)


@given(NEEDS)
def test_keeping_longer_never_needs_less(need: StreamNeed) -> None:
    try:
        longer = plan_kafka(StreamNeed(need.write_megabytes_per_second, need.readers, 401, need.partitions), VERSION, 3)
    except NeedError:
        return
    plan = plan_kafka(need, VERSION, 3)
    assert plan.brokers * plan.storage_gib <= longer.brokers * (longer.storage_gib + 100)


@given(
    st.floats(0, 400, allow_nan=False), st.integers(1, 20), st.integers(0, 20), st.floats(0, 400_000, allow_nan=False)
)
def test_shards_hold_and_one_less_would_not(write: float, readers: int, fan_out: int, records: float) -> None:
    fan_out = min(fan_out, readers)

    def carry(shards: int) -> bool:
        read = write * (readers - fan_out)
        return shards >= 1 and write <= shards and records <= 1000 * shards and read <= 2 * shards

    shards = plan_shards(StreamNeed(write, readers, 24), records, fan_out, quota=100_000)
    assert carry(shards)
    assert not carry(shards - 1)


def test_a_broker_type_of_ones_own_is_taken_even_where_another_needs_less() -> None:
    need = StreamNeed(5.0, 1, 24)
    assert plan_kafka(need, VERSION, 3).broker_type == "kafka.m7g.large"
    large = broker_types()["kafka.m7g.8xlarge"]
    assert plan_kafka(need, VERSION, 3, large).broker_type == large.name


def test_a_cluster_with_zookeeper_has_fewer_brokers_at_most() -> None:
    need = StreamNeed(200.0, 2, 24, partitions=15_000)
    small = broker_types()["kafka.m7g.large"]
    assert plan_kafka(need, VERSION, 3, small).brokers == 45
    with pytest.raises(NeedError, match=r"more than 30 brokers of kafka\.m7g\.large carry"):
        plan_kafka(need, kafka_version("3.8.x"), 3, small)


@pytest.mark.parametrize("version", kafka_versions().values(), ids=lambda version: version.version)
def test_versions_of_kafka_are_named_after_where_they_keep_their_metadata(version: KafkaVersion) -> None:
    assert (version.metadata == "kraft") == version.version.endswith(".kraft")
    assert version.supported == (version.end_of_support == "")


def test_every_limit_is_positive() -> None:
    assert stream_limit("kafka_brokers_kraft") == MOST
    assert stream_limit("kinesis_fan_out_readers") > 0
