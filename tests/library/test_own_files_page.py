"""The page on one's own files: what it writes is read, and mends what it says it mends."""

import re
from pathlib import Path

from harvestry.case import open_case

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "your-own-files.md"
# A bare Coinbase history in our own format: what went to the wallet and to the shop.
EXCHANGE = """time,account,kind,asset,quantity,id,usd
2023-01-05T12:00:00Z,coinbase,buy,BTC,0.5,c-1,9000
2024-03-02T14:50:00Z,coinbase,withdrawal,BTC,0.1,c-2,
2025-08-01T10:00:00Z,coinbase,withdrawal,BTC,0.05,c-3,
"""


def blocks() -> dict[str, str]:
    block = re.compile(r"^( *)```\w+ (\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
    found = block.findall(PAGE.read_text("utf-8"))
    return {
        name: text.replace(f"\n{indent}", "\n").removeprefix(indent) for indent, name, text in found
    }


def write(folder: Path, *names: str) -> list[tuple[str, str]]:
    page = blocks()
    (folder / "exchange.csv").write_text(EXCHANGE)
    for name in ("profile", "accounts"):
        (folder / f"{name}.toml").write_text(page[name])
    for name in names:
        (folder / f"{name}.csv").write_text(page[name])
    case = open_case([folder], as_of="2026-11-22")
    return [(each.code, each.message) for each in case.check().problems if "price" not in each.code]


def test_the_page_shows_the_two_problems_and_mends_them(tmp_path: Path) -> None:
    assert set(blocks()) == {"wallets", "profile", "accounts", "arrived", "left"}
    before = write(tmp_path, "wallets")
    assert [code for code, _ in before] == [
        "unmatched-deposit",
        "unmatched-withdrawal",
        "joined-by-amount",
    ]
    after = write(tmp_path, "wallets", "arrived", "left")
    assert {code for code, _ in after} == {"joined-by-amount"}
    case = open_case([tmp_path], as_of="2026-11-22")
    (eth,) = (row for row in case.lots().document["lots"] if row["asset"] == "ETH")
    assert (eth["account"], eth["basis"], eth["acquired"]) == ("ledger", "3100", "2021-02-03")
    (spent,) = case.gains(2025).document["rows"]
    # 0.05 of 0.5 bought for 9,000: a basis of 900.
    assert (spent["proceeds"], spent["basis"], spent["term"]) == ("5500", "900", "long")
