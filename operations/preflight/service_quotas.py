"""Service Quotas: the value of a quota in this account, and the command that asks for more."""

from operations.preflight.account import Account, NoSuch
from operations.preflight.finding import CannotAsk

PERMISSIONS = ("servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota")
UNKNOWN = frozenset({"NoSuchResourceException"})


def quota_value(account: Account, service_code: str, quota_code: str) -> int:
    """The quota as applied to the account, else AWS's default: a quota nobody ever raised may have no own value."""
    for operation in ("GetServiceQuota", "GetAWSDefaultServiceQuota"):
        try:
            found = account.ask("service-quotas", operation, UNKNOWN, ServiceCode=service_code, QuotaCode=quota_code)
        except NoSuch:
            continue
        return int(found["Quota"]["Value"])
    raise CannotAsk(f"Service Quotas knows no quota {quota_code} of {service_code} in {account.region}")


def ask_for_more(service_code: str, quota_code: str, value: int, region: str) -> str:
    """The command that asks AWS for a higher quota; GPU quotas are read by a person, which takes hours to days."""
    return (
        f"aws service-quotas request-service-quota-increase --service-code {service_code} "
        f"--quota-code {quota_code} --desired-value {value} --region {region}"
    )
