"""`python -m operations COMMAND`."""

from operations.command import app

app(prog_name="python -m operations")
