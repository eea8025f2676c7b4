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
) -> harvestry.Case:
    """Give the case of these rows and this profile; without rows that of the profile alone."""
    told = folder / "profile.toml"
    told.write_text('time_zone = "America/New_York"\n' + dedent(profile))
    files = []
    if rows:
        files = [folder / "history.csv"]
        files[0].write_text(header + "".join(f"{row}\n" for row in rows))
    if assets is not None:
        (folder / "assets.toml").write_text(assets)
    known = None if assets is None else folder / "assets.toml"
    return harvestry.open_case(files, as_of=as_of, profile=told, assets=known)
