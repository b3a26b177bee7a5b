"""When reserved capacity is there: what a block is sold for, and whether nodes and jobs fit into it.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-purchase.html
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from components.compute.capacity_step import RIGHT_INSTANT, Path, Refusal, Step, Wanted, instant, said
from components.compute.purchase import CAPACITY_BLOCK

DAY = timedelta(days=1)
WEEK_DAYS = 7
BY_DAY, LONGEST = 14, 182
LARGEST_BLOCK = 64
BLOCK_END = "11:30"
# EC2 begins to terminate the nodes of a block this long before it ends:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-how.html
CLOSING = timedelta(minutes=30)


def shape_refusals(path: Path, step: Step) -> Iterator[Refusal]:
    """What is wrong with the dates of a reserved step by themselves."""
    for key, text in (("starts", step.starts), ("ends", step.ends)):
        if text and instant(text) is None:
            yield Refusal((*path, key), f"is {text!r}", RIGHT_INSTANT)
        elif not text and step.purchase == CAPACITY_BLOCK:
            right = "give that of your block, such as '2026-12-01T11:30:00Z'"
            yield Refusal((*path, key), "is missing, and a block is there from 'starts' to 'ends' only", right)
    if step.begins is None or step.ceases is None:
        return
    if step.ceases <= step.begins:
        right = f"a time after {said(step.begins)} is right"
        yield Refusal((*path, "ends"), f"is {said(step.ceases)}, not after 'starts'", right)
    elif step.purchase == CAPACITY_BLOCK:
        yield from _block_refusals(path, step.begins, step.ceases)


def _block_refusals(path: Path, begins: datetime, ceases: datetime) -> Iterator[Refusal]:
    if f"{ceases:%H:%M}" != BLOCK_END:
        right = f"'{ceases:%Y-%m-%d}T{BLOCK_END}:00Z' is right"
        yield Refusal((*path, "ends"), f"is {said(ceases)}, and every block ends at {BLOCK_END} UTC", right)
    # A block that starts at once is some hours shorter or longer than the days it is sold as.
    days = round((ceases - begins) / DAY)
    if days < 1 or days > LONGEST or (days > BY_DAY and days % WEEK_DAYS):
        yield Refusal(
            (*path, "ends"),
            f"is {days} days after 'starts', and blocks are sold by the day up to {BY_DAY} days and by the week up to "
            f"{LONGEST}",
            f"{_sold_near(days)} right",
        )


def _sold_near(days: int) -> str:
    """The lengths a block is sold in next to one it is not."""
    if days < 1:
        return "1 day is"
    weeks = days // WEEK_DAYS * WEEK_DAYS
    return f"{LONGEST} days is" if weeks >= LONGEST else f"{weeks} or {weeks + WEEK_DAYS} days are"


def time_refusals(wanted: Wanted, today: datetime | None) -> Iterator[Refusal]:
    """Where nodes are wanted before or after their window, or a job would outlast it.

    today: the moment to judge by, in UTC; None leaves out what depends on it.
    """
    for path, step in wanted.numbered():
        begins, ceases = step.begins, step.ceases
        if today is not None and ceases is not None and today >= ceases - CLOSING:
            right = "take the step out, or give the new end of a block you have extended"
            yield Refusal((*path, "ends"), f"is {said(ceases)}, and that is over", right)
            continue
        if today is not None and begins is not None and today < begins and path == ("capacity", 0) and wanted.nodes:
            wrong = f"is {wanted.nodes}, and the capacity they start in begins at {said(begins)}"
            yield Refusal(("nodes",), wrong, "0 is right until then; max_nodes says how many may come")
        if begins is None or ceases is None or not wanted.wall_time_hours:
            continue
        left = (ceases - CLOSING - max(begins, today or begins)) // timedelta(hours=1)
        if wanted.wall_time_hours > left:
            wrong = (
                f"is {wanted.wall_time_hours}, and the nodes of {_shown(path)} have {left} hours until {CLOSING_SAID}"
            )
            yield Refusal(("wall_time_hours",), wrong, f"{left} or less is right, or a block that ends later")


CLOSING_SAID = f"{CLOSING // timedelta(minutes=1)} minutes before its end"


def _shown(path: Path) -> str:
    return Refusal(path, "", "").argument
