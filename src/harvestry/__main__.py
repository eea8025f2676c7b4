"""`python -m harvestry` is the same program as the `harvestry` command."""

from harvestry.faces.cli.main import run

if __name__ == "__main__":
    run()
