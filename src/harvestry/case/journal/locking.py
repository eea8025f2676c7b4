"""Filed years of a book: locked with their figures, held against what they would come to now."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from harvestry import __version__
from harvestry.book.deeds import DeedKind
from harvestry.book.errors import UnfitDeedError
from harvestry.book.journal import Book, opened
from harvestry.case.view import View
from harvestry.case.year_tax import tax_year
from harvestry.law import fingerprint as law
from harvestry.reports.sentences import left_out
from harvestry.reports.until_mended import Until, until_mended
from harvestry.tax.locked import Locked, Locks, figures_of
from harvestry.tax.year_inputs import BroughtIn
from harvestry.units.days import day_text, year_of
from harvestry.units.exact import dollars, money_of, money_text
from harvestry.units.problems import Problem


def locks_of(book: Book) -> Locks:
    """Give the years that are locked: the last lock of each, unless it was unlocked since."""
    locked: dict[int, Locked] = {}
    for deed in book.deeds:
        if deed.kind is DeedKind.LOCK:
            year = int(deed.body["year"])
            locked[year] = Locked(
                year,
                {name: money_of(text) for name, text in deed.body["figures"].items()},
                BroughtIn(*(money_of(deed.body["carryover"][term]) for term in ("short", "long"))),
                str(deed.body["law"]),
                str(deed.body["version"]),
                deed.previous,
            )
        elif deed.kind is DeedKind.UNLOCK:
            locked.pop(int(deed.body["year"]), None)
    return Locks(locked)


def lock(path: Path, view: View, year: int, head: str, who: str, at: str) -> str:
    """Lock a year as a view of the book at a head has it, and say what was locked.

    Raises:
        BookError: the book cannot be used, the year is not over or locked already, or its tax is
            unknown.
    """
    day = view.run.moment.day
    if year_of(day) <= year:
        message = f"{year} is not over on {day_text(day)}; a year is locked when it has been filed"
        raise UnfitDeedError(path, message)
    prepared = tax_year(view, year).prepared
    if prepared is None:
        message = f"the tax of {year} is unknown, so nothing can be locked"
        raise UnfitDeedError(
            path, f"{message}; `harvestry tax --book {path} --year {year}` says why"
        )
    figures = figures_of(prepared, (row.form for row in view.gains(year)))
    with opened(path, who, at) as book, book.writing(who, at) as writer:
        if year in locks_of(book).years:
            raise UnfitDeedError(path, f"{year} is locked already; unlock it first, with --unlock")
        if book.head != head:
            raise UnfitDeedError(path, "the book was changed while it was being read; try again")
        writer.add(
            DeedKind.LOCK,
            {
                "year": year,
                "figures": {name: money_text(amount) for name, amount in figures.items()},
                "carryover": {
                    "short": money_text(prepared.carryover_short),
                    "long": money_text(prepared.carryover_long),
                },
                "law": law.fingerprint(),
                "version": __version__,
            },
        )
    told = f"{year} is locked: {len(figures)} figures, total tax {dollars(prepared.total_tax)}."
    return " ".join((told, *left_out(view.run.reading.unread)))


def doubts_of(path: Path, problems: Iterable[Problem], year: int) -> str:
    """Say which open problems of a year put the figures in doubt that are locked; else nothing.

    `problems` are those that `tax` says of the year.
    """
    codes = Counter(each.code for each in problems if until_mended(each) is Until.DOUBT)
    if not codes:
        return ""
    told = ", ".join(f"{code} ({count})" if count > 1 else code for code, count in codes.items())
    return (
        f"Problems are open until which {Until.DOUBT}, and the lock holds these as they are: "
        f"{told}. See `harvestry tax --book {path} --year {year}`; once mended, lock again after "
        f"`harvestry lock {year} --unlock`."
    )


def unlock(path: Path, year: int, who: str, at: str) -> str:
    """End the lock of a year.

    Raises:
        BookError: the book cannot be used, or the year is not locked.
    """
    with opened(path, who, at) as book, book.writing(who, at) as writer:
        if year not in locks_of(book).years:
            raise UnfitDeedError(path, f"{year} is not locked")
        writer.add(DeedKind.UNLOCK, {"year": year})
    return f"{year} is no longer locked; what it hands on is worked out again."
