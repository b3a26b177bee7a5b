"""Every type's life: made, found as it was made, and gone without a trace."""

from typing import Any

import pytest

from sandbox.aws.lifecycle import Lifecycle
from sandbox.aws.types import TYPES
from sandbox.wire import COMPUTED
from tests.sandbox.aws import platform
from tests.sandbox.aws.account import Account, Made

Platform = tuple[Account, dict[str, Made]]


def test_there_is_one_of_every_type(everything: Platform) -> None:
    assert set(everything[1]) == set(TYPES)


@pytest.mark.parametrize("token", sorted(TYPES))
def test_a_second_up_changes_nothing(everything: Platform, token: str) -> None:
    account, made = everything
    diff, _ = account.again(made[token])
    assert diff.kinds == {}


@pytest.mark.parametrize("token", sorted(TYPES))
def test_a_refresh_changes_nothing(everything: Platform, token: str) -> None:
    account, made = everything
    id_, state, inputs = account.read(made[token])
    assert (id_, inputs) == (made[token].id, made[token].inputs)
    assert state == made[token].state


@pytest.mark.parametrize("token", sorted(TYPES))
def test_a_preview_knows_the_inputs_and_not_what_only_the_cloud_knows(everything: Platform, token: str) -> None:
    account, made = everything
    one = made[token]
    id_, outputs = account.provider.create(one.urn, one.inputs, preview=True)
    assert id_ == ""
    assert {key: known(outputs[key]) for key in one.inputs} == one.inputs
    missing = {
        name for name in _names(one.state) - _names(outputs) if outputs.get(name.partition(".")[0]) is not COMPUTED
    }
    assert missing == set(), "what the cloud adds must be unknown in a preview, not absent"


@pytest.mark.parametrize("token", sorted(token for token, spec in TYPES.items() if spec.read))
def test_what_a_refresh_does_not_see_is_declared(everything: Platform, token: str) -> None:
    account, spec, one = everything[0], TYPES[token], everything[1][token]
    item = account.provider.item(one.urn, one.id, one.inputs, one.state)
    unseen = {name for name in one.inputs if account.provider.live(spec, name, "never so", item) == "never so"}
    assert unseen == {name for name in spec.forgotten if name in one.inputs}


@pytest.mark.parametrize("token", sorted(TYPES))
def test_what_a_preview_promises_comes(everything: Platform, token: str) -> None:
    assert set(TYPES[token].computed) <= _names(everything[1][token].state)


def known(value: Any) -> Any:
    """The value without what is not known yet."""
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items() if item is not COMPUTED}
    return value


def _names(outputs: dict[str, Any]) -> set[str]:
    """The names of outputs, and of what is one level inside them."""
    return outputs.keys() | {
        f"{name}.{key}" for name, value in outputs.items() if isinstance(value, dict) for key in value
    }


def test_everything_goes_and_the_account_is_empty(endpoint_url: str) -> None:
    account = Account(endpoint_url, "200000000002")
    platform.whole(account)
    assert account.inventory()
    gone = list(reversed(account.made))
    for made in gone:
        account.delete(made)
    assert account.inventory() == {}
    assert _left(account) == {}
    # Every registry has a scanning configuration, and a key that waits for its deletion still has its policy.
    survivors = {"aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "aws:kms/keyPolicy:KeyPolicy"}
    still = {made.urn.split("::")[2] for made in gone if account.read(made)[0]}
    assert still <= survivors


def _left(account: Account) -> dict[str, int]:
    ec2 = account.client("ec2")
    left = {
        "vpcs": sum(not vpc["IsDefault"] for vpc in ec2.describe_vpcs()["Vpcs"]),
        "interfaces": len(ec2.describe_network_interfaces()["NetworkInterfaces"]),
        "addresses": len(ec2.describe_addresses()["Addresses"]),
        "groups": sum(group["GroupName"] != "default" for group in ec2.describe_security_groups()["SecurityGroups"]),
        "templates": len(ec2.describe_launch_templates()["LaunchTemplates"]),
        "buckets": len(account.client("s3").list_buckets()["Buckets"]),
        "roles": len(account.client("iam").list_roles()["Roles"]),
        "policies": len(account.client("iam").list_policies(Scope="Local")["Policies"]),
        "profiles": len(account.client("iam").list_instance_profiles()["InstanceProfiles"]),
        "providers": len(account.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]),
        "groups of logs": len(account.client("logs").describe_log_groups()["logGroups"]),
        "trails": len(account.client("cloudtrail").describe_trails()["trailList"]),
        "repositories": len(account.client("ecr").describe_repositories()["repositories"]),
        "clusters": len(account.client("eks").list_clusters()["clusters"]),
        "file systems": len(account.client("fsx").describe_file_systems()["FileSystems"]),
        "streams": len(account.client("kinesis").list_streams()["StreamNames"]),
        "alarms": len(account.client("cloudwatch").describe_alarms()["MetricAlarms"]),
        "aliases": sum("tests" in alias["AliasName"] for alias in account.client("kms").list_aliases()["Aliases"]),
    }
    return {kind: number for kind, number in left.items() if number}


def test_a_type_the_sandbox_has_not_is_refused_in_one_sentence(account: Account) -> None:
    with pytest.raises(Exception, match=r"the sandbox has no aws:sqs/queue:Queue yet; `sandbox/README.md` lists"):
        account.check("aws:sqs/queue:Queue")


def test_the_provider_answers_for_the_account_it_is_allowed(account: Account) -> None:
    assert account.client("sts").get_caller_identity()["Account"] == account.id
    assert isinstance(account.provider, Lifecycle)


@pytest.mark.parametrize(("name", "delete_first"), [({}, False), ({"bucket": "a-name-of-its-own"}, True)])
def test_what_has_a_name_of_its_own_goes_before_it_is_made_again(
    account: Account, name: dict[str, str], delete_first: bool
) -> None:
    bucket = account.make("aws:s3/bucket:Bucket", **name)
    diff, _ = account.again(bucket, objectLockEnabled=True)
    assert diff.replaces == ["objectLockEnabled"]
    assert diff.delete_first is delete_first
