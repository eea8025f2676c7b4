"""`open_case`: what a program gives, checked and put in order, becomes a `Case`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from harvestry import pipeline
from harvestry.case.household import Case
from harvestry.case.report import AnyPath
from harvestry.events.account import Method, Owner
from harvestry.law.positions import positions_of
from harvestry.law.regime import regime_of
from harvestry.sources.given_files import GivenFiles, opened
from harvestry.sources.live.permission import Live
from harvestry.tax.locked import NO_LOCKS, Locks


class Holds(Protocol):
    """What must live as long as a case, such as the folder its files lie in; with locked years."""

    @property
    def locks(self) -> Locks:
        """The filed years that are locked."""
        ...

    @property
    def outside(self) -> tuple[str, ...]:
        """What is said of what stood beside the files in their folders, and was not read."""
        ...


def open_case(
    files: Iterable[AnyPath],
    *,
    as_of: date | str,
    accounts: AnyPath | None = None,
    assets: AnyPath | None = None,
    profile: AnyPath | None = None,
    prices: AnyPath | None = None,
    mapping: AnyPath | None = None,
    decisions: AnyPath | None = None,
    price_book: AnyPath | None = None,
    live: Live | None = None,
    owner: str | None = None,
    method: str | None = None,
    wash: str | None = None,
    positions: Mapping[str, str] | None = None,
    holds: Holds | None = None,
    progress: pipeline.Progress = pipeline.silent,
) -> Case:
    """Open the files of a household as of the end of a day.

    Args:
        files: export files, or folders of them; a folder's settings files are used too.
        as_of: a date or ISO text. There is no clock inside: say which day it is.
        accounts: accounts.toml.
        assets: assets.toml.
        profile: profile.toml.
        prices: prices.csv.
        mapping: mapping.toml, for files nobody knows.
        decisions: decisions.toml, what `fix` was told.
        price_book: where fetched prices are kept; the user's own in `prices` stand above them.
        live: leave to fetch prices that are missing; without it nothing connects anywhere.
        owner: look only at accounts of `self`, `spouse`, `joint` or `entity`.
        method: re-match all history by `fifo`, `lifo`, `hifo` or `specific`, as a what-if.
        wash: the wash-sale regime, `current-law`, `apply` or `from:DATE`; else as the profile says
            returns were filed, and for plans with coins covered from the year on.
        positions: grey choices by their key; they stand above the profile's.
        holds: what must live as long as the case; a file in it that cannot be read is a problem.
        progress: told what is going on, in words.

    Nothing is read before a report is asked for; reading raises `SourceError` or `SettingsError`.

    Raises:
        UnknownRegimeError: `wash` is no regime.
        UnknownPositionError: no such position, or no such choice.
    """
    chosen = positions_of({} if positions is None else positions).chosen
    regime = None if wash is None else str(regime_of(wash))
    settings = {"accounts": accounts, "assets": assets, "profile": profile, "prices": prices}
    settings |= {"mapping": mapping, "decisions": decisions}
    given = opened([Path(file) for file in files], _paths(settings))
    book = None if price_book is None else Path(price_book)
    inputs = pipeline.Inputs(
        files=tuple(path for path in given.files if not _is(path, book)),
        as_of=date.fromisoformat(as_of) if isinstance(as_of, str) else as_of,
        found=frozenset(path for path in _met(given, holds) if not _is(path, book)),
        accounts=given.settings["accounts"],
        assets=given.settings["assets"],
        profile=given.settings["profile"],
        prices=given.settings["prices"],
        mapping=given.settings["mapping"],
        decisions=given.settings["decisions"],
        price_book=book,
        live=live,
        rematch=None if method is None else Method(method),
        wash=regime,
        positions=chosen,
        locks=NO_LOCKS if holds is None else holds.locks,
        outside=() if holds is None else holds.outside,
    )
    return Case(inputs, None if owner is None else Owner(owner), progress, holds)


def _paths(settings: Mapping[str, AnyPath | None]) -> dict[str, Path | None]:
    return {name: None if path is None else Path(path) for name, path in settings.items()}


def _met(given: GivenFiles, holds: Holds | None) -> Collection[Path]:
    """Give the files nobody named: all of a book, lest one that cannot be read close it whole."""
    return given.found if holds is None else given.files


def _is(path: Path, book: Path | None) -> bool:
    """Tell whether a file met in a folder is the price book, which holds no transactions."""
    return book is not None and path.name == book.name and path.absolute() == book.absolute()
