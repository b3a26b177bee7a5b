"""What the sandbox tells its user when it cannot go on."""


class SandboxError(Exception):
    """One sentence that names what was wrong and what would be right."""

    exit_code = 1


class EngineUnavailable(SandboxError):
    """No Pulumi CLI can be had on this machine."""

    exit_code = 3


class BuildFailed(SandboxError):
    """A Go program could not be built: a part of a sentence, for the one that says what it was needed for."""


class ControlPlaneUnavailable(SandboxError):
    """No Kubernetes control plane can be had on this machine."""

    exit_code = 3


class LeftBehind(SandboxError):
    """Something still lives in the account after everything was taken down."""

    exit_code = 4


class Busy(SandboxError):
    """Another run holds the stack."""

    exit_code = 5


class Refused(Exception):
    """How an emulated cloud says no: one sentence in that cloud's form, with what was being done and its error code."""
