"""Where moto breaks on what AWS takes, or hurries what AWS does hours later: repaired here, each with its reason."""

import json
from typing import Any

LOGGING_SERVICE = "logging.s3.amazonaws.com"


def apply() -> None:
    """Repair moto in this process."""
    from moto.rds.models import RDSBackend
    from moto.s3.models import FakeBucket, S3Backend

    # S3 delivers access logs within hours, and a bucket with logs in it cannot be deleted; the sandbox is quicker.
    S3Backend.log_incoming_request = lambda self, request, bucket_name: None
    FakeBucket._log_permissions_enabled_policy = staticmethod(_may_log)
    # moto takes a subnet group out to change it, and does not put it back.
    modify = RDSBackend.modify_db_subnet_group

    def kept(self: Any, subnet_name: str, description: str, subnets: list[Any]) -> Any:
        self.subnet_groups[subnet_name] = modify(self, subnet_name, description, subnets)
        return self.subnet_groups[subnet_name]

    RDSBackend.modify_db_subnet_group = kept


def _may_log(target_bucket: Any, target_prefix: str | None) -> bool:
    """Whether a bucket's policy lets S3's log service write under the prefix.

    moto's own raises AttributeError on a statement whose principal is "*", which every TLS-only policy has.
    """
    policy = json.loads(target_bucket.policy.decode()) if target_bucket.policy else {"Statement": []}
    bucket = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}"
    right = {bucket, f"{bucket}/*", f"{bucket}/{target_prefix or ''}*"}
    for statement in policy["Statement"]:
        principal, actions, resources = statement.get("Principal"), statement.get("Action"), statement.get("Resource")
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        if (
            statement.get("Effect") == "Allow"
            and LOGGING_SERVICE in _listed(services)
            and "s3:PutObject" in _listed(actions)
            and right & set(_listed(resources))
        ):
            return True
    return False


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
