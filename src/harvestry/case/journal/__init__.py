"""The stored journal of a household: files taken in, taken back, checked, copied."""

from harvestry.case.journal.deciding import decide, decisions_at, take_back
from harvestry.case.journal.deeds import deeds_table, taken_back
from harvestry.case.journal.keeping import import_files
from harvestry.case.journal.kept_prices import keep_prices
from harvestry.case.journal.locking import doubts_of, lock, unlock
from harvestry.case.journal.standing import keep_standing, standing
from harvestry.case.journal.unpacking import Unpacked, unpacked
from harvestry.case.journal.whole import back_up_book, restore_book, verify_book

__all__ = [
    "Unpacked",
    "back_up_book",
    "decide",
    "decisions_at",
    "deeds_table",
    "doubts_of",
    "import_files",
    "keep_prices",
    "keep_standing",
    "lock",
    "restore_book",
    "standing",
    "take_back",
    "taken_back",
    "unlock",
    "unpacked",
    "verify_book",
]
