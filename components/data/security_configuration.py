"""What an EMR cluster encrypts, and how its users say who they are, as EMR's security configuration.

Format: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input

S3_MODES = {"sse_kms": "SSE-KMS", "cse_kms": "CSE-KMS"}
TICKET_HOURS = 24


def security_configuration(
    key_arn: Input[str],
    certificates_uri: str,
    s3_encryption: str,
    bucket_keys: Sequence[Mapping[str, Any]],
    kerberos: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The configuration; outputs inside it are still to be resolved."""
    mode = S3_MODES[s3_encryption]
    objects: dict[str, Any] = {"EncryptionMode": mode, "AwsKmsKey": key_arn}
    if bucket_keys:
        objects["Overrides"] = [
            {"BucketName": each["bucket_name"], "EncryptionMode": mode, "AwsKmsKey": each["kms_key_arn"]}
            for each in bucket_keys
        ]
    configuration: dict[str, Any] = {
        "EncryptionConfiguration": {
            "EnableAtRestEncryption": True,
            "EnableInTransitEncryption": True,
            "AtRestEncryptionConfiguration": {
                "S3EncryptionConfiguration": objects,
                "LocalDiskEncryptionConfiguration": {
                    "EncryptionKeyProviderType": "AwsKms",
                    "AwsKmsKey": key_arn,
                    "EnableEbsEncryption": True,  # root volumes too, which LUKS leaves alone
                },
            },
            "InTransitEncryptionConfiguration": {
                "TLSCertificateConfiguration": {"CertificateProviderType": "PEM", "S3Object": certificates_uri}
            },
        },
        # No credentials of the machine without a token: a request forged by a job reaches none.
        "InstanceMetadataServiceConfiguration": {
            "MinimumInstanceMetadataServiceVersion": 2,
            "HttpPutResponseHopLimit": 1,
        },
    }
    if kerberos:
        configuration["AuthenticationConfiguration"] = {
            "KerberosConfiguration": {
                "Provider": "ClusterDedicatedKdc",
                "ClusterDedicatedKdcConfiguration": {
                    "TicketLifetimeInHours": int(kerberos.get("ticket_hours", TICKET_HOURS))
                },
            }
        }
    return configuration
