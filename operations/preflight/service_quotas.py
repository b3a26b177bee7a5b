"""Service Quotas: the value of a quota in this account, and the command that asks for more."""

from dataclasses import replace

from operations.preflight.account import Account, NoSuch
from operations.preflight.finding import CannotAsk, Finding, Grade

PERMISSIONS = (
    "servicequotas:GetServiceQuota",
    "servicequotas:GetAWSDefaultServiceQuota",
    "servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota",
)
UNKNOWN = frozenset({"NoSuchResourceException"})
OPEN_REQUESTS = frozenset({"PENDING", "CASE_OPENED"})


def quota_value(account: Account, service_code: str, quota_code: str) -> int:
    """The quota as applied to the account, else AWS's default: a quota nobody ever raised may have no own value."""
    for operation in ("GetServiceQuota", "GetAWSDefaultServiceQuota"):
        try:
            found = account.ask("service-quotas", operation, UNKNOWN, ServiceCode=service_code, QuotaCode=quota_code)
        except NoSuch:
            continue
        return int(found["Quota"]["Value"])
    raise CannotAsk(f"Service Quotas knows no quota {quota_code} of {service_code} in {account.region}")


def with_request(account: Account, service_code: str, quota_code: str, finding: Finding) -> Finding:
    """A finding that wants more of a quota, with the request for it that is open already: AWS takes no second one.

    Whoever may not ask for requests gets the finding as it is.
    """
    if finding.grade not in (Grade.FAIL, Grade.WARN):
        return finding
    try:
        history = account.pages(
            "service-quotas",
            "ListRequestedServiceQuotaChangeHistoryByQuota",
            "RequestedQuotas",
            ServiceCode=service_code,
            QuotaCode=quota_code,
        )
        wanted = max((each["DesiredValue"] for each in history if each["Status"] in OPEN_REQUESTS), default=None)
    except CannotAsk:
        return finding
    if wanted is None:
        return finding
    return replace(finding, reason=f"{finding.reason}; an increase to {int(wanted):,} is asked for and not decided yet")


def ask_for_more(service_code: str, quota_code: str, value: int, region: str) -> str:
    """The command that asks AWS for a higher quota; GPU quotas are read by a person, which takes hours to days."""
    return (
        f"aws service-quotas request-service-quota-increase --service-code {service_code} "
        f"--quota-code {quota_code} --desired-value {value} --region {region}"
    )
