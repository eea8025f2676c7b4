"""What the parts, boxes and lines of the forms say, in our own short words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("harvestry.reports.tax_forms")


@cache
def words(what: str) -> Mapping[str, str]:
    """Give the words of `schedule_d`, `carryover` or `boxes`, by line or letter, in their order."""
    text = (_FOLDER / "words.toml").read_text("utf-8")
    found = tomllib.loads(text)[what]
    assert isinstance(found, dict)
    return {str(key): str(value) for key, value in found.items()}
