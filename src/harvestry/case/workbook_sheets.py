"""The sheets of the harvesting workbook, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.case.view import View
from harvestry.events.account import Method
from harvestry.events.kind import Kind
from harvestry.reports.assumptions_table import Grounds, assumptions_table
from harvestry.reports.holding_tables import holdings_table
from harvestry.reports.problem_tables import problems_table
from harvestry.reports.sentences import pooling
from harvestry.reports.table import Table
from harvestry.reports.year_tables import gains_table, income_table
from harvestry.units.problems import Problem

_IN_FORCE: Final = "Sells by Order in Force"


def workbook_sheets(
    view: View,
    tables: Mapping[Method, tuple[Table, Table]],
    short: Table,
    problems: Sequence[Problem],
    year: int,
    sentences: tuple[str, ...],
    plan: tuple[str, ...],
) -> tuple[Table, ...]:
    """Give the sheets: summaries and orderings first, what they rest on behind them.

    `short` says what to sell by the orders in force, which need be neither FIFO nor LIFO; of its
    notes `plan` are those that say what all of it comes to.
    """
    sheets = (
        *(summary for summary, _ in tables.values()),
        *(ordering for _, ordering in tables.values()),
        replace(short, title=_IN_FORCE),
        holdings_table(view.on_return(), _left_out(view)),
        gains_table(view.gains(year), view.results(year), year),
        income_table(view.income(year), year),
        problems_table(problems),
        assumptions_table(_grounds(view, problems, sentences), view.run.law),
    )
    answers = {summary.title: summary.notes for summary, _ in tables.values()}
    answers[_IN_FORCE] = plan
    return tuple(_with_notes(sheet, answers.get(sheet.title, ()), sentences) for sheet in sheets)


def _with_notes(sheet: Table, answer: tuple[str, ...], sentences: tuple[str, ...]) -> Table:
    """Give a sheet with what it rests on behind its answer, and all its other notes behind that."""
    others = (note for note in sheet.notes if note not in answer)
    return replace(sheet, notes=(*answer, *sentences, *others))


def _left_out(view: View) -> tuple[str, ...]:
    """Say which accounts hold something that no harvest can sell at a loss."""
    run, returns = view.run, view.returns
    held = {lot.account for lot in run.books.lots if returns.shows(lot.account)}
    others = sorted(name for name in held if not returns.part(name, run.moment.day))
    if not others:
        return ()
    return (f"Without {', '.join(others)}: what is held there is on no return.",)


def _grounds(view: View, problems: Sequence[Problem], sentences: Sequence[str]) -> Grounds:
    run = view.run
    accounts = map(run.accounts.named, sorted(run.state.accounts))
    return Grounds(
        day=run.moment.day,
        accounts=[each for each in accounts if not each.on_the_way],
        holdings=[each for order in view.orders.values() for each in order.holdings],
        files=run.reading.files,
        transfers=[event for event in run.events if event.kind is Kind.TRANSFER],
        problems=problems,
        sentences=sentences,
        rematch=run.rules.rematch,
        stance=run.stance,
        pools=pooling(run.reading.household.accounts.pools),
        decisions=run.reading.household.decisions.made,
    )
