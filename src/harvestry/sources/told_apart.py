"""Two files of one name: by which of their folders each is told from the others."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from harvestry.sources.errors import SourceError
from harvestry.sources.opening import Opened
from harvestry.sources.printable import printable
from harvestry.sources.sheet import Sheet
from harvestry.units.problems import Problem

_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9]+")
_ROOT: Final = "root"


def folders_told(paths: Iterable[Path]) -> dict[Path, str]:
    """Give, of each path that is not the only one of its name, the folders to name before it.

    They are the shortest end of its folder that is no end of another's: `coinbase` of
    `2025/coinbase/t.csv` beside `2025/gemini/t.csv`. A path given twice is told from nothing.
    """
    named: dict[str, dict[Path, tuple[str, ...]]] = {}
    for path in paths:
        named.setdefault(path.name, {})[path] = ()
    told = {}
    for alike in named.values():
        if len(alike) == 1:
            continue
        folders = {path: _folders(path) for path in alike}
        told.update({path: _shortest(own, {*folders.values()}) for path, own in folders.items()})
    return {path: folder for path, folder in told.items() if folder}


def _folders(path: Path) -> tuple[str, ...]:
    """Give the folders down to a file; the root of them all has a plain name, too."""
    folder = Path(os.path.normpath(path.parent.absolute()))
    root = _NOT_PLAIN.sub("-", folder.anchor).strip("-") or _ROOT
    return root, *folder.parts[1:]


def _shortest(own: tuple[str, ...], every: Iterable[tuple[str, ...]]) -> str:
    others = [each for each in every if each != own]
    if not others:
        return ""
    ends = range(1, len(own) + 1)
    end = next((n for n in ends if all(each[-n:] != own[-n:] for each in others)), len(own))
    return "/".join(own[-end:])


def opened_under(opened: Opened, folder: str) -> Opened:
    """Give what was found in a file, the folders that tell it from others before its name."""
    if not folder:
        return opened
    sheets = tuple(_under(sheet, folder) for sheet in opened.sheets)
    problems = tuple(_problem_under(problem, folder) for problem in opened.problems)
    return Opened(sheets, problems)


def _under(sheet: Sheet, folder: str) -> Sheet:
    before = f"{printable(folder)}/"
    source = sheet.file.source
    source = replace(source, name=f"{before}{source.name}", folder=before)
    return replace(sheet, file=replace(sheet.file, source=source))


def _problem_under(problem: Problem, folder: str) -> Problem:
    if problem.file is None:
        return problem
    return replace(problem, file=f"{printable(folder)}/{problem.file}")


def error_under(error: SourceError, folders: Mapping[Path, str], path: Path) -> SourceError:
    """Give what is wrong with a file, the folders that tell it from others before its name."""
    folder = folders.get(path)
    if folder is None or error.file != printable(path.name):
        return error  # it is the only one of its name, or its folders stand there already
    return type(error)(f"{folder}/{error.file}", error.message)
