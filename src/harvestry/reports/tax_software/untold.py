"""What TurboTax's universal template has no column for, of the transactions it tells."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind

_LOSS_BASIS: Final = (
    "gifts may be sold at a loss, which counts from the value at the gift where that is below the "
    "donor's basis or unknown (IRC 1015(a)); the file has the donor's basis alone"
)
_INHERITED: Final = (
    "inheritances stand as purchases; they are long-term however soon they are sold (IRC 1223(9)), "
    "which the file cannot say"
)
_LOTS: Final = "rows name the lots given up, and the file has no column for it"
_FORM: Final = (
    "rows say more for Form 8949, of related persons, codes or a broker's form, and the file has "
    "no column for it"
)
_ALWAYS: Final = (
    "The file has transactions alone: TurboTax matches lots anew, and wash sales and codes of Form "
    "8949 are not in it. Hold what it makes of them against form-8949-{year}.csv."
)


def untold_of(event: Event) -> Iterator[str]:
    """Give what the row of an event leaves out, in words that follow a number of rows."""
    detail = event.detail
    if event.kind is Kind.GIFT_IN and event.usd:
        value = detail.fmv_usd
        if value is None or value < event.usd:
            yield _LOSS_BASIS
    if event.kind is Kind.INHERIT:
        yield _INHERITED
    if detail.lots:
        yield _LOTS
    figures = (detail.form_proceeds, detail.form_basis, detail.prior_disallowed)
    if detail.related or detail.adjust or any(each is not None for each in figures):
        yield _FORM


def untold_notes(untold: Counter[str], year: int) -> Iterator[str]:
    """Give the notes on what the rows of a file leave out."""
    for what, count in sorted(untold.items()):
        yield f"{count} {what}."
    yield _ALWAYS.format(year=year)
