"""The emulated cloud as a process: moto behind one port, with the sandbox's record beside it.

Any AWS client pointed at it sees one account for each access key: `AKIA0000` followed by the twelve digits of an
account number works in that account (moto's header says so to moto), any other key in moto's default account.
"""

import dataclasses
import json
import os
import re
import signal
import sys
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from werkzeug.serving import BaseWSGIServer, make_server

from sandbox.cloud import STATE_FILE, repairs
from sandbox.cloud.records import Record, Records
from sandbox.cloud.seed import seeded_records

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Environ = dict[str, Any]

ACCOUNT_KEY = re.compile(r"Credential=AKIA0000(\d{12})/")


def application(records: Records) -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    """The WSGI application: `/sandbox/...` is ours, everything else is moto's."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    moto = DomainDispatcherApplication(create_backend_app)

    def serve(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/sandbox/"):
            return _records_endpoint(records, environ, start_response)
        account = ACCOUNT_KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        if account:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = account[1]
        return moto(environ, start_response)  # type: ignore[no-any-return]

    return serve


def _records_endpoint(records: Records, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    size = int(environ.get("CONTENT_LENGTH") or 0)
    body = json.loads(environ["wsgi.input"].read(size) or b"{}")
    answer: Any
    match unquote(environ["PATH_INFO"]).removeprefix("/sandbox/"):
        case "inventory":
            answer = records.inventory(**body)
        case "created_ids":
            answer = records.created_ids()
        case "missing":
            answer = records.missing(**body)
        case "dependents":
            answer = [dataclasses.asdict(r) for r in records.dependents(*_place(body))]
        case "get":
            found = records.get(*_place(body))
            answer = dataclasses.asdict(found) if found else None
        case "put":
            records.put(Record(**body))
            answer = {}
        case "remove":
            records.remove(*_place(body))
            answer = {}
        case "all":
            answer = [dataclasses.asdict(r) for r in records.all()]
        case other:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [f"the sandbox has no endpoint {other!r}".encode()]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


def _place(body: dict[str, str]) -> tuple[str, str, str, str]:
    return body["account"], body["region"], body["type"], body["id"]


def listening(records: Records) -> BaseWSGIServer:
    """A server on a free port of this machine, ready to serve; the record holds what `account.yaml` lists."""
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    os.environ.setdefault(
        "MOTO_EC2_LOAD_DEFAULT_AMIS", "false"
    )  # half a second for images that nothing here starts from
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    repairs.apply()
    for record in seeded_records():
        records.put(record)
    return make_server("127.0.0.1", 0, application(records), threaded=True, request_handler=MotoRequestHandler)


def main(home: Path, told: int) -> None:
    """Serve until terminated; write where we are to `cloud.json` in the home, and one byte to the waiting parent."""
    server = listening(Records())
    state = home / STATE_FILE
    state.with_suffix(".new").write_text(
        json.dumps({"pid": os.getpid(), "port": server.server_port, "cloud_id": uuid.uuid4().hex})
    )
    state.with_suffix(".new").replace(state)
    os.write(told, b".")
    os.close(told)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
