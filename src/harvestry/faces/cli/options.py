"""The options every command takes, and what gives a command those of its kind."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from harvestry.faces.cli.choosing import positions_like, regimes_like
from harvestry.faces.cli.given import given_of

Owner = Literal["self", "spouse", "joint", "entity"]
_FILES: Final = "Files and settings"
_WORK: Final = "What to work out"
_PRICES: Final = "Prices and output"


def _settings_file(what: str) -> Any:
    return typer.Option(help=f"{what}.", metavar="FILE", rich_help_panel=_FILES)


_COMMON: Final[dict[str, tuple[Any, Any]]] = {
    "files": (
        Annotated[
            list[Path] | None,
            typer.Argument(help="Export files, or folders of them.", metavar="FILES"),
        ],
        None,
    ),
    "book": (
        Annotated[
            Path | None,
            typer.Option(
                help="A stored household in place of FILES; `harvestry import` makes one.",
                metavar="PATH",
                rich_help_panel=_FILES,
            ),
        ],
        None,
    ),
    "accounts": (Annotated[Path | None, _settings_file("accounts.toml: whose, what, where")], None),
    "profile": (Annotated[Path | None, _settings_file("profile.toml: time zone, tax years")], None),
    "assets": (Annotated[Path | None, _settings_file("assets.toml: classes and aliases")], None),
    "prices": (Annotated[Path | None, _settings_file("prices.csv: date,asset,close_usd")], None),
    "mapping": (Annotated[Path | None, _settings_file("mapping.toml: files nobody knows")], None),
    "decisions": (
        Annotated[Path | None, _settings_file("decisions.toml: what `fix` was told")],
        None,
    ),
    "price_book": (
        Annotated[
            Path | None,
            _settings_file("Where fetched prices are kept; in your data folder if not given"),
        ],
        None,
    ),
    "as_of": (
        Annotated[
            str | None,
            typer.Option(
                help="Work as of the end of this day, such as 2026-12-31; today if not given.",
                metavar="DATE",
                rich_help_panel=_WORK,
            ),
        ],
        None,
    ),
    "owner": (
        Annotated[
            Owner | None,
            typer.Option(help="Only the accounts of one owner.", rich_help_panel=_WORK),
        ],
        None,
    ),
    "wash": (
        Annotated[
            str | None,
            typer.Option(
                help="The wash-sale rule: current-law (securities only), apply (coins too), or "
                "from:DATE (coins sold on or after it).",
                metavar="REGIME",
                rich_help_panel=_WORK,
                autocompletion=regimes_like,
            ),
        ],
        None,
    ),
    "position": (
        Annotated[
            list[str] | None,
            typer.Option(
                help="A grey choice of the law; `harvestry positions` lists them. May be repeated.",
                metavar="KEY=VALUE",
                rich_help_panel=_WORK,
                autocompletion=positions_like,
            ),
        ],
        None,
    ),
    "live": (
        Annotated[
            bool,
            typer.Option(
                "--live",
                help="Fetch prices that are missing, from Coinbase and CoinGecko. They learn which "
                "coins you ask about, no amounts.",
                rich_help_panel=_PRICES,
            ),
        ],
        False,
    ),
    "offline": (
        Annotated[
            bool,
            typer.Option(
                "--offline",
                help="Make no connection at all; only --live and --fetch-blank make one.",
                rich_help_panel=_PRICES,
            ),
        ],
        False,
    ),
    "as_json": (
        Annotated[
            bool,
            typer.Option("--json", help="Print JSON for programs.", rich_help_panel=_PRICES),
        ],
        False,
    ),
}


def takes_files(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere; it receives them as its first argument, a `Given`."""
    return _with_common(command, _COMMON, needs_files=True)


def takes_a_book(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere but files: it is about a book alone."""
    kinds = {name: kind for name, kind in _COMMON.items() if name not in {"files", "book"}}
    return _with_common(command, kinds, needs_files=False)


def takes_files_alone(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere but `--book`, which it takes in its own way."""
    kinds = {name: kind for name, kind in _COMMON.items() if name != "book"}
    return _with_common(command, kinds, needs_files=True)


def may_take_files(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere, where it can do without files."""
    files = Annotated[
        list[Path] | None,
        typer.Argument(help="Export files, or folders of them; none is fine.", metavar="FILES"),
    ]
    return _with_common(command, {**_COMMON, "files": (files, None)}, needs_files=False)


def takes_words(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options everywhere; its own words stand before files, which may lack."""
    files = Annotated[
        list[Path] | None,
        typer.Argument(help="Export files to try it on; none is fine.", metavar="FILES"),
    ]
    kinds = {name: kind for name, kind in _COMMON.items() if name != "files"}
    return _with_common(command, {**kinds, "files": (files, None)}, needs_files=False)


def _with_common(
    command: Callable[..., None], kinds: dict[str, tuple[Any, Any]], *, needs_files: bool
) -> Callable[..., None]:
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    arguments = [each for each in own if each.default is inspect.Parameter.empty]
    options = [each for each in own if each.default is not inspect.Parameter.empty]
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, (kind, default) in kinds.items()
    ]
    first = 1 if next(iter(kinds)) == "files" else 0
    then = "".join(f", then a {each.name.upper()}" for each in arguments) if first else ""
    parameters = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in (*common[:first], *arguments, *options, *common[first:])
    ]

    @wraps(command)
    def with_given(**values: Any) -> None:
        common_values = {name: values.pop(name) for name in kinds}
        given = given_of(common_values, then, needs_files=needs_files)
        try:
            command(given, **values)
        finally:
            for close in given.at_the_end:
                close()

    with_given.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_given.__annotations__ = {each.name: each.annotation for each in parameters}
    return with_given
