"""What an account must allow and hold beside instances."""

import re

import pytest

from catalogue.accounts import account_quota, account_quotas, service_linked_roles
from catalogue.unknown import UnknownFact


def test_every_quota_has_a_code_of_its_own_in_service_quotas_form() -> None:
    codes = [each.quota_code for each in account_quotas().values()]
    assert all(re.fullmatch(r"L-[0-9A-F]{8}", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_a_quota_is_found_by_what_it_limits() -> None:
    found = account_quota("elastic_ips")
    assert (found.service_code, found.quota_code, found.default) == ("ec2", "L-0263D0A3", 5)


def test_an_unknown_one_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownFact, match="did you mean 'elastic_ips'"):
        account_quota("elastic_ip")


def test_service_linked_roles_are_named_as_aws_names_them() -> None:
    roles = {each.role: each.service for each in service_linked_roles()}
    assert roles["AWSServiceRoleForAutoScaling"] == "autoscaling.amazonaws.com"
    assert all(role.startswith("AWSServiceRoleFor") for role in roles)
    assert all(service.endswith(".amazonaws.com") for service in roles.values())
