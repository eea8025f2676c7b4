"""What was given on the command line: files, settings, a day; and the case it opens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harvestry.faces.cli.choosing import (
    FIRST_YEAR,
    LAST_YEAR,
    chosen,
)
from harvestry.faces.cli.refusing import refuse

if TYPE_CHECKING:
    from harvestry.case import Case
    from harvestry.case.journal import Unpacked
    from harvestry.sources.live.permission import Live

_SETTINGS: Final = ("accounts", "assets", "profile", "prices", "mapping", "decisions")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given on the command line, the same for every command."""

    paths: tuple[Path, ...]
    settings: dict[str, Path | None]
    as_of: date
    owner: str | None
    wash: str | None
    positions: dict[str, str]
    as_json: bool
    price_book: Path | None = None
    price_book_named: bool = False
    live: "Live | None" = None
    offline: bool = False
    book: Path | None = None
    now: str = ""
    at_the_end: list[Callable[[], object]] = field(default_factory=list)

    def case(self, tell: Callable[[str], None], method: str | None = None) -> "Case":
        """Open the case; `method` re-matches history as a what-if, `tell` hears of progress."""
        if self.book is None:
            return self.opened(self.paths, tell, method)
        from harvestry.case.journal import unpacked

        tell("opening the book")
        return self.opened_book(unpacked(self.book, self.now), tell, method)

    def opened_book(
        self, files: "Unpacked", tell: Callable[[str], None], method: str | None = None
    ) -> "Case":
        """Open a case of a book's files; prices fetched meanwhile are kept in the book."""
        if self.book is None or self.price_book_named:
            return self.opened(files.files, tell, method, holds=files)
        if self.live is not None:
            from harvestry.case.journal import keep_prices

            book, who = self.book, "harvestry --live"
            self.at_the_end.append(lambda: keep_prices(book, files.prices, who, self.now))
        own = replace(self, price_book=files.prices)
        return own.opened(files.files, tell, method, holds=files)

    def opened(
        self,
        paths: Iterable[Path],
        tell: Callable[[str], None],
        method: str | None = None,
        *,
        holds: "Unpacked | None" = None,
    ) -> "Case":
        """Open a case of these files with the settings given; it lives as long as what it holds."""
        from harvestry.case import open_case

        book = self.price_book
        if self.price_book_named and self.live is None and book is not None and not book.exists():
            refuse(f"there is no price book {book}; `harvestry prices FILES --live` makes one")
        return open_case(
            paths,
            holds=holds,
            as_of=self.as_of,
            owner=self.owner,
            method=method,
            wash=self.wash,
            positions=self.positions,
            progress=tell,
            price_book=book,
            live=self.live,
            **self._settings_with(holds),
        )

    def _settings_with(self, holds: "Unpacked | None") -> dict[str, Path | None]:
        """Give the settings; the book, if there is one, keeps what was decided and mapped."""
        if holds is None:
            return self.settings
        mapping = holds.mapping_with(self.settings["mapping"])
        own = {role: path or holds.settings.get(role) for role, path in self.settings.items()}
        return {**own, "decisions": holds.decisions, "mapping": mapping}

    def outlet(self, out: Path, suffix: str = "") -> Path:
        """Give the file to write, unless that would destroy what is read or mislead by its name."""
        settings = [*self.settings.values(), self.price_book]
        read = [*self.paths, *(path for path in settings if path is not None)]
        if any(path.exists() and out.exists() and path.samefile(out) for path in read):
            refuse(f"{out} is one of the files being read; give another name")
        if any(path.is_dir() and out.exists() and _is_input_of(path, out) for path in read):
            refuse(f"{out} is one of the files being read; give another name")
        if out.is_dir():
            refuse(f"{out} is a folder; name a file in it")
        if suffix and out.suffix.lower() != suffix:
            refuse(f"{out} should end in {suffix}")
        if not out.parent.is_dir():
            refuse(f"there is no folder {out.parent}; make it, or name another")
        return out


def _is_input_of(folder: Path, out: Path) -> bool:
    """Tell whether a file of a folder that was given would be read."""
    return out.parent.samefile(folder) and out.suffix.lower() in {".csv", ".toml"}


def folder_given(folder: Path, as_of: date) -> Given:
    """Give what is given by naming a folder and a day."""
    settings: dict[str, Path | None] = dict.fromkeys(_SETTINGS)
    return Given((folder,), settings, as_of, None, None, {}, as_json=False)


def given_of(values: dict[str, Any], then: str, *, needs_files: bool) -> Given:
    """Give what the values of the common options come to; `then` says what follows FILES.

    What cannot be is refused in one sentence.
    """
    settings = {name: values[name] for name in _SETTINGS}
    files: Iterable[Path] = values.get("files") or ()
    day = _day(values["as_of"])
    if values["live"] and values["offline"]:
        refuse("--live fetches prices and --offline makes no connection; give one of the two")
    named: Path | None = values["price_book"]
    if needs_files and not files and values.get("book") is None:
        refuse(
            f"give export FILES{then}, or a stored household with --book in place of FILES; "
            "`harvestry demo` shows how"
        )
    if settings["decisions"] is not None and values.get("book") is not None:
        refuse("a book keeps its own decisions; give --book or --decisions, not both")
    if values.get("files") and values.get("book") is not None:
        refuse("give FILES or --book, not both; `harvestry import` takes files into a book")
    return Given(
        tuple(files),
        settings,
        day,
        values["owner"],
        values["wash"],
        chosen(values["position"] or ()),
        values["as_json"],
        _price_book() if named is None else named,
        named is not None,
        _leave_to_connect() if values["live"] else None,
        offline=values["offline"],
        book=values.get("book"),
        now=now(),
    )


def now() -> str:
    """Give the present instant in UTC; the clock is read in this file and nowhere below."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _price_book() -> Path:
    from harvestry.sources.data_folder import default_price_book

    return default_price_book()


def _leave_to_connect() -> "Live":
    from harvestry.sources.live import permission
    from harvestry.units.days import instant_of

    return permission.public(instant_of(datetime.now(UTC)))


def _day(text: str | None) -> date:
    """Read the day. The clock is read in this file and nowhere below: all else takes the day."""
    if text is None:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse(f"--as-of {text}: write the day as 2026-12-31.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        refuse(f"--as-of {text}: give a day between {FIRST_YEAR} and {LAST_YEAR}.")
    return day
