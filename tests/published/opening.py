"""Writes rows and settings as files, and opens them as anybody would."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import harvestry
from properties.rows import Row

ZONE = "America/New_York"


def open_files(
    folder: Path,
    rows: Sequence[Row],
    accounts: Mapping[str, Row],
    assets: Mapping[str, Row],
    **more: Any,
) -> Any:
    """Give the case of these rows, as of a day after all of them."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / "rows.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    for name, table, entries in (
        ("accounts", "account", accounts),
        ("assets", "asset", assets),
    ):
        (folder / f"{name}.toml").write_text(settings_text(table, entries))
    (folder / "profile.toml").write_text(f'time_zone = "{ZONE}"\n')
    return harvestry.open_case(
        [folder / "rows.csv"],
        as_of="2027-12-31",
        accounts=folder / "accounts.toml",
        assets=folder / "assets.toml",
        profile=folder / "profile.toml",
        **more,
    )


def settings_text(table: str, entries: Mapping[str, Row]) -> str:
    """Write tables of settings; days stand there as days."""
    lines = []
    for name, entry in entries.items():
        lines.append(f'[{table}."{name}"]')
        lines += [
            f"{key} = {text}" if key.endswith("_from") else f'{key} = "{text}"'
            for key, text in entry.items()
        ]
    return "\n".join([*lines, ""])
