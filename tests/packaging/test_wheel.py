"""The wheel, installed into an empty environment without a network, does the whole job."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
WHEELS = PROJECT / ".wheelhouse"


@pytest.mark.skipif(
    not WHEELS.is_dir(), reason="`make test` keeps the pinned wheels in .wheelhouse"
)
def test_the_wheel_runs_the_demo_in_a_clean_environment(tmp_path: Path) -> None:
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=PROJECT, check=True)
    (wheel,) = tmp_path.glob("harvestry-*.whl")

    clean = tmp_path / "clean"
    venv.create(clean, with_pip=True)
    pip = [clean / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--isolated"]
    offline = ["--quiet", "--no-index", "--find-links", str(WHEELS)]
    subprocess.run([*pip, "install", *offline, str(wheel)], check=True)

    ran = subprocess.run(
        [clean / "bin" / "harvestry", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    last = ran.stdout.strip().splitlines()[-1]
    assert last.startswith("The workbook: ")
    assert (tmp_path / last.removeprefix("The workbook: ")).stat().st_size > 10_000
    assert "Traceback" not in ran.stderr
