"""The options every command takes, and what was given: files, settings, a day."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from harvestry.events.account import Owner
    from harvestry.pipeline import Inputs

_SETTINGS: Final = ("accounts", "assets", "profile", "prices")
_PRICES: Final = "prices.csv"


@dataclass(frozen=True, slots=True)
class Given:
    """What was given on the command line, the same for every command."""

    files: tuple[Path, ...]
    settings: dict[str, Path | None]
    as_of: date
    owner: "Owner | None"
    as_json: bool

    def inputs(self, method: str | None = None) -> "Inputs":
        """Give the pipeline's inputs; `method` re-matches history as a what-if."""
        from harvestry.events.account import Method
        from harvestry.pipeline import Inputs

        return Inputs(
            files=self.files,
            as_of=self.as_of,
            rematch=None if method is None else Method(method),
            **self.settings,
        )


def _settings_file(what: str) -> Any:
    return typer.Option(help=f"{what}.", metavar="FILE", rich_help_panel="Options everywhere")


_COMMON: Final[dict[str, tuple[Any, Any]]] = {
    "files": (
        Annotated[
            list[Path],
            typer.Argument(help="Export files, or folders of them.", metavar="FILES..."),
        ],
        inspect.Parameter.empty,
    ),
    "accounts": (Annotated[Path | None, _settings_file("accounts.toml: whose, what, where")], None),
    "profile": (Annotated[Path | None, _settings_file("profile.toml: time zone, tax years")], None),
    "assets": (Annotated[Path | None, _settings_file("assets.toml: classes and aliases")], None),
    "prices": (Annotated[Path | None, _settings_file("prices.csv: date,asset,close_usd")], None),
    "as_of": (
        Annotated[
            datetime | None,
            typer.Option(
                help="Work as of the end of this day; today if not given.",
                formats=["%Y-%m-%d"],
                metavar="DATE",
                rich_help_panel="Options everywhere",
            ),
        ],
        None,
    ),
    "owner": (
        Annotated[
            str | None,
            typer.Option(
                help="Only accounts of: self, spouse, joint, entity.",
                metavar="OWNER",
                rich_help_panel="Options everywhere",
            ),
        ],
        None,
    ),
    "offline": (
        Annotated[
            bool,
            typer.Option(
                "--offline",
                help="Make no connection at all; nothing here makes one.",
                rich_help_panel="Options everywhere",
            ),
        ],
        False,
    ),
    "as_json": (
        Annotated[
            bool,
            typer.Option(
                "--json", help="Print JSON for programs.", rich_help_panel="Options everywhere"
            ),
        ],
        False,
    ),
}


def takes_files(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere; it receives them as its first argument, a `Given`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    arguments = [each for each in own if each.default is inspect.Parameter.empty]
    options = [each for each in own if each.default is not inspect.Parameter.empty]
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, (kind, default) in _COMMON.items()
    ]
    parameters = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in (common[0], *arguments, *options, *common[1:])
    ]

    @wraps(command)
    def with_given(**values: Any) -> None:
        common_values = {name: values.pop(name) for name in _COMMON}
        command(_given(common_values), **values)

    with_given.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_given.__annotations__ = {each.name: each.annotation for each in parameters}
    return with_given


def folder_given(folder: Path, as_of: date) -> Given:
    """Give what is given by naming a folder and a day: its exports, its settings beside them."""
    settings: dict[str, Path | None] = dict.fromkeys(_SETTINGS)
    return Given(tuple(_opened([folder], settings)), settings, as_of, None, as_json=False)


def _given(values: dict[str, Any]) -> Given:
    settings: dict[str, Path | None] = {name: values[name] for name in _SETTINGS}
    files = _opened(values["files"], settings)
    as_of = values["as_of"]
    # The clock is read here and nowhere below: everything else takes the day.
    today = datetime.now().astimezone().date()
    day = today if as_of is None else as_of.date()
    return Given(tuple(files), settings, day, _owner(values["owner"]), values["as_json"])


def _opened(paths: list[Path], settings: dict[str, Path | None]) -> list[Path]:
    """Give the files, a folder's exports in place of the folder; settings beside them fill gaps."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        found = sorted(each for each in path.glob("*.csv") if each.name.lower() != _PRICES)
        if not found:
            raise typer.BadParameter(f"{path} is a folder without a .csv file in it")
        files += found
        for name in _SETTINGS:
            beside = path / (_PRICES if name == "prices" else f"{name}.toml")
            if settings[name] is None and beside.is_file():
                settings[name] = beside
    return files


def _owner(text: str | None) -> "Owner | None":
    from harvestry.events.account import Owner

    if text is None:
        return None
    if text not in set(Owner):
        raise typer.BadParameter(f"--owner {text}: choose one of {', '.join(Owner)}")
    return Owner(text)
