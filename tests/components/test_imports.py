"""Starting is quick: a provider's module of a service loads when a component first uses it, not before."""

import subprocess
import sys

LOADED = """
import sys
import components
print(*[name for name in sys.modules if name.startswith("pulumi_aws.") and name.count(".") > 1])
"""


def test_importing_every_component_loads_no_service_of_the_provider() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True, text=True)
    assert found.stdout.split() == []
