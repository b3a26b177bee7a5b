"""The Pulumi program: read the stack file, declare the platform, export what others need."""

import pulumi

from stacks.platform import deploy
from stacks.settings import SettingsError, from_pulumi_config

try:
    settings = from_pulumi_config()
except SettingsError as refused:
    # The fault is in the stack file: the engine shows the sentence and no traceback.
    raise pulumi.RunError(str(refused)) from None

for name, value in deploy(settings).items():
    pulumi.export(name, value)
