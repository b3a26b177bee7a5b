"""Reading a Kubernetes manifest that somebody else wrote: the pods in it, what they ask for, their environment."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MIB = 2**20
SHM = "/dev/shm"
_UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": MIB, "Gi": 2**30, "Ti": 2**40}
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(k|M|G|T|Ki|Mi|Gi|Ti)?")
# What mpirun hands to the processes it starts: `-x NAME=VALUE`, or a shell's `NAME=VALUE command`.
_ASSIGNMENT = re.compile(r"(?:^|\s)((?:FI|NCCL|NEURON|CCOM|RDMAV)_[A-Z0-9_]+)=(\"[^\"]*\"|'[^']*'|\S+)")


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a manifest."""

    path: str
    """Where it stands, such as `spec.template.spec.containers[0]`."""
    name: str
    limits: Mapping[str, Any]
    """What it may use; for what it names no limit, what it requests."""
    environment: Mapping[str, str]
    hidden: frozenset[str] = field(default_factory=frozenset)
    """Variables whose value stands elsewhere; with `*` any may."""
    shm_mib: float | None = None
    """Size of `/dev/shm` in MiB; None where it has no limit of its own."""
    shm_in_memory: bool = True
    host_paths: tuple[str, ...] = ()
    """Paths of the node it has mounted."""

    def amount(self, resource: str) -> float:
        """How much of a resource it asks for; 0 where it does not."""
        return quantity(self.limits.get(resource, 0))


def containers(manifest: Mapping[str, Any], default_shm_mib: float) -> list[Container]:
    """Every container of every pod in a manifest of any kind."""
    pods = list(_pods(manifest, ""))
    passed_on = {name: value for _, pod in pods for name, value in _assigned(pod)}
    return [
        _container(f"{path}.containers[{place}]".lstrip("."), each, pod, passed_on, default_shm_mib)
        for path, pod in pods
        for place, each in enumerate(pod["containers"])
        if isinstance(each, Mapping)
    ]  # whatever else stands there is no container, and Kubernetes says so


def quantity(text: object) -> float:
    """A Kubernetes quantity as a number, such as 5368709120 for `5120Mi`."""
    found = _QUANTITY.fullmatch(str(text))
    if not found:
        raise ValueError(f"cannot read the quantity {text!r}; a number with a unit is right, such as '5120Mi'")
    return float(found[1]) * _UNITS[found[2] or ""]


def _pods(node: object, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        if isinstance(node.get("containers"), list):
            yield path, node
        for key, value in node.items():
            yield from _pods(value, f"{path}.{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _pods(value, f"{path}[{place}]")


def _assigned(pod: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for each in _rows(pod, "containers"):
        for part in ("command", "args"):
            words = each.get(part)
            for word in words if isinstance(words, list) else ():
                for name, value in _ASSIGNMENT.findall(str(word)):
                    yield name, value.strip("\"'")


def _container(
    path: str, each: Mapping[str, Any], pod: Mapping[str, Any], passed_on: Mapping[str, str], default_shm_mib: float
) -> Container:
    resources = _section(each, "resources")
    variables = [variable for variable in _rows(each, "env") if "name" in variable]
    mounts = {str(mount.get("name")): mount.get("mountPath") for mount in _rows(each, "volumeMounts")}
    volumes = [volume for volume in _rows(pod, "volumes") if str(volume.get("name")) in mounts]
    shm = [volume for volume in volumes if mounts[str(volume.get("name"))] == SHM]
    return Container(
        path=path,
        name=str(each.get("name", "")),
        limits={**_section(resources, "requests"), **_section(resources, "limits")},
        environment={**{str(v["name"]): str(v["value"]) for v in variables if "value" in v}, **passed_on},
        hidden=frozenset(
            [str(v["name"]) for v in variables if "valueFrom" in v] + ["*" for _ in _rows(each, "envFrom")[:1]]
        ),
        shm_mib=_shm_mib(shm[0]) if shm else default_shm_mib,
        shm_in_memory=not shm or _in_memory(shm[0]),
        host_paths=tuple(str(_section(volume, "hostPath").get("path")) for volume in volumes if "hostPath" in volume),
    )


def _rows(node: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The mappings of a list; what is none of them is left out."""
    found = node.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _section(node: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = node.get(key)
    return found if isinstance(found, Mapping) else {}


def _shm_mib(volume: Mapping[str, Any]) -> float | None:
    """The node's own is half its memory; an emptyDir in memory has its limit, or that of the container's memory."""
    limit = _section(volume, "emptyDir").get("sizeLimit")
    return None if limit is None else quantity(limit) / MIB


def _in_memory(volume: Mapping[str, Any]) -> bool:
    if "hostPath" in volume:
        return _section(volume, "hostPath").get("path") == SHM
    return _section(volume, "emptyDir").get("medium") == "Memory"
