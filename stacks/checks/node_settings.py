"""What the nodes of an accelerator pool are set to: asked of the plans the component makes, in the same words."""

from collections.abc import Iterator

from catalogue.clusters import kubernetes_versions
from catalogue.families import pool_type
from components.compute.network_interface_plan import plan_network_interfaces
from components.compute.node_repair import LIMITS
from components.compute.node_settings import plan_node_settings
from components.compute.setting_error import SettingError
from stacks.fault import Fault, KeyPath
from stacks.sections.compute import AcceleratorPool
from stacks.settings import Settings


def node_setting_faults(settings: Settings, path: KeyPath, pool: AcceleratorPool) -> Iterator[Fault]:
    """The faults of a pool whose type belongs to a family of accelerator nodes."""
    version = settings.cluster.kubernetes_version if settings.cluster else ""
    type_ = pool_type(pool.instance_type)
    try:
        plan_network_interfaces(type_.network_cards, type_.max_efa_interfaces, pool.extra_interfaces)
    except SettingError as error:
        yield Fault((*path, error.argument), error.wrong, error.right)
    for name in LIMITS:
        if pool.without_node_repair and getattr(pool, name) is not None:
            yield Fault((*path, name), "is given with without_node_repair", "give one of the two")
    if version not in kubernetes_versions() or not kubernetes_versions()[version].addons:
        return
    try:
        plan_node_settings(
            type_,
            version,
            own_image=pool.image_id is not None,
            mig_profile=pool.mig_profile or "",
            time_slicing_replicas=pool.time_slicing_replicas or 0,
            local_storage=pool.local_storage or "",
        )
    except SettingError as error:
        yield Fault((*path, error.argument), error.wrong, error.right)
