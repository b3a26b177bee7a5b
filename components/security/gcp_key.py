"""GcpKey: a key ring and one key of Cloud KMS for one class of data, and the agents of Google that may use it.

Deploys: a key ring in the region, a key that rotates, the grant to each service agent that encrypts with it.
For: everything of one data class in one region, so that destroying the key destroys the class. Not for: signing, keys
in an external manager.
"""

from types import MappingProxyType
from typing import NotRequired, TypedDict

from pulumi import Output, ResourceOptions

from components.base import Component
from components.google import checked_labels, checked_project, checked_project_number, checked_region

SECONDS_PER_DAY = 86_400
ROTATION_DAYS = 90
FEWEST_ROTATION_DAYS, MOST_ROTATION_DAYS = 1, 365
DESTROY_DAYS = 30
# https://docs.cloud.google.com/kms/docs/destroy-restore
FEWEST_DESTROY_DAYS, MOST_DESTROY_DAYS = 1, 120
USES_KEY = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
PROTECTION_LEVELS = ("HSM", "SOFTWARE")

# Who encrypts each kind of thing: https://docs.cloud.google.com/kms/docs/compatible-services
AGENTS = MappingProxyType(
    {
        "boot_disks": "compute-system",
        "cluster_secrets": "container-engine-robot",
    }
)


class GcpKeyArgs(TypedDict):
    """Inputs of GcpKey."""

    project_id: str
    """Project the key is in, such as ml-platform-prod."""
    project_number: str
    """Number of that project in quotes; Google's service agents are named by it."""
    region: str
    """Region the key is in and never leaves, such as europe-west4; that of what it encrypts."""
    protects: list[str]
    """What it encrypts, and so whose agents may use it: boot_disks, cluster_secrets."""
    tags: dict[str, str]
    """Labels of the key; Owner, Environment, DataClassification and Purpose are required."""
    rotation_days: NotRequired[int]
    """Days between rotations of the key material, 1 to 365. Default: 90."""
    destroy_days: NotRequired[int]
    """Days a destroyed version can still be restored, 1 to 120; it cannot be changed later. Default: 30."""
    protection_level: NotRequired[str]
    """Where the key is held: HSM (a hardware module) or SOFTWARE. Default: HSM."""


class GcpKey(Component):
    """A rotating Cloud KMS key for one class of data, used by no one but the agents it is given to."""

    key_id: Output[str]
    """Id of the key (projects/.../cryptoKeys/...), known once the agents may use it."""
    key_ring_id: Output[str]
    """Id of the key ring. Google never deletes one."""

    def __init__(self, name: str, args: GcpKeyArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        labels = checked_labels(self, args["tags"])
        project = checked_project(self, args["project_id"])
        number = checked_project_number(self, args["project_number"])
        region = checked_region(self, args["region"])
        uses = sorted({self.one_of("protects", use, AGENTS) for use in args["protects"]})
        if not uses:
            raise self.refuse("protects", "is empty", f"name what the key encrypts: {', '.join(sorted(AGENTS))}")
        rotation_days = self.whole_number(
            "rotation_days", args.get("rotation_days", ROTATION_DAYS), FEWEST_ROTATION_DAYS, MOST_ROTATION_DAYS
        )
        destroy_days = self.whole_number(
            "destroy_days", args.get("destroy_days", DESTROY_DAYS), FEWEST_DESTROY_DAYS, MOST_DESTROY_DAYS
        )
        level = self.one_of("protection_level", args.get("protection_level", "HSM"), PROTECTION_LEVELS)

        # Google deletes neither rings nor keys, only versions of keys. Without them everything of the class is lost.
        ring = gcp.kms.KeyRing(name, project=project, location=region, opts=self.child(protect=True))
        key = gcp.kms.CryptoKey(
            name,
            key_ring=ring.id,
            purpose="ENCRYPT_DECRYPT",
            rotation_period=f"{rotation_days * SECONDS_PER_DAY}s",
            destroy_scheduled_duration=f"{destroy_days * SECONDS_PER_DAY}s",
            version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": level},
            labels=labels,
            opts=self.child(protect=True),
        )
        grants = [
            gcp.kms.CryptoKeyIAMMember(
                f"{name}-{use.replace('_', '-')}",
                crypto_key_id=key.id,
                role=USES_KEY,
                member=f"serviceAccount:service-{number}@{AGENTS[use]}.iam.gserviceaccount.com",
                opts=self.child(),
            )
            for use in uses
        ]

        self.key_id = Output.all(key.id, *(grant.id for grant in grants)).apply(lambda known: str(known[0]))
        self.key_ring_id = ring.id
        self.register_outputs({"keyId": self.key_id, "keyRingId": self.key_ring_id})
