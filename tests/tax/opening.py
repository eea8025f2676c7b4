"""Open a small household: rows of a Harvestry CSV, and a profile in words."""

from pathlib import Path
from textwrap import dedent

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,acquired\n"


def household(
    folder: Path,
    profile: str,
    *rows: str,
    as_of: str = "2026-12-31",
    header: str = HEADER,
    assets: str | None = None,
    accounts: str | None = None,
) -> harvestry.Case:
    """Give the case of these rows and this profile; without rows that of the profile alone."""
    told = folder / "profile.toml"
    told.write_text('time_zone = "America/New_York"\n' + dedent(profile))
    files = []
    if rows:
        files = [folder / "history.csv"]
        files[0].write_text(header + "".join(f"{row}\n" for row in rows))
    settings = {
        name: _written(folder / f"{name}.toml", text)
        for name, text in (("assets", assets), ("accounts", accounts))
        if text is not None
    }
    return harvestry.open_case(files, as_of=as_of, profile=told, **settings)


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
