"""What EventStream refuses beside words of the wrong form, the same for a component and for a stack file."""

from collections.abc import Mapping
from typing import Any

from catalogue.streams import broker_type, kafka_version, stream_limit
from catalogue.unknown import UnknownFact
from components.storage.storage_need import NeedError
from components.streams.stream_plan import StreamNeed, plan_kafka, plan_serverless, plan_shards, roll_hours
from components.streams.stream_words import HOURS_A_DAY, KAFKA_VERSION, ONLY, PERSONAL, ZONES


def planned(args: Mapping[str, Any], data_class: str, zones: int) -> tuple[int, str, int]:
    """Brokers or shards, type of the brokers, GiB of each; NeedError where the arguments do not go together.

    args: of EventStream, each of the right form. zones: how many its subnets are in.
    """
    service = args["service"]
    for argument, services in ONLY.items():
        if argument in args and service not in services:
            wrong = f"is given with service {service!r}"
            raise NeedError(argument, wrong, f"leave it out: it is of {' and '.join(services)}")
    need = _need(service, args)
    if service in ZONES and zones not in ZONES[service]:
        right = f"{' or '.join(map(str, ZONES[service]))} are right: each has a copy, and a zone may fail"
        raise NeedError("subnet_ids", f"is in {zones} zone{'s' * (zones != 1)}", right)
    if service == "kinesis":
        return _shards(args, need), "", 0
    if service == "msk":
        return _brokers(args, need, zones)
    if data_class in PERSONAL:
        right = "it takes no key of yours; 'msk' or 'kinesis' is right"
        raise NeedError("service", f"is 'msk_serverless' for {data_class} data", right)
    plan_serverless(need)
    return 0, "", 0


def _need(service: str, args: Mapping[str, Any]) -> StreamNeed:
    hours, days = int(args["retention_hours"]), int(args["retention_days"])
    least = int(stream_limit("kinesis_retention_hours_least"))
    if service == "kinesis" and hours < least:
        raise NeedError("retention_hours", f"is {hours}", f"kinesis keeps records for at least {least}")
    rolled = roll_hours(hours) if service == "msk" else 0
    if hours + rolled > days * HOURS_A_DAY:
        until = f" and up to {rolled} more until a segment is closed" if rolled else ""
        raise NeedError(
            "retention_hours",
            f"is {hours}{until}, longer than the {days} days data of this class is kept",
            f"at most {longest_hours(service, days)} is right",
        )
    return StreamNeed(
        args["write_megabytes_per_second"],
        int(args.get("readers", 1)),
        hours + rolled,
        sum(int(partitions) for partitions in args.get("topics", {}).values()),
    )


def longest_hours(service: str, retention_days: int) -> int:
    """Hours a record may be kept so that it is gone when its data class says."""
    hours = retention_days * HOURS_A_DAY
    if service != "msk":
        return hours
    return next(each for each in range(hours, 0, -1) if each + roll_hours(each) <= hours)


def _shards(args: Mapping[str, Any], need: StreamNeed) -> int:
    fan_out = list(args.get("fan_out", []))
    if len(set(fan_out)) != len(fan_out):
        raise NeedError("fan_out", "names a reader twice", "name every reader once")
    most = min(int(stream_limit("kinesis_fan_out_readers")), need.readers)
    if len(fan_out) > most:
        right = f"at most {most} are right, of the {need.readers} in readers"
        raise NeedError("fan_out", f"names {len(fan_out)} readers", right)
    quota = args.get("quota_shards")
    return plan_shards(need, args.get("records_per_second", 0), len(fan_out), None if quota is None else int(quota))


def _brokers(args: Mapping[str, Any], need: StreamNeed, zones: int) -> tuple[int, str, int]:
    name, kind = args.get("kafka_version", KAFKA_VERSION), args.get("broker_type")
    try:
        version = kafka_version(name)
        type_ = broker_type(kind) if kind else None
    except UnknownFact as unknown:
        argument = "kafka_version" if unknown.asked == name else "broker_type"
        raise NeedError(argument, f"is {unknown.asked!r}", str(unknown)) from None
    if not version.supported:
        raise NeedError(
            "kafka_version",
            f"is {name!r}, whose support ends on {version.end_of_support}",
            f"MSK makes no new clusters of it and upgrades old ones by itself: {KAFKA_VERSION!r} is right",
        )
    plan = plan_kafka(need, version, zones, type_)
    return plan.brokers, plan.broker_type, plan.storage_gib
