"""Check folders of a description with its golden files: `python -m harvestry.testing FOLDER...`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from harvestry.testing.conformance import failures_of
from harvestry.testing.golden import Golden

_EXPECTED: Final = ".expected.toml"
_TABLES: Final = (".csv", ".xlsx")


def failures_in(folder: Path) -> list[str]:
    """Give what the description in a folder does not keep."""
    described = [
        path for path in sorted(folder.glob("*.toml")) if not path.name.endswith(_EXPECTED)
    ]
    if len(described) != 1:
        return [f"{folder} should hold one description, and holds {len(described)}"]
    goldens = []
    for path in sorted(folder.iterdir()):
        told_in = path.with_name(path.stem + _EXPECTED)
        if path.suffix.lower() in _TABLES:
            if not told_in.exists():
                return [f"{path.name} has no {told_in.name} beside it"]
            goldens.append(Golden(path, told_in))
    return failures_of(described[0].read_text("utf-8"), goldens)


def main(folders: Sequence[str]) -> int:
    """Print what does not hold, and give 1 if anything, 2 if no folder was given."""
    if not folders:
        sys.stderr.write("usage: python -m harvestry.testing FOLDER...\n")
        return 2
    failed = False
    for name in folders:
        failures = failures_in(Path(name))
        failed = failed or bool(failures)
        for each in failures:
            sys.stdout.write(f"{name}: {each}\n")
        if not failures:
            sys.stdout.write(f"{name}: all holds\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
