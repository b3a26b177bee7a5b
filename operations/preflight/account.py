"""The account, asked read-only. Each call either answers, or says in a sentence why it could not.

Throttled calls are repeated by botocore's standard mode, which waits longer each time.
"""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from operations.preflight.finding import CannotAsk

if TYPE_CHECKING:
    import boto3

ATTEMPTS = 5
"""Times a call is made before its check is skipped. Waits between them add up to about 15 seconds at most."""
CONNECT_SECONDS = 5
READ_SECONDS = 20

DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "Client.UnauthorizedOperation",
        "NotAuthorized",
        "UnauthorizedOperation",
    }
)
THROTTLED = frozenset(
    {
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
BAD_CREDENTIALS = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
# What a proxy says, or an emulator without this call: a page, which has a status where AWS has a code.
NO_ANSWER = "was answered with something that is no answer of AWS"
# IAM's word for a service where it is not the name of the client.
IAM_PREFIX = {"service-quotas": "servicequotas"}


class NoCredentials(Exception):
    """There is nobody to ask as; the text is the sentence a person gets."""


class NoSuch(Exception):
    """The account answered that there is no such thing."""


class Account:
    """An account in one region, as the credentials of this process see it."""

    def __init__(self, region: str, session: "boto3.Session | None" = None, profile: str | None = None) -> None:
        self.region = region
        self._profile = profile
        self._session = session
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def ask(self, service: str, operation: str, missing: frozenset[str] = frozenset(), **parameters: Any) -> Any:
        """The answer of one call. Error codes of `missing` mean that there is no such thing: NoSuch."""
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        client = self._client(service)
        try:
            return getattr(client, _method(client, operation))(**parameters)
        except ClientError as error:
            raise _told(error, service, operation, missing) from None
        except (BotoCoreError, ResponseParserError) as error:
            raise _unasked(error, service, operation) from None

    def pages(self, service: str, operation: str, key: str, **parameters: Any) -> Iterator[Any]:
        """The items of every page of a listing, under the key the pages have them."""
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        client = self._client(service)
        try:
            for page in client.get_paginator(_method(client, operation)).paginate(**parameters):
                yield from page.get(key, ())
        except ClientError as error:
            raise _told(error, service, operation, frozenset()) from None
        except (BotoCoreError, ResponseParserError) as error:
            raise _unasked(error, service, operation) from None

    def _client(self, service: str) -> Any:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import ProfileNotFound

        with self._lock:
            if self._session is None:
                try:
                    self._session = boto3.Session(profile_name=self._profile)
                except ProfileNotFound:
                    known = boto3.Session().available_profiles
                    right = f"there are {', '.join(known)}" if known else "`aws configure sso` makes one"
                    raise NoCredentials(f"no AWS profile {self._profile!r}; {right}") from None
            if service not in self._clients:
                self._clients[service] = self._session.client(
                    service,
                    region_name=self.region,
                    config=Config(
                        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                        connect_timeout=CONNECT_SECONDS,
                        read_timeout=READ_SECONDS,
                        user_agent_extra="groundwork-preflight",
                    ),
                )
            return self._clients[service]


def permission(service: str, operation: str) -> str:
    """IAM's name of a call: `ec2:DescribeInstances`."""
    return f"{IAM_PREFIX.get(service, service)}:{operation}"


def _method(client: Any, operation: str) -> str:
    methods: dict[str, str] = client.meta.method_to_api_mapping
    return next(method for method, name in methods.items() if name == operation)


def _told(error: Any, service: str, operation: str, missing: frozenset[str]) -> Exception:
    code = error.response.get("Error", {}).get("Code", "")
    action = permission(service, operation)
    if code in missing:
        return NoSuch(code)
    if code in BAD_CREDENTIALS:
        return NoCredentials(
            f"the credentials are not accepted ({code}): they are expired or not of this partition; "
            "sign in again, with `aws sso login` or as you do"
        )
    if code in DENIED:
        return CannotAsk(f"these credentials may not call {action}", action)
    if code in THROTTLED:
        return CannotAsk(f"{action} was throttled {ATTEMPTS} times in a row; ask again in a minute")
    if code.isdigit():
        return CannotAsk(f"{action} {NO_ANSWER}")
    message = " ".join(str(error.response.get("Error", {}).get("Message", "")).split())
    return CannotAsk(f"{action} answered {code or 'with an error'}" + (f": {message}" if message else ""))


def _unasked(error: Any, service: str, operation: str) -> Exception:
    from botocore import exceptions as botocore

    text = " ".join(str(error).split()).rstrip(".")
    nobody = (
        botocore.NoCredentialsError,
        botocore.PartialCredentialsError,
        botocore.CredentialRetrievalError,
        botocore.UnauthorizedSSOTokenError,
        botocore.SSOTokenLoadError,
        botocore.TokenRetrievalError,
        botocore.NoAuthTokenError,
    )
    if isinstance(error, botocore.NoCredentialsError):
        return NoCredentials("no AWS credentials: set AWS_PROFILE, sign in with `aws sso login`, or name a --profile")
    if isinstance(error, nobody):
        return NoCredentials(f"no AWS credentials that work ({text}); sign in again, with `aws sso login` or as you do")
    if not isinstance(error, botocore.BotoCoreError):
        return CannotAsk(f"{permission(service, operation)} {NO_ANSWER}")
    return CannotAsk(f"{permission(service, operation)} could not be asked: {text}")
