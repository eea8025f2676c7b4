"""How the program was called, for commands that are shown to be typed next."""

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "harvestry"


def called() -> str:
    """Give what to type for this program: its name where the shell finds it, else its path."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return f"{shlex.quote(Path(sys.executable).name)} -m {_NAME}"
    found = shutil.which(_NAME)
    if program.name == _NAME and not program.exists():
        return _NAME
    if found is not None and program.exists() and Path(found).samefile(program):
        return _NAME
    return shlex.quote(str(program))
