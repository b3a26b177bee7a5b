"""What a machine costs an hour: list prices in US dollars, each with its source and date, or a sentence why not known.

Prices are facts of a day: `as_of` says which. Nothing is free: a price that is not known is None, never 0.
Sources: `data/instance_prices.csv` and `data/capacity_block_prices.csv`, read when the first price is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import instance_types
from catalogue.regions import region
from catalogue.tables import Row, table
from catalogue.unknown import UnknownFact

PURCHASES = ("on-demand", "spot", "capacity-block")

# Why a way to buy has no list price, and who knows the price.
NO_LIST_PRICE: Mapping[str, str] = {
    "spot": "a spot price changes by the hour; `aws ec2 describe-spot-price-history` has it",
    "capacity-block": "no source found for blocks of it there; "
    "`aws ec2 describe-capacity-block-offerings` has what a block costs",
}


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one machine (or of one chip of Google's) for an hour."""

    usd_per_hour: float | None
    """US dollars an hour, without tax, Linux, shared tenancy; None where it is not known."""
    source: str
    """Where the figure is from; empty where it is not known."""
    as_of: str
    """Day of the figure, as 2026-08-26; empty where the source has no date or the price is not known."""
    note: str
    """What to know about the figure, such as how many other sources agree; where there is none, why it is not known."""

    @property
    def known(self) -> bool:
        return self.usd_per_hour is not None


def instance_price(instance_type: str, region_name: str, purchase: str = "on-demand") -> Price:
    """What a machine costs an hour in a region.

    purchase: EC2's usage class: on-demand, spot or capacity-block. A capacity reservation costs the on-demand price,
    used or not.
    Raises UnknownFact for a machine, a region or a way to buy that does not exist.
    """
    if instance_type not in instance_types():
        raise UnknownFact("instance type", instance_type, instance_types())
    region(region_name)
    if purchase not in PURCHASES:
        raise UnknownFact("way to buy", purchase, PURCHASES)
    return _price("aws", instance_type, region_name, purchase)


def tpu_chip_price(tpu: str, region_name: str, purchase: str = "on-demand") -> Price:
    """What a TPU chip costs an hour in a region of Google's.

    tpu: v4, v5e, v5p or another generation; those without a row are not known. purchase: on-demand or spot.
    """
    return _price("gcp", f"tpu-{tpu}", region_name, purchase)


def priced_regions(instance_type: str, purchase: str = "on-demand") -> tuple[str, ...]:
    """The regions where a machine's price is known, the cheapest first. purchase: on-demand or capacity-block."""
    if purchase == "capacity-block":
        column, rows = "usd_per_hour", [row for (name, _), row in _block_prices().items() if name == instance_type]
    else:
        column = "on_demand_usd_per_hour"
        rows = [row for (provider, name, _), row in _prices().items() if (provider, name) == ("aws", instance_type)]
    return tuple(row["region"] for row in sorted(rows, key=lambda row: float(row[column])))


def _price(provider: str, name: str, region_name: str, purchase: str) -> Price:
    if purchase == "capacity-block":
        row, column = _block_prices().get((name, region_name), {}), "usd_per_hour"
    else:
        row, column = _prices().get((provider, name, region_name), {}), f"{purchase.replace('-', '_')}_usd_per_hour"
    if row.get(column):
        return Price(float(row[column]), row["source"], row["as_of"], row["notes"])
    listed = provider == "gcp" or purchase == "on-demand"
    return Price(None, "", "", f"no source found for {name} in {region_name}" if listed else NO_LIST_PRICE[purchase])


@cache
def _prices() -> Mapping[tuple[str, str, str], Row]:
    return {(row["provider"], row["instance_type"], row["region"]): row for row in table("instance_prices")}


@cache
def _block_prices() -> Mapping[tuple[str, str], Row]:
    return {(row["instance_type"], row["region"]): row for row in table("capacity_block_prices")}
