"""The stack files of the repository, by the cloud they are on."""

from pathlib import Path

FILES = sorted((Path(__file__).parents[1] / "stacks").glob("Pulumi.*.yaml"))
ON_GOOGLE = [path for path in FILES if "\n    cloud: google\n" in path.read_text(encoding="utf-8")]
ON_AWS = [path for path in FILES if path not in ON_GOOGLE]


def stack_of(path: Path) -> str:
    """The stack a file belongs to."""
    return path.name.split(".")[1]
