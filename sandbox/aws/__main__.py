"""`python -m sandbox.aws`: what `pulumi-resource-aws` runs in the sandbox."""

from sandbox.aws.server import PACKAGE
from sandbox.provider import serve

serve(PACKAGE)
