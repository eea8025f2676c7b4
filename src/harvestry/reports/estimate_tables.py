"""Estimated tax: the instalments of a year, and the document of the contract."""

from collections.abc import Iterator
from typing import Final

from harvestry.reports import json_text
from harvestry.reports.json_text import Json
from harvestry.reports.reminder import Reminder
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.estimated.estimate import Estimate
from harvestry.units.days import day_text
from harvestry.units.exact import dollars

_INSTALMENTS: Final = (
    Column("Due", Unit.DAY),
    Column("Regular", Unit.MONEY, "A quarter of the required annual payment, less withholding."),
    Column("Annualised", Unit.MONEY, "By the income up to the period's end (Schedule AI)."),
    Column("Required", Unit.MONEY, "The smaller; what it puts off is added later.", True),
    Column("Paid", Unit.MONEY, "As profile.toml says.", True),
    Column("Still due", Unit.MONEY, "Payments go to the earliest open instalment.", True),
)
_TIMING: Final = (
    "Withholding counts in four equal parts; the profile's income comes in evenly by month, what "
    "the files show when it happened."
)
_KEYS: Final = ("due", "regular", "annualised", "required", "paid", "still_due")


def estimate_document(year: int, estimate: Estimate | None, after: Estimate | None = None) -> Json:
    """Give the estimate under the keys of the contract; null while the tax is unknown.

    `after` is the same if what can be locked in were sold today.
    """
    if estimate is None:
        nothing: Json = dict.fromkeys(("required_annual", "rule", "expected_tax"))
        return {"year": year, **nothing, "installments": [], "penalty_possible": None}
    return {
        "year": year,
        **_document(estimate),
        "after_harvest": None if after is None else _document(after),
    }


def _document(estimate: Estimate) -> Json:
    return {
        "expected_tax": json_text.money(estimate.tax),
        "withholding": json_text.money(estimate.required.withheld),
        "required_annual": json_text.money(estimate.required.amount),
        "rule": estimate.required.rule,
        "installments": [
            dict(zip(_KEYS, (json_text.day(row.due), *map(json_text.money, row[1:])), strict=True))
            for row in estimate.instalments
        ],
        "penalty_possible": estimate.late,
    }


def estimate_table(year: int, estimate: Estimate | None, after: Estimate | None = None) -> Table:
    """Give a row an instalment; what a harvest today would change stands in a note."""
    title = f"Estimated tax {year}"
    if estimate is None:
        return Table(title, _INSTALMENTS, (), empty="Unknown until the year's tax is known.")
    rows: list[Row] = [
        (
            row.due,
            row.regular,
            "" if row.annualised is None else row.annualised,
            row.required,
            row.paid,
            row.still_due,
        )
        for row in estimate.instalments
    ]
    told = (*_told(estimate), *_changed(estimate, after))
    return Table(title, _INSTALMENTS, rows, told)


def _changed(before: Estimate, after: Estimate | None) -> tuple[str, ...]:
    """Say what selling today would change of the payments still to come."""
    if after is None:
        return ()
    less = f"{dollars(before.tax - after.tax)} less tax"
    if before.still_due != after.still_due:
        due = f"{dollars(after.still_due)} still due instead of {dollars(before.still_due)}"
        less = f"{less}, and {due}"
    return (
        f"Locking in today what `harvestry harvest` shows, in the year as it is filed: {less}.",
    )


def estimate_reminders(year: int, estimate: Estimate) -> list[Reminder]:
    """Give the days on which something is still to be paid."""
    return [
        Reminder(
            row.due,
            f"Estimated tax {year}: {dollars(row.still_due)} due",
            f"Pay {dollars(row.still_due)} to the IRS (Form 1040-ES or IRS Direct Pay), "
            f"instalment {n} of {len(estimate.instalments)} for {year}. No tax advice.",
            f"estimate:{year}:{n}",
        )
        for n, row in enumerate(estimate.instalments, start=1)
        if row.still_due
    ]


def _not_told(estimate: Estimate) -> Iterator[str]:
    """Say which payments there are none of in the profile: maybe they were only left out."""
    paid = any(row.paid for row in estimate.instalments)
    missing = [
        name
        for name, told in (("withholding", estimate.required.withheld), ("estimated_paid", paid))
        if not told
    ]
    if missing:
        names = " and no ".join(f"`{name}`" for name in missing)
        yield (
            f"By the year's section of profile.toml there is no {names}; what is left out counts "
            "as 0."
        )


def _told(estimate: Estimate) -> tuple[str, ...]:
    required = estimate.required
    sentences = [
        f"Expected total tax {dollars(estimate.tax)}, withheld {dollars(required.withheld)}.",
        *_not_told(estimate),
        f"Required in advance: {dollars(required.amount)}, {required.rule}.",
        _TIMING,
    ]
    if estimate.late:
        sentences.append(
            "An instalment that was due was not paid in full by its day: a penalty is possible "
            "(Form 2210), and paying now stops it from growing."
        )
    if estimate.still_due:
        sentences.append(
            "The last instalment need not be paid if the return is filed and the tax paid by "
            f"{day_text(estimate.return_by)}."
        )
    return tuple(sentences)
