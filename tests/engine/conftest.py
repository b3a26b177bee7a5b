"""The real engine, a real Kubernetes control plane and a sandbox of its own for the tests.

Where one of them cannot be had its tests skip, with one loud line at the end of the run; with
GROUNDWORK_REQUIRE_ENGINE=1 they fail instead.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

from sandbox import cloud, lifecycle
from sandbox.engine.go_build import Report
from sandbox.engine.install import pulumi
from sandbox.errors import ControlPlaneUnavailable, EngineUnavailable, SandboxError
from sandbox.home import HOME_VARIABLE
from sandbox.kubernetes.control_plane import ControlPlane
from sandbox.kubernetes.control_plane import control_plane as run_control_plane
from sandbox.report import Screen
from sandbox.stack import Stack

QUIET = Screen(quiet=True)
_why_not: list[str] = []


Ready = TypeVar("Ready")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Path:
    """The path of a usable `pulumi`; installed, and perhaps built, if it is not here."""
    try:
        return _seen(request, "Getting the Pulumi engine ready", pulumi)
    except EngineUnavailable as error:
        _unavailable(error)


@pytest.fixture(scope="session")
def control_plane(request: pytest.FixtureRequest) -> Iterator[ControlPlane]:
    """A Kubernetes control plane for all tests of the run; built if its binary is not here."""
    with ExitStack() as running:
        try:
            yield _seen(
                request,
                "Getting the Kubernetes control plane ready",
                lambda show: running.enter_context(run_control_plane(show)),
            )
        except ControlPlaneUnavailable as error:
            _unavailable(error)


def _seen(request: pytest.FixtureRequest, title: str, prepare: Callable[[Report], Ready]) -> Ready:
    """Prepare in sight: a build takes minutes, and whoever runs the tests must see that it is at work."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled(), Screen().progress(title) as show:
        return prepare(show)


def _unavailable(error: SandboxError) -> NoReturn:
    if os.environ.get("GROUNDWORK_REQUIRE_ENGINE") == "1":
        pytest.fail(f"GROUNDWORK_REQUIRE_ENGINE=1, and {error}", pytrace=False)
    _why_not.append(str(error))
    pytest.skip(str(error))


@pytest.fixture
def namespace(control_plane: ControlPlane, request: pytest.FixtureRequest) -> Iterator[str]:
    """A namespace of the test's own that admits only restricted pods, in a cluster without nodes when it ends."""
    name = f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())[:40]}-{secrets.token_hex(4)}"
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    control_plane.client.create("/api/v1/namespaces", {"metadata": {"name": name, "labels": labels}})
    yield name
    control_plane.client.delete(f"/api/v1/namespaces/{name}")
    control_plane.client.ask("DELETE", "/api/v1/nodes", {})


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
    for why in dict.fromkeys(_why_not):
        terminalreporter.write_line(f"!!! ENGINE TESTS DID NOT RUN: {why}", red=True, bold=True)
