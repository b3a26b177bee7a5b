"""How the emulated cloud says no."""


class Refused(Exception):
    """One sentence in AWS's form: what was being done, AWS's error code, what was wrong."""
