"""`python -m preview STACK`."""

import gc

# One short run: what it makes, it keeps until the end. Looking for garbage meanwhile costs a fifth of the time.
gc.disable()

from preview.command import app  # noqa: E402

app(prog_name="python -m preview")
