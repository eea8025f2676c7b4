"""What is said of a year's tax in sentences: assumptions, the range, the question of Form 1040."""

from collections.abc import Sequence
from typing import Final

from harvestry.events.taxpayer import FilingStatus
from harvestry.reports.cell_text import cell_text
from harvestry.reports.table import Unit
from harvestry.tax.digital_asset_question import Answer
from harvestry.tax.state_tax import StateTax
from harvestry.tax.years import TaxYear
from harvestry.units.exact import dollars

STATUS_WORDS: Final = {
    FilingStatus.SINGLE: "single",
    FilingStatus.MARRIED_JOINTLY: "married filing jointly",
    FilingStatus.MARRIED_SEPARATELY: "married filing separately",
    FilingStatus.HEAD_OF_HOUSEHOLD: "head of household",
    FilingStatus.SURVIVING_SPOUSE: "qualifying surviving spouse",
}
_SHOWN: Final = 3
_ORDER_UNKNOWN: Final = (
    "Units went by cost while a lot of unknown basis lay beside them; its cost may change which "
    "went, and with them the tax."
)


def tax_notes(done: TaxYear, state: StateTax | None, answer: Answer | None) -> tuple[str, ...]:
    """Give the sentences under a year's tax."""
    return (
        *_range(done),
        *_brought_in(done),
        *_assumed(done),
        *_state(state),
        *_question(answer),
    )


def _range(done: TaxYear) -> tuple[str, ...]:
    if done.prepared is not None or done.within is None:
        return ()
    least, most = done.within
    unsure = done.activity.order_unknown
    if unsure and least is most:
        return (f"Total tax as lots went: {dollars(least.total_tax)}. {_ORDER_UNKNOWN}",)
    upper = "there is no upper end" if most is None else f"at most {dollars(most.total_tax)}"
    outside = f" That is no bound. {_ORDER_UNKNOWN}" if unsure else ""
    return (f"Total tax: at least {dollars(least.total_tax)}, {upper}.{outside}",)


def _brought_in(done: TaxYear) -> tuple[str, ...]:
    brought = done.brought_in
    if brought is None or not any(brought):
        return ()
    short, long = dollars(brought.short), dollars(brought.long)
    return (f"Losses brought in: {short} short-term, {long} long-term.",)


def _assumed(done: TaxYear) -> tuple[str, ...]:
    if done.prepared is None:
        return ()
    inputs, sentences = done.prepared.inputs, []
    if done.activity.contracts:
        sentences.append(
            "Contracts that are not under section 1256 settle in cash: their results count as "
            "short-term."
        )
    if inputs.deduction is not None:
        sentences.append(
            "Itemised: the state taxes in the amount are not known, so the alternative minimum tax "
            "adds nothing back."
        )
    return tuple(sentences)


def _state(state: StateTax | None) -> tuple[str, ...]:
    if state is None:
        return ()
    told = cell_text(state.tax, Unit.MONEY)
    return (f"State, by your marginal rate on the capital gain line alone: {told}.",)


def _question(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or answer.question is None:
        return ()
    if answer.yes is None:
        why = f"{_why_unknown(answer)}{_hangs_on(answer)}"
        return (f"Digital-asset question of Form 1040: unknown. {why}",)
    if not answer.yes:
        no = f"No, by what the files show.{_hangs_on(answer)}"
        return (f"Digital-asset question of Form 1040: {no}",)
    some = _some([f"{each.event.id} ({each.what})" for each in answer.because])
    return (f"Digital-asset question of Form 1040: Yes, because of {some}.",)


def _why_unknown(answer: Answer) -> str:
    why = []
    if answer.halves:
        some = _some([each.id for each in answer.halves])
        why.append(f"what came or left in {some} may have been a receipt or a payment")
    if answer.perhaps_given:
        some = _some([each.id for each in answer.perhaps_given])
        why.append(f"what went to another owner in {some} is a gift but on a joint return")
    if not answer.whole:
        why.append("not all that was given could be read")
    return f"Nothing that was read makes it Yes, but {'; and '.join(why)}."


def _hangs_on(answer: Answer) -> str:
    """Say which positions keep the answer from being yes, and what they do so for."""
    by_position: dict[str, list[str]] = {}
    for each in answer.unless:
        choice = f"{each.position} = {each.choice}"
        by_position.setdefault(choice, []).append(each.event.id)
    return "".join(
        f" It hangs on position {choice}, by which {_some(names)} disposed of nothing; under the "
        "other choice it is Yes."
        for choice, names in by_position.items()
    )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"{', '.join(names[:_SHOWN])}{rest}"
