"""`python -m sandbox.kubernetes`: what `pulumi-resource-kubernetes` runs in the sandbox."""

from importlib.metadata import version

from sandbox.kubernetes.lifecycle import Lifecycle
from sandbox.provider import Package, serve

serve(Package(version("pulumi-kubernetes"), Lifecycle, ("kubeconfig", "context", "cluster")))
