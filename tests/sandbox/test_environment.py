"""The engine's environment holds nothing of the user's."""

from pathlib import Path

import pytest

from sandbox.engine import environment as subject


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    engine = tmp_path / "engine" / "pulumi"
    engine.parent.mkdir()
    engine.touch()
    monkeypatch.setattr(subject, "pulumi", lambda report: engine)
    monkeypatch.setenv("GROUNDWORK_SANDBOX_HOME", str(tmp_path / "home"))
    return subject.prepare()


def test_neither_credentials_nor_backends_of_the_user_get_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "secret")
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://real-state")
    monkeypatch.setenv("KUBECONFIG", "/home/somebody/.kube/config")
    made = subject.environment(home, {"AWS_ENDPOINT_URL": "http://127.0.0.1:5000"})
    assert "AWS_PROFILE" not in made
    assert "PULUMI_ACCESS_TOKEN" not in made
    assert "KUBECONFIG" not in made
    assert made["PULUMI_BACKEND_URL"] == f"file://{home}/state?metadata=skip"
    assert made["AWS_ENDPOINT_URL"] == "http://127.0.0.1:5000"


def test_the_sandboxs_pulumi_comes_first_on_path(home: Path) -> None:
    assert subject.environment(home)["PATH"].startswith(f"{home}/bin:")


def test_an_engine_without_a_language_host_gets_ours(home: Path) -> None:
    assert list(home.glob("pulumi/plugins/language-python-v*/pulumi-language-python"))


def test_an_engine_with_a_language_host_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pulumi", "pulumi-language-python"):
        (tmp_path / name).touch()
    monkeypatch.setattr(subject, "pulumi", lambda report: tmp_path / "pulumi")
    monkeypatch.setenv("GROUNDWORK_SANDBOX_HOME", str(tmp_path / "home"))
    assert not list(subject.prepare().glob("pulumi/plugins/language-*"))


def test_a_plugin_of_another_version_is_replaced_and_the_engines_notes_beside_it_are_kept(home: Path) -> None:
    plugins = home / "pulumi" / "plugins"
    (plugins / "resource-aws-v1.0.0").mkdir()
    note = plugins / "resource-aws-v1.0.0.lastused"
    note.touch()
    subject.prepare()
    assert not (plugins / "resource-aws-v1.0.0").exists()
    assert note.exists()
