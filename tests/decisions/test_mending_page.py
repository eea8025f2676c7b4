"""The page on mending: its commands do what it says, on the household it shows."""

import re
import shlex
from pathlib import Path

from faces.running import document, harvestry
from harvestry.events.choices import CODES, choices_of

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "mend-what-is-missing.md").read_text("utf-8")


def commands() -> list[list[str]]:
    found = re.findall(r"^ +(harvestry fix .*)$|`(harvestry fix [^`]* taxes)`", PAGE, re.MULTILINE)

    return [shlex.split(one or other)[1:] for one, other in found]


def test_its_commands_are_taken(tmp_path: Path) -> None:
    taxes = tmp_path / "taxes"
    taxes.mkdir()
    for kind, name in (("csv history", "history.csv"), ("toml profile", "profile.toml")):
        block = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
        assert block is not None
        (taxes / name).write_text(block[1])
    typed = [each for each in commands() if "NAME" not in each]
    assert len(typed) == 4
    day = "--as-of", "2025-12-31"
    for each in typed:
        done = harvestry(*each, *day, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    checked = document("check", "taxes", *day, cwd=tmp_path, code=1)
    names = {each["id"] for each in checked["problems"] if each["severity"] == "error"}
    # The deposit was decided and taken back; the rule made the withdrawal a move.
    assert "unmatched-deposit:c-2" in names
    assert "unmatched-withdrawal:c-4" not in names


def test_the_first_decision_changes_the_tax_it_says(tmp_path: Path) -> None:
    test_its_commands_are_taken(tmp_path)
    done = harvestry(
        *("fix", "unmatched-deposit:c-2", "bought", "12000@2020-03-01", "taxes"),
        *("--as-of", "2025-12-31"),
        cwd=tmp_path,
    )
    # First in, first out: 1 bought for 12,000 in 2020, 0.5 for 20,000 in 2025; sold for 90,000.
    # Long 60,000 - 12,000 = 48,000 at 15 %; short 30,000 - 20,000 = 10,000 at 24 %; wages 150,000
    # less 15,750 are 134,250: 5,578.50 + 22 % above 48,475 to 103,350, then 24 % (2025), and the
    # sum of 208,000 is 8,000 above the threshold of the net investment income tax, 3.8 %.
    tax = 17651 + (134250 + 10000 - 103350) * 24 / 100 + 7200 + 8000 * 38 / 1000
    assert f"it is ${tax:,.2f} now" in done.stdout, done.stdout


def test_every_code_has_its_choices_on_the_page_of_problems() -> None:
    page = (DOCS / "problems.md").read_text("utf-8")
    sections = dict(
        re.findall(r"^## `([a-z0-9-]+)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    )
    for code, text in sections.items():
        told = re.search(r"^\*\*Choices:\*\* (.*)\.$", text, re.MULTILINE)
        own = ", ".join(f"`{each.told}`" for each in choices_of(code))
        assert (told[1] if told else "") == (own if code in CODES else ""), code
    assert CODES - sections.keys() == {"joined"}
