"""Where what is kept between runs lies: the user's own data folder."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

VARIABLE: Final = "HARVESTRY_DATA"
"""The environment variable that names another folder."""
_NAME: Final = "harvestry"
_PRICE_BOOK: Final = "price-book.csv"
_BOOK: Final = "book.harvestry"


def data_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Give the folder, which need not exist: as the variable says, else as the system has it."""
    named = environment.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / _NAME
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / _NAME


def default_price_book() -> Path:
    """Give where the price book lies unless another is named."""
    return data_folder(os.environ, Path.home()) / _PRICE_BOOK


def default_book() -> Path:
    """Give where the stored journal lies unless another path is given."""
    return data_folder(os.environ, Path.home()) / _BOOK
