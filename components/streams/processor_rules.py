"""What StreamProcessor refuses beside words of the wrong form, the same for a component and for a stack file."""

from collections.abc import Mapping
from typing import Any

from catalogue.flink import flink_runtime, flink_runtimes
from catalogue.unknown import UnknownFact
from components.storage.storage_need import NeedError
from components.streams.kpu_plan import KpuPlan, plan_kpus
from components.streams.processor_words import CODE_ENDINGS, PARALLELISM, PARALLELISM_PER_KPU, RUNTIME, STATE_GB


def planned_processor(args: Mapping[str, Any]) -> KpuPlan:
    """Units an application starts with; NeedError where the arguments do not go together.

    args: of StreamProcessor, each of the right form.
    """
    name = args.get("runtime", RUNTIME)
    try:
        runtime = flink_runtime(name)
    except UnknownFact as unknown:
        raise NeedError("runtime", f"is {name!r}", str(unknown)) from None
    if not runtime.offered:
        offered = " or ".join(repr(each.name) for each in flink_runtimes().values() if each.offered)
        raise NeedError("runtime", f"is {name!r}, which is not for new applications", f"{offered} is right")
    if not str(args["code_key"]).endswith(CODE_ENDINGS):
        right = "a .jar, or a .zip of a program in Python, is right"
        raise NeedError("code_key", f"is {args['code_key']!r}", right)
    quota = args.get("quota_kpus")
    return plan_kpus(
        int(args.get("parallelism", PARALLELISM)),
        int(args.get("parallelism_per_kpu", PARALLELISM_PER_KPU)),
        args.get("state_gb", STATE_GB),
        None if quota is None else int(quota),
    )
