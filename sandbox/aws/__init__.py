"""The emulated `aws` provider: the real engine's resources as boto3 calls against the sandbox's cloud."""
