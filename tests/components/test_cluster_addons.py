"""Why the add-ons that run on nodes are declared as they are."""

from typing import Any

import pytest

from components.compute.cluster_addons import ClusterAddons
from graph.capture import capture
from graph.model import Graph
from tests.examples import MINIMAL

ADDON = "aws:eks/addon:Addon"


def addons(**args: Any) -> Graph:
    return capture(lambda: ClusterAddons("addons", {**MINIMAL["ClusterAddons"], **args}))  # type: ignore[typeddict-item]


def test_dns_volumes_and_node_monitoring_are_there_and_pinned() -> None:
    installed = {addon.inputs["addonName"]: addon.inputs["addonVersion"] for addon in addons().of_type(ADDON)}
    assert {"coredns", "aws-ebs-csi-driver", "eks-node-monitoring-agent"} <= set(installed)
    assert all(version.startswith("v") for version in installed.values())


def test_the_volume_driver_may_use_the_given_key_only() -> None:
    policy = str(addons().one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert MINIMAL["ClusterAddons"]["volumes_key_arn"] in policy
    assert '"Resource": "*"' not in policy
    assert '"kms:GrantIsForAWSResource": "true"' in policy


def test_add_ons_without_nodes_are_refused() -> None:
    with pytest.raises(ValueError, match="node_group_names is empty"):
        addons(node_group_names=[])


def test_only_the_named_add_ons_are_installed() -> None:
    graph = addons(addons=["coredns"])
    assert [addon.inputs["addonName"] for addon in graph.of_type(ADDON)] == ["coredns"]
    assert not graph.of_type("aws:iam/role:Role")


def test_an_unknown_add_on_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ValueError, match="did you mean 'coredns'"):
        addons(addons=["core-dns"])
