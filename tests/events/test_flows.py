"""What events move is what the books hold: the sample household, account by account."""

from pathlib import Path

from harvestry.case import open_case
from harvestry.events.flows import held_by
from harvestry.sample.household import write_household
from harvestry.sample.market import LAST_DAY
from harvestry.units.days import day_text


def test_flows_add_up_to_what_the_books_hold(tmp_path: Path) -> None:
    write_household(tmp_path)
    case = open_case([tmp_path], as_of=day_text(LAST_DAY))
    lots: dict[tuple[str, str], int] = {}
    for lot in case.filed.run.books.lots:
        place = (lot.account, lot.asset)
        lots[place] = lots.get(place, 0) + lot.quantity
    assert len(lots) > 5
    assert held_by(case.runs.prepared.events) == lots
