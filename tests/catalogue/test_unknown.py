"""What the catalogue answers to names it does not have, and what asking costs."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import catalogue
from catalogue.instances import accelerators
from catalogue.regions import regions
from catalogue.unknown import UnknownFact, nearest


def test_a_slip_in_a_type_is_told_with_the_right_one() -> None:
    with pytest.raises(UnknownFact) as unknown:
        catalogue.instance_type("p5.48xlrge")
    assert str(unknown.value) == "unknown instance type 'p5.48xlrge', did you mean 'p5.48xlarge'?"


def test_a_name_that_nothing_is_like_is_told_without_a_guess() -> None:
    with pytest.raises(UnknownFact, match="unknown region 'xyzzy', the catalogue has nothing like it"):
        catalogue.region("xyzzy")


def test_capitals_are_seen_through() -> None:
    assert nearest("EU-NORTH-1", regions()) == "eu-north-1"


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(accelerators())), st.data())
def test_a_doubled_letter_is_always_seen_through(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    slip = name[: place + 1] + name[place:]
    if slip not in accelerators():
        assert nearest(slip, accelerators()) in accelerators()


@pytest.mark.parametrize(
    "ask",
    [catalogue.accelerator, catalogue.instance_type, catalogue.region, catalogue.kubernetes, catalogue.regions_of],
)
@settings(deadline=None, max_examples=25)
@given(text=st.text(max_size=30).map("?".__add__))
def test_any_other_text_is_unknown_and_nothing_worse(ask: Callable[[str], object], text: str) -> None:
    with pytest.raises(UnknownFact, match=r"^unknown "):
        ask(text)


def test_importing_the_catalogue_reads_no_table_and_loads_neither_pulumi_nor_pydantic() -> None:
    program = (
        "import sys, catalogue, catalogue.tables as tables\n"
        "assert tables.table.cache_info().currsize == 0\n"
        "heavy = {'pulumi', 'pydantic', 'boto3', 'difflib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
