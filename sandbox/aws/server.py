"""The package `aws` as the sandbox answers for it."""

from sandbox.aws.lifecycle import Lifecycle
from sandbox.provider import Package

PACKAGE = Package("7.51.1", Lifecycle, ("region", "allowedAccountIds"))
