"""What differs between a form and the books, in a sentence with what to do."""

from collections.abc import Callable, Mapping
from typing import Final

from harvestry.reports.cell_text import cell_text
from harvestry.reports.table import Unit
from harvestry.tax.reconcile.differences import Why
from harvestry.tax.reconcile.reconciling import Line
from harvestry.units.days import Day, day_text
from harvestry.units.exact import quantity_text, total_of


def sentence(line: Line) -> str:
    """Give what is to be said of a line; of one in which nothing differs, that."""
    if line.why is None:
        return "The form and the books say the same."
    return f"{_what(line)}: {_SAID[line.why](line)}"


def _what(line: Line) -> str:
    if line.forms:
        form = line.forms[0]
        when = "the year" if form.sold is None else day_text(form.sold)
        units = quantity_text(sum(each.quantity for each in line.forms))
        return f"{units} {form.asset} in {form.account}, {when}"
    piece = line.pieces[0]
    units = quantity_text(sum(each.quantity for each in line.pieces))
    return f"{units} {piece.asset} in {piece.account}, {day_text(piece.sold)}"


def _by_fees(line: Line) -> str:
    return (
        f"the form shows proceeds of {_shown(line)}, ours are {_ours(line)} after the costs of the "
        "sale. The form's stand in (d), the costs in (g) with code E."
    )


def _above(line: Line) -> str:
    return (
        f"the form shows proceeds of {_shown(line)}, ours are {_ours(line)}, and costs do not "
        "explain it. What is left stands in (g) with code O; ask the broker for a corrected form "
        "if ours are right."
    )


def _below(line: Line) -> str:
    return (
        f"the form shows proceeds of {_shown(line)}, less than the {_ours(line)} received. The "
        "right proceeds stand in (d)."
    )


def _basis(line: Line) -> str:
    return (
        f"the basis told to the IRS is {_shown(line)}, ours is {_ours(line)}. The form's stands in "
        "(e), the difference in (g) with code B."
    )


def _not_reported(line: Line) -> str:
    return (
        f"the form shows a basis of {_shown(line)} that the IRS was not told, ours is "
        f"{_ours(line)}. Ours stands in (e), code B with 0 in (g)."
    )


def _basis_unknown(line: Line) -> str:
    shown = "none" if line.figures is None or line.figures.form is None else _shown(line)
    return (
        f"our basis is unknown, and the form shows {shown}. If that is right, put it into the "
        "purchase or opening of these units; until then (h) stays empty."
    )


def _noncovered(line: Line) -> str:
    box = _box(line)
    return (
        "the units are noncovered and the form shows no basis, which is not zero. Ours stands in "
        f"(e), box {box}; keep your records."
    )


def _transfer(line: Line) -> str:
    shown = sorted({day_text(each.acquired) for each in line.forms if each.acquired is not None})
    return (
        f"the broker takes {' and '.join(shown)}, when the units were moved there, for the day "
        f"acquired; they were acquired {_days(line)}. Our day, term and basis stand (Treas. Reg. "
        "1.6045-1(d)(2)(vii))."
    )


def _acquired(line: Line) -> str:
    shown = sorted({day_text(each.acquired) for each in line.forms if each.acquired is not None})
    return f"the form says acquired {' and '.join(shown)}, ours {_days(line)}. Ours stands in (b)."


def _term(line: Line) -> str:
    shown = " and ".join(sorted({each.term.value for each in line.forms}))
    ours = " and ".join(sorted({each.term.value for each in line.pieces}))
    return f"the form says {shown}, by our dates it is {ours}: that part of the form, with code T."


def _ordinary(line: Line) -> str:
    ours = " and ".join(sorted({each.term.value for each in line.pieces}))
    return f"the form says ordinary income, the books have a {ours}-term sale; see which is right."


def _wash(line: Line) -> str:
    less = line.figures is not None and (line.figures.books or 0) < (line.figures.form or 0)
    more = (
        "Attach a statement that explains why it is less."
        if less
        else "A broker sees only purchases of its own account."
    )
    return (
        f"the form disallows {_shown(line)} as a wash sale, ours is {_ours(line)}. Ours stands in "
        f"(g) with code W. {more}"
    )


def _day(line: Line) -> str:
    form, sold = line.forms[0].sold, line.pieces[0].sold
    if form is None or abs(form - sold) > 1:
        return f"by our files it was sold {day_text(sold)}. See which is right; ours stands."
    return (
        f"by our account's time zone it was sold {day_text(line.pieces[0].sold)}, a day apart. "
        "Ours stands; if the broker's zone is the right one, set `time_zone` of the account."
    )


def _year(line: Line) -> str:
    if not line.pieces:
        return "the form is of another tax year; compare it with the books of that one."
    return (
        f"by our account's time zone it was sold {day_text(line.pieces[0].sold)}, in another tax "
        "year. Set `time_zone` of the account to the one the broker uses, and keep to it."
    )


def _quantity(line: Line) -> str:
    ours = quantity_text(sum(each.quantity for each in line.pieces))
    return (
        f"ours is a sale of {ours}. Ours stands in the box of the form; find the fill that one "
        "side lacks."
    )


def _aggregated(line: Line) -> str:
    count = len(line.pieces)
    shown = cell_text(line.forms[0].proceeds, Unit.MONEY)
    ours = total_of(each.match.proceeds for each in line.pieces)
    return (
        f"one form of {shown} for all of the year; ours are {count} sales of "
        f"{cell_text(ours, Unit.MONEY)}. Each stands on its row."
    )


def _duplicate(line: Line) -> str:
    row = ", ".join(str(each.source) for each in line.forms)
    return f"{row} is a form sent twice; report the sale once and ask for a corrected form."


def _not_ours(line: Line) -> str:
    proceeds = cell_text(line.forms[0].proceeds, Unit.MONEY)
    return (
        f"no sale of ours is behind the form's {proceeds}. Add the file that has it; the IRS has "
        "the form. Its row is left to you."
    )


def _no_form(line: Line) -> str:
    return (
        "no form shows this sale. It is reported all the same"
        f"{', in box ' + _box(line) if line.rows else ''}."
    )


_SAID: Final[Mapping[Why, Callable[[Line], str]]] = {
    Why.PROCEEDS_FEES: _by_fees,
    Why.PROCEEDS_ABOVE: _above,
    Why.PROCEEDS_BELOW: _below,
    Why.BASIS: _basis,
    Why.BASIS_NOT_REPORTED: _not_reported,
    Why.BASIS_UNKNOWN: _basis_unknown,
    Why.NONCOVERED: _noncovered,
    Why.TRANSFER_DATE: _transfer,
    Why.ACQUIRED: _acquired,
    Why.TERM: _term,
    Why.ORDINARY: _ordinary,
    Why.WASH: _wash,
    Why.DAY: _day,
    Why.YEAR: _year,
    Why.QUANTITY: _quantity,
    Why.STABLECOINS: _aggregated,
    Why.NFTS: _aggregated,
    Why.AGGREGATED: _aggregated,
    Why.DUPLICATE: _duplicate,
    Why.MISSING_IN_BOOKS: _not_ours,
    Why.MISSING_ON_FORM: _no_form,
}


def _shown(line: Line) -> str:
    return cell_text(None if line.figures is None else line.figures.form, Unit.MONEY)


def _ours(line: Line) -> str:
    return cell_text(None if line.figures is None else line.figures.books, Unit.MONEY)


def _days(line: Line) -> str:
    days = sorted({str(_said(each.acquired)) for each in line.pieces})
    return " and ".join(days)


def _said(acquired: Day | str | None) -> str:
    if acquired is None:
        return "unknown"
    return acquired if isinstance(acquired, str) else day_text(acquired)


def _box(line: Line) -> str:
    letters = sorted({row.box for row in line.rows if row.box is not None})
    return " and ".join(letters) if letters else "unknown"
