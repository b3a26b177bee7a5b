"""What a machine costs: a figure with its source and date, or a sentence; never 0."""

import json

import pytest

from catalogue.instances import accelerators, instance_types
from catalogue.prices import PURCHASES, instance_price, priced_regions, tpu_chip_price
from catalogue.regions import regions
from catalogue.tables import read
from catalogue.unknown import UnknownFact
from tests.catalogue.test_command import ask

ROWS = read("instance_prices")


@pytest.mark.parametrize(
    ("name", "region", "usd"),
    [
        ("p5.48xlarge", "us-east-1", 55.04),
        ("p5.48xlarge", "eu-north-1", 58.8928),
        ("p6-b300.48xlarge", "us-west-2", 142.416),
        ("trn1.32xlarge", "us-east-2", 21.5),
    ],
)
def test_a_price_has_its_source_and_day(name: str, region: str, usd: float) -> None:
    price = instance_price(name, region)
    assert price.usd_per_hour == usd
    assert "tsaol/aws-gpu" in price.source
    assert price.as_of == "2026-08-26"


def test_a_price_that_may_be_stale_says_so() -> None:
    assert "STALE-RISK" in instance_price("trn2.48xlarge", "us-east-2").note


@pytest.mark.parametrize("purchase", ["spot", "capacity-block"])
def test_what_has_no_list_price_says_who_knows_it(purchase: str) -> None:
    price = instance_price("p4d.24xlarge", "us-east-1", purchase)
    assert price.usd_per_hour is None
    assert not price.known
    assert "aws ec2 describe-" in price.note


@pytest.mark.parametrize("name", ["trn2u.48xlarge", "p6e-gb200.36xlarge"])
def test_a_machine_without_a_price_is_unknown_and_not_free(name: str) -> None:
    price = instance_price(name, "us-east-2")
    assert (price.usd_per_hour, price.source, price.as_of) == (None, "", "")
    assert price.note == f"no source found for {name} in us-east-2"


def test_a_block_has_the_rate_of_its_page_and_not_the_on_demand_price() -> None:
    block = instance_price("p5.48xlarge", "us-east-2", "capacity-block")
    assert (block.usd_per_hour, block.as_of) == (41.528, "2026-08-01")
    assert "in its offer" in block.note
    assert instance_price("p5.48xlarge", "eu-north-1", "capacity-block").usd_per_hour is None
    # 18 of them are an UltraServer, which is what is sold.
    ultra = instance_price("p6e-gb200.36xlarge", "us-east-1", "capacity-block").usd_per_hour
    assert ultra == pytest.approx(761.904 / 18)


@pytest.mark.parametrize("purchase", PURCHASES)
def test_no_price_is_nothing(purchase: str) -> None:
    for name in accelerators():
        for region in regions():
            price = instance_price(name, region, purchase)
            assert price.usd_per_hour is None or price.usd_per_hour > 0
            assert price.known == bool(price.source) == bool(price.as_of)


def test_every_row_of_aws_is_of_a_machine_and_a_region_there_are() -> None:
    for row in ROWS:
        assert row["currency"] == "USD"
        if row["provider"] == "aws":
            assert row["instance_type"] in instance_types()
            assert row["region"] in regions()
            assert row["unit"] == "instance-hour"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("p5.48xlrge", "us-east-1", "on-demand"), "unknown instance type 'p5.48xlrge', did you mean 'p5.48xlarge'?"),
        (("p5.48xlarge", "eu-nroth-1", "on-demand"), "unknown region 'eu-nroth-1', did you mean 'eu-north-1'?"),
        (("p5.48xlarge", "us-east-1", "on_demand"), "unknown way to buy 'on_demand', did you mean 'on-demand'?"),
    ],
)
def test_a_wrong_word_is_refused_and_not_unknown(words: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(UnknownFact) as refused:
        instance_price(*words)
    assert str(refused.value) == sentence


def test_the_cheapest_region_is_first() -> None:
    prices = [instance_price("p5.48xlarge", region).usd_per_hour or 0 for region in priced_regions("p5.48xlarge")]
    assert len(prices) == 8
    assert prices == sorted(prices)
    assert priced_regions("p5e.48xlarge") == ()
    assert priced_regions("p6-b300.48xlarge", "capacity-block") == ("us-east-1", "us-west-2")
    assert priced_regions("p5e.48xlarge", "capacity-block") == ()
    by_figure = [instance_price("g4dn.metal", region).usd_per_hour or 0 for region in priced_regions("g4dn.metal")]
    assert by_figure == sorted(by_figure)
    assert by_figure[0] < 10 < by_figure[-1]


def test_a_chip_of_googles_has_a_price_for_spot_too() -> None:
    assert tpu_chip_price("v5e", "europe-west4").usd_per_hour == 1.56
    assert tpu_chip_price("v5e", "europe-west4", "spot").usd_per_hour == 0.78
    assert tpu_chip_price("v5e", "europe-west4").note == "source file undated"
    assert tpu_chip_price("v7", "us-central1").usd_per_hour is None


def test_a_machine_is_shown_with_what_it_costs_where() -> None:
    shown = ask("show", "p5.48xlarge").stdout
    assert "USD an hour, on-demand (2026-08-26):" in shown
    assert "USD an hour, capacity-block (2026-08-01):" in shown
    assert "us-east-1 41.53, us-east-2 41.53, us-west-2 41.53" in shown
    assert "us-west-2 55.04" in shown
    assert "newer sources agree" not in shown
    assert "note: STALE-RISK" in ask("show", "trn2.48xlarge").stdout
    assert "not known" in ask("show", "p5e.48xlarge").stdout
    prices = json.loads(ask("show", "p5.48xlarge", "--json").stdout)["prices"]
    assert [row["purchase"] for row in prices] == ["on-demand"] * 8 + ["capacity-block"] * 3
    assert {"region": "eu-north-1", "usd_per_hour": 58.8928}.items() <= next(
        row for row in prices if row["region"] == "eu-north-1"
    ).items()
