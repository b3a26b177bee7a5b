"""Inputs of ClusterAddons."""

from tests.examples._common import BOUNDARY_ARN, KEY_ARN, PLACE, tags

COMPONENT = "ClusterAddons"
MINIMAL = {
    **PLACE,
    "cluster_name": "platform",
    "node_group_names": ["system-eun1-az1"],
    "kubernetes_version": "1.34",
    "volumes_key_arn": KEY_ARN,
    "tags": tags(),
}
FULL = {
    **MINIMAL,
    "addons": ["coredns", "aws-ebs-csi-driver"],
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
