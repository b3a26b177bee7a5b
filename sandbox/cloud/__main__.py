"""The emulated cloud by itself, without an engine: `python -m sandbox.cloud --help`."""

import json
import sys

import typer

from sandbox import cloud
from sandbox.home import sandbox_home

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=(
        "An AWS account on this machine for boto3 and the AWS command line; `python -m sandbox` runs whole stacks.\n\n"
        "Exit codes: 0 done; 1 it does not run or could not be started; 2 wrong usage."
    ),
)


@app.command()
def start() -> None:
    """Start it, or find it running, and print the variables an AWS client needs."""
    try:
        running = cloud.start(sandbox_home())
    except cloud.CloudError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"export AWS_ENDPOINT_URL={running.endpoint_url}")
    print(f"export AWS_ACCESS_KEY_ID=AKIA0000{cloud.DEFAULT_ACCOUNT}")
    print("export AWS_SECRET_ACCESS_KEY=sandbox")


@app.command()
def inventory() -> None:
    """Print as JSON what stacks made in it and still lives, by resource type."""
    running = cloud.running(sandbox_home())
    if running is None:
        print(
            "The cloud of this sandbox is not running; `python -m sandbox.cloud start` starts an empty one.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    print(json.dumps(cloud.inventory(running.endpoint_url), indent=2))


@app.command()
def stop() -> None:
    """End it; whatever lives in it is lost."""
    cloud.stop(sandbox_home())


if __name__ == "__main__":
    app()
