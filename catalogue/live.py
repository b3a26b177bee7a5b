"""What EC2 itself says of its machines today. The one place of the catalogue that calls a cloud (docs/decisions/0014).

boto3 is imported when it is asked, and at no other time: whoever reads facts needs neither it nor credentials.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CALLS = "ec2:DescribeInstanceTypes and ec2:DescribeInstanceTypeOfferings"
# What helps against an error of EC2, by its code.
LOG_IN = "log in again, and see that the region is enabled for the account"
HELP: Mapping[str, str] = {
    "UnauthorizedOperation": f"the role needs {CALLS}",
    "AccessDenied": f"the role needs {CALLS}",
    "AuthFailure": LOG_IN,
    "ExpiredToken": LOG_IN,
    "InvalidClientTokenId": LOG_IN,
    "RequestExpired": LOG_IN,
    "OptInRequired": LOG_IN,
}
# A page of DescribeInstanceTypes has at most so many.
PAGE = 100


class CouldNotAsk(Exception):
    """EC2 did not answer. The message is one sentence that says what would help."""


@dataclass(frozen=True, slots=True)
class Live:
    """The answer for a region."""

    region: str
    descriptions: tuple[Mapping[str, Any], ...]
    """DescribeInstanceTypes: the machines the region has."""
    zones: Mapping[str, tuple[str, ...]]
    """DescribeInstanceTypeOfferings: by machine, the ids of the zones it is offered in."""


def ask(region: str, only: str = "*") -> Live:
    """The machines of a region, and the offers of all. only: a pattern of names of machines, such as `p5*`.

    Raises CouldNotAsk where EC2 cannot be reached, the credentials are missing, or they may not ask.
    """
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
    except ImportError:
        raise CouldNotAsk("boto3 is not installed; `pip install -r requirements.txt` brings it") from None
    try:
        # Asked of every type of a region, EC2 throttles: the client waits and asks again.
        ec2 = boto3.client("ec2", region_name=region, config=Config(retries={"mode": "standard", "max_attempts": 8}))
        named = [{"Name": "instance-type", "Values": [only]}]
        pages = ec2.get_paginator("describe_instance_types").paginate(
            Filters=named, PaginationConfig={"PageSize": PAGE}
        )
        descriptions = tuple(each for page in pages for each in page["InstanceTypes"])
        offers = ec2.get_paginator("describe_instance_type_offerings").paginate(LocationType="availability-zone-id")
        zones: dict[str, list[str]] = {}
        for each in (offer for page in offers for offer in page["InstanceTypeOfferings"]):
            zones.setdefault(each["InstanceType"], []).append(each["Location"])
    except NoCredentialsError:
        raise CouldNotAsk(f"no AWS credentials; `aws sso login`, or a role that may call {CALLS}") from None
    except ClientError as refused:
        code = refused.response.get("Error", {}).get("Code", "an error")
        raise CouldNotAsk(f"EC2 in {region} answered {code}; {HELP.get(code, 'ask again later')}") from None
    except BotoCoreError as broken:
        raise CouldNotAsk(f"EC2 in {region} could not be asked: {' '.join(str(broken).split())}") from None
    return Live(region, descriptions, {name: tuple(sorted(found)) for name, found in zones.items()})
