"""The law files: every value cited, every rule used, no answer for a day before a rule begins."""

import re
import runpy
from pathlib import Path

import pytest

import harvestry
from harvestry.law.load import MissingLawError, load
from harvestry.law.positions import known_positions
from harvestry.units.days import day_of

PACKAGE = Path(harvestry.__file__).parent


def test_every_dated_value_has_words_and_an_authority() -> None:
    for rule in load().rules.values():
        assert rule.title
        assert rule.unit
        assert rule.history, rule.id
        for dated in rule.history:
            assert dated.text.endswith("."), rule.id
            assert dated.cite.law, rule.id
            assert dated.cite.url.startswith("https://"), rule.id
            assert dated.values, rule.id


def test_every_rule_is_asked_for_by_its_id_somewhere() -> None:
    source = "\n".join(
        path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if "law" not in path.parts
    )
    asked = set(re.findall(r'"([a-z0-9-]+)"', source))
    assert set(load().rules) - asked == set()


def test_the_coverage_page_is_current() -> None:
    tool = runpy.run_path(str(PACKAGE.parents[1] / "tools" / "law_coverage.py"))
    assert tool["PAGE"].read_text("utf-8") == tool["coverage"](), "run `make law`"


def test_every_position_has_its_authorities_on_both_sides() -> None:
    for position in known_positions().values():
        assert position.question.endswith("?")
        assert position.default in position.choices
        assert len(position.choices) > 1
        assert position.authorities_for
        assert position.authorities_against


def test_the_boxes_change_in_2025_for_coins_and_not_for_securities() -> None:
    law = load()
    before, after = day_of("2024-12-31"), day_of("2025-01-01")
    assert law.on("form-8949-boxes", before).values["short_none"] == "C"
    assert law.on("form-8949-boxes", after).values["short_none"] == "I"
    assert law.on("form-8949-boxes-securities", after).values["short_none"] == "C"


def test_a_day_before_a_rule_begins_has_no_answer() -> None:
    with pytest.raises(MissingLawError, match="2019-12-31"):
        load().on("form-8949-boxes", day_of("2019-12-31"))
