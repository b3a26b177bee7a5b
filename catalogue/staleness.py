"""Where the catalogue and EC2 differ: what is stale, what is new, what is gone.

EC2's word is compared with the tables as they were copied. A cell with a correction is stale when EC2 no longer says
what was corrected: then the correction is to be dropped, or made anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from catalogue.described import Described, accelerator_row, card_rows, machine_row
from catalogue.live import Live
from catalogue.regions import offerings_known, zones_offering
from catalogue.tables import KEYS, Row, read
from catalogue.unknown import UnknownFact

STALE, NEW, GONE = "stale", "new", "gone"
# Local Zones and Wavelength Zones have longer ids, and only accounts that opted in see them.
ZONE = re.compile(r"[a-z0-9]+-az[0-9]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the catalogue says otherwise than EC2."""

    kind: str
    """stale, new or gone."""
    instance_type: str
    what: str
    """What it is about: a table and column, or `offered`."""
    was: str
    """What the catalogue says; empty where it says nothing."""
    now: str
    """What EC2 says; empty where it says nothing."""
    note: str = ""


def differences(live: Live, only: str = "*") -> list[Difference]:
    """Every difference, in the order stale, new, gone and then by name. only: a pattern of names, such as `p5*`.

    Raises UnknownFact for a pattern that neither EC2's answer nor the catalogue has a name for.
    """
    if not live.descriptions and not any(fnmatchcase(name, only) for name in _by_key("instance_types")):
        raise UnknownFact("instance type", only, _by_key("instance_types"))
    found = [*_described(live.descriptions), *_offered(live, only)]
    return sorted(found, key=lambda each: ((STALE, NEW, GONE).index(each.kind), each.instance_type, each.what))


def _described(descriptions: Iterable[Described]) -> Iterator[Difference]:
    machines = _by_key("instance_types")
    left_out = {row["family"] for row in read("families_left_out")}
    for described in descriptions:
        name = described["InstanceType"]
        if name not in machines:
            if name.partition(".")[0] not in left_out:
                yield Difference(NEW, name, "machine", "", _in_words(described))
            continue
        yield from _cells("instance_types", name, machine_row(described))
        row = accelerator_row(described)
        if row:
            yield from _cells("accelerators", name, row)
        if f"{name}/0" in _by_key("network_cards"):
            for card in card_rows(described):
                yield from _cells("network_cards", f"{name}/{card['card_index']}", card)


def _cells(table: str, key: str, said: Row) -> Iterator[Difference]:
    """The cells of a row that EC2 says otherwise."""
    name = said["instance_type"]
    place = f"{table}[{key.partition('/')[2]}]" if "/" in key else table
    ours = _by_key(table).get(key)
    if ours is None:
        yield Difference(NEW, name, place, "", "a row that the catalogue has not")
        return
    for column, now in said.items():
        if _same(ours[column], now):
            continue
        correction = _corrections().get((table, key, column))
        if correction is None:
            yield Difference(STALE, name, f"{place}.{column}", ours[column], now)
        elif _same(correction["now"], now):
            yield Difference(STALE, name, f"{place}.{column}", ours[column], now, "as corrected: drop the correction")
        else:
            note = f"corrected to {correction['now']}: look at the correction again"
            yield Difference(STALE, name, f"{place}.{column}", ours[column], now, note)


def _offered(live: Live, only: str) -> Iterator[Difference]:
    """Zones that offer a machine or no longer do, of the machines whose offers the catalogue keeps."""
    for name in sorted(_by_key("instance_types")):
        if not fnmatchcase(name, only) or not offerings_known(name, live.region):
            continue
        ours = set(zones_offering(name, live.region))
        said = {zone for zone in live.zones.get(name, ()) if ZONE.fullmatch(zone)}
        for zone in sorted(said - ours):
            yield Difference(NEW, name, "offered", "", zone)
        for zone in sorted(ours - said):
            yield Difference(GONE, name, "offered", zone, "")


def _in_words(described: Described) -> str:
    row, inside = machine_row(described), accelerator_row(described)
    accelerators = f", {inside['acc_count']} x {inside['accelerator']}" if inside else ""
    return f"{row['vcpu']} vCPUs, {int(row['memory_mib']) // 1024:,} GiB{accelerators}"


def _same(ours: str, said: str) -> bool:
    """Whether two cells say the same; the order of a card's kinds of interface says nothing."""
    return sorted(ours.split("+")) == sorted(said.split("+"))


@cache
def _by_key(table: str) -> Mapping[str, Row]:
    return {"/".join(row[column] for column in KEYS[table]): row for row in read(table)}


@cache
def _corrections() -> Mapping[tuple[str, str, str], Row]:
    return {(row["table"], row["key"], row["column"]): row for row in read("corrections")}
