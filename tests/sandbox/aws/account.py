"""An emulated account in this process, and a resource's life in it as the engine would lead it."""

from dataclasses import dataclass, field
from typing import Any

from sandbox import cloud
from sandbox.aws.lifecycle import Lifecycle
from sandbox.provider import Diff

REGION = "eu-north-1"
TAGS = {"Owner": "ml@example.com", "Environment": "test", "DataClassification": "internal", "Purpose": "tests"}


@dataclass
class Made:
    """A living resource as the engine's state would have it."""

    urn: str
    id: str
    inputs: dict[str, Any]
    state: dict[str, Any]


@dataclass
class Account:
    """One account behind the emulated provider; `made` keeps the order of creation, as the engine does."""

    endpoint_url: str
    id: str
    region: str = REGION
    made: list[Made] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.provider = Lifecycle(self.endpoint_url, {"region": self.region, "allowedAccountIds": [self.id]})

    def check(self, token: str, called: str = "thing", /, **inputs: Any) -> tuple[dict[str, Any], list[str]]:
        """The checked inputs, and what was refused."""
        checked, failures = self.provider.check(self.urn(token, called), {}, inputs, b"seed")
        return checked, [reason for _, reason in failures]

    def make(self, token: str, called: str = "thing", /, **inputs: Any) -> Made:
        """Check and create, as the first `up` does."""
        checked, refused = self.check(token, called, **inputs)
        assert refused == []
        id_, state = self.provider.create(self.urn(token, called), checked, preview=False)
        made = Made(self.urn(token, called), id_, checked, state)
        self.made.append(made)
        return made

    def again(self, made: Made, **inputs: Any) -> tuple[Diff, dict[str, Any]]:
        """What a further `up` would find, given the changed inputs; and those inputs once checked."""
        given = {key: value for key, value in {**made.inputs, **inputs}.items() if value is not None}
        checked, failures = self.provider.check(made.urn, made.inputs, given, b"seed")
        assert failures == []
        return self.provider.diff(made.urn, made.inputs, checked, []), checked

    def change(self, made: Made, **inputs: Any) -> Diff:
        """Update in place."""
        diff, checked = self.again(made, **inputs)
        assert diff.replaces == []
        made.state = self.provider.update(made.urn, made.id, made.inputs, checked, made.state, preview=False)
        made.inputs = checked
        return diff

    def read(self, made: Made) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """What a refresh finds: id, outputs, inputs."""
        return self.provider.read(made.urn, made.id, made.inputs, made.state)

    def delete(self, made: Made) -> None:
        self.provider.delete(made.urn, made.id, made.inputs, made.state)
        self.made.remove(made)

    def client(self, service: str) -> Any:
        """boto3 in this account, past the provider."""
        return self.provider.calls.client(service, self.region)

    def urn(self, token: str, called: str = "thing") -> str:
        return f"urn:pulumi:account-{self.id}::groundwork::{token}::{called}"

    def inventory(self) -> dict[str, int]:
        return cloud.inventory(self.endpoint_url, self.id)
