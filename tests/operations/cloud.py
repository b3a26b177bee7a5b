"""An account to ask: moto in process, and in front of it a thin layer for the calls that moto has no answer to.

Denials and throttling are answered where botocore would have sent the request, so that its own retries run.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any, cast

import boto3
from botocore.awsrequest import AWSResponse
from botocore.session import Session

REGION = "eu-north-1"
GENEROUS = 1_000_000
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PER_PAGE = 1
"""The layer's listings have pages of one: who reads the first page only is found out."""

LISTED_UNDER = {
    "ec2:DescribeInstances": "Reservations",
    "ec2:DescribeInstanceTypeOfferings": "InstanceTypeOfferings",
    "ec2:DescribeInternetGateways": "InternetGateways",
    "ec2:DescribeNatGateways": "NatGateways",
    "ec2:DescribeNetworkInterfaces": "NetworkInterfaces",
    "ec2:DescribeSecurityGroups": "SecurityGroups",
    "ec2:DescribeSubnets": "Subnets",
    "ec2:DescribeVpcEndpoints": "VpcEndpoints",
    "ec2:DescribeVpcs": "Vpcs",
    "eks:ListClusters": "clusters",
    "fsx:DescribeFileSystems": "FileSystems",
}

Parameters = dict[str, Any]
Answer = dict[str, Any]


class _Http:
    status_code = 200


class Cloud:
    """One account in one region, and all that was asked of it. moto must be running.

    There is one for all tests, emptied for each: making clients takes longer than asking them.
    """

    def __init__(self) -> None:
        core = Session()
        events = core.get_component("event_emitter")
        events.register("before-parameter-build", _remember)
        events.register_first("before-call", self._answer)
        events.register_first("before-send", self._send)
        self._boto3 = boto3.Session("AKIAIOSFODNN7EXAMPLE", "none", region_name=REGION, botocore_session=core)
        self._clients: dict[str, Any] = {}
        self.session = cast(boto3.Session, self)
        """Stands for boto3's session where one is asked for clients."""
        self._answers: dict[str, Callable[[Parameters], Answer]] = {
            "servicequotas:GetServiceQuota": self._quota,
            "servicequotas:GetAWSDefaultServiceQuota": self._quota,
            "ec2:DescribeCapacityReservations": self._reservations,
            "eks:DescribeClusterVersions": self._versions,
            "eks:DescribeAddonVersions": self._addon_versions,
            "servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota": self._requests,
            "ssm:GetParameter": self._parameter,
        }
        self.empty()

    def empty(self) -> None:
        """Forget everything of the test before."""
        self.quotas: dict[str, int] = {}
        """Quotas by code; any other is generous."""
        self.unknown_quotas: set[str] = set()
        self.quota_requests: dict[str, list[tuple[str, int]]] = {}
        """Status and value of each request for a higher quota, by code."""
        self.reservations: list[Answer] = []
        self.cluster_versions: dict[str, Answer] = {}
        """What EKS says of versions; any other is in standard support."""
        self.addons: dict[str, list[str]] = {}
        """Versions by add-on."""
        self.parameters: dict[str, str] = {}
        """Public parameters of SSM, which moto lets nobody make."""
        self.listings: dict[str, list[Any]] = {}
        """What a listing answers instead of moto, by IAM's name of the call."""
        self.sent: Counter[str] = Counter()
        """Requests by IAM's name of the call, each retry counted."""
        self._faults: dict[str, tuple[int, str]] = {}

    @cached_property
    def iam(self) -> Any:
        """A client of the test's own, to make roles with."""
        return self._boto3.client("iam")

    def client(self, service: str, **settings: Any) -> Any:
        """A client, made once with the settings it is first asked for with."""
        if service not in self._clients:
            self._clients[service] = self._boto3.client(service, **settings)
        return self._clients[service]

    def deny(self, action: str) -> None:
        """Answer a call as it is answered to somebody who may not make it."""
        self.answer_with(action, 403, "UnauthorizedOperation" if action.startswith("ec2:") else "AccessDenied")

    def throttle(self, action: str) -> None:
        """Answer a call with throttling, however often it is tried."""
        self.answer_with(action, 400, "RequestLimitExceeded" if action.startswith("ec2:") else "ThrottlingException")

    def answer_with(self, action: str, status: int, code: str) -> None:
        """Answer a call with an error, however often it is tried."""
        self._faults[action] = (status, code)

    def _answer(self, model: Any, context: Parameters, **_: Any) -> tuple[_Http, Answer] | None:
        action = _action(model)
        context["action"] = action, model.service_model.protocol
        if action in self._faults or not (action in self._answers or action in self.listings):
            return None
        self.sent[action] += 1
        asked = context["asked_with"]
        answer = self._page(action, asked) if action in self.listings else self._answers[action](asked)
        http = _Http()
        http.status_code = 400 if "Error" in answer else 200
        return http, answer

    def _send(self, request: Any, event_name: str, **_: Any) -> AWSResponse | None:
        action, protocol = request.context["action"]
        self.sent[action] += 1
        if action not in self._faults:
            return None
        status, code = self._faults[action]
        # Every handler hears of a request, moto's too; of this one it must know nothing.
        request.url = "https://nowhere.test/"
        return _error_response(request.url, protocol, status, code)

    def _quota(self, asked: Parameters) -> Answer:
        code = asked["QuotaCode"]
        if code in self.unknown_quotas:
            return _error("NoSuchResourceException")
        return {"Quota": {"QuotaCode": code, "Value": float(self.quotas.get(code, GENEROUS))}}

    def _requests(self, asked: Parameters) -> Answer:
        found = self.quota_requests.get(asked["QuotaCode"], [])
        return _paged(
            "RequestedQuotas", [{"Status": status, "DesiredValue": float(value)} for status, value in found], asked
        )

    def _reservations(self, asked: Parameters) -> Answer:
        found = self.reservations
        if "CapacityReservationIds" in asked:
            found = [each for each in found if each["CapacityReservationId"] in asked["CapacityReservationIds"]]
            if not found:
                return _error("InvalidCapacityReservationId.NotFound")
        for condition in asked.get("Filters", ()):
            key = {"state": "State", "instance-match-criteria": "InstanceMatchCriteria"}[condition["Name"]]
            found = [each for each in found if each[key] in condition["Values"]]
        return _paged("CapacityReservations", found, asked)

    def _page(self, action: str, asked: Parameters) -> Answer:
        return _paged(LISTED_UNDER[action], self.listings[action], asked)

    def _parameter(self, asked: Parameters) -> Answer:
        value = self.parameters.get(asked["Name"])
        return {"Parameter": {"Value": value}} if value else _error("ParameterNotFound")

    def _versions(self, asked: Parameters) -> Answer:
        standard = {"versionStatus": "STANDARD_SUPPORT", "endOfStandardSupportDate": datetime(2027, 9, 1, tzinfo=UTC)}
        return {
            "clusterVersions": [
                {"clusterVersion": version, **self.cluster_versions.get(version, standard)}
                for version in asked["clusterVersions"]
            ]
        }

    def _addon_versions(self, asked: Parameters) -> Answer:
        versions = self.addons.get(asked["addonName"], [])
        return {"addons": [{"addonVersions": [{"addonVersion": version} for version in versions]}]}


def _paged(key: str, items: list[Any], asked: Parameters) -> Answer:
    token = "nextToken" if key[0].islower() else "NextToken"
    start = int(asked.get(token, 0))
    page: Answer = {key: items[start : start + PER_PAGE]}
    return page | ({token: str(start + PER_PAGE)} if start + PER_PAGE < len(items) else {})


def _action(model: Any) -> str:
    return f"{model.service_model.signing_name}:{model.name}"


def _remember(params: Parameters, context: Parameters, **_: Any) -> None:
    context["asked_with"] = dict(params)


def _error(code: str) -> Answer:
    return {"Error": {"Code": code, "Message": "said the test"}, "ResponseMetadata": {}}


def _error_response(url: str, protocol: str, status: int, code: str) -> AWSResponse:
    """An error in the words of a service's protocol; a page for people where it has no code."""
    if not code:
        return AWSResponse(url, status, {}, _Raw(b"<!doctype html><title>Proxy</title>"))
    said = f"<Error><Code>{code}</Code><Message>said the test</Message></Error>"
    headers = {}
    if protocol == "ec2":
        body = f"<Response><Errors>{said}</Errors><RequestID>1</RequestID></Response>"
    elif protocol == "query":
        body = f"<ErrorResponse>{said}<RequestId>1</RequestId></ErrorResponse>"
    else:
        body = json.dumps({"__type": code, "message": "said the test"})
        headers = {"x-amzn-errortype": code}
    return AWSResponse(url, status, headers, _Raw(body.encode()))


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Any:
        yield self.read()
