"""One emulated cloud for all tests of the provider, in this process; every test has an account of its own in it."""

import itertools
import logging
import threading
from collections.abc import Iterator

import pytest

from sandbox.cloud.records import Records
from sandbox.cloud.server import listening
from tests.sandbox.aws import platform
from tests.sandbox.aws.account import Account, Made

_numbers = itertools.count(100000000001)


@pytest.fixture(scope="session")
def endpoint_url() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line a request would hide what a failed test says
    server = listening(Records())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def account(endpoint_url: str) -> Account:
    """A new account, empty but for what every account has."""
    return Account(endpoint_url, str(next(_numbers)))


@pytest.fixture(scope="session")
def everything(endpoint_url: str) -> tuple[Account, dict[str, Made]]:
    """One of every type, to be looked at only; the tests that change things make their own."""
    account = Account(endpoint_url, "200000000001")
    return account, platform.whole(account)
