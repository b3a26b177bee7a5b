"""A stack file on Google Cloud with a mistake gets a sentence with place, what is wrong and what is right."""

import subprocess
import sys
from pathlib import Path

import pytest

from stacks.settings import SettingsError, load, load_any
from tests.stack_files import ON_AWS, ON_GOOGLE

(GOOD,) = ON_GOOGLE
TEXT = GOOD.read_text(encoding="utf-8")


def said_of(text: str, folder: Path) -> list[str]:
    path = folder / GOOD.name
    path.write_text(text, encoding="utf-8")
    try:
        load_any(path)
    except SettingsError as error:
        return str(error).replace(str(path), path.name).splitlines()
    return []


# What stands in the good file, what stands there instead, and what is said.
MISTAKES = [
    ("cloud: google", "cloud: gogle", "cloud: is 'gogle'; 'aws' or 'google' is right"),
    ("cloud: google", "cloud: [google]", "cloud: is a list; 'aws' or 'google' is right"),
    ("region: europe-west4", "region: europe-west5", "unknown region of Google Cloud 'europe-west5'; did you mean"),
    ("region: europe-west4", "region: eu-north-1", "region: is 'eu-north-1'; a region of Google Cloud is right"),
    ("residency: [eu]", "residency: [us]", "in 'eu', outside the residency us; deploy to us-central1, us-east1"),
    ("residency: [eu]", "residency: [uk]", "outside the residency uk; no region with TPUs is inside it"),
    ("residency: [eu]", "residency: [xx]", "residency[0]: unknown jurisdiction 'xx'"),
    ('project_number: "123456789012"', "project_number: 123456789012", 'put it in quotes: "123456789012"'),
    ("project_id: ml-platform-tpu", "project_id: ML", "project_id: is 'ML'; the id of a project is right"),
    ("    project_id: ml-platform-tpu\n", "    account_id: ml-platform-tpu\n", "unknown key 'account_id'"),
    ("owner: ml-platform@example.com", f"owner: {'x' * 70}", "owner: has 70 characters as a label; 63 at most"),
    ("topology: 4x4", "topology: 3x3", "tpu_pools.train.topology: is '3x3', 9 chips, no multiple of the 4"),
    ("topology: 4x4", "topology: 4x4x4", "of 3 dimensions, and chips of v6e are joined in 2; '8x8' (64 chips, 16"),
    ("topology: 4x4", "topology: 32x32", "1024 chips, more than the 256 of the largest v6e slice; '16x16' (256"),
    ("topology: 4x4", "topology: four", "tpu_pools.train.topology: is 'four'; edges joined by x are right"),
    ("ct6e-standard-4t", "ct6e-standard-5t", "machine_type: is 'ct6e-standard-5t'; unknown TPU machine type"),
    ("ct6e-standard-4t", "tpu7x-standard-4t", "topology: is '4x4', of 2 dimensions, and chips of tpu7x"),
    (
        "zone: europe-west4-a\n        purchase: spot",
        "zone: europe-west4-d\n        purchase: spot",
        "is not a zone of",
    ),
    (
        "zone: europe-west4-a\n        purchase: spot",
        "zone: europe-west4-b\n        purchase: spot",
        "has no v6e; it is",
    ),
    ("purchase: spot", "purchase: spot\n        reservation_name: mine", "is given with purchase 'spot'; leave it out"),
    ("purchase: spot", "purchase: reservation", "reservation_name: is missing with purchase 'reservation'"),
    ("purchase: spot", "purchase: sopt", "tpu_pools.train.purchase: is 'sopt'; did you mean 'spot'?"),
    ("purchase: on_demand", "purchase: queued", "tpu_pools.serve.slices: is 1 with purchase 'queued'; 0 is right"),
    ("max_slices: 1\n", "max_slices: 2\n", "max_slices: is 2, of 4 nodes each; 1 is right"),
    ("slices: 1\n        max_slices: 4", "slices: 5\n        max_slices: 4", "slices: is 5, more than max_slices"),
    ("machine_type: n2-standard-4", "machine_type: ct6e-standard-8t", "has TPU chips; a type without accelerators"),
    ("[europe-west4-a, europe-west4-b]", "[europe-west4-a, europe-west1-b]", "is not a zone of europe-west4; did you"),
    ("[europe-west4-a, europe-west4-b]", "[europe-west4-a, europe-west4-a]", "a second time; name each zone once"),
    ("min_nodes: 2\n", "min_nodes: 7\n", "min_nodes: is 7, more than max_nodes, which is 6"),
    ("nodes_cidr: 10.60.0.0/20", "nodes_cidr: 10.60.0.0/29", "is '10.60.0.0/29', a /29; a /9 to a /28 is right"),
    ("services_cidr: 10.61.0.0/20", "services_cidr: 10.64.0.0/20", "overlaps pods_cidr; choose a range apart from it"),
    ("pods_cidr: 10.64.0.0/14", "pods_cidr: 10.64.0.0/21", "network.pods_cidr: has room for 8 nodes, and all pools"),
    ("nodes_cidr: 10.60.0.0/20", "nodes_cidr: 8.8.0.0/20", "which is not private"),
    ('kubernetes_version: "1.34.1-gke.3084001"', "kubernetes_version: latest", "a version of GKE in quotes is right"),
    ("service_account: trainer", "service_account: default", "every pod without an account of its own has"),
    ("read: {datasets: ml-platform-datasets}", "read: {checkpoints: b-1}", "is in 'write' too; who writes also reads"),
    ("read: {datasets: ml-platform-datasets}", "read: {datasets: Data}", "the name of a bucket is right"),
    ("rotation_days: 90", "rotation_days: 400", "keys.rotation_days: is 400; a number from 1 to 365 is right"),
    ("node_pools:\n      system:", "node_pool:\n      system:", "unknown key 'node_pool'; did you mean 'node_pools'?"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES, ids=[f"{new!r}"[:60] for _, new, _ in MISTAKES])
def test_a_mistake_gets_its_sentence_with_file_and_line(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in TEXT
    said = said_of(TEXT.replace(old, new, 1), tmp_path)
    assert any(says in sentence for sentence in said), said
    assert all(sentence.startswith("Pulumi.tpu.yaml:") and "; " in sentence for sentence in said)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert said_of(TEXT, tmp_path) == []


def test_ironwood_needs_a_newer_cluster(tmp_path: Path) -> None:
    text = TEXT.replace("europe-west4", "us-central1").replace("residency: [eu]", "residency: [us]")
    text = text.replace(
        "machine_type: ct6e-standard-4t\n        topology: 4x4",
        "machine_type: tpu7x-standard-4t\n        topology: 2x2x4",
    )
    text = text.replace("zone: us-central1-a\n        purchase: spot", "zone: us-central1-c\n        purchase: spot")
    text = text.replace(
        "zone: us-central1-a\n        purchase: on_demand", "zone: us-central1-b\n        purchase: on_demand"
    )
    assert said_of(text, tmp_path) == []
    (sentence,) = said_of(text.replace("1.34.1-gke.3084001", "1.33"), tmp_path)
    assert "cluster.kubernetes_version: is '1.33', and tpu7x needs 1.34 at least; '1.34' or newer is right" in sentence


def test_a_program_for_aws_refuses_a_stack_on_google_in_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"Pulumi\.tpu\.yaml:5: cloud: is 'google'; a stack on aws is right here"):
        load(GOOD)


@pytest.mark.parametrize("path", [ON_AWS[-1], GOOD], ids=lambda path: path.name)
def test_a_stack_on_aws_never_imports_googles_provider(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from graph.capture import capture; from stacks.platform import deploy; "
        "from stacks.settings import load_any; capture(lambda: deploy(load_any(Path(sys.argv[1])))); "
        "print('pulumi_gcp' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, cwd=GOOD.parents[1]
    )
    assert found.stdout.strip() == str(path == GOOD)
