"""The table: every type of Google Cloud that the sandbox has, all of them on record only.

What replaces a type is as its schema says (ForceNew) in the documentation of the provider, as far as it is known.
"""

from typing import Any

from sandbox.google.model import Inputs, Type


def _global(collection: str) -> Any:
    return lambda inputs: f"projects/{inputs['project']}/global/{collection}/{inputs['name']}"


def _regional(collection: str) -> Any:
    return lambda inputs: f"projects/{inputs['project']}/regions/{inputs['region']}/{collection}/{inputs['name']}"


def _grant(on: str) -> Any:
    return lambda inputs: f"{inputs[on]}/{inputs['role']}/{inputs['member']}"


def _link(inputs: Inputs, id_: str) -> dict[str, Any]:
    return {"selfLink": f"https://www.googleapis.com/compute/v1/{id_}"}


def _account(inputs: Inputs, id_: str) -> dict[str, Any]:
    email = id_.rpartition("/")[2]
    return {"email": email, "member": f"serviceAccount:{email}", "name": id_}


def _cluster(inputs: Inputs, id_: str) -> dict[str, Any]:
    auth = {**inputs.get("masterAuth", {}), "clusterCaCertificate": "c2FuZGJveA=="}
    return {"endpoint": "172.16.0.2", "masterAuth": auth, "masterVersion": inputs.get("minMasterVersion", "")}


PLACE = ("name", "project", "region")
NODE = ("spot", "flexStart", "maxRunDuration", "reservationAffinity", "serviceAccount", "oauthScopes", "bootDiskKmsKey")

TYPES: dict[str, Type] = {
    row.token: row
    for row in (
        Type(
            "gcp:compute/network:Network",
            "VPC network",
            _global("networks"),
            replaces=("name", "project", "description", "autoCreateSubnetworks"),
            outputs=_link,
            computed=("selfLink",),
        ),
        Type(
            "gcp:compute/subnetwork:Subnetwork",
            "subnetwork",
            _regional("subnetworks"),
            replaces=(*PLACE, "network", "description"),
            outputs=_link,
            computed=("selfLink",),
            names=("network",),
        ),
        Type(
            "gcp:compute/router:Router",
            "router",
            _regional("routers"),
            replaces=(*PLACE, "network"),
            outputs=_link,
            computed=("selfLink",),
            names=("network",),
        ),
        Type(
            "gcp:compute/routerNat:RouterNat",
            "Cloud NAT",
            lambda i: f"{i['project']}/{i['region']}/{i['router']}/{i['name']}",
            replaces=(*PLACE, "router"),
        ),
        Type(
            "gcp:compute/firewall:Firewall",
            "firewall rule",
            _global("firewalls"),
            replaces=("name", "project", "network", "direction"),
            outputs=_link,
            computed=("selfLink",),
            names=("network",),
        ),
        Type(
            "gcp:compute/resourcePolicy:ResourcePolicy",
            "resource policy",
            _regional("resourcePolicies"),
            replaces=("*",),
            outputs=_link,
            computed=("selfLink",),
        ),
        Type(
            "gcp:kms/keyRing:KeyRing",
            "key ring",
            lambda i: f"projects/{i['project']}/locations/{i['location']}/keyRings/{i['name']}",
            replaces=("*",),
        ),
        Type(
            "gcp:kms/cryptoKey:CryptoKey",
            "key",
            lambda i: f"{i['keyRing']}/cryptoKeys/{i['name']}",
            replaces=("name", "keyRing", "purpose", "destroyScheduledDuration", "versionTemplate.protectionLevel"),
            names=("keyRing",),
        ),
        Type(
            "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
            "grant on a key",
            _grant("cryptoKeyId"),
            named=False,
            replaces=("*",),
            names=("cryptoKeyId",),
        ),
        Type(
            "gcp:serviceaccount/account:Account",
            "service account",
            lambda i: (
                f"projects/{i['project']}/serviceAccounts/{i['accountId']}@{i['project']}.iam.gserviceaccount.com"
            ),
            named=False,
            replaces=("accountId", "project"),
            outputs=_account,
            computed=("email", "member", "name"),
        ),
        Type(
            "gcp:projects/iAMMember:IAMMember",
            "grant on a project",
            _grant("project"),
            named=False,
            replaces=("*",),
        ),
        Type(
            "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
            "grant on a repository",
            lambda i: (
                f"projects/{i['project']}/locations/{i['location']}/repositories/{i['repository']}"
                f"/{i['role']}/{i['member']}"
            ),
            named=False,
            replaces=("*",),
        ),
        Type(
            "gcp:storage/bucketIAMMember:BucketIAMMember",
            "grant on a bucket",
            lambda i: f"b/{i['bucket']}/{i['role']}/{i['member']}",
            named=False,
            replaces=("*",),
        ),
        Type(
            "gcp:container/cluster:Cluster",
            "GKE cluster",
            lambda i: f"projects/{i['project']}/locations/{i['location']}/clusters/{i['name']}",
            replaces=(
                *("name", "project", "location", "network", "subnetwork", "networkingMode", "ipAllocationPolicy"),
                *("datapathProvider", "initialNodeCount", "nodeConfig", "masterAuth.clientCertificateConfig"),
                *("privateClusterConfig.masterIpv4CidrBlock", "privateClusterConfig.enablePrivateNodes"),
            ),
            outputs=_cluster,
            computed=("endpoint", "masterAuth.clusterCaCertificate", "masterVersion"),
            names=("network", "subnetwork", "databaseEncryption.keyName"),
        ),
        Type(
            "gcp:container/nodePool:NodePool",
            "node pool",
            lambda i: (
                f"projects/{i['project']}/locations/{i['location']}/clusters/{i['cluster']}/nodePools/{i['name']}"
            ),
            replaces=(
                *("name", "project", "location", "cluster", "initialNodeCount", "placementPolicy"),
                *("queuedProvisioning", *(f"nodeConfig.{key}" for key in NODE)),
            ),
            names=("nodeConfig.bootDiskKmsKey",),
        ),
    )
}
