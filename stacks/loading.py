"""From a stack file, or from the engine's configuration, to settings; every fault with its file and line."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stacks.checks import faults_of
from stacks.fault import Fault, Place, shown
from stacks.google.checks import google_faults_of
from stacks.reading import PLATFORM, UnreadableError, platform_of, read
from stacks.settings import AnySettings, Settings, SettingsError
from stacks.shapes import parse

STACKS = Path(__file__).parent
ENGINES_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) \+0000 UTC")


def load_file(path: Path, today: datetime | None = None) -> AnySettings:
    """The settings of a stack file. today: the moment to judge reserved capacity by, in UTC; now if not given."""
    try:
        document = read(path)
        values, lines = platform_of(document)
    except UnreadableError as error:
        raise SettingsError(str(error)) from None
    return _settings(values, Place(document.file, lines), today or datetime.now(UTC))


def load_aws_file(path: Path, today: datetime | None = None) -> Settings:
    """The settings of a stack file on AWS."""
    settings = load_file(path, today)
    if not isinstance(settings, Settings):
        fault = Fault(("cloud",), f"is {settings.cloud!r}", "a stack on aws is right here")
        raise SettingsError(_place(path).sentence(fault))
    return settings


def load_config() -> AnySettings:
    """The settings of the stack the engine runs; its values are the engine's, the lines those of the stack file."""
    import pulumi  # the engine's own process has it already; checking a file does not need it

    stack = pulumi.get_stack().rpartition("/")[2]
    path = STACKS / f"Pulumi.{stack}.yaml"
    values = pulumi.Config("groundwork").get_object("platform")
    if values is None:
        raise SettingsError(f"{shown(path)}: 'config' has no '{PLATFORM}'; put the platform below it")
    return _settings(_as_written(values), _place(path), datetime.now(UTC))


def _as_written(value: Any) -> Any:
    """A time without quotes as it stands in the file; the engine hands it on in the words of the language it is in."""
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    match = ENGINES_TIME.fullmatch(value) if isinstance(value, str) else None
    return f"{match[1]}T{match[2]}Z" if match else value


def _place(path: Path) -> Place:
    """The lines of a stack file; none where the engine has the configuration from elsewhere."""
    try:
        document = read(path)
        return Place(document.file, platform_of(document)[1])
    except UnreadableError:
        return Place(shown(path), {})


def _settings(values: Any, place: Place, today: datetime) -> AnySettings:
    settings = parse(values)
    if isinstance(settings, list):
        faults = settings
    else:
        faults = faults_of(settings, today) if isinstance(settings, Settings) else google_faults_of(settings)
    if faults or isinstance(settings, list):
        raise SettingsError("\n".join(place.sentences(faults)))
    return settings
