"""The shape of one row of the emulation: a resource type and the calls that make, read, change and remove it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Reply = Mapping[str, Any]


@dataclass
class Request:
    """What a call is built from."""

    urn: str
    inputs: dict[str, Any]
    region: str
    account: str
    partition: str
    id: str = ""
    olds: dict[str, Any] = field(default_factory=dict)
    """Inputs before the change; empty in a create."""
    state: dict[str, Any] = field(default_factory=dict)
    """Outputs so far."""

    def __getitem__(self, name: str) -> Any:
        return self.inputs.get(name)

    @property
    def name(self) -> str:
        return self.urn.rsplit("::", 1)[1]

    def place(self, token: str, id_: str) -> dict[str, str]:
        """Where the sandbox's record has a thing of the same account and region."""
        return {"account": self.account, "region": self.region, "type": token, "id": id_}

    def arn(self, service: str, rest: str, *, regional: bool = True) -> str:
        return f"arn:{self.partition}:{service}:{self.region if regional else ''}:{self.account}:{rest}"


Parameters = Callable[[Request], dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """One boto3 operation.

    `parameters` are given as they are; where `inputs` is true, every member of the operation's shape that an
    input names (compared without case and underscores) is filled from it as well. `rename` maps inputs to
    members that are called otherwise; `wrap` puts the mapped inputs under one member.
    """

    operation: str
    parameters: Parameters = lambda r: {}
    inputs: bool = False
    rename: Mapping[str, str] = field(default_factory=dict)
    wrap: str = ""
    on: tuple[str, ...] = ()
    """Run only where one of these inputs is given (create) or differs (update); empty: always."""
    unless: Callable[[Request], bool] = lambda r: False
    tags_as: str = ""
    """EC2's ResourceType of the TagSpecifications; elsewhere the shape says how tags are given."""
    tolerate: tuple[str, ...] = ()
    """Error codes that mean there was nothing to do."""


@dataclass(frozen=True)
class Type:
    """One resource type."""

    token: str
    service: str
    """boto3's client name; "" for a record-only type."""
    create: tuple[Call, ...] = ()
    identity: Callable[[Request, Reply], str] = lambda r, reply: ""
    """The id, from the reply of the first create call."""
    read: Call | None = None
    found: Callable[[Request, Reply], Mapping[str, Any] | None] = lambda r, reply: reply
    """What the read call's reply says of this resource; None where it is gone."""
    update: tuple[Call, ...] = ()
    delete: tuple[Call, ...] = ()
    replaces: tuple[str, ...] = ()
    """Inputs whose change makes a new resource; "*" for all."""
    auto_name: str = ""
    """The input that is the name in AWS, filled from the logical name where it is absent."""
    auto_name_limit: int = 255
    fixed_when_named: tuple[str, ...] = ()
    """Inputs that name the thing uniquely: replacing it means deleting the old one first."""
    outputs: Callable[[Request, Mapping[str, Any]], dict[str, Any]] = lambda r, item: {}
    """Outputs only the cloud knows, from what `found` returned."""
    computed: tuple[str, ...] = ()
    """Names of those outputs, `outer.inner` for one inside an input: unknown in a preview of a create."""
    moves: tuple[str, ...] = ()
    """Those of them that an update changes: unknown in a preview of one that calls anything."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    read_as: Mapping[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)
    """Inputs whose live value stands elsewhere in the item than under their name."""
    forgotten: tuple[str, ...] = ()
    """Inputs moto does not give back: never reported as drift."""
    beside: Callable[[Request, Callable[[str], Any]], Mapping[str, Any]] = lambda r, client: {}
    """What belongs to it but stands elsewhere, read through clients of other services; joins what `found` returned."""
    made_beside: Callable[[Request, Callable[[str], Any]], None] = lambda r, client: None
    """What AWS makes with it and moto does not."""
    cleared_first: Callable[[Request, Callable[[str], Any]], None] = lambda r, client: None
    """What has to go before it can."""
    removed_beside: Callable[[Request, Callable[[str], Any]], None] = lambda r, client: None
    """What AWS removes with it and moto does not."""
    named: Callable[[Request], tuple[str, ...]] = lambda r: ()
    """Names others call it by, as `type|name`."""
    names: Callable[[Request], tuple[str, ...]] = lambda r: ()
    """Names of others it refers to, as `type|name`."""
    may_be_named_when_deleted: tuple[str, ...] = ()
    """Types that do not keep it from being deleted although they name it."""
    unowned: tuple[str, ...] = ()
    """Inputs that may name things outside the sandbox."""
    gone: tuple[str, ...] = ()
    """Error codes that mean it is not there."""
    tag_calls: str = ""
    """Which of `sandbox.aws.tags`' ways changes its tags; "" where it has none."""
    kind: str = ""
    """What AWS's console calls it, for error messages."""
