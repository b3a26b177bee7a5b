"""`python -m catalogue show p5.48xlarge`, `python -m catalogue find --memory-at-least 1100`."""

from catalogue.command import app

if __name__ == "__main__":
    app(prog_name="python -m catalogue")
