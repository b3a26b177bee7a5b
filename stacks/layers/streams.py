"""Streams of events."""

from pulumi import Output

from components.network.network import Network
from components.streams.event_stream import EventStream, EventStreamArgs
from components.streams.stream_words import BROKERS
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings
from stacks.sections.streams import Stream

WORDS = frozenset(Stream.model_fields) - {"data_class", "purpose"}


def streams(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    client_groups: dict[str, Output[str]],
) -> dict[str, EventStream]:
    """Each in all zones of the network; what the stack file leaves out is the component's to say."""
    made = {}
    for name, stream in around.settings.streams.items():
        args: EventStreamArgs = {
            **stream.model_dump(include=set(WORDS), exclude_none=True),  # type: ignore[typeddict-item]
            "tags": around.tags(stream.data_class, stream.purpose),
        }
        if stream.service != "msk_serverless":
            args["kms_key_arn"] = key_arns[stream.data_class]
        if stream.service == "msk":
            args["log_key_arn"] = key_arns[LOGS_KEY]
        if stream.service in BROKERS:
            args["vpc_id"] = network.vpc_id
            args["subnet_ids"] = {zone: network.private_subnet_ids[zone] for zone in around.settings.network.zones}
            args["client_security_group_ids"] = client_groups
        made[name] = EventStream(name, args, around.options())
    return made
