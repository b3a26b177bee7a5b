"""An image of the caller's own for nodes: what the launch template and the node group need beside it.

EKS adds nothing to the user data of an image that is not its own, so the nodes are told here which cluster to join.
https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-custom-ami
"""

import re
from typing import Any, TypedDict

from pulumi import Input, Output

from catalogue.clusters import NodeImage
from components.base import Component
from components.compute.node_template import node_config

IMAGE_ID = re.compile(r"ami-([0-9a-f]{8}|[0-9a-f]{17})")


class OwnImage(TypedDict):
    """An image for nodes, and how its nodes find their cluster."""

    image_id: str
    """Image such as `ami-0123456789abcdef0`, built on EKS's AL2023 image: with nodeadm, and /dev/xvda as root."""
    cluster_endpoint: Input[str]
    """URL of the cluster's Kubernetes API."""
    certificate_authority_data: Input[str]
    """Certificate authority of the cluster, in base64."""
    service_cidr: Input[str]
    """Range of the cluster's services, such as 172.20.0.0/16."""


def checked_own_image(component: Component, own: OwnImage | None) -> OwnImage | None:
    """The image, refused where its id is none."""
    if own is not None:
        right = "the id of an image is right, such as 'ami-0123456789abcdef0'"
        component.matching("own_image.image_id", own["image_id"], IMAGE_ID, right)
    return own


def template_image(own: OwnImage | None, cluster_name: Input[str], local_storage: str) -> dict[str, Any]:
    """What the launch template says about image and start of a node."""
    storage = f"instance:\n  localStorage:\n    strategy: {local_storage}" if local_storage else ""
    if own is None:
        return {"user_data": node_config(storage)} if storage else {}
    spec = Output.format(
        "cluster:\n  name: {0}\n  apiServerEndpoint: {1}\n  certificateAuthority: {2}\n  cidr: {3}\n{4}",
        cluster_name,
        own["cluster_endpoint"],
        own["certificate_authority_data"],
        own["service_cidr"],
        storage,
    )
    return {"image_id": own["image_id"], "user_data": spec.apply(node_config)}


def group_image(image: NodeImage | None) -> dict[str, Any]:
    """What the node group says about the image: nothing where the launch template names it."""
    if image is None:
        return {}
    return {
        "ami_type": image.ami_type,
        "release_version": image.release_version,
        "version": image.kubernetes_version,
    }
