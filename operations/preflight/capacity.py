"""Whether a need fits into what there is: the same judgement for every quota and every subnet."""

from dataclasses import dataclass

from operations.preflight.finding import Grade


@dataclass(frozen=True)
class Need:
    """What a stack needs of something that is limited."""

    at_once: int
    """What `pulumi up` takes."""
    at_most: int
    """What the stack may take when all its pools are at their largest."""

    def __add__(self, other: "Need") -> "Need":
        return Need(self.at_once + other.at_once, self.at_most + other.at_most)


@dataclass(frozen=True)
class Use:
    """What is in use already."""

    total: int = 0
    ours: int = 0
    """What of it an earlier `up` of the same stack made: it is part of the need, and not counted twice."""

    @property
    def others(self) -> int:
        return max(0, self.total - self.ours)

    def __str__(self) -> str:
        mine = f", {self.ours:,} of them by this stack" if self.ours else ""
        return f"{self.total:,} in use{mine}"


def grade(need: Need, use: Use, limit: int) -> Grade:
    """Fail where not even the start fits beside what others use, warn where the largest size does not."""
    if need.at_once > limit - use.others:
        return Grade.FAIL
    return Grade.WARN if need.at_most > limit - use.others else Grade.OK


def sentence(need: Need, use: Use, limit: int, unit: str = "") -> str:
    """The judgement in words: what is needed of how much, and what of it is in use."""
    found = grade(need, use, limit)
    of = f"of {limit:,}" + (f" {unit}" if unit else "")
    if found is Grade.FAIL:
        return f"`pulumi up` needs {need.at_once:,} {of}; {use}"
    if found is Grade.WARN:
        return f"the start fits, with {need.at_once:,} {of}; the largest size does not, with {need.at_most:,}; {use}"
    most = "" if need.at_once == need.at_most else "at most "
    return f"{most}{need.at_most:,} {of}; {use}"
