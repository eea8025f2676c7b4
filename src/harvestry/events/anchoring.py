"""Problems get their ids, their choices, and what was decided of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.choices import CODES, OF_HALVES, PAIR, SAID, choices_of
from harvestry.events.decisions import Decisions
from harvestry.events.event import Event
from harvestry.units.problems import Problem, Severity

UNDO: Final = "undo"


def anchored(problems: Iterable[Problem], events: Iterable[Event]) -> list[Problem]:
    """Give the problems with their ids, `CODE:ANCHOR`; those that have one keep it.

    The anchor is what a problem says it is about, else the event that was read from its row, else
    file and row, else the file; the code alone where it is about the whole.
    """
    every = list(problems)
    places = {(each.file, each.row) for each in every if _needs_event(each)}
    found: dict[tuple[str | None, int | None], str] = {}
    if places:
        for event in events:
            for row in event.source.rows:
                place = (event.source.file.name, row)
                if place in places:
                    found.setdefault(place, event.id)
    return [each if each.id else replace(each, id=_id(each, found)) for each in every]


def _needs_event(problem: Problem) -> bool:
    return not problem.id and not problem.about and problem.row is not None


def _id(problem: Problem, events: Mapping[tuple[str | None, int | None], str]) -> str:
    anchor = problem.about or events.get((problem.file, problem.row), "")
    if not anchor and problem.file is not None:
        anchor = problem.file if problem.row is None else row_anchor(problem.file, problem.row)
    return f"{problem.code}:{anchor}" if anchor else problem.code


def row_anchor(file: str, row: int) -> str:
    """Give the anchor of a row that no event was read from."""
    return f"{file}:{row}"


def with_choices(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems with what can be said of each: a choice and the form of its value.

    A half that may be one with others is told the ids of those.
    """
    halves: dict[str, tuple[str, ...]] = {}
    for each in problems:
        if each.code in OF_HALVES and each.choices and each.about:
            known = halves.get(each.about, ())
            halves[each.about] = (*known, *(one for one in each.choices if one not in known))
    return [_offering(each, halves.get(each.about, ())) for each in problems]


def _offering(problem: Problem, others: Sequence[str]) -> Problem:
    if problem.choices and problem.code not in CODES:
        return problem  # what it may be is no choice of a decision
    if problem.choices == (UNDO,) or any(" " in each for each in problem.choices):
        return problem  # they stand already
    choices: list[str] = []
    for each in choices_of(problem.code):
        if each.name == PAIR and others:
            choices += [f"{PAIR} {id_}" for id_ in others]
        else:
            choices.append(each.told)
    return replace(problem, choices=tuple(choices))


def settled(
    problems: Iterable[Problem], decisions: Decisions, notes: Mapping[str, str]
) -> list[Problem]:
    """Give the problems, those as notes of which somebody said that nothing is to be mended.

    What is unknown stays unknown. `notes` are those of events by their ids.
    """
    return [_settled(each, decisions, notes.get(each.about)) for each in problems]


def _settled(problem: Problem, decisions: Decisions, note: str | None) -> Problem:
    decision = decisions.last((problem.id,), note)
    if decision is None or decision.choice not in SAID or problem.choices == (UNDO,):
        return problem
    message = f"{problem.message} Decided: {decision.value or decision.choice}."
    return replace(problem, severity=Severity.NOTE, message=message, choices=(UNDO,))
