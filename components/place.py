"""Where a component's resources are: the three words every ARN is composed of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A region of one account."""

    partition: str
    region: str
    account_id: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource, such as `arn:aws:logs:eu-north-1:111122223333:log-group:*`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"

    def iam(self, resource: str) -> str:
        """The ARN of an IAM resource of the account, such as `role/trainer` or `root`."""
        return f"arn:{self.partition}:iam::{self.account_id}:{resource}"

    def bucket(self, resource: str) -> str:
        """The ARN of a bucket, of objects in it, or of a pattern of either."""
        return f"arn:{self.partition}:s3:::{resource}"
