"""How files nobody knows are read: kept with the deed that took them in, given again with them."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from harvestry.book.deeds import Body, Deed
from harvestry.pipeline import Inputs
from harvestry.sources.mapping.reading import read_mapping

_KEY: Final = "mapping"
_TABLES: Final = re.compile(r"^(?=\s*\[\[)", re.MULTILINE)


def with_mapping(body: Body, inputs: Inputs) -> Body:
    """Give what a deed says of a file, and the mapping.toml it was read with, if there was one."""
    if inputs.mapping is None:
        return body
    return {**body, _KEY: inputs.mapping.read_text("utf-8-sig")}


def mappings_of(imports: Iterable[Deed]) -> tuple[str, ...]:
    """Give every mapping.toml that these deeds keep, in their order."""
    return tuple(str(deed.body[_KEY]) for deed in imports if _KEY in deed.body)


def written_mapping(kept: Iterable[str], folder: Path, given: Path | None) -> Path | None:
    """Write one mapping.toml of those kept and the one given; `None` if there is none.

    Of two entries for one header, or for the same names of files, the last one said stands.
    """
    texts = [*dict.fromkeys(kept)]
    if not texts:
        return given
    if given is not None:
        read_mapping(given)  # so that what is wrong is said of the file itself
        texts.append(given.read_text("utf-8-sig"))
    entries: dict[str, str] = {}
    for text in texts:
        for entry in _TABLES.split(text):
            said = tomllib.loads(entry)
            about = repr([(each.get("header"), each.get("files")) for each in _rows(said)])
            if said:
                entries[about] = entry.rstrip() + "\n"
    path = folder / "mapping.toml"
    path.write_text("\n".join(entries.values()), "utf-8")
    return path


def _rows(said: dict[str, list[dict[str, object]]]) -> Iterable[dict[str, object]]:
    return [each for rows in said.values() for each in rows]
