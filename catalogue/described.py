"""A machine as EC2 describes it, in the columns of the catalogue's tables.

What a description does not say is left out of the row, so that silence is never taken for a difference.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.tables import Row

Described = Mapping[str, Any]


def machine_row(described: Described) -> Row:
    """The row of `instance_types`."""
    network, disks = described["NetworkInfo"], described.get("InstanceStorageInfo", {}).get("Disks", [])
    cards = network.get("NetworkCards", [])
    return _said(
        {
            "instance_type": described["InstanceType"],
            "vcpu": described["VCpuInfo"]["DefaultVCpus"],
            "memory_mib": described["MemoryInfo"]["SizeInMiB"],
            "arch": described["ProcessorInfo"]["SupportedArchitectures"][0],
            "bare_metal": described["BareMetal"],
            "current_generation": described["CurrentGeneration"],
            "network_performance": network["NetworkPerformance"],
            "baseline_gbps": sum(card["BaselineBandwidthInGbps"] for card in cards)
            if cards and all("BaselineBandwidthInGbps" in card for card in cards)
            else None,
            "max_enis": network["MaximumNetworkInterfaces"],
            "ipv4_per_eni": network["Ipv4AddressesPerInterface"],
            "network_cards": network.get("MaximumNetworkCards"),
            "efa_interfaces": network.get("EfaInfo", {}).get("MaximumEfaInterfaces", 0),
            "nvme_count": sum(disk["Count"] for disk in disks) if disks else "",
            "nvme_gb_each": disks[0]["SizeInGB"] if disks else "",
            "ebs_max_mbps": described.get("EbsInfo", {}).get("EbsOptimizedInfo", {}).get("MaximumBandwidthInMbps"),
            "usage_classes": "/".join(sorted(described["SupportedUsageClasses"])),
            "placement_strategies": "/".join(sorted(described["PlacementGroupInfo"]["SupportedStrategies"])),
        }
    )


def card_rows(described: Described) -> Iterator[Row]:
    """The rows of `network_cards`."""
    for card in described["NetworkInfo"].get("NetworkCards", []):
        kinds = card.get("InterfaceTypes")
        yield _said(
            {
                "instance_type": described["InstanceType"],
                "card_index": card["NetworkCardIndex"],
                "interface_types": "+".join(kinds) if kinds else None,
                "max_interfaces": card["MaximumNetworkInterfaces"],
                "baseline_gbps": card.get("BaselineBandwidthInGbps"),
                "peak_gbps": card.get("PeakBandwidthInGbps"),
            }
        )


def accelerator_row(described: Described) -> Row | None:
    """What the row of `accelerators` says of the accelerators; None for a machine without them."""
    for info, devices, maker in (
        ("GpuInfo", "Gpus", True),
        ("NeuronInfo", "NeuronDevices", False),
        ("FpgaInfo", "Fpgas", True),
        ("MediaAcceleratorInfo", "Accelerators", True),
        ("InferenceAcceleratorInfo", "Accelerators", True),
    ):
        found = described.get(info, {}).get(devices, [])
        if found:
            device = found[0]
            name = f"{device['Manufacturer']} {device['Name']}" if maker else device["Name"]
            memory = device.get("MemoryInfo", {}).get("SizeInMiB")
            return _said(
                {
                    "instance_type": described["InstanceType"],
                    "accelerator": name,
                    "acc_count": sum(each["Count"] for each in found),
                    "acc_mem_mib_each": memory,
                }
            )
    return None


def _said(cells: Mapping[str, Any]) -> Row:
    return {column: str(value) for column, value in cells.items() if value is not None}
