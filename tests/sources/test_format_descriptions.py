"""Descriptions are data: each is sound, and each of its rules is shown to work by a golden file."""

import pytest

from harvestry.sources.catalogue import format_of, formats, known_exchanges
from harvestry.sources.description import Rule
from harvestry.sources.formats import VERBS
from harvestry.sources.row import Row
from harvestry.sources.translate import Translator
from sources.golden_files import ALL, read

MINIMAL = """
name = "x"
title = "X"
account = "x"
account_kind = "exchange"
[columns]
time = { names = ["Time"], required = true }
"""


def test_every_rule_of_every_format_is_used_by_a_golden_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[Rule] = []
    choose = Translator._rule  # noqa: SLF001 - which rule was chosen shows nowhere else

    def noting(translator: Translator, row: Row) -> Rule:
        rule = choose(translator, row)
        used.append(rule)
        return rule

    monkeypatch.setattr(Translator, "_rule", noting)
    for golden in ALL:
        read(golden.path)
    unused = [
        (each.name, rule.types, rule.subtypes)
        for each in formats().values()
        for rule in each.rules
        if not any(rule is one for one in used)
    ]
    assert unused == []


def test_every_format_that_is_read_has_a_golden_file() -> None:
    shown = {golden.expected["format"] for golden in ALL}
    assert shown == {each.name for each in formats().values() if not each.refusal}


def test_every_rule_names_a_verb_there_is() -> None:
    verbs = {rule.verb for each in formats().values() for rule in each.rules}
    assert verbs <= VERBS.keys()


def test_every_format_asks_for_the_columns_that_tell_it_apart() -> None:
    for each in formats().values():
        assert each.required >= 3, each.name


def test_a_rule_that_makes_income_or_a_loss_names_its_kind() -> None:
    for each in formats().values():
        for rule in each.rules:
            assert (rule.verb in ("income", "give", "cash-income")) <= (rule.kind is not None)
            assert (rule.verb == "skip") == (rule.reason is not None)
            assert (rule.verb == "review") <= bool(rule.message)
            assert bool(rule.message) <= (rule.verb in ("review", "income"))


@pytest.mark.parametrize(
    "addition",
    [
        'colour = "red"',
        '[columns.colour]\nnames = ["Colour"]',
        '[columns.asset]\nnames = ["Asset"]\nneeded = true',
        '[[rows]]\ntypes = ["Buy"]\ndo = "buy"\nwhen = "now"',
        '[[rows]]\ntypes = ["Buy"]\ndo = "skip"\nreason = "because"',
        '[[rows]]\ntypes = ["Buy"]\ndo = "income"\nkind = "income:luck"',
        "[assets]\nnames = {}",
    ],
)
def test_a_mistake_in_a_description_is_refused(addition: str) -> None:
    top, _, _ = addition.partition("\n")
    text = MINIMAL + addition if top.startswith("[") else addition + MINIMAL
    with pytest.raises(ValueError, match=r"unknown keys|canonical|not a valid"):
        format_of(text)


def test_a_minimal_description_has_the_defaults_the_reference_names() -> None:
    found = format_of(MINIMAL)
    assert (found.prefix, found.time_zone) == ("x", "UTC")


def test_exchanges_are_known_by_name_whatever_the_capitals() -> None:
    assert {"coinbase", "kraken", "coinbase-pro", "binance"} <= known_exchanges()
    assert "ledger" not in known_exchanges()
