"""A year's tax: in short, line by line, and the document of the contract."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from harvestry.reports import json_text
from harvestry.reports.json_text import Json
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.digital_asset_question import Answer
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.federal.lines import lines_of
from harvestry.tax.state_tax import StateTax
from harvestry.tax.years import Range, TaxYear

_TOTAL: Final = "Total tax"
_SHORT: Final = (
    Column("What", Unit.TEXT),
    Column("Amount", Unit.MONEY, "US dollars; unknown where something the tax needs is unknown."),
    Column("Line", Unit.TEXT, "Where it stands on the return."),
)
_LINES: Final = (
    Column("Form", Unit.TEXT),
    Column("Line", Unit.TEXT),
    Column("What", Unit.TEXT),
    Column("Amount", Unit.MONEY, "US dollars."),
)
_FIGURES: Final = (
    "agi",
    "taxable_income",
    "taxable_income_signed",
    "regular_tax",
    "amt",
    "niit",
    "se_tax",
    "additional_medicare",
    "credits",
    "total_tax",
)


def tax_document(
    done: TaxYear, answer: Answer | None, status: str | None, state: StateTax | None
) -> Json:
    """Give a year's tax under the keys of the contract; what is unknown is null.

    While the tax is unknown `range` says between which amounts it lies; where that is no bound,
    since other lots may have gone by their cost, `as_lots_went` has it in its place.
    """
    within = None if done.within is None or done.prepared is not None else _within(done.within)
    unsure = done.activity.order_unknown
    return {
        "year": done.year,
        "filing_status": status,
        **figures_document(done.prepared),
        "state": _state(state),
        "range": None if unsure else within,
        "as_lots_went": within if unsure else None,
        "digital_asset_question": _answer(answer),
    }


def _within(within: Range) -> Json:
    most = within.most
    return {
        "low": json_text.money(within.least.total_tax),
        "high": json_text.money(None if most is None else most.total_tax),
    }


def figures_document(prepared: Return | None) -> Json:
    """Give the figures of one return, null throughout where there is none."""
    if prepared is None:
        nothing: Json = dict.fromkeys((*_FIGURES, "net_short", "net_long", "loss_allowed"))
        return {**nothing, "carryover": {"short": None, "long": None}, "lines": {}}
    d = prepared.schedule_d
    return {
        **{name: json_text.money(getattr(prepared, name)) for name in _FIGURES},
        "net_short": json_text.money(d.line_7),
        "net_long": json_text.money(d.line_15),
        "loss_allowed": json_text.money(-d.line_21),
        "carryover": {
            "short": json_text.money(prepared.carryover_short),
            "long": json_text.money(prepared.carryover_long),
        },
        "lines": {name: json_text.money(amount) for name, amount in lines_of(prepared).items()},
    }


def _state(state: StateTax | None) -> Json | None:
    if state is None:
        return None
    return {"capital_gain": json_text.money(state.on), "tax": json_text.money(state.tax)}


_ANSWERS: Final[Mapping[bool | None, str | None]] = {True: "Yes", False: "No", None: None}


def _answer(answer: Answer | None) -> Json | None:
    if answer is None:
        return None
    return {
        "question": answer.question,
        "answer": _ANSWERS[answer.yes],
        "because": [
            {
                "event": each.event.id,
                "asset": each.asset,
                "date": json_text.day(each.on),
                "what": each.what,
                "source": json_text.rows_of(each.event.source),
            }
            for each in answer.because
        ],
        "unless": [
            {
                "event": each.event.id,
                "asset": each.asset,
                "date": json_text.day(each.on),
                "position": each.position,
                "choice": each.choice,
                "source": json_text.rows_of(each.event.source),
            }
            for each in answer.unless
        ],
    }


def tax_table(done: TaxYear, status: str, notes: tuple[str, ...]) -> Table:
    """Give a year's tax in short."""
    title = f"Federal tax {done.year}, {status}"
    rows = list(_short(done.prepared)) if done.prepared else [(_TOTAL, None, "")]
    emphasis = {n: _TOTAL for n, row in enumerate(rows) if row[0] == _TOTAL}
    return Table(title, _SHORT, rows, notes, emphasis=emphasis)


def _short(prepared: Return) -> list[Row]:
    line = {what: f"Form 1040 line {number}" for what, number in prepared.figures.lines.items()}
    d = prepared.schedule_d
    rows: list[Row] = [
        ("Net short-term gain or loss", d.line_7, "Schedule D line 7"),
        ("Net long-term gain or loss", d.line_15, "Schedule D line 15"),
        ("Capital gain, or the loss allowed", d.capital_gain, line["capital_gain"]),
        ("Adjusted gross income", prepared.agi, line["agi"]),
        ("Deductions", prepared.agi - prepared.taxable_income_signed, line["all_deductions"]),
        ("Taxable income", prepared.taxable_income, line["taxable_income"]),
        ("Income tax", prepared.regular_tax, line["tax"]),
        ("Alternative minimum tax", prepared.amt, "Form 6251 line 11"),
        ("Credits", -prepared.credits, line["credits"]),
        ("Net investment income tax", prepared.niit, "Form 8960 line 17"),
        ("Self-employment tax", prepared.se_tax, "Schedule SE line 12"),
        ("Additional Medicare tax", prepared.additional_medicare, "Form 8959 line 18"),
        (_TOTAL, prepared.total_tax, line["total_tax"]),
    ]
    if prepared.carryover_short or prepared.carryover_long:
        rows += [
            ("Short-term loss for next year", prepared.carryover_short, "Carryover line 8"),
            ("Long-term loss for next year", prepared.carryover_long, "Carryover line 13"),
        ]
    return rows


def lines_table(prepared: Return) -> Table:
    """Give the return line by line; lines of nothing are left out."""
    words = _words(prepared)
    rows: list[Row] = []
    for name, amount in lines_of(prepared).items():
        if amount:
            form, _, line = name.partition(".")
            title, by_line = words[form]
            rows.append((title, line, by_line[line], amount))
    return Table(
        f"The return of {prepared.figures.year} line by line", _LINES, rows, groups=("form",)
    )


def _words(prepared: Return) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Give each form's title and what stands on its lines, numbered as in the return's year."""
    numbers = prepared.figures.lines
    words = {}
    for form, told in _line_words().items():
        lines = {str(numbers.get(key, key)): text for key, text in told.items() if key != "title"}
        words[form] = (told["title"], lines)
    return words


@cache
def _line_words() -> Mapping[str, Mapping[str, str]]:
    text = files("harvestry.reports").joinpath("line_words.toml").read_text("utf-8")
    return tomllib.loads(text)
