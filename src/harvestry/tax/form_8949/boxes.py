"""The box of Form 8949 a match belongs in, and the line of Schedule D a box goes to."""

from enum import StrEnum
from typing import Final

from harvestry.events.account import Account
from harvestry.events.asset import Asset
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law, MissingLawError
from harvestry.ledger.match import Match, Term
from harvestry.units.days import Day

_DIGITAL: Final = "form-8949-boxes"
_SECURITIES: Final = "form-8949-boxes-securities"
_NO_FORM: Final = "none"
_SOME_FORM: Final = "some"


class Received(StrEnum):
    """What the broker sent about a sale."""

    REPORTED = "reported"
    """A form that shows the basis to the IRS."""
    UNREPORTED = "unreported"
    """A form without a basis, or one that the IRS was not told."""
    NONE = "none"
    """No form."""


def form_of(law: Law, event: Event, account: Account, day: Day) -> str:
    """Give the form a broker sent about a sale: `1099-da`, `1099-b`, `none`, or `some`.

    The row's own `form` rules, else what the account's broker sends; a row that bears a figure of a
    form has `some` form. No Form 1099-DA was sent of a sale before there was one (Treas. Reg.
    1.6045-1(d)(2)).
    """
    form = event.detail.form or account.form or _by_figures(event)
    if form != "1099-da":
        return form
    try:
        return str(law.on("form-1099-da", day).values["form"])
    except MissingLawError:
        return _NO_FORM


def _by_figures(event: Event) -> str:
    detail = event.detail
    figures = (detail.form_proceeds, detail.form_basis)
    return _NO_FORM if figures == (None, None) else _SOME_FORM


def received(law: Law, event: Event, account: Account, day: Day) -> Received:
    """Give what came about a sale, and whether it showed the basis to the IRS."""
    if form_of(law, event, account, day) == _NO_FORM:
        return Received.NONE
    reported = event.detail.form_basis_reported
    if reported is None:
        reported = account.form_basis_reported
    return Received.REPORTED if reported else Received.UNREPORTED


def is_excepted(match: Match, given: Asset, asset: Asset) -> bool:
    """Tell whether these are coins withheld as a fee from those that a sale of coins brought.

    A broker reports no sale of them (Treas. Reg. 1.6045-1(c)(3)(ii)(C)). Those withheld from a
    purchase for money, and a fee in a third coin, are not excepted.
    """
    event = match.event
    of_what_came = match.disposal != event.id and match.lot == event.id
    return of_what_came and event.kind is Kind.TRADE and given.is_digital and asset.is_digital


def box(
    law: Law, match: Match, account: Account, asset: Asset, *, excepted: bool = False
) -> str | None:
    """Give the box letter, `None` before 2020 or while the term is unknown.

    Where a form came its kind decides between A to F and G to L; else the class of the asset
    (Instructions for Form 8949, boxes). `excepted` units are on no form of the sale beside them
    since there is Form 1099-DA.
    """
    if match.term is Term.UNKNOWN:
        return None
    day = match.sold_on
    form = form_of(law, match.event, account, day)
    came = received(law, match.event, account, day)
    if excepted and _excepts(law, day):
        form, came = _NO_FORM, Received.NONE
    digital = asset.is_digital if form in (_NO_FORM, _SOME_FORM) else form == "1099-da"
    try:
        boxes = law.on(_DIGITAL if digital else _SECURITIES, day)
    except MissingLawError:
        return None
    return str(boxes.values[f"{match.term}_{came}"])


def _excepts(law: Law, day: Day) -> bool:
    try:
        return law.on("form-1099-da", day).values["withheld_units"] is False
    except MissingLawError:
        return False


def line_of(law: Law, letter: str, day: Day) -> str:
    """Give the line of Schedule D that a box's totals go to on the form of a day's year."""
    return str(law.on("form-8949-lines", day).values[letter])


def direct_line_of(law: Law, letter: str, day: Day) -> str | None:
    """Give the line of Schedule D that rows of a box may go to directly, `None` if they may not.

    Instructions for Form 8949, Exception 1.
    """
    line = law.on("form-8949-direct", day).values.get(letter)
    return None if line is None else str(line)
