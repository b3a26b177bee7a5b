"""What every component says of a bad plain argument."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.base import LOG_RETENTION_DAYS
from components.network.network import Network
from components.place import Place


def ask(method: str, *args: Any) -> Any:
    """What a component's check answers. A check reads the component's name and nothing else of it."""
    component = object.__new__(Network)
    component._name = "it"
    return getattr(component, method)(*args)


@pytest.mark.parametrize("value", [3, 3.0])
def test_a_whole_number_stays_whole_over_the_package_wire(value: float) -> None:
    answer = ask("whole_number", "nodes", value, 1, 5)
    assert (answer, type(answer)) == (3, int)


@pytest.mark.parametrize("value", [0, 6, 2.5, True, "3", None, [], float("nan"), float("inf"), -1e300])
def test_what_is_no_whole_number_within_its_limits_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^Network 'it': nodes is .*; a whole number from 1 to 5 is right$"):
        ask("whole_number", "nodes", value, 1, 5)


@given(st.integers(1, 3653))
def test_a_log_period_is_kept_or_the_nearest_is_named(days: int) -> None:
    if days in LOG_RETENTION_DAYS:
        assert ask("log_retention_days", "days", days) == days
        return
    with pytest.raises(ValueError, match=r"the nearest is \d+$") as refusal:
        ask("log_retention_days", "days", days)
    named = int(str(refusal.value).rpartition(" ")[2])
    assert all(abs(named - days) <= abs(period - days) for period in LOG_RETENTION_DAYS)


@pytest.mark.parametrize("days", [0, -1, 3654])
def test_a_log_that_is_never_forgotten_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 to 3653 is right"):
        ask("log_retention_days", "days", days)


def test_the_word_that_was_probably_meant_is_named() -> None:
    with pytest.raises(ValueError, match="did you mean 'governance'"):
        ask("one_of", "mode", "governence", ("compliance", "governance"))


@pytest.mark.parametrize("zone", ["eun1-az1", "use1-az6", "usw2-lax1-az1", "apse2-az3"])
def test_zone_ids_of_regions_and_local_zones_are_taken(zone: str) -> None:
    assert ask("checked_zones", "zones", [zone]) == (zone,)


@pytest.mark.parametrize("account_id", ["11112222333", "1111222233334", "11112222333x", 111122223333, None])
def test_an_account_id_is_twelve_digits_and_a_string(account_id: Any) -> None:
    with pytest.raises(ValueError, match="12 digits in quotes are right"):
        ask("checked_account", "account_id", account_id)


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-eusc", "aws-us-gov"])
def test_arns_are_of_the_partition_and_never_of_another(partition: str) -> None:
    place = Place(partition, "eu-north-1", "111122223333")
    assert place.arn("logs", "log-group:*") == f"arn:{partition}:logs:eu-north-1:111122223333:log-group:*"
    assert place.iam("root") == f"arn:{partition}:iam::111122223333:root"
    assert place.bucket("datasets/*") == f"arn:{partition}:s3:::datasets/*"
