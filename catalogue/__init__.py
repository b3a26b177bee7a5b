"""Facts as data, each with its source and date, and typed look-ups. Nothing is read before it is asked for."""

from catalogue.clusters import KubernetesVersion, NodeImage, addon_version, ami, eks_version, kubernetes, node_image
from catalogue.fabric_domains import FabricDomain, fabric_domain
from catalogue.instances import (
    Accelerator,
    InstanceType,
    NetworkCard,
    accelerator,
    instance_type,
    network_cards,
    why_unplaceable,
)
from catalogue.prices import Price, instance_price, tpu_chip_price
from catalogue.quotas import NoQuota, Quota, quota
from catalogue.regions import (
    Region,
    jurisdictions,
    offerings_known,
    region,
    region_of_zone,
    regions_of,
    regions_offering,
    zones,
    zones_offering,
)
from catalogue.service_prices import ServicePrice, service_price
from catalogue.services import interface_endpoints, log_retention_days, nearest_log_retention
from catalogue.unknown import UnknownFact

__all__ = [
    "Accelerator",
    "FabricDomain",
    "InstanceType",
    "KubernetesVersion",
    "NetworkCard",
    "NoQuota",
    "NodeImage",
    "Price",
    "Quota",
    "Region",
    "ServicePrice",
    "UnknownFact",
    "accelerator",
    "addon_version",
    "ami",
    "eks_version",
    "fabric_domain",
    "instance_price",
    "instance_type",
    "interface_endpoints",
    "jurisdictions",
    "kubernetes",
    "log_retention_days",
    "nearest_log_retention",
    "network_cards",
    "node_image",
    "offerings_known",
    "quota",
    "region",
    "region_of_zone",
    "regions_of",
    "regions_offering",
    "service_price",
    "tpu_chip_price",
    "why_unplaceable",
    "zones",
    "zones_offering",
]
