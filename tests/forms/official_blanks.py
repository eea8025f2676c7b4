"""The IRS's own blanks, where they are at hand: they are no part of this project."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "forms" / "irs"


def blank(form: str, year: int) -> bytes:
    """Give the blank of a form, or skip the test and say why."""
    path = FOLDER / f"{form}-{year}.pdf"
    if not path.exists():
        pytest.skip(f"the blank {path.name} of the IRS is not in ../shared/forms/irs")
    return path.read_bytes()
