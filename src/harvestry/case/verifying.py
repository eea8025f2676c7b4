"""`verify-pack`: recompute an audit pack from what it encloses, and say what differs."""

import tempfile
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.audit_pack import Asked
from harvestry.case.forms_report import Wanted
from harvestry.case.household import Case
from harvestry.case.pack_inputs import BLANKS, BROKER, FILES, setting_roles
from harvestry.case.report import AnyPath
from harvestry.events.account import Method, Owner
from harvestry.law.fingerprint import fingerprint
from harvestry.reports.official.values import Taxpayer
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.rounding import Rounding
from harvestry.sources.errors import SourceError
from harvestry.sources.packs import Pack, PackError, read_pack
from harvestry.sources.settings.errors import SettingsError

_SHOWN: Final = 3
_LOOKED_AT: Final = 64 << 20
_OF_LINES: Final = (".csv", ".txt", ".txf", ".json", ".beancount", ".hledger")


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
            again = read_pack(_recomputed(pack, asked, inputs, Path(folder)))
            return _compared(pack, again)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(str(path), "its manifest.json says what no manifest can say") from error
    except (SourceError, SettingsError) as error:
        if isinstance(error, PackError):
            raise
        message = f"what it encloses cannot be computed at all: {error}"
        raise PackError(str(path), message) from error


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
    under: str = ""


def _inputs_told(pack: Pack) -> list[_Input]:
    told = [_Input(**each) for each in pack.manifest["inputs"]]
    for each in told:
        folders = each.under.split("/") if each.under else []
        if not all(map(_is_plain, (each.name, *folders))):
            raise ValueError("a name that is a path")
        if each.member not in pack.hashes or type(each.folder) is not int or each.folder < 1:
            raise ValueError("an input that is not enclosed")
    return told


def _is_plain(name: str) -> bool:
    plain = PurePosixPath(name).name == name and name not in {"", ".", ".."}
    return plain and "\0" not in name and "\\" not in name


def _recomputed(pack: Pack, asked: Asked, told: list[_Input], folder: Path) -> Path:
    paths: dict[str, list[Path]] = {}
    found = set()
    for each in told:
        place = folder / str(each.folder) / each.under
        place.mkdir(parents=True, exist_ok=True)
        path = place / each.name
        pack.unpack(each.member, path)
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
    broker, *_ = paths.get(BROKER, [None])
    blanks = tuple(paths.get(BLANKS, ()))
    wanted = asked.wanted._replace(blanks=blanks, broker_forms=broker)
    again = folder / "again.zip"
    with again.open("w+b") as file:
        case.forms(asked.year, wanted).outputs[-1].write(file)
    return again


def _compared(pack: Pack, again: Pack) -> Verdict:
    ours, theirs = again.hashes, pack.hashes
    count = len(theirs)
    if again.sha256 == pack.sha256:
        return Verdict(True, f"Recomputed to the same bytes: {count} files, from those enclosed.")
    names = ours.keys() | theirs.keys()
    differ = sorted(name for name in names if ours.get(name) != theirs.get(name))
    if not differ:
        sentence = "Every file is recomputed to the same bytes; only what is around them differs."
        return Verdict(False, sentence)
    shown = ", ".join(_said(name, pack, again) for name in differ[:_SHOWN])
    more = f" and {len(differ) - _SHOWN} more" if len(differ) > _SHOWN else ""
    return Verdict(False, f"{len(differ)} of {count} files differ when recomputed: {shown}{more}.")


def _said(name: str, pack: Pack, again: Pack) -> str:
    """Name a file that differs, with the line where that is told by lines."""
    if name not in again.hashes:
        return f"{name} (not made again)"
    if name not in pack.hashes:
        return f"{name} (missing in the pack)"
    if not name.endswith(_OF_LINES):
        return name
    ours, theirs = (each.beginning(name, _LOOKED_AT).split(b"\n") for each in (again, pack))
    pairs = enumerate(zip(ours, theirs, strict=False), 1)
    line = next((n for n, (one, other) in pairs if one != other), None)
    return name if line is None else f"{name} from line {line} on"
