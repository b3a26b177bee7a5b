"""A small client of the Kubernetes API, with the standard library alone."""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.errors import Refused

SECONDS_FOR_AN_ANSWER = 60
SECONDS_TO_GO = 60
SECONDS_BETWEEN_LOOKS = 0.1


class RefusedByServer(Exception):
    """The API server said no; the message is the server's own."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        """One word, such as Invalid, Forbidden or Conflict."""


class Unreachable(Refused):
    """Nobody answers at the address."""


class Client:
    """One API server, spoken to as one user."""

    def __init__(self, server: str, token: str, authority: Path | str) -> None:
        """`authority` is the file of the server's certificate authority, or its PEM text."""
        self._address = urlsplit(server).netloc
        self._token = token
        self._authority = authority

    def get(self, path: str, **query: str) -> Any:
        """What is there, or None."""
        try:
            return self.ask("GET", path, query)
        except RefusedByServer as refused:
            if refused.status == 404:
                return None
            raise

    def create(self, path: str, body: Mapping[str, Any], **query: str) -> Any:
        return self.ask("POST", path, query, body)

    def apply(self, path: str, body: Mapping[str, Any], manager: str, **query: str) -> Any:
        """Server-side apply: make the object, or change what this manager owns of it, and take over what others own."""
        asked = {"fieldManager": manager, "force": "true", "fieldValidation": "Strict", **query}
        return self.ask("PATCH", path, asked, body, "application/apply-patch+yaml")

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return self.ask("PATCH", path, {}, body, "application/merge-patch+json")

    def delete(self, path: str) -> Any:
        """Delete it after what it owns; nothing happens where it is gone already."""
        try:
            return self.ask("DELETE", path, {}, {"propagationPolicy": "Foreground"})
        except RefusedByServer as refused:
            if refused.status == 404:
                return None
            raise

    def wait_until_gone(self, path: str) -> None:
        """Return when nothing is there any more: what an object owns goes before it."""
        end = time.monotonic() + SECONDS_TO_GO
        while self.get(path) is not None:
            if time.monotonic() > end:
                raise RefusedByServer(409, "StillThere", f"it is still there after {SECONDS_TO_GO} seconds")
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
        content_type: str = "application/json",
    ) -> Any:
        """One request; JSON comes back as values, anything else as text."""
        url = f"{path}?{urlencode(query)}" if query else path
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": content_type}
        connection = http.client.HTTPSConnection(self._address, context=self._context(), timeout=SECONDS_FOR_AN_ANSWER)
        try:
            connection.request(method, url, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"the Kubernetes API at {self._address} does not answer ({error})") from None
        finally:
            connection.close()
        answer = _read(text)
        if response.status >= 400:
            said = answer if isinstance(answer, dict) else {}
            raise RefusedByServer(response.status, said.get("reason", ""), said.get("message", text.strip()))
        return answer

    def _context(self) -> ssl.SSLContext:
        if isinstance(self._authority, Path):
            return ssl.create_default_context(cafile=str(self._authority))
        return ssl.create_default_context(cadata=self._authority)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
