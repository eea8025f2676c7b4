"""`fix`: a decision tried on the household before it is kept, and what it changed in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final, NamedTuple

from harvestry.case.household import Case
from harvestry.case.stakes import Sums, federal_tax
from harvestry.case.told_values import above_what_is_known
from harvestry.case.what_is_known import Known
from harvestry.events.choices import PAIR, choice_of
from harvestry.events.decision_values import UnfitValueError
from harvestry.events.decisions import JOINED, Decision, Decisions
from harvestry.events.kind import Kind
from harvestry.reports.json_text import SCHEMA, Json, money
from harvestry.reports.sentences import left_out
from harvestry.units.exact import dollars
from harvestry.units.problems import Problem, Severity


class UnfitDecisionError(ValueError):
    """A decision that cannot be made: one sentence that says why and what would do."""


def checked(decision: Decision) -> Decision:
    """Give a decision that is well formed.

    Raises:
        UnfitDecisionError: it has no such choice, or a value that the choice does not take.
    """
    if decision.is_rule and decision.choice == PAIR:
        raise UnfitDecisionError("a pair is of two halves; name both, a rule cannot.")
    try:
        choice_of(decision)
    except UnfitValueError as error:
        message = f"{error}" if str(error).endswith("`") else f"{error}."
        raise UnfitDecisionError(message) from None
    return decision


class Tried(NamedTuple):
    """What a decision changes: a sentence each, and the tax of the profile's years, if known."""

    sentences: tuple[str, ...]
    before: Sums | None = None
    after: Sums | None = None


_BEYOND: Final = "the tax may lie above what `check` told"


def fixed(case: Case, decision: Decision, *, above_prices: bool = False) -> Tried:
    """Try one decision more on a household, and give what it changes.

    A worth above that of the highest price known is taken `above_prices` alone, since what `check`
    told of the tax at stake ends there.

    Raises:
        UnfitDecisionError: there is no such problem, the decision cannot be applied to it, or it
            tells more than the highest price known gives.
    """
    made = case.reading.household.decisions
    bare = _without(case, decision)
    _find(bare, decision)
    after = _deciding(case, Decisions((*made.made, decision)))
    left = after.problems()
    for each in left:
        if each.code == "decision-unfit" and each.about == decision.problem:
            raise UnfitDecisionError(each.message)
        if decision.choice == PAIR and each.id == decision.problem and _is_open(each):
            message = (
                f"{decision.value} does not fit {decision.problem}: the other half must lie within "
                "30 days, be of the same asset, and no more may arrive than was sent, nor less "
                "than nine tenths of it."
            )
            raise UnfitDecisionError(message)
    beyond = _beyond_prices(bare, after, decision, above_prices=above_prices)
    still = [each for each in left if each.id == decision.problem and _is_open(each)]
    told = [*_said(decision), *beyond]
    told += [f"The problem is still there: {each.message}" for each in still[:1]]
    return _tried(told, case, after)


def taken_back(case: Case, decision: Decision) -> Tried:
    """Give what it changes that the last decision on a problem is taken back."""
    made = case.reading.household.decisions
    after = _deciding(case, made.without_last_on(decision.problem))
    return _tried([f"`{decision}` counts no more."], case, after)


def _is_open(problem: Problem) -> bool:
    return problem.severity is not Severity.NOTE


def _deciding(case: Case, decisions: Decisions) -> Case:
    inputs = replace(case.inputs, deciding=decisions, live=None)
    return Case(inputs, case.owner, case.progress)


def _without(case: Case, decision: Decision) -> Case:
    """Give the household as it is with nothing decided yet of what a decision is about."""
    made = case.reading.household.decisions
    rest = Decisions(tuple(each for each in made.made if each.problem != decision.problem))
    return case if len(rest.made) == len(made.made) else _deciding(case, rest)


def _beyond_prices(
    bare: Case, after: Case, decision: Decision, *, above_prices: bool
) -> tuple[str, ...]:
    """Say that a decision tells more than the highest known price gives, if that is taken."""
    known = Known(bare.runs.prepared, bare.run.books)
    why = above_what_is_known(known, after.runs.prepared, decision)
    if why is None:
        return ()
    if above_prices:
        return (f"{why}: {_BEYOND}.",)
    raise UnfitDecisionError(
        f"{why}, and {_BEYOND}; see whether it is right, then put the price of that day into your "
        "price file first, or add --above-prices to keep it as it is."
    )


def _find(bare: Case, decision: Decision) -> None:
    """See that there is what a decision is about, were nothing decided of it yet."""
    if decision.is_rule:
        return
    if decision.code == JOINED:
        joined = {
            f"{JOINED}:{each.id}"
            for each in bare.run.events
            if each.kind is Kind.TRANSFER and each.detail.arrival is not None
        }
        _known(decision.problem, joined)
    else:
        _known(decision.problem, {each.id for each in bare.problems()})


def _known(problem: str, known: Iterable[str]) -> None:
    every = set(known)
    if problem in every:
        return
    near = get_close_matches(problem, sorted(every), n=1)
    hint = f" did you mean {near[0]!r}?" if near else ""
    message = f"no problem here is called {problem!r};{hint} `harvestry check` gives their names."
    raise UnfitDecisionError(message)


def _said(decision: Decision) -> list[str]:
    choice = choice_of(decision)
    value = f" {decision.value}" if decision.value else ""
    what = "Whatever matches" if decision.is_rule else "From now on"
    return [f"{what} {decision.problem}: {choice.name}{value} ({choice.meaning})."]


def _tried(told: list[str], case: Case, after: Case) -> Tried:
    """Say the federal tax of the profile's years before and after, as far as it is known."""
    years = sorted(case.run.profile.years)
    before, then = federal_tax(case.filed), federal_tax(after.filed)
    if not years or before is None or then is None:
        told.append("What that changes in tax is unknown: a year of it is not in profile.toml.")
        return Tried(tuple(told))
    of = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    told.append(f"The federal tax of {of} was {_tax(before)}; it is {_tax(then)} now.")
    told += left_out(after.unread)
    return Tried(tuple(told), before, then)


def tried_document(problem: str, decision: Decision, tried: Tried, where: str) -> Json:
    """Give what was decided and what it changes as JSON; taxes at both ends, `null` if unknown."""
    return {
        "schema": SCHEMA,
        "decision": {"problem": problem, "choice": decision.choice, "value": decision.value},
        "kept_in": where,
        "told": list(tried.sentences),
        "tax_before": _both(tried.before),
        "tax_after": _both(tried.after),
    }


def _both(sums: Sums | None) -> Json:
    return {
        "low": None if sums is None else money(sums.least),
        "high": None if sums is None else money(sums.most),
    }


def _tax(sums: Sums) -> str:
    if sums.known is not None:
        return dollars(sums.known)
    if sums.most is None:
        return f"unknown, at least {dollars(sums.least)}"
    return f"unknown, {dollars(sums.least)} to {dollars(sums.most)}"


def named_alike(problem: str, decisions: Sequence[Decision]) -> str:
    """Say that nothing was decided of a problem, and of which near it something was."""
    near = get_close_matches(problem, [each.problem for each in decisions], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"nothing was decided of {problem!r}{hint}"
