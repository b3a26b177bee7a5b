"""Reading a stack file: plain values, and the line of each, or the sentence that says why it cannot be read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalogue.unknown import nearest
from stacks.fault import KeyPath, listed, one_line, shown

CONFIG = "config"
PLATFORM = "groundwork:platform"
# What Pulumi itself keeps in a stack file: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
TOP_KEYS = (CONFIG, "encryptedkey", "encryptionsalt", "environment", "secretsprovider")
MERGE = "tag:yaml.org,2002:merge"
# A stack file has some hundred values; aliases that unfold to more than this are an accident or an attack.
MOST_VALUES = 20_000
MOST_DEPTH = 30


class UnreadableError(ValueError):
    """The file holds no settings to check; the message is the sentence."""


@dataclass(slots=True)
class Document:
    """What a stack file says, as plain values, and the line of each key."""

    file: str
    values: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def at(self, path: KeyPath) -> int:
        return self.lines.get(path, 1)

    def refuse(self, line: int, wrong: str, right: str) -> UnreadableError:
        return UnreadableError(one_line(f"{self.file}:{line}: {wrong}; {right}"))


def read(path: Path) -> Document:
    """The values of a stack file and their lines."""
    document = Document(shown(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        others = sorted(each.name for each in path.parent.glob("Pulumi.*.yaml")) if path.parent.is_dir() else []
        close = nearest(path.name, others)
        right = f"did you mean {shown(path.with_name(close))!r}?" if close else "give the path of a stack file"
        raise UnreadableError(f"{document.file}: there is no such file; {right}") from None
    except OSError as error:
        raise UnreadableError(f"{document.file}: cannot be read ({error.strerror}); give a stack file") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise document.refuse(line, "is not UTF-8 text", "save it as UTF-8") from None
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
        if node is not None:
            document.values = _Walk(document, yaml).value(node, ())
    except (YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise _syntax(document, error) from None
    return document


def platform_of(document: Document) -> tuple[Any, dict[KeyPath, int]]:
    """The value of `groundwork:platform` and the lines in it, the paths counted from there."""
    top = document.values
    if not isinstance(top, dict):
        raise document.refuse(1, "holds no keys", f"a mapping is right that begins with '{CONFIG}:'")
    for key in top:
        if key not in TOP_KEYS:
            right = _meant(key, TOP_KEYS, f"the keys of a stack file are {listed(TOP_KEYS, 'and')}")
            raise document.refuse(document.at((key,)), f"unknown key {key!r}", right)
    config = top.get(CONFIG)
    if not isinstance(config, dict):
        raise document.refuse(document.at((CONFIG,)), f"'{CONFIG}' holds no keys", f"put '{PLATFORM}:' below it")
    for key in config:
        if key != PLATFORM and not key.startswith("pulumi:"):
            right = _meant(key, [PLATFORM], f"the whole configuration is '{PLATFORM}', so take it out")
            raise document.refuse(document.at((CONFIG, key)), f"{CONFIG}.{key}: is not read by this program", right)
    if PLATFORM not in config:
        raise document.refuse(document.at((CONFIG,)), f"'{CONFIG}' has no '{PLATFORM}'", "put the platform below it")
    base = (CONFIG, PLATFORM)
    value = config[PLATFORM]
    if isinstance(value, dict) and set(value) == {"secure"}:
        raise document.refuse(document.at(base), f"'{PLATFORM}' is encrypted", "write plain values; none is secret")
    lines = {path[len(base) :]: line for path, line in document.lines.items() if path[: len(base)] == base}
    return value, lines


def _meant(key: str, known: Any, otherwise: str) -> str:
    close = nearest(key, known)
    return f"did you mean {close!r}?" if close else otherwise


class _Walk:
    """From YAML nodes to plain values. Done here, so that each value keeps its line and nothing exotic comes in."""

    def __init__(self, document: Document, yaml: YAML) -> None:
        self.document, self.constructor = document, yaml.constructor
        self.count = 0

    def value(self, node: Node, path: KeyPath) -> Any:
        """What a node holds; the line of everything in it is noted on the way."""
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > MOST_VALUES or len(path) > MOST_DEPTH:
            raise self.document.refuse(line, "holds too many values, or too deep ones", "write them without aliases")
        self.document.lines.setdefault(path, line)
        if isinstance(node, SequenceNode):
            return [self._entry(each, (*path, place)) for place, each in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        assert isinstance(node, ScalarNode)
        value = self.constructor.construct_object(node)
        # Dates, binary values and the like: to settings they are the text that is written.
        return value if value is None or isinstance(value, bool | int | float | str) else node.value

    def _entry(self, node: Node, path: KeyPath) -> Any:
        self.document.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == MERGE:
                raise self.document.refuse(line, "merges another section with '<<'", "write its keys out")
            if not isinstance(key_node, ScalarNode):
                raise self.document.refuse(line, "has a key that is a list or a mapping", "a word is right")
            key = key_node.value
            if key in found:
                first = self.document.lines[(*path, key)]
                raise self.document.refuse(
                    line, f"the key {key!r} is here a second time, after line {first}", "keep one"
                )
            self.document.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found


def _syntax(document: Document, error: Exception) -> UnreadableError:
    """The sentence for a file that is no YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = (getattr(error, "problem", None) or "it cannot be parsed") if isinstance(error, MarkedYAMLError) else ""
    text = " ".join((problem or str(error).splitlines()[0] if str(error) else "it cannot be parsed").split())
    line = mark.line + 1 if mark is not None else 1
    right = "check indentation, quotes and colons in this line and above it"
    return document.refuse(line, f"is not YAML: {text}", "indent with spaces" if "'\\t'" in text else right)
