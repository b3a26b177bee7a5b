"""Ports for programs that must be told theirs."""

import socket

import pytest

from sandbox import ports
from sandbox.ports import Ports


def test_a_port_is_given_once_until_it_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "LOWEST", 19_000)
    monkeypatch.setattr(ports, "HIGHEST", 19_019)
    with Ports(4) as first, Ports(4) as second:
        assert not set(first.numbers) & set(second.numbers)
        with pytest.raises(OSError, match="fewer than 13 ports"):
            Ports(13)
    with Ports(4) as third:
        assert len(set(third.numbers)) == 4


def test_a_port_somebody_listens_on_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    with Ports(1) as held, socket.create_server(("127.0.0.1", held.numbers[0])):
        held.close()
        monkeypatch.setattr(ports, "LOWEST", held.numbers[0])
        monkeypatch.setattr(ports, "HIGHEST", held.numbers[0])
        with pytest.raises(OSError, match="fewer than 1 ports"):
            Ports(1)


def test_the_port_is_free_for_the_program_it_is_meant_for() -> None:
    with Ports(1) as held, socket.create_server(("", held.numbers[0])) as server:
        assert server.getsockname()[1] == held.numbers[0]


def test_no_outgoing_connection_of_this_machine_takes_one() -> None:
    with socket.socket() as ephemeral:
        ephemeral.bind(("127.0.0.1", 0))
        assert not ports.LOWEST <= ephemeral.getsockname()[1] <= ports.HIGHEST
