"""Schedule D as it is filed: the lines of Form 8949's boxes, joined with the year's computation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.reports.tax_forms.entries import Amounts
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_forms.rounding import Cents, Rounding
from harvestry.units.exact import Money, total_of

SHORT_LINES: Final = ("1a", "1b", "2", "3")
LONG_LINES: Final = ("8a", "8b", "9", "10")
_SHORT_OTHERS: Final = ("4", "5", "6")
_LONG_OTHERS: Final = ("11", "12", "13", "14")


@dataclass(frozen=True, slots=True)
class ScheduleD:
    """The form: `columns` of lines 1a to 3 and 8a to 10, and column (h) of every line.

    A line that stays empty is not in `lines`; one that is unknown is `None`. Carryovers (6, 14) and
    the loss of line 21 are negative, as the form's parentheses say. `answers` are the boxes of
    lines 17, 20 and 22: True for Yes.
    """

    year: int
    rounding: Rounding
    columns: Mapping[str, Amounts]
    lines: Mapping[str, Cents | None]
    answers: Mapping[str, bool]


def schedule_d(form: Form8949, computed: Mapping[str, Money] | None) -> ScheduleD:
    """Fill in the form.

    Args:
        form: Form 8949 of the year.
        computed: lines by their number that are not of these files: 4, 5, 6, 11 to 14, zero where
            they are not given; and those that follow from the whole return, unknown where they are
            not given: 18, 19, `loss_limit` for line 21, `dividends` (qualified). `None` while not
            even what was brought in is known: then lines 7, 15, 16 stay empty. So they do while a
            row of unknown term may belong in either part.
    """
    rounding = form.options.rounding
    columns = {line: form.line(line) for line in _used(form)}
    lines: dict[str, Cents | None] = {line: columns[line].gain for line in columns}
    told = {} if computed is None else computed
    for line in (*_SHORT_OTHERS, *_LONG_OTHERS):
        if told.get(line):
            lines[line] = rounding.line(told[line])
    known = computed is not None and not form.left
    lines["7"] = _sum(lines, (*SHORT_LINES, *_SHORT_OTHERS)) if known else None
    lines["15"] = _sum(lines, (*LONG_LINES, *_LONG_OTHERS)) if known else None
    lines["16"] = _sum(lines, ("7", "15"))
    answers = _follow(lines, told, rounding)
    return ScheduleD(form.year, rounding, columns, lines, answers)


def _used(form: Form8949) -> Iterable[str]:
    used = {box.line for box in form.boxes} | {line for line, _ in form.direct}
    return [line for line in (*SHORT_LINES, *LONG_LINES) if line in used]


def _sum(lines: Mapping[str, Cents | None], names: Iterable[str]) -> Cents | None:
    return total_of(lines.get(name, 0) for name in names)


def _follow(
    lines: dict[str, Cents | None], told: Mapping[str, Money], rounding: Rounding
) -> Mapping[str, bool]:
    """Fill in Part III below line 16, and answer its questions (Schedule D lines 16 to 22)."""
    net, long = lines["16"], lines["15"]
    if net is None or long is None:
        return {}

    def line(name: str) -> Cents | None:
        return rounding.line(told[name]) if name in told else None

    answers: dict[str, bool] = {}
    if net > 0:
        answers["17"] = long > 0
    if net > 0 and long > 0:
        lines["18"], lines["19"] = line("18"), line("19")
        if lines["18"] is not None and lines["19"] is not None:
            answers["20"] = not (lines["18"] or lines["19"])
        return answers
    if net < 0:
        limit = line("loss_limit")
        lines["21"] = None if limit is None else max(net, -limit)
    if "dividends" in told:
        answers["22"] = bool(told["dividends"])
    return answers
