"""Read profile.toml: who the taxpayer is, and the amounts of each tax year."""

import re
from pathlib import Path
from typing import Final

from harvestry.events.taxpayer import FilingStatus, Future, Profile, YearProfile
from harvestry.sources.settings import profile_keys as keys
from harvestry.sources.settings.table import Table
from harvestry.sources.settings.toml_file import load
from harvestry.units.days import FIRST_YEAR

_YEAR: Final = re.compile(r"[0-9]{4}")


def read_profile(path: Path) -> Profile:
    """Give what profile.toml says.

    Raises:
        SettingsError: the file cannot be read, or says what cannot be.
    """
    file = str(path)
    top = Table(file, "", load(path), keys.PROFILE_KEYS, ("positions", "year", "future"))
    time_zone = top.find(keys.TIME_ZONE)
    return Profile(
        time_zone=time_zone or "UTC",
        time_zone_given=time_zone is not None,
        born=top.find(keys.BORN),
        spouse_born=top.find(keys.SPOUSE_BORN),
        blind=top.need(keys.BLIND),
        spouse_blind=top.need(keys.SPOUSE_BLIND),
        dependents=top.need(keys.DEPENDENTS),
        positions=_positions(
            Table(file, "[positions]", top.inner("positions"), keys.position_keys())
        ),
        years={
            _year(top, name): _year_profile(file, name, value)
            for name, value in top.inner("year").items()
        },
        future=_future(Table(file, "[future]", top.inner("future"), keys.FUTURE_KEYS)),
    )


def _positions(table: Table) -> dict[str, str]:
    return {key.name: table.need(key) for key in keys.position_keys() if table.gives(key)}


def _year(top: Table, name: str) -> int:
    if not _YEAR.fullmatch(name) or int(name) < FIRST_YEAR:
        top.refuse(f"year.{name}", f"{name} is no tax year", "write a table a year, [year.2026]")
    return int(name)


def _year_profile(file: str, name: str, value: object) -> YearProfile:
    table = Table(file, f"[year.{name}]", value, keys.YEAR_KEYS)
    if table.need(keys.QUALIFIED_DIVIDENDS) > table.need(keys.ORDINARY_DIVIDENDS):
        table.refuse(
            keys.QUALIFIED_DIVIDENDS.name,
            "they are more than ordinary_dividends",
            "ordinary_dividends (Form 1040 line 3b) contains them (line 3a)",
        )
    _check_spouse(table)
    return YearProfile(
        filing_status=table.need(keys.FILING_STATUS),
        amounts={key.name: table.need(key) for key in keys.AMOUNT_KEYS if table.gives(key)},
        deduction=table.need(keys.DEDUCTION),
        mining_is_business=table.need(keys.MINING_IS_BUSINESS),
        state_rate=table.need(keys.STATE_RATE),
        estimated_paid=table.need(keys.ESTIMATED_PAID),
        expected_tax=table.need(keys.EXPECTED_TAX),
    )


def _check_spouse(table: Table) -> None:
    """Refuse amounts of a spouse who is not on the return, and a part above its whole."""
    if table.need(keys.FILING_STATUS) is not FilingStatus.MARRIED_JOINTLY:
        for key in (keys.SPOUSE_WAGES, keys.SPOUSE_BUSINESS_INCOME):
            if table.need(key):
                table.refuse(
                    key.name,
                    "there is no spouse on this return",
                    'filing_status = "mfj" alone has the amounts of two people',
                )
    if table.need(keys.SPOUSE_WAGES) > table.need(keys.WAGES):
        table.refuse(
            keys.SPOUSE_WAGES.name,
            "they are more than wages",
            "wages (Form 1040 line 1z) are of the two together and contain the spouse's",
        )


def _future(table: Table) -> Future:
    return Future(
        discount_rate=table.need(keys.DISCOUNT_RATE),
        sell_in_years=table.need(keys.SELL_IN_YEARS),
        rebuy=table.need(keys.REBUY).value,
        gains_short=table.need(keys.GAINS_SHORT),
        gains_long=table.need(keys.GAINS_LONG),
        price_growth=table.need(keys.PRICE_GROWTH),
        dies_holding=table.need(keys.DIES_HOLDING),
    )
