"""The environment in which the engine runs: the sandbox's own CLI, plugins, state and account, none of the user's."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from sandbox.engine import pulumi_shim
from sandbox.engine.go_build import Report
from sandbox.engine.install import VERSION, pulumi
from sandbox.home import HOME_VARIABLE, checkout, sandbox_home

USERS_OWN = ("PULUMI_", "AWS_", "KUBECONFIG")
"""Beginnings of variables that would lead the engine, boto3 or the kubernetes provider out of the sandbox."""


def prepare(report: Report = lambda _: None) -> Path:
    """Install the engine where it is missing, write the sandbox's `pulumi` and plugins, and return its home."""
    home = sandbox_home()
    engine = pulumi(report)
    (home / "state").mkdir(exist_ok=True)
    shim = Path(pulumi_shim.__file__)
    _executable(
        home / "bin" / "pulumi",
        f"exec {shlex.quote(sys.executable)} {shlex.quote(str(shim))} {shlex.quote(str(checkout() / 'stacks'))} "
        f"{shlex.quote(str(engine))}",
    )
    # A plugin in the engine's plugin folder is taken without the warning that one on PATH would cause.
    _plugin(home, "resource", "aws", version("pulumi-aws"), "sandbox.aws")
    _plugin(home, "resource", "gcp", version("pulumi-gcp"), "sandbox.google")
    _plugin(home, "resource", "kubernetes", version("pulumi-kubernetes"), "sandbox.kubernetes")
    if not (engine.resolve().parent / "pulumi-language-python").exists():
        _plugin(home, "language", "python", VERSION, "sandbox.engine.language_host")
    return home


def environment(home: Path, account: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment, made safe for the sandbox, with `sandbox_variables` in it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(USERS_OWN)}
    return {**own, **sandbox_variables(home, account or {}), "PATH": f"{home / 'bin'}{os.pathsep}{own.get('PATH', '')}"}


def sandbox_variables(home: Path, account: Mapping[str, str]) -> dict[str, str]:
    """What the sandbox sets: state, plugins and passphrase of the engine, and `account`, which leads to its cloud."""
    return {
        HOME_VARIABLE: str(home),
        # Without checksums beside each file: those are not written in one piece, and an engine that is killed meanwhile
        # leaves an empty one, after which none can read the state ("failed to load checkpoint: EOF").
        "PULUMI_BACKEND_URL": f"file://{home / 'state'}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": pulumi_shim.PASSPHRASE,
        "PULUMI_HOME": str(home / "pulumi"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        # Stack files carry no salt of the sandbox: the engine finds it in the state.
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        **account,
    }


def _plugin(home: Path, kind: str, name: str, plugin_version: str, module: str) -> None:
    plugins = home / "pulumi" / "plugins"
    folder = plugins / f"{kind}-{name}-v{plugin_version}"
    for old in plugins.glob(f"{kind}-{name}-v*"):
        if old.is_dir() and old != folder:
            shutil.rmtree(old)
    search_path = f"PYTHONPATH={shlex.quote(str(checkout()))}${{PYTHONPATH:+:$PYTHONPATH}}"
    _executable(
        folder / f"pulumi-{kind}-{name}",
        f"{search_path} exec {shlex.quote(sys.executable)} -m sandbox.engine.plugin {module}",
    )


def _executable(path: Path, command: str) -> None:
    content = f'#!/bin/sh\n{command} "$@"\n'
    if path.exists() and path.read_text() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(content)
    unfinished.chmod(0o755)
    unfinished.replace(path)
