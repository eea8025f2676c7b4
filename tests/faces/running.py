"""Runs the program: its entry point in this process, as its script does, or in one of its own."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harvestry.faces.cli.main import run


class Ran(NamedTuple):
    """What a run of the program left behind."""

    returncode: int
    stdout: str
    stderr: str


def harvestry(*arguments: object, cwd: Path, **environment: str) -> Ran:
    """Run the program with these arguments in that folder."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["harvestry", *map(str, arguments)])
        for name, value in environment.items():
            patch.setenv(name, value)
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            run()
    return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def document(*arguments: object, cwd: Path, code: int = 0) -> Any:
    """Give the JSON that a run prints."""
    ran = harvestry(*arguments, "--json", cwd=cwd)
    assert ran.returncode == code, ran.stderr
    return json.loads(ran.stdout)


def anew(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "harvestry", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
