"""The Pulumi program: read the stack file, declare the platform, export what others need."""

import pulumi

from stacks.platform import deploy
from stacks.settings import from_pulumi_config

for name, value in deploy(from_pulumi_config()).items():
    pulumi.export(name, value)
