"""The line for a person who waits."""

import io

from preview.progress import CLEAR_LINE, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_printed_where_nobody_looks() -> None:
    stream = io.StringIO()
    with Progress("working", stream, delay_seconds=0):
        pass
    assert stream.getvalue() == ""


def test_a_quick_run_prints_nothing() -> None:
    stream = Terminal()
    with Progress("working", stream, delay_seconds=60):
        pass
    assert stream.getvalue() == ""


def test_a_slow_run_prints_a_line_and_clears_it() -> None:
    stream = Terminal()
    with Progress("working", stream, delay_seconds=60) as progress:
        progress.show()
        assert stream.getvalue() == "working"
    assert stream.getvalue() == f"working{CLEAR_LINE}"


def test_a_new_line_takes_the_place_of_the_one_that_is_shown() -> None:
    stream = Terminal()
    with Progress("working", stream, delay_seconds=60) as progress:
        progress.say("not seen yet")
        progress.show()
        progress.say("nearly done")
        assert stream.getvalue() == f"not seen yet{CLEAR_LINE}nearly done"
    progress.say("too late")
    assert stream.getvalue() == f"not seen yet{CLEAR_LINE}nearly done{CLEAR_LINE}"


def test_a_late_timer_prints_nothing() -> None:
    stream = Terminal()
    with Progress("working", stream, delay_seconds=60) as progress:
        pass
    progress.show()
    assert stream.getvalue() == ""
