"""The commands that make nodes use what was bought: stripes for new files, and the settings AWS advises for clients."""

from catalogue.lustre import client_settings, layout
from components.storage.lustre_plan import LustrePlan

TO_THE_END = "-1"
EVERY_TARGET = "-1"
A_VCPU = " a vCPU"


def stripe_command(plan: LustrePlan, directory: str) -> str:
    """`lfs setstripe` for a directory before anything is in it: FSx's own progressive layout, cut to the targets there
    are. A component that would use all of them is the last one."""
    parts = ["lfs setstripe"]
    for up_to, stripes in layout():
        last = up_to == TO_THE_END or stripes >= plan.targets
        count = EVERY_TARGET if stripes >= plan.targets else str(stripes)
        parts.append(f"-E {TO_THE_END if last else up_to} -c {count}")
        if last:
            break
    return " ".join([*parts, directory])


def module_options(vcpus: int, memory_gib: float) -> list[str]:
    """Lines for /etc/modprobe.d of such a node, before Lustre is loaded."""
    settings = client_settings(vcpus, memory_gib)
    return [f"options {each.setting}={each.value}" for each in settings if each.kind == "module"]


def client_commands(vcpus: int, memory_gib: float) -> list[str]:
    """Commands for such a node, after each mount: `lctl set_param` does not outlast a restart."""
    settings = client_settings(vcpus, memory_gib)
    return [f"lctl set_param {each.setting}={_value(each.value, vcpus)}" for each in settings if each.kind == "mounted"]


def _value(text: str, vcpus: int) -> str:
    return str(int(text.removesuffix(A_VCPU)) * vcpus) if text.endswith(A_VCPU) else text
