"""`Figures`: what the law says in numbers for one tax year and filing status."""

from collections.abc import Mapping
from dataclasses import dataclass

from harvestry.events.taxpayer import FilingStatus
from harvestry.law.load import Dated, Law, MissingLawError
from harvestry.tax.federal.rates import RateSchedule, TaxTable
from harvestry.units.days import last_day_of
from harvestry.units.exact import DOLLAR, Money, Rate, rate_of


@dataclass(frozen=True, slots=True)
class MinimumTax:
    """The figures of Form 6251."""

    exemption: Money
    phase_out_from: Money
    phase_out_rate: Rate
    upper_rate_from: Money
    rate: Rate
    upper_rate: Rate


@dataclass(frozen=True, slots=True)
class SelfEmployment:
    """The figures of Schedule SE."""

    net_part: Rate
    social_security_rate: Rate
    medicare_rate: Rate
    deductible_part: Rate
    least: Money
    base: Money


@dataclass(frozen=True, slots=True)
class SeniorDeduction:
    """The figures of Schedule 1-A Part V; `threshold` is `None` where the status has none."""

    amount: Money
    rate: Rate
    threshold: Money | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures that a return of one year and status needs, in dollars of 10**-18 and rates."""

    year: int
    status: FilingStatus
    schedule: RateSchedule
    table: TaxTable
    zero_top: Money
    fifteen_top: Money
    below_25_top: Money
    rate_15: Rate
    rate_20: Rate
    rate_1250: Rate
    rate_28: Rate
    loss_limit: Money
    standard: Money
    additional: Money
    senior: SeniorDeduction | None
    niit_rate: Rate
    niit_threshold: Money
    medicare_rate: Rate
    medicare_threshold: Money
    self_employment: SelfEmployment
    minimum: MinimumTax
    carryover_adds_back_151: bool
    lines: Mapping[str, object]


def figures(law: Law, year: int, status: FilingStatus) -> Figures:
    """Give the figures of a tax year for a filing status.

    Raises:
        MissingLawError: the law files have no figure for that year.
    """
    day = last_day_of(year)

    def on(rule: str) -> Dated:
        return law.on(rule, day)

    brackets = _list(on("income-tax-brackets").values[status])
    schedule = RateSchedule.of(tuple((_money(start), _rate(rate)) for start, rate in brackets))
    gains, rates = _table(on("capital-gain-thresholds"), status), on("capital-gain-rates").values
    standard = _table(on("standard-deduction"), status)
    niit, medicare = on("net-investment-income-tax").values, on("additional-medicare-tax").values
    return Figures(
        year=year,
        status=status,
        schedule=schedule,
        table=_tax_table(on("tax-table").values),
        zero_top=_money(gains["zero"]),
        fifteen_top=_money(gains["fifteen"]),
        below_25_top=schedule.begin_of_rate_over(_rate(rates["unrecaptured_1250"])),
        rate_15=_rate(rates["fifteen"]),
        rate_20=_rate(rates["twenty"]),
        rate_1250=_rate(rates["unrecaptured_1250"]),
        rate_28=_rate(rates["collectibles"]),
        loss_limit=_money(on("capital-loss-limit").values[status]),
        standard=_money(standard["basic"]),
        additional=_money(standard["additional"]),
        senior=_senior(law, day, status),
        niit_rate=_rate(niit["rate"]),
        niit_threshold=_money(niit[status]),
        medicare_rate=_rate(medicare["rate"]),
        medicare_threshold=_money(medicare[status]),
        self_employment=_self_employment(
            on("self-employment-tax").values, on("social-security-wage-base").values
        ),
        minimum=_minimum(on("alternative-minimum-tax"), status),
        carryover_adds_back_151=bool(on("carryover-worksheet").values["adds_back_section_151"]),
        lines=on("form-1040-lines").values,
    )


def _minimum(dated: Dated, status: FilingStatus) -> MinimumTax:
    own, values = _table(dated, status), dated.values
    return MinimumTax(
        exemption=_money(own["exemption"]),
        phase_out_from=_money(own["phase_out_from"]),
        phase_out_rate=_rate(own["phase_out_rate"]),
        upper_rate_from=_money(own["upper_rate_from"]),
        rate=_rate(values["rate"]),
        upper_rate=_rate(values["upper_rate"]),
    )


def _self_employment(values: Mapping[str, object], base: Mapping[str, object]) -> SelfEmployment:
    return SelfEmployment(
        net_part=_rate(values["net_earnings_part"]),
        social_security_rate=_rate(values["social_security_rate"]),
        medicare_rate=_rate(values["medicare_rate"]),
        deductible_part=_rate(values["deductible_part"]),
        least=_money(values["least_earnings"]),
        base=_money(base["all"]),
    )


def _senior(law: Law, day: int, status: FilingStatus) -> SeniorDeduction | None:
    try:
        values = law.on("senior-deduction", day).values
    except MissingLawError:
        return None
    threshold = values[status]
    return SeniorDeduction(
        amount=_money(values["amount"]),
        rate=_rate(values["phase_out_rate"]),
        threshold=None if threshold is False else _money(threshold),
    )


def _tax_table(values: Mapping[str, object]) -> TaxTable:
    rows = tuple((_money(upto), _money(width)) for upto, width in _list(values["rows"]))
    return TaxTable(rows, _money(values["used_below"]))


def _table(dated: Dated, status: FilingStatus) -> Mapping[str, object]:
    values = dated.values[status]
    assert isinstance(values, dict)
    return values


def _list(value: object) -> list[list[object]]:
    assert isinstance(value, list)
    return value


def _money(value: object) -> Money:
    assert isinstance(value, int), "the law's dollars are whole"
    return value * DOLLAR


def _rate(value: object) -> Rate:
    assert isinstance(value, str), "the law's rates are text, since a float is not exact"
    return rate_of(value)
