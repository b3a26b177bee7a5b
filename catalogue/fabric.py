"""What processes need to talk over EFA: resources of a pod, environment, and versions that go together."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from catalogue.tables import table
from catalogue.unknown import UnknownFact

LIBRARIES = {"NVIDIA": "nccl", "AWS": "neuron"}
"""What carries collectives on an accelerator, by its maker; everything else talks MPI."""

ALWAYS = "always"
PROOF = "proof"


def library_of(maker: str) -> str:
    """nccl, neuron or mpi, by the maker of the accelerator; empty for a machine without one."""
    return LIBRARIES.get(maker, "mpi")


def fabric_need(name: str) -> str:
    """A need of every pod with EFA, such as `pod_hugepages_mib`."""
    needs = {row["need"]: row["value"] for row in table("fabric_needs")}
    if name not in needs:
        raise UnknownFact("need of the fabric", name, needs)
    return needs[name]


def fabric_environment(library: str, family: str, when: str = ALWAYS) -> dict[str, str]:
    """Environment of processes of a library on a family; `proof` adds what makes the log say which network it was."""
    return {
        row["variable"]: row["value"]
        for row in table("fabric_environment")
        if row["library"] == library
        and row["when"] == when
        and (not row["families"] or family in row["families"].split("|"))
    }


@cache
def fabric_versions() -> Mapping[str, str]:
    """Pinned versions that go together, by component."""
    return MappingProxyType({row["component"]: row["version"] for row in table("fabric_versions")})


def fabric_harm(library: str, family: str, variable: str, value: str) -> str:
    """What an environment variable with that value breaks, such as `keeps NCCL from EFA`; empty where nothing."""
    for row in table("fabric_harms"):
        here = not row["families"] or family in row["families"].split("|")
        if (row["library"], row["variable"]) == (library, variable) and here:
            words = row["values"].lower().split("|")
            if "*" in words or value.lower() in words:
                return row["why"]
    return ""
