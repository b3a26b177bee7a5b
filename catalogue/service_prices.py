"""What services beside machines cost: list prices in US dollars, each with its unit, region, source and date.

Prices are facts of a day. A price that is not known is None, never 0. The rows are of US East: good for comparing one
way with another, and near what other regions charge, but not a bill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import Row, table


@dataclass(frozen=True, slots=True)
class ServicePrice:
    """The price of one thing a service sells."""

    usd: float | None
    """US dollars for one `unit`, without tax; None where it is not known."""
    unit: str
    """What is counted, such as GB-month or `1k requests`; empty where the price is not known."""
    region: str
    """Region of the price; empty where it is not known."""
    source: str
    as_of: str
    """Day of the figure, as 2026-10-09; empty where the source has none."""
    note: str
    """What to know about the figure; where there is none, why it is not known."""


def service_price(service: str, sku: str) -> ServicePrice:
    """What a service asks for one of its things, by the names of `data/service_prices.csv`: `S3`, `FSx for Lustre`."""
    row = _prices().get((service, sku))
    if row is None:
        return ServicePrice(None, "", "", "", "", f"no source found for {sku} of {service}")
    return ServicePrice(float(row["usd"]), row["unit"], row["region"], row["source"], row["as_of"], row["notes"])


@cache
def _prices() -> Mapping[tuple[str, str], Row]:
    return {(row["service"], row["sku"]): row for row in table("service_prices")}
