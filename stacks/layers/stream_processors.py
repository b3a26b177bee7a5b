"""Programs over streams."""

from pulumi import Output

from components.network.network import Network
from components.storage.object_store import ObjectStore
from components.streams.event_stream import EventStream
from components.streams.stream_processor import KafkaSource, StreamProcessor, StreamProcessorArgs
from components.streams.stream_words import BROKERS
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings
from stacks.sections import stream_processors as sections

# What the component is given under another name.
LINKS = {"data_class", "purpose", "reads", "writes", "code_store"}


def stream_processors(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    streams: dict[str, EventStream],
    stores: dict[str, ObjectStore],
) -> dict[str, StreamProcessor]:
    """Each in all zones of the network, with the keys of what it reads and writes."""
    settings = around.settings
    made = {}
    for name, processor in settings.stream_processors.items():
        args: StreamProcessorArgs = {
            **around.place,
            **processor.model_dump(exclude=LINKS, exclude_none=True),  # type: ignore[typeddict-item]
            "code_bucket_arn": stores[processor.code_store].bucket_arn,
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in settings.network.zones},
            "kms_key_arn": key_arns[processor.data_class],
            "log_key_arn": key_arns[LOGS_KEY],
            "key_arns": [key_arns[data_class] for data_class in _classes(around, processor)],
            "write_bucket_arns": [stores[store].bucket_arn for store in processor.writes],
            "kinesis_stream_arns": [
                streams[each].stream_arn for each in processor.reads if settings.streams[each].service == "kinesis"
            ],
            "kafka_sources": {
                each: KafkaSource(
                    cluster_arn=streams[each].stream_arn, security_group_id=streams[each].security_group_id
                )
                for each in processor.reads
                if settings.streams[each].service in BROKERS
            },
            "tags": around.tags(processor.data_class, processor.purpose),
        }
        made[name] = StreamProcessor(name, args, around.options())
    return made


def _classes(around: Surroundings, processor: sections.StreamProcessor) -> list[str]:
    """Data classes of everything it decrypts and encrypts, each once."""
    settings = around.settings
    stores = {settings.stores[store].data_class for store in (processor.code_store, *processor.writes)}
    read = [settings.streams[each] for each in processor.reads]
    return sorted(stores | {stream.data_class for stream in read if stream.service != "msk_serverless"})
