"""Orders of cost that met a lot of unknown basis: what went may be other units (spec lots.md 6)."""

from collections.abc import Callable, Iterable, Iterator

from harvestry.events.account import Account, Treatment
from harvestry.ledger.match import Unsure
from harvestry.ledger.pooled import PLACED
from harvestry.ledger.review.told_once import Case, once, problem_of
from harvestry.units.days import day_text
from harvestry.units.problems import Problem, Severity


def unknown_orders(
    unsure: Iterable[Unsure], account: Callable[[str], Account]
) -> Iterator[Problem]:
    """Say, once an account and asset, what went by cost beside a lot of unknown basis.

    An error where it may be on a return: the lot's cost may change which units went, and with them
    gain, term and what is held since. `account` gives an account by name.
    """
    placed: list[Unsure] = []
    went: list[Unsure] = []
    for each in unsure:
        (placed if each.event.source is PLACED else went).append(each)
    for each in placed:
        message = (
            f"At the beginning of {day_text(each.on)} {each.order} placed lots of {each.asset} by "
            f"what they cost while lot {each.lot} had an unknown basis. It went last; by its cost "
            "it may lie in another account, and so may other lots: which of them were sold since, "
            f"gain and term may be others. Fill in what {each.lot} cost."
        )
        about = f"{each.account}:{each.asset}"
        yield Problem(
            "order-of-unknown-basis", Severity.ERROR, message, "accounts.toml", about=about
        )
    cases = (Case(each.event, each.asset, _words(each)) for each in went)
    for case, more in once(cases):
        taxed = account(case.event.account).treatment is Treatment.TAXABLE
        severity = Severity.ERROR if taxed else Severity.WARNING
        yield problem_of("order-of-unknown-basis", severity, case, more)


def _words(each: Unsure) -> str:
    return (
        f"{each.asset} given up in {each.account} on {day_text(each.on)} ({each.event.id}) went by "
        f"{each.order}, while lot {each.lot} there had an unknown basis. Unknown goes last; had it "
        "cost more a unit than what went, it went first, so gain and term, then and since, may be "
        f"others. Fill in what {each.lot} cost"
    )
