"""Wash sales between accounts of which not the same part is the taxpayer's: said alone."""

from collections.abc import Iterable, Iterator
from typing import Final

from harvestry.events.account import Accounts, Owner, Treatment
from harvestry.events.taxpayer import FilingStatus, Profile
from harvestry.ledger.books import Books
from harvestry.ledger.review.told_once import Case, once, problem_of
from harvestry.tax.whose_return import part_on_return
from harvestry.units.days import day_text, year_of
from harvestry.units.problems import Problem, Severity

_COUPLE: Final = frozenset({FilingStatus.MARRIED_JOINTLY, FilingStatus.MARRIED_SEPARATELY})
"""What one of them buys stands against the loss of the other (Pub. 550, Wash Sales)."""


def joint_washes(books: Books, accounts: Accounts, profile: Profile) -> Iterator[Problem]:
    """Say which losses were washed on the whole of an account that is another's in part.

    IRC 1091(a) asks what "the taxpayer has acquired": units of a joint account whose other owner is
    no spouse are the taxpayer's for the share alone, in the loss and in what replaces it. They are
    matched whole here, and the share is taken of the row.
    """
    for case, more in once(_cases(books, accounts, profile)):
        yield problem_of("wash-over-joint-account", Severity.ERROR, case, more)


def _cases(books: Books, accounts: Accounts, profile: Profile) -> Iterable[Case]:
    for wash in books.washes:
        match = books.matches[wash.match]
        loser, buyer = accounts.named(match.event.account), accounts.named(wash.account)
        status = profile.status(year_of(match.sold_on))
        if Owner.JOINT not in (loser.owner, buyer.owner) or status in _COUPLE:
            continue
        if buyer.treatment is not Treatment.TAXABLE:
            continue
        if part_on_return(loser, status) != part_on_return(buyer, status):
            words = (
                f"{match.asset} sold at a loss in {loser.name} on {day_text(match.sold_on)} was "
                f"replaced by {wash.lot} in {buyer.name}: of one of the two accounts only a share "
                "is yours (`share`), and the wash sale is worked out on all of it, so what is "
                "disallowed and what joins the basis may be too much or too little for you; take "
                "your own units alone (IRC 1091(a), (b)), and let someone check it"
            )
            yield Case(match.event, match.asset, words)
