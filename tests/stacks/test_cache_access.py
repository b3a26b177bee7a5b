"""Who may connect to a cache: a workload, as one of the cache's users."""

from pathlib import Path
from typing import Any

from graph.capture import capture
from policies.documents import statements
from stacks.checks.workloads import workload_faults
from stacks.platform import deploy
from stacks.sections.tiers import Cache
from stacks.settings import Settings, load

PROD = Path(__file__).parents[2] / "stacks" / "Pulumi.prod.yaml"


def settings(connections: dict[str, str], **changes: Any) -> Settings:
    """Production with a cache of prompts and a trainer that connects to it."""
    prod = load(PROD)
    cache = Cache.model_validate(
        {
            "data_class": "personal",
            "purpose": "prompts",
            "node_type": "cache.r7g.large",
            "users": {"serving": "on ~app:* +@all -@dangerous", "reader": "on ~app:* +@read"},
        }
    )
    trainer = prod.workloads["trainer"].model_copy(update={"caches": connections, **changes})
    return prod.model_copy(update={"caches": {"prompts": cache}, "workloads": {"trainer": trainer}})


def test_a_workload_connects_as_the_user_it_was_given_and_as_no_other() -> None:
    graph = capture(lambda: deploy(settings({"prompts": "reader"})))
    [policy] = [each for each in graph.of_type("aws:iam/rolePolicy:RolePolicy") if each.name == "trainer"]
    read = statements(policy.inputs["policy"], "policy")
    assert read is not None
    [connects] = [one for one in read if "elasticache:Connect" in one.actions]
    named = " ".join(str(resource) for resource in connects.resources)
    assert "replicationGroup:ReplicationGroup::prompts" in named
    assert "user:User::prompts-reader" in named
    assert "prompts-serving" not in named


def test_a_workload_without_caches_connects_to_none() -> None:
    graph = capture(lambda: deploy(settings({})))
    policies = graph.of_type("aws:iam/rolePolicy:RolePolicy")
    assert not any("elasticache" in str(each.inputs["policy"]) for each in policies)


def test_what_a_workload_may_not_connect_to_is_refused_in_its_line() -> None:
    said = [str(fault) for fault in workload_faults(settings({"promts": "reader", "prompts": "writer"}))]
    assert len(said) == 2
    assert "there is no cache 'promts'" in said[0]
    assert "the caches are prompts" in said[0]
    assert "'writer' is no user of it" in said[1]
    assert "its users are serving and reader" in said[1]
