"""The lines of a return by their names: `schedule_d.16`, `form_1040.15`, `qdcg.25`."""

from collections.abc import Iterator
from typing import NamedTuple

from harvestry.tax.federal.form_1040 import Return
from harvestry.units.exact import Money


def lines_of(prepared: Return) -> dict[str, Money]:
    """Give every line that was filled in, in the order of the forms, numbered as in its year."""
    d = prepared.schedule_d
    own, spouses = prepared.schedule_se, prepared.schedule_se_spouse
    named: list[tuple[str, NamedTuple | None]] = [
        ("schedule_d", d),
        ("qdcg", prepared.qualified_dividends),
        ("sdtw", prepared.schedule_d_tax),
        ("form_8960", prepared.form_8960),
        ("form_8959", prepared.form_8959),
        ("schedule_se", own if own.line_3 else None),
        ("schedule_se_spouse", spouses if spouses.line_3 else None),
        ("carryover", prepared.carryover),
    ]
    lines = dict(_form_1040(prepared))
    lines.update(_form_6251(prepared))
    for form, record in named:
        if record is not None:
            lines.update(_numbered(form, record))
    return lines


def _numbered(form: str, record: NamedTuple) -> Iterator[tuple[str, Money]]:
    for field, amount in zip(record._fields, record, strict=True):
        if amount is not None:
            yield f"{form}.{field.removeprefix('line_')}", amount


def _form_6251(prepared: Return) -> Iterator[tuple[str, Money]]:
    """Give the form's lines; what is added up before line 2 has another number each year."""
    form, numbers = prepared.form_6251, prepared.figures.lines
    if numbers["amt_deductions"]:
        deductions = prepared.deduction + prepared.inputs.qbi_deduction
        yield f"form_6251.{numbers['amt_deductions']}", deductions
    yield f"form_6251.{numbers['amt_income']}", form.line_1
    yield from (each for each in _numbered("form_6251", form) if each[0] != "form_6251.1")


def _form_1040(prepared: Return) -> Iterator[tuple[str, Money]]:
    inputs = prepared.inputs
    all_deductions = prepared.deduction + inputs.qbi_deduction + prepared.senior_deduction
    before_credits = prepared.regular_tax + prepared.amt
    other = prepared.niit + prepared.se_tax + prepared.additional_medicare
    amounts = {
        "wages": inputs.wages,
        "interest": inputs.interest,
        "dividends": inputs.ordinary_dividends,
        "capital_gain": prepared.schedule_d.capital_gain,
        "other_income": inputs.other_income + inputs.business_income,
        "total_income": prepared.total_income,
        "adjustments": inputs.adjustments + prepared.se_adjustment,
        "agi": prepared.agi,
        "deduction": prepared.deduction,
        "qbi_deduction": inputs.qbi_deduction,
        "additional_deductions": prepared.senior_deduction,
        "all_deductions": all_deductions,
        "taxable_income": prepared.taxable_income,
        "tax": prepared.regular_tax,
        "alternative_minimum": prepared.amt,
        "credits": prepared.credits,
        "after_credits": before_credits - prepared.credits,
        "other_taxes": other,
        "total_tax": prepared.total_tax,
    }
    assert before_credits - prepared.credits + other == prepared.total_tax, "the form adds up"
    for what, amount in amounts.items():
        line = prepared.figures.lines[what]
        if line:
            yield f"form_1040.{line}", amount
