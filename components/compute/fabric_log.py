"""What the log of a collective test says: which network was taken, and how fast it was.

NCCL prints it with `NCCL_DEBUG=INFO`. Reading is strict: a log that does not name the network proves nothing, and one
mention of `NET/Socket` is a fall back to TCP, whatever else the log says. AcceptanceJob runs this file inside its pods:
Python 3.10 and its standard library are all it may need.
"""

import re
from dataclasses import dataclass

EFA = "efa"
TCP = "tcp"
UNKNOWN = "unknown"

_SOCKET = re.compile(r"NET/Socket|Using network Socket", re.I)
_PROVIDER = re.compile(r"NET/OFI Selected provider is ([^,\s]+)(?:.*\(found (\d+) nics\))?", re.I)
_CHANNEL = re.compile(r"via NET/(AWS Libfabric|Libfabric|OFI)/\d+(/GDRDMA)?", re.I)
_NUMBER = r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
# size count type redop [root], then out-of-place and in-place: time, algbw, busbw, wrong values.
# https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md
_NCCL_ROW = re.compile(
    rf"(\d+)\s+\d+\s+[a-z]\w*\s+\w+\s+(?:-?\d+\s+)?{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+(\S+)"
    rf"\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+(\S+)\s*$"
)
# https://awsdocs-neuron.readthedocs-hosted.com/en/latest/tools/neuron-sys-tools/nccom-test.html
_NCCOM_ROW = re.compile(rf"(\d+)\s+\d+\s+[a-z]\w*\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s*$")
# nccom-test counts in gibibytes, although its table says GB/s; nccl-tests in 10^9 bytes.
_GIGABYTES_IN_A_GIBIBYTE = 2**30 / 10**9


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row of nccl-tests or nccom-test."""

    size_bytes: int
    bus_gigabytes_per_second: float
    """Bus bandwidth; of out-of-place and in-place the lower."""
    wrong_values: int
    """Values that came out wrong; 0 where the test did not look."""


@dataclass(frozen=True, slots=True)
class FabricLog:
    """What a log says of the fabric."""

    network: str
    """`efa`, `tcp` or `unknown`. Unknown is not a pass."""
    why: str
    """The line that says so, or what is missing."""
    gpu_direct: bool
    """Whether every channel between nodes reads GPU memory directly (GDRDMA)."""
    fewest_devices: int
    """EFA devices of the process that found the fewest; 0 where the log does not count them."""
    measurements: tuple[Measurement, ...]

    @property
    def bus_gigabytes_per_second(self) -> float:
        """Bus bandwidth at the largest size; 0 where nothing was measured. The test's own average is over all sizes."""
        return (
            max(self.measurements, key=lambda each: each.size_bytes).bus_gigabytes_per_second
            if self.measurements
            else 0
        )

    @property
    def wrong_values(self) -> int:
        return sum(each.wrong_values for each in self.measurements)


def read_fabric_log(text: str) -> FabricLog:
    """The network, and what was measured, from the log of nccl-tests or nccom-test; lines may have any prefix."""
    lines = text.splitlines()
    network, why = _network(lines)
    channels = [found for line in lines for found in _CHANNEL.finditer(line)]
    return FabricLog(
        network=network,
        why=why,
        gpu_direct=bool(channels) and all(found[2] for found in channels),
        fewest_devices=_fewest_devices(lines),
        measurements=tuple(row for line in lines if (row := _measurement(line))),
    )


def faults_of_log(
    log: FabricLog, floor_gigabytes_per_second: float, efa_interfaces: int = 0, *, names_network: bool = True
) -> list[str]:
    """Why the test is not passed, each a sentence; none where it is.

    `efa_interfaces` is what each node has. A log that never `names_network` may leave it open: the floor must then be
    more than TCP can reach.
    """
    faults = []
    if log.network == TCP or (log.network == UNKNOWN and names_network):
        faults.append(f"the network is {log.network}: {log.why}; EFA is right")
    if 0 < log.fewest_devices < efa_interfaces:
        faults.append(f"a node found {log.fewest_devices} EFA devices; all {efa_interfaces} are right")
    if not log.measurements:
        faults.append("the log has no measurement; the table of nccl-tests or nccom-test is right")
    elif log.bus_gigabytes_per_second < floor_gigabytes_per_second:
        reached, floor = log.bus_gigabytes_per_second, floor_gigabytes_per_second
        copied = "" if log.gpu_direct or log.network != EFA else " (not every channel has GPUDirect RDMA)"
        faults.append(f"the bus bandwidth is {reached:g} GB/s{copied}; {floor:g} or more is right")
    if log.wrong_values:
        faults.append(f"{log.wrong_values} values came out wrong; 0 is right")
    return faults


def _network(lines: list[str]) -> tuple[str, str]:
    for number, line in enumerate(lines, 1):
        if _SOCKET.search(line):
            return TCP, f"line {number}: {line.strip()}"
    providers = [(number, line, found[1]) for number, line in enumerate(lines, 1) if (found := _PROVIDER.search(line))]
    for number, line, provider in providers:
        if provider.lower() != EFA:
            return TCP, f"line {number}: {line.strip()}"
    if providers:
        number, line, _ = providers[0]
        return EFA, f"line {number}: {line.strip()}"
    return UNKNOWN, "no line says which provider libfabric took; run with NCCL_DEBUG=INFO"


def _fewest_devices(lines: list[str]) -> int:
    counts = [found[2] for line in lines if (found := _PROVIDER.search(line)) and found[2]]
    return min(map(int, counts), default=0)


def _measurement(line: str) -> Measurement | None:
    found = _NCCL_ROW.search(line)
    if found:
        wrong = sum(int(count) for count in (found[5], found[9]) if count.isdigit())
        return Measurement(int(found[1]), min(float(found[4]), float(found[8])), wrong)
    found = _NCCOM_ROW.search(line)
    if found:
        return Measurement(int(found[1]), round(float(found[4]) * _GIGABYTES_IN_A_GIBIBYTE, 2), 0)
    return None
