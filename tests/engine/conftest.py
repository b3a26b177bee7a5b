"""The real engine and a sandbox of its own for the tests.

Where no engine can be had the tests skip, with one loud line at the end of the run; with GROUNDWORK_REQUIRE_ENGINE=1
they fail instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import cloud, lifecycle
from sandbox.engine.install import pulumi
from sandbox.errors import EngineUnavailable
from sandbox.home import HOME_VARIABLE
from sandbox.report import Screen
from sandbox.stack import Stack

QUIET = Screen(quiet=True)
_why_not: list[str] = []


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Path:
    """The path of a usable `pulumi`; installed, and perhaps built, if it is not here."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    try:
        # A build takes minutes, and whoever runs the tests must see that it is at work.
        with capture.global_and_fixture_disabled(), Screen().progress("Getting the Pulumi engine ready") as show:
            return pulumi(show)
    except EngineUnavailable as error:
        if os.environ.get("GROUNDWORK_REQUIRE_ENGINE") == "1":
            pytest.fail(f"GROUNDWORK_REQUIRE_ENGINE=1, and {error}", pytrace=False)
        _why_not.append(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def home(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sandbox of the tests' own, whose cloud ends with them."""
    folder = tmp_path_factory.mktemp("sandbox")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder))
        yield folder
        cloud.stop(folder)


@pytest.fixture
def empty(home: Path) -> Iterator[Path]:
    """The sandbox with nothing in it; whatever a failed test leaves goes with its cloud."""
    yield home
    running = cloud.running(home)
    if running and cloud.inventory(running.endpoint_url):
        cloud.stop(home)


def ready(name: str) -> lifecycle.Ready:
    """The stack, ready for commands of the engine."""
    return lifecycle.get_ready(name, QUIET)


def stack_of(name: str, home: Path) -> Stack:
    """The stack as the state folder has it, for looking only."""
    return Stack(name, home, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The loud line."""
    if _why_not:
        terminalreporter.write_line(f"!!! THE ENGINE TESTS DID NOT RUN: {_why_not[0]}", red=True, bold=True)
