"""What the examples share: an account, a region, a key, tags."""

ACCOUNT_ID = "111122223333"
REGION = "eu-north-1"
PLACE = {"region": REGION, "account_id": ACCOUNT_ID}
BOUNDARY_ARN = f"arn:aws:iam::{ACCOUNT_ID}:policy/boundary"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/11111111-2222-3333-4444-555555555555"

IMAGE_PULL_POLICY = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:BatchGetImage", '
    f'"Resource": "arn:aws:ecr:{REGION}:{ACCOUNT_ID}:repository/prod/training"}}]}}'
)


def tags(data_class: str = "internal", purpose: str = "platform") -> dict[str, str]:
    """The tags every component requires."""
    return {
        "Owner": "ml-platform@example.com",
        "Environment": "prod",
        "DataClassification": data_class,
        "Purpose": purpose,
    }
