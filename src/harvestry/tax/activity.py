"""What the files say of one year on one return: gains by term, income by kind, what is unknown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from harvestry.events.asset import AssetClass, Assets
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Income, Result, Term
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.form_8949.section_1256 import parts_of
from harvestry.tax.income_lines import Place, place_of
from harvestry.units.exact import Money, Rate, part_of, total_of


class UnknownGain(NamedTuple):
    """A row whose gain or term is unknown, and whether it is of a collectible."""

    row: FormRow
    collectible: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """One year's sums over what is known, and the records whose amount is not.

    `short` and `long` are net gains; `collectibles` is the part of `long` with a 28 % cap.
    `contracts` is the part of `short` that is of contracts outside section 1256. `unknown_gains`
    have a basis, proceeds or a term that is unknown, and are in no sum. `spouse_wages` and
    `spouse_business` are the parts of `wages` and `business` that on a joint return are the
    spouse's. `apart` is what in a year without joint return the spouse gained net on a return of
    their own, `None` while unknown; it is in no other sum. `order_unknown` tells that until the
    year's end units went by cost beside a lot of unknown basis: others may have gone, so that no
    sum, and no bound made of them, is certain.
    """

    short: Money = 0
    long: Money = 0
    collectibles: Money = 0
    wages: Money = 0
    interest: Money = 0
    business: Money = 0
    other: Money = 0
    unknown_gains: tuple[UnknownGain, ...] = ()
    unknown_income: tuple[Income, ...] = ()
    unknown_results: tuple[Result, ...] = ()
    contracts: Money = 0
    spouse_wages: Money = 0
    spouse_business: Money = 0
    apart: Money | None = 0
    order_unknown: bool = False

    def with_gains(self, short: Money, long: Money) -> "Activity":
        """Give the same income with other net gains, all of them known."""
        return replace(
            self,
            short=short,
            long=long,
            collectibles=0,
            contracts=0,
            unknown_gains=(),
            unknown_results=(),
            order_unknown=False,
        )

    def with_more(self, short: Money, long: Money) -> "Activity":
        """Give the same year with more net gain of each term; a loss is negative."""
        return replace(self, short=self.short + short, long=self.long + long)

    def scaled(self, factor: Rate) -> "Activity":
        """Give the same year with every known amount multiplied."""
        return replace(
            self,
            short=part_of(self.short, factor),
            long=part_of(self.long, factor),
            collectibles=part_of(self.collectibles, factor),
            wages=part_of(self.wages, factor),
            interest=part_of(self.interest, factor),
            business=part_of(self.business, factor),
            other=part_of(self.other, factor),
            contracts=part_of(self.contracts, factor),
            spouse_wages=part_of(self.spouse_wages, factor),
            spouse_business=part_of(self.spouse_business, factor),
        )

    @property
    def known(self) -> bool:
        """Tell whether every amount of the year is known."""
        return not (self.unknown_gains or self.unknown_income or self.unknown_results)

    @property
    def is_net_loss(self) -> bool:
        """Tell whether short and long together are a loss."""
        return self.short + self.long < 0


def activity_of(
    rows: Iterable[FormRow],
    income: Iterable[Income],
    results: Iterable[Result],
    assets: Assets,
    law: Law,
    *,
    mining_is_business: bool = False,
    spouses: Iterable[Income] = (),
    order_unknown: bool = False,
) -> Activity:
    """Sum up one year: its rows of Form 8949, income and contract results on one return.

    `spouses` is the part of the same income that on a joint return is the spouse's.
    """
    sums = dict.fromkeys(Term, 0)
    collectibles = 0
    unknown_gains = []
    for row in rows:
        gain = row.gain
        if gain is None or row.term is Term.UNKNOWN:
            unknown_gains.append(UnknownGain(row, _is_collectible(row, assets)))
            continue
        sums[row.term] += gain
        if row.term is Term.LONG and _is_collectible(row, assets):
            collectibles += gain
    short, long, others, unknown_results = _contracts(results, law)
    sums_of_income, unknown_income = _by_place(income, mining_is_business=mining_is_business)
    of_spouse, _ = _by_place(spouses, mining_is_business=mining_is_business)
    return Activity(
        short=sums[Term.SHORT] + short,
        long=sums[Term.LONG] + long,
        collectibles=collectibles,
        wages=sums_of_income[Place.WAGES],
        interest=sums_of_income[Place.INTEREST],
        business=sums_of_income[Place.BUSINESS],
        other=sums_of_income[Place.OTHER],
        unknown_gains=tuple(unknown_gains),
        unknown_income=unknown_income,
        unknown_results=unknown_results,
        contracts=others,
        spouse_wages=of_spouse[Place.WAGES],
        spouse_business=of_spouse[Place.BUSINESS],
        order_unknown=order_unknown,
    )


def net_gain(rows: Iterable[FormRow], results: Iterable[Result]) -> Money | None:
    """Give what sales and contracts of a year gained net, short and long together."""
    return total_of((*(row.gain for row in rows), *(each.usd for each in results)))


def _is_collectible(row: FormRow, assets: Assets) -> bool:
    return assets.named(row.asset).asset_class is AssetClass.COLLECTIBLE


def _by_place(
    income: Iterable[Income], *, mining_is_business: bool
) -> tuple[dict[Place, Money], tuple[Income, ...]]:
    """Sum income by where it goes on the return; and give what of it is unknown."""
    sums = dict.fromkeys(Place, 0)
    unknown = []
    for each in income:
        if each.usd is None:
            unknown.append(each)
        else:
            sums[place_of(each.event.kind, mining_is_business=mining_is_business)] += each.usd
    return sums, tuple(unknown)


def _contracts(
    results: Iterable[Result], law: Law
) -> tuple[Money, Money, Money, tuple[Result, ...]]:
    """Give what contracts bring short and long, the part outside section 1256, and the unknown.

    Section 1256 contracts are 60 % long and 40 % short whatever was held (IRC 1256(a)(3)); others
    settle in cash, with nothing held, and are short.
    """
    short = long = others = 0
    unknown = []
    for each in results:
        if each.usd is None:
            unknown.append(each)
        elif each.event.kind is Kind.RESULT_1256:
            parts = parts_of(each.usd, each.on, law)
            short, long = short + parts.short, long + parts.long
        else:
            others += each.usd
    return short + others, long, others, tuple(unknown)
