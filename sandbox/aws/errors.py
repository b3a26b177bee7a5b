"""How the emulated cloud says no."""


class Refused(Exception):  # noqa: N818 - a refusal is the answer, not a fault of the program
    """One sentence in AWS's form: what was being done, AWS's error code, what was wrong."""
