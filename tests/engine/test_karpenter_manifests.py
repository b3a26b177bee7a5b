"""Karpenter's objects before a real API server with Karpenter's own definitions, which hold rules of their own (CEL).

The definitions come out of the Go module of Karpenter's provider; nothing of it is built.
"""

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sandbox.engine.go_toolchain import find_go
from sandbox.kubernetes.client import Client, RefusedByServer
from sandbox.kubernetes.control_plane import ControlPlane
from tests.components.chains import BLOCK, ON_DEMAND, RESERVED, SPOT, wanted
from tests.components.karpenter import objects
from tests.engine.kubernetes import eventually

pytestmark = pytest.mark.engine

MODULE = "github.com/aws/karpenter-provider-aws@v1.15.1"
DEFINITIONS = ("karpenter.k8s.aws_ec2nodeclasses", "karpenter.sh_nodepools")
PATHS = {
    "EC2NodeClass": "/apis/karpenter.k8s.aws/v1/ec2nodeclasses",
    "NodePool": "/apis/karpenter.sh/v1/nodepools",
}
CHAIN = wanted(BLOCK, RESERVED, ON_DEMAND, SPOT, nodes=0, max_nodes=12)


@pytest.fixture(scope="session")
def karpenter(control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A control plane that knows Karpenter's objects."""
    client = control_plane.client
    for definition in _definitions(tmp_path_factory.mktemp("go")):
        client.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
    eventually(lambda: all(_served(client, path) for path in PATHS.values()), "Karpenter's objects are served")
    return client


def _definitions(folder: Path) -> Iterator[dict[str, Any]]:
    go = find_go(folder, lambda _: None)
    # A module that wants a newer Go is downloaded and checked all the same; the command then ends with an error.
    answer = subprocess.run(
        [go, "mod", "download", "-json", MODULE], cwd=folder, capture_output=True, text=True, check=False
    )
    found = json.loads(answer.stdout or "{}")
    if not found.get("Zip") or not found.get("Sum"):
        pytest.skip(f"{MODULE} cannot be had: {found.get('Error') or answer.stderr}")
    with zipfile.ZipFile(found["Zip"]) as module:
        for name in DEFINITIONS:
            yield YAML(typ="safe").load(module.read(f"{MODULE}/pkg/apis/crds/{name}.yaml"))


def _served(client: Client, path: str) -> bool:
    try:
        return client.get(path) is not None
    except RefusedByServer:  # while its storage is made ready
        return False


def tried(client: Client, manifest: dict[str, Any]) -> Any:
    """What the API server would make of an object; a field it does not know is refused."""
    return client.create(PATHS[manifest["kind"]], manifest, dryRun="All", fieldValidation="Strict")


@pytest.mark.parametrize("storage", ["RAID0", "RAID10", ""])
@pytest.mark.parametrize("image", ["20260903", "ami-0123456789abcdef0"])
def test_every_object_of_a_chain_is_accepted_with_every_field_known(
    karpenter: Client, storage: str, image: str
) -> None:
    for manifest in objects(CHAIN, local_storage=storage, image=image):
        accepted = tried(karpenter, manifest)
        assert accepted["metadata"]["name"] == manifest["metadata"]["name"]


@pytest.mark.parametrize("instance_type", ["p6-b300.48xlarge", "trn2.48xlarge", "g6.xlarge", "p4d.24xlarge"])
def test_the_interfaces_of_every_layout_pass_karpenters_own_rules(karpenter: Client, instance_type: str) -> None:
    for manifest in objects(wanted(ON_DEMAND, instance_type=instance_type, nodes=0)):
        tried(karpenter, manifest)


def test_a_wrong_object_would_be_refused(karpenter: Client) -> None:
    node_class = objects(CHAIN)[0]
    first, *others = node_class["spec"]["networkInterfaces"]
    node_class["spec"]["networkInterfaces"] = [{**first, "interfaceType": "efa-only"}, *others]
    with pytest.raises(RefusedByServer, match="must include a primary interface"):
        tried(karpenter, node_class)
