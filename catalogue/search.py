"""Which accelerated machines have what is asked for."""

from catalogue.instances import MIB_PER_GIB, Accelerator, accelerators
from catalogue.regions import region, zones_offering


def find(
    *,
    memory_at_least_gib: float = 0,
    region_name: str | None = None,
    accelerator_model: str | None = None,
    with_efa: bool = False,
) -> list[Accelerator]:
    """The machines that have all of it, the one with the least accelerator memory first.

    memory_at_least_gib: accelerator memory of the whole machine, in GiB. region_name: offered in at least one of its
    zones, as far as the catalogue knows offers (30 regions). accelerator_model: a part of the model's name,
    in any case.
    Raises UnknownFact for a region that does not exist.
    """
    if region_name is not None:
        region(region_name)
    wanted = (accelerator_model or "").casefold()
    found = [
        each
        for each in accelerators().values()
        if each.total_memory_mib >= memory_at_least_gib * MIB_PER_GIB
        and wanted in each.accelerator.casefold()
        and (each.max_efa_interfaces > 0 or not with_efa)
        and (region_name is None or zones_offering(each.instance_type, region_name))
    ]
    return sorted(found, key=lambda each: (each.total_memory_mib, each.instance_type))
