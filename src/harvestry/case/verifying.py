"""`verify-pack`: recompute an audit pack from what it encloses, and say what differs."""

import tempfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.audit_pack import BLANKS, FILES, Asked, setting_roles
from harvestry.case.forms_report import Wanted
from harvestry.case.household import Case
from harvestry.case.report import AnyPath
from harvestry.events.account import Method, Owner
from harvestry.law.fingerprint import fingerprint
from harvestry.reports.official.values import Taxpayer
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.rounding import Rounding
from harvestry.sources.errors import SourceError
from harvestry.sources.packs import MANIFEST, Pack, PackError, read_pack
from harvestry.sources.settings.errors import SettingsError

_SHOWN = 3


class Verdict(NamedTuple):
    """Whether a pack was recomputed to the same bytes, and what to say of it in one sentence."""

    same: bool
    sentence: str


def verify_pack(path: AnyPath) -> Verdict:
    """Recompute a pack from its enclosed inputs and compare it byte for byte.

    Raises:
        PackError: it is no pack, was damaged or tampered with, or is of another version.
    """
    pack = read_pack(Path(path))
    _check_version(Path(path), pack)
    try:
        asked, inputs = _asked(pack), _inputs_told(pack)
        with tempfile.TemporaryDirectory(prefix="harvestry-") as folder:
            again = _recomputed(pack, asked, inputs, Path(folder))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(str(path), "its manifest.json says what no manifest can say") from error
    except (SourceError, SettingsError) as error:
        if isinstance(error, PackError):
            raise
        message = f"what it encloses cannot be computed at all: {error}"
        raise PackError(str(path), message) from error
    return _compared(pack, again)


def _check_version(path: Path, pack: Pack) -> None:
    made_by, law = pack.manifest.get("harvestry"), pack.manifest.get("law")
    if made_by != __version__:
        message = (
            f"it was made by Harvestry {made_by!r}; verify it with that one, this is {__version__}"
        )
        raise PackError(str(path), message)
    if law != fingerprint():
        raise PackError(str(path), "it was worked out under other law data than this program has")


def _asked(pack: Pack) -> Asked:
    told = pack.manifest["asked"]
    options = dict(told["options"])
    options["rounding"] = Rounding(options["rounding"])
    wanted = Wanted(
        Options(**options), Taxpayer(**told["taxpayer"]), legacy_boxes=told["legacy_boxes"] is True
    )
    return Asked(None if told["owner"] is None else Owner(told["owner"]), int(told["year"]), wanted)


class _Input(NamedTuple):
    member: str
    role: str
    name: str
    folder: int
    found: bool


def _inputs_told(pack: Pack) -> list[_Input]:
    told = [_Input(**each) for each in pack.manifest["inputs"]]
    for each in told:
        name = PurePosixPath(each.name)
        plain = name.name == each.name and each.name not in {"", ".", ".."}
        if not plain or "\0" in each.name or "\\" in each.name:
            raise ValueError("a name that is a path")
        if each.member not in pack.members or type(each.folder) is not int or each.folder < 1:
            raise ValueError("an input that is not enclosed")
    return told


def _recomputed(pack: Pack, asked: Asked, told: list[_Input], folder: Path) -> bytes:
    paths: dict[str, list[Path]] = {}
    found = set()
    for each in told:
        place = folder / str(each.folder)
        place.mkdir(exist_ok=True)
        path = place / each.name
        path.write_bytes(pack.members[each.member])
        paths.setdefault(each.role, []).append(path)
        if each.role == FILES and each.found:
            found.add(path)
    roles: dict[str, Any] = {role: paths[role][0] for role in setting_roles() if role in paths}
    words = pack.manifest["asked"]
    inputs = pipeline.Inputs(
        files=tuple(paths.get(FILES, ())),
        as_of=date.fromisoformat(words["as_of"]),
        found=frozenset(found),
        rematch=None if words["method"] is None else Method(words["method"]),
        wash=words["wash"],
        positions={str(key): str(value) for key, value in words["positions"].items()},
        **roles,
    )
    case = Case(inputs, asked.owner, pipeline.silent)
    wanted = asked.wanted._replace(blanks=tuple(paths.get(BLANKS, ())))
    file = BytesIO()
    case.forms(asked.year, wanted).outputs[-1].write(file)
    return file.getvalue()


def _compared(pack: Pack, again: bytes) -> Verdict:
    count = len(pack.members)
    if again == pack.content:
        return Verdict(
            True, f"Recomputed to the same bytes: {count} files from the enclosed inputs."
        )
    ours = _members(again)
    theirs = {**pack.members}
    differ = sorted(
        name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    )
    if not differ:
        return Verdict(
            False, "Every file is recomputed to the same bytes; only how they are packed differs."
        )
    shown = ", ".join(_said(name, ours, theirs) for name in differ[:_SHOWN])
    more = f" and {len(differ) - _SHOWN} more" if len(differ) > _SHOWN else ""
    return Verdict(False, f"{len(differ)} of {count} files differ when recomputed: {shown}{more}.")


def _said(name: str, ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> str:
    if name not in ours:
        return f"{name} (not made again)"
    if name not in theirs:
        return f"{name} (missing in the pack)"
    pairs = zip(ours[name].split(b"\n"), theirs[name].split(b"\n"), strict=False)
    line = next((n for n, (one, other) in enumerate(pairs, 1) if one != other), None)
    text = name.endswith((".csv", ".txt", ".txf", ".json", ".beancount", ".hledger"))
    return f"{name} from line {line} on" if line is not None and text else name


def _members(content: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
