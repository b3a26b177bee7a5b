"""`python -m sandbox.google`: what `pulumi-resource-gcp` runs in the sandbox."""

from importlib.metadata import version

from sandbox.google.lifecycle import Lifecycle
from sandbox.provider import Package, serve

serve(Package(version("pulumi-gcp"), Lifecycle, ("project",)))
