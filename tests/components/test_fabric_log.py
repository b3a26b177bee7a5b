"""A log proves EFA, or shows TCP, or proves nothing; the bandwidth is that of the largest size."""

import pytest

from components.compute.fabric_log import EFA, TCP, UNKNOWN, faults_of_log, read_fabric_log

OVER_EFA = """\
[1,0]<stdout>:worker-0:95:95 [0] NCCL INFO NET/OFI Initializing aws-ofi-nccl 1.21.1
[1,0]<stdout>:worker-0:95:95 [0] NCCL INFO NET/OFI Selected provider is efa, fabric is efa-direct (found 32 nics)
[1,0]<stdout>:worker-0:95:95 [0] NCCL INFO Using network AWS Libfabric
[1,0]<stdout>:worker-0:95:99 [0] NCCL INFO Channel 00/0 : 8[0] -> 0[0] [receive] via NET/AWS Libfabric/0/GDRDMA
[1,0]<stdout>:worker-0:95:99 [0] NCCL INFO Channel 01/0 : 0[0] -> 8[0] [send] via NET/AWS Libfabric/1/GDRDMA
[1,0]<stdout>:#  size  count  type  redop  root  time  algbw  busbw #wrong  time  algbw  busbw #wrong
[1,0]<stdout>:   536870912    134217728   float   sum   -1   3123.5  171.88  322.28   0   3110.0  172.63  323.68   0
[1,0]<stdout>:  8589934592   2147483648   float   sum   -1    33846  253.80  475.87   0    33902  253.37  475.07  N/A
[1,0]<stdout>:# Avg bus bandwidth    : 120.731
"""
OLD_TABLE = (
    "  1073741824     268435456     float     sum    35215   30.49   57.17  4e-07    35198   30.51   57.20  4e-07"
)
NEURON = """\
CCOM INFO NET/OFI Selected Provider is efa (found 16 nics)
     size(B)    count(elems)     type    time(us)    algbw(GB/s)    busbw(GB/s)
    33554432        33554432    uint8         768          40.69          40.69
    67108864        67108864    uint8         900          74.56          74.56
Avg bus bandwidth:      57.6250GB/s
"""


def test_a_run_over_efa_is_known_by_its_provider() -> None:
    log = read_fabric_log(OVER_EFA)
    assert log.network == EFA
    assert log.why.startswith("line 2: ")
    assert log.gpu_direct


def test_the_bandwidth_is_that_of_the_largest_size_and_not_the_average_of_all() -> None:
    log = read_fabric_log(OVER_EFA)
    assert [row.size_bytes for row in log.measurements] == [536870912, 8589934592]
    assert log.bus_gigabytes_per_second == 475.07


@pytest.mark.parametrize(
    "line",
    [
        "worker-1:17:84 [1] NCCL INFO Using network Socket",
        "worker-1:17:84 [1] NCCL INFO Channel 15/0 : 9[1] -> 1[1] [send] via NET/Socket/0",
        "worker-1:17:84 [1] NCCL INFO NET/Socket : Using [0]eth0:10.0.0.1<0>",
        "worker-1:17:84 [1] NCCL INFO NET/OFI Selected Provider is tcp;ofi_rxm",
    ],
)
def test_one_sign_of_tcp_is_enough_whatever_else_the_log_says(line: str) -> None:
    log = read_fabric_log(OVER_EFA + line)
    assert log.network == TCP
    assert log.why == f"line 10: {line}"


def test_a_log_that_does_not_name_the_network_proves_nothing() -> None:
    log = read_fabric_log(OLD_TABLE)
    assert log.network == UNKNOWN
    assert log.bus_gigabytes_per_second == 57.17
    assert not log.gpu_direct
    assert faults_of_log(log, 1) == [
        "the network is unknown: no line says which provider libfabric took; run with NCCL_DEBUG=INFO; EFA is right"
    ]


def test_channels_that_go_through_the_host_are_not_gpu_direct() -> None:
    assert not read_fabric_log(OVER_EFA.replace("/1/GDRDMA", "/1")).gpu_direct


def test_the_table_of_nccom_test_is_read_too() -> None:
    log = read_fabric_log(NEURON)
    assert (log.network, log.fewest_devices) == (EFA, 16)
    # 74.56 GiB/s: nccom-test counts in gibibytes.
    assert log.bus_gigabytes_per_second == 80.06


def test_a_log_that_never_names_its_network_passes_by_its_bandwidth_alone() -> None:
    log = read_fabric_log("\n".join(NEURON.splitlines()[1:]))
    assert log.network == UNKNOWN
    assert faults_of_log(log, 80, names_network=False) == []
    assert len(faults_of_log(log, 80)) == 1


def test_a_sign_of_tcp_counts_in_such_a_log_too() -> None:
    log = read_fabric_log(NEURON + "CCOM INFO Using network Socket")
    assert len(faults_of_log(log, 1, names_network=False)) == 1


def test_a_node_that_found_fewer_devices_than_it_has_is_a_fault() -> None:
    line = "worker-1:95:95 [0] NCCL INFO NET/OFI Selected provider is efa, fabric is efa-direct (found 31 nics)"
    log = read_fabric_log(OVER_EFA + line)
    assert faults_of_log(log, 1, 32) == ["a node found 31 EFA devices; all 32 are right"]
    assert faults_of_log(log, 1, 31) == []


def test_an_old_plugin_that_does_not_count_devices_is_believed() -> None:
    log = read_fabric_log(OVER_EFA.replace(", fabric is efa-direct (found 32 nics)", ""))
    assert log.network == EFA
    assert faults_of_log(log, 1, 32) == []


def test_a_slow_run_without_gpu_direct_says_so() -> None:
    slow = read_fabric_log(OVER_EFA.replace("/GDRDMA", ""))
    assert "not every channel has GPUDirect RDMA" in faults_of_log(slow, 480)[0]


def test_a_test_that_reaches_its_floor_over_efa_has_no_fault() -> None:
    assert faults_of_log(read_fabric_log(OVER_EFA), 475) == []


def test_a_test_below_its_floor_says_what_it_reached() -> None:
    assert faults_of_log(read_fabric_log(OVER_EFA), 480) == ["the bus bandwidth is 475.07 GB/s; 480 or more is right"]


def test_values_that_came_out_wrong_are_a_fault_however_fast_they_came() -> None:
    log = read_fabric_log(OVER_EFA.replace("322.28   0", "322.28   3"))
    assert log.wrong_values == 3
    assert faults_of_log(log, 1) == ["3 values came out wrong; 0 is right"]


def test_an_empty_log_fails_for_its_network_and_for_its_measurement() -> None:
    assert len(faults_of_log(read_fabric_log(""), 0)) == 2
