"""The emulated kubernetes provider asks the server about everything, and says no in the server's words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sandbox.errors import Refused
from sandbox.kubernetes import lifecycle as subject
from sandbox.kubernetes.client import Client, RefusedByServer
from sandbox.kubernetes.kinds import Kinds
from sandbox.kubernetes.kubeconfig import client_of
from sandbox.kubernetes.lifecycle import Lifecycle
from sandbox.wire import COMPUTED

URN = "urn:pulumi:p5::acceptance::kubernetes:batch/v1:Job::accept"
RESOURCES = {
    "/api/v1": [
        {"kind": "Namespace", "name": "namespaces", "namespaced": False},
        {"kind": "Namespace", "name": "namespaces/finalize", "namespaced": False},
        {"kind": "ConfigMap", "name": "configmaps", "namespaced": True},
    ],
    "/apis/batch/v1": [
        {"kind": "Job", "name": "jobs", "namespaced": True},
        {"kind": "Job", "name": "jobs/status", "namespaced": True},
    ],
}


class Server(Client):
    """An API server with one object of each path, which refuses what it is told to refuse."""

    def __init__(self, refusal: RefusedByServer | None = None) -> None:
        self.refusal = refusal
        self.objects: dict[str, Any] = {}

    def get(self, path: str, **query: str) -> Any:
        return {"resources": RESOURCES[path]} if path in RESOURCES else self.objects.get(path)

    def apply(self, path: str, body: Mapping[str, Any], manager: str, **query: str) -> Any:
        if self.refusal:
            raise self.refusal
        made = {**self.objects.get(path, {}), **body}
        if "dryRun" not in query:
            self.objects[path] = made
        return made

    def delete(self, path: str) -> Any:
        return self.objects.pop(path, None)


def provider(monkeypatch: pytest.MonkeyPatch, server: Server) -> Lifecycle:
    monkeypatch.setattr(subject, "client_of", lambda kubeconfig: server)
    return Lifecycle("", {"kubeconfig": "{}"})


def job(name: str = "accept", **spec: Any) -> dict[str, Any]:
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "namespace": "a"}, "spec": spec}


def test_an_object_lives_where_the_server_says_its_kind_is() -> None:
    kinds = Kinds(Server())
    assert kinds.place(job()).path == "/apis/batch/v1/namespaces/a/jobs/accept"
    assert kinds.place(job()).id == "a/accept"
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
    assert (kinds.place(namespace).path, kinds.place(namespace).id) == ("/api/v1/namespaces/a", "a")


def test_without_a_namespace_it_is_the_default_one() -> None:
    made = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    assert Kinds(Server()).place(made).id == "default/a"


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            {"apiVersion": "batch/v1", "kind": "CronJob"},
            "no kind CronJob of batch/v1: has what defines it been installed?",
        ),
        ({"chart": "kueue"}, "takes objects only"),
    ],
)
def test_what_the_server_has_no_place_for_is_refused(made: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        Kinds(Server()).place({"metadata": {"name": "a"}, **made})


def test_a_name_is_made_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made, failures = provider(monkeypatch, Server()).check(URN, {}, {"kind": "Job"}, b"seed")
    assert failures == []
    name = made["metadata"]["name"]
    assert name.startswith("accept-")
    assert len(name) == len("accept-") + 8
    again, _ = provider(monkeypatch, Server()).check(URN, made, {"kind": "Job"}, b"another seed")
    assert again["metadata"]["name"] == name


def test_a_change_the_server_takes_is_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    found = provider(monkeypatch, Server()).diff(URN, job(parallelism=1), job(parallelism=2), [])
    assert found.kinds == {"spec": "UPDATE"}
    assert found.replaces == []


def test_a_change_the_server_does_not_take_is_a_replacement_old_one_first(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = RefusedByServer(422, "Invalid", "spec.template: Invalid value: field is immutable")
    found = provider(monkeypatch, Server(refusal)).diff(URN, job(template=1), job(template=2), [])
    assert found.replaces == ["spec"]
    assert found.delete_first


def test_another_name_is_a_replacement_new_one_first(monkeypatch: pytest.MonkeyPatch) -> None:
    found = provider(monkeypatch, Server()).diff(URN, job(), job("other"), [])
    assert found.replaces == ["metadata"]
    assert not found.delete_first


def test_the_same_is_no_difference_and_the_server_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = RefusedByServer(422, "Invalid", "field is immutable")
    assert not provider(monkeypatch, Server(refusal)).diff(URN, job(), job(), []).kinds


def test_a_preview_tells_what_the_server_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycle = provider(monkeypatch, Server(RefusedByServer(422, "Invalid", "spec.parallelism: must not be negative")))
    with pytest.raises(Refused, match=r"^creating Job 'accept': Invalid: spec.parallelism: must not be negative$"):
        lifecycle.create(URN, job(parallelism=-1), preview=True)


def test_a_preview_passes_where_the_namespace_is_still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(RefusedByServer(404, "NotFound", 'namespaces "a" not found'))
    id_, outputs = provider(monkeypatch, server).create(URN, job(), preview=True)
    assert id_ == ""
    assert outputs["status"] is COMPUTED


def test_a_preview_of_what_is_not_known_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycle = provider(monkeypatch, Server(RefusedByServer(422, "Invalid", "never said")))
    assert lifecycle.create(URN, job(parallelism=COMPUTED), preview=True)[0] == ""


def test_it_is_made_read_and_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycle = provider(monkeypatch, Server())
    id_, outputs = lifecycle.create(URN, job(parallelism=2), preview=False)
    assert id_ == "a/accept"
    assert lifecycle.read(URN, id_, job(parallelism=2), outputs) == (id_, outputs, job(parallelism=2))
    lifecycle.delete(URN, id_, job(parallelism=2), outputs)
    assert lifecycle.read(URN, id_, job(parallelism=2), outputs) == ("", {}, {})


def test_what_somebody_changed_is_read_and_the_servers_own_spelling_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"memory": "1024Mi", "cpu": "4"}
    live = {"memory": "1Gi", "cpu": "8", "pods": "9"}
    again = {"memory": "1Gi", "cpu": "4", "pods": "9"}
    assert subject._as_it_is(wanted, live, again) == {"memory": "1024Mi", "cpu": "8"}


def test_without_a_kubeconfig_it_says_where_one_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBECONFIG", raising=False)
    with pytest.raises(Refused, match="give it a kubeconfig; `python -m sandbox kubernetes` starts"):
        Lifecycle("", {}).create(URN, job(), preview=False)


def test_a_kubeconfig_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        Lifecycle("", {"kubeconfig": str(tmp_path / "missing")}).create(URN, job(), preview=False)


def test_a_cluster_that_is_logged_in_to_otherwise_is_not_spoken_to() -> None:
    kubeconfig = {
        "current-context": "eks",
        "contexts": [{"name": "eks", "context": {"cluster": "eks", "user": "eks"}}],
        "clusters": [{"name": "eks", "cluster": {"server": "https://example.com", "certificate-authority-data": "x"}}],
        "users": [{"name": "eks", "user": {"exec": {"command": "aws"}}}],
    }
    with pytest.raises(Refused, match="the kubeconfig lacks 'token'"):
        client_of(kubeconfig)
