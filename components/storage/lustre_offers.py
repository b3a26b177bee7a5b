"""Which steps of FSx for Lustre may be planned with: those of the kind that is asked for, in the region it is for."""

from catalogue.lustre import LustreTier, deployment_types, lustre_limit, lustre_region, lustre_tiers
from catalogue.unknown import UnknownFact, nearest
from components.storage.storage_need import NeedError, TrainingReads

STORAGE_TYPES = ("SSD", "HDD")
DEPLOYMENT_TYPE = "PERSISTENT_2"
STORAGE_TYPE = "SSD"


def offered_tiers(deployment_type: str, storage_type: str, *, efa: bool, region_name: str) -> tuple[LustreTier, ...]:
    """The steps of a kind of file system in a region; a NeedError says what there is instead."""
    if deployment_type not in deployment_types():
        close = nearest(deployment_type, deployment_types())
        right = f"did you mean {close!r}?" if close else f"{_listed(deployment_types())} is right"
        raise NeedError("deployment_type", f"is {deployment_type!r}", right)
    try:
        here = lustre_region(region_name)
    except UnknownFact:
        here = None
    if here and deployment_type not in here.deployment_types:
        wrong = f"is {deployment_type!r}, which {region_name} does not have"
        raise NeedError("deployment_type", wrong, f"{_listed(here.deployment_types)} is right")
    if storage_type not in STORAGE_TYPES:
        raise NeedError("storage_type", f"is {storage_type!r}", f"{_listed(STORAGE_TYPES)} is right")
    if efa and not lustre_tiers(deployment_type, storage_type, efa=True):
        wrong = f"is true for {deployment_type} on {storage_type}"
        raise NeedError("efa", wrong, "only PERSISTENT_2 on SSD is reached over EFA")
    tiers = lustre_tiers(deployment_type, storage_type, efa=efa, region_name=region_name)
    if not tiers and efa:
        raise NeedError("efa", f"is true, which {region_name} does not have", "leave it out")
    if not tiers:
        wrong = f"is {storage_type!r}, which {deployment_type} does not have"
        raise NeedError("storage_type", wrong, "'SSD' is right, or 'deployment_type: PERSISTENT_1'")
    return tiers


def refuse_slow_disks(storage_type: str, training: TrainingReads | None) -> None:
    """HDD answers after milliseconds: a step that opens many files one after the other waits longer than it lasts."""
    if storage_type != "HDD" or training is None:
        return
    waits = training.get("files_per_step", 0) * lustre_limit("hdd_seconds_to_first_byte")
    if waits > training["step_seconds"]:
        step = training["step_seconds"]
        wrong = f"is 'HDD', on which the files of a step of {step:g} s take up to {waits:g} s to open"
        raise NeedError("storage_type", wrong, "'SSD' is right, or fewer, larger files")


def _listed(words: tuple[str, ...]) -> str:
    quoted = [repr(word) for word in words]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}" if len(quoted) > 1 else quoted[0]
