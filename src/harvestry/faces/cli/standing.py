"""`lots` and `holdings`: of a book from what is kept there, where that fits."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from harvestry.faces.cli.given import Given

if TYPE_CHECKING:
    from harvestry.case import Report

What = Literal["lots", "holdings"]


def standing_report(given: Given, what: What, tell: Callable[[str], None]) -> "Report":
    """Give what is held; of a book without a fold where what is kept there fits."""
    if given.book is None:
        case = given.case(tell)
        return case.lots() if what == "lots" else case.holdings()
    from harvestry.case.journal import keep_standing, standing, unpacked

    tell("opening the book")
    report = None
    if given.live is None:
        prices = unpacked(given.book, given.now, prices_alone=True)
        settings = given.opened_book(prices, tell)
        report = standing(given.book, settings.inputs, settings.owner, what, given.now)
    if report is None:
        files = unpacked(given.book, given.now)
        case = given.opened_book(files, tell)
        report = case.lots() if what == "lots" else case.holdings()
        tell("keeping what is held")
        keep_standing(given.book, case, files.head, f"harvestry {what}", given.now)
    return report


def keep_what_is_held(given: Given, tell: Callable[[str], None]) -> None:
    """Work out what a book's journal comes to and keep it, so that it is shown at once."""
    assert given.book is not None
    standing_report(given, "holdings", tell)
