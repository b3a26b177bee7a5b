"""The network, the keys, the audit trail and the image registry."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import CIDR, Cidr, LogDays, Repository, Service, Zone

DEFAULT_ENDPOINTS = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "kms", "logs", "sts")


class Network(Section):
    """The VPC: private, public and isolated subnets in each zone."""

    cidr: Annotated[str, Field(pattern=CIDR)]
    """Range of the VPC, a /16 to a /22 of private address space, such as 10.40.0.0/16. It cannot be changed later."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)]
    """Zone ids, 1 to 4, such as eun1-az1. A cluster needs 2. Add and remove zones at the end of the list."""
    nat: Literal["per_zone", "single", "none"] = "per_zone"
    """Way to the internet: a NAT gateway in each zone, a single one (cheaper), or none. Default: per_zone."""
    interface_endpoints: tuple[Service, ...] = DEFAULT_ENDPOINTS
    """AWS services reached without the internet. Default: those a private EKS cluster needs."""
    flow_log_retention_days: LogDays = 365
    """Days the record of all connections is kept; a value CloudWatch Logs accepts. Default: 365."""
    peer_cidrs: tuple[Cidr, ...] = ()
    """Ranges of networks this one is to be joined with; none may overlap it. Default: none."""


class Keys(Section):
    """The encryption keys: one for each data class in use."""

    deletion_window_days: Annotated[int, Field(ge=7, le=30)] = 30
    """Days in which the deletion of a key can be taken back, 7 to 30. Default: 30."""
    rotation_days: Annotated[int, Field(ge=90, le=2560)] = 365
    """Days after which a key gets new material, 90 to 2560. Default: 365."""


class Audit(Section):
    """The audit trail: every call to the account, and every object read or written in the stores."""

    retention_days: Annotated[int, Field(ge=180, le=3650)] = 400
    """Days the trail is kept and cannot be deleted, 180 (AI Act, article 19) to 3650. Default: 400."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    """Who can shorten that: holders of a special permission, or nobody (COMPLIANCE). Default: GOVERNANCE."""


class Registry(Section):
    """The image registry: immutable tags, scanned images."""

    repositories: Annotated[tuple[Repository, ...], Field(min_length=1)]
    """Names of the repositories."""
    pull_through: tuple[Literal["public.ecr.aws", "registry.k8s.io", "quay.io"], ...] = ()
    """Public registries whose images are cached here. Default: none."""
    keep_images: Annotated[int, Field(ge=1, le=1000)] = 30
    """Images kept in each repository, 1 to 1000. Default: 30."""
