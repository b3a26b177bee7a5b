"""`pulumi up --policy-pack policies`, through the real engine, against a provider that agrees to everything.

So whatever is refused here, the rules refused.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.engine.environment import environment, prepare
from sandbox.errors import SandboxError
from sandbox.home import HOME_VARIABLE, checkout
from sandbox.stack import Stack

pytestmark = pytest.mark.engine

PACK = checkout() / "policies"
PROGRAM = """
import json

import pulumi
import pulumi_aws as aws

ACCOUNT = "111122223333"
TAGS = {"Owner": "ml@example.com", "Environment": "prod", "DataClassification": "internal", "Purpose": "test"}
opts = pulumi.ResourceOptions(provider=aws.Provider("aws", region="eu-north-1"))

# The key's own administration and its use are apart, so the pack has nothing to say about it.
root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
via = {"StringEquals": {"kms:ViaService": "eks.eu-north-1.amazonaws.com", "kms:CallerAccount": ACCOUNT}}
policy = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": root, "Action": "kms:PutKeyPolicy", "Resource": "*"},
        {"Effect": "Allow", "Principal": root, "Action": "kms:Decrypt", "Resource": "*", "Condition": via},
    ],
}
key = aws.kms.Key("key", enable_key_rotation=True, policy=json.dumps(policy), tags=TAGS, opts=opts)
cluster = aws.eks.Cluster(
    "cluster",
    role_arn=f"arn:aws:iam::{ACCOUNT}:role/cluster",
    encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
    vpc_config={
        "endpoint_private_access": True,
        "endpoint_public_access": PUBLIC,
        "subnet_ids": ["subnet-1", "subnet-2"],
    },
    access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
    enabled_cluster_log_types=["api", "audit", "authenticator"],
    tags=TAGS,
    opts=opts,
)
"""
BARE_BUCKET = """
aws.s3.Bucket("bare", tags=TAGS, opts=opts)
"""


@pytest.fixture(scope="module")
def surroundings(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the engine whose aws is the agreeable one."""
    home = tmp_path_factory.mktemp("agreeable")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        prepare()
        (plugin,) = home.glob("pulumi/plugins/resource-aws-v*/pulumi-resource-aws")
        provider = Path(__file__).with_name("agreeable_aws.py")
        plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{provider}" "$@"\n')
        yield home


@pytest.fixture
def small(surroundings: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack of its own project, in production and with a residency."""
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: groundwork\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "stacks" / "Pulumi.small.yaml").write_text(
        "config:\n  groundwork:platform:\n    environment: prod\n    account_id: '111122223333'\n    residency: [eu]\n"
    )
    made = Stack("small", surroundings, environment(surroundings), project=tmp_path)
    made.create()
    yield made
    made.forget()


def write(stack: Stack, program: str, *, public: bool = False) -> None:
    (stack.project / "__main__.py").write_text(program.replace("PUBLIC", str(public)))


def up(stack: Stack) -> str:
    return stack.pulumi("up", "--stack", stack.name, "--yes", "--skip-preview", "--policy-pack", str(PACK))


def types(stack: Stack) -> set[str]:
    return {resource["type"] for resource in stack.resources()}


def test_a_stack_that_keeps_the_rules_comes_up(small: Stack) -> None:
    write(small, PROGRAM)
    shown = up(small)
    assert "groundwork" in shown
    assert "aws:eks/cluster:Cluster" in types(small)


def test_a_broken_mandatory_rule_is_refused_before_anything_of_it_is_made(small: Stack) -> None:
    write(small, PROGRAM, public=True)
    with pytest.raises(SandboxError) as refused:
        up(small)
    assert "NET-002" in str(refused.value)
    assert "[mandatory]" in str(refused.value)
    assert "'cluster' (aws:eks/cluster:Cluster) shows its API to the whole internet" in str(refused.value)
    assert "aws:eks/cluster:Cluster" not in types(small)


def test_a_rule_about_the_whole_stack_is_refused_in_the_preview(small: Stack) -> None:
    write(small, PROGRAM + BARE_BUCKET)
    with pytest.raises(SandboxError) as refused:
        small.pulumi("preview", "--stack", small.name, "--policy-pack", str(PACK))
    for rule in ("ENC-001", "NET-001", "ENC-017"):
        assert rule in str(refused.value)
    assert "has no public access block" in str(refused.value)


def test_a_region_outside_the_residency_of_the_stack_file_is_refused(small: Stack) -> None:
    write(small, PROGRAM.replace('region="eu-north-1"', 'region="us-east-1"'))
    with pytest.raises(SandboxError, match="RES-001"):
        up(small)


@pytest.mark.parametrize("name", ["sandbox", "prod"])
def test_the_engine_previews_a_stack_file_without_a_violation(surroundings: Path, name: str) -> None:
    stack = Stack(name, surroundings, environment(surroundings))
    stack.create()
    try:
        shown = stack.pulumi("preview", "--stack", name, "--policy-pack", str(PACK), "--json")
    finally:
        stack.forget()
    steps = json.loads(shown)["steps"]
    assert len(steps) > 100
    assert "[mandatory]" not in shown
