"""decisions.toml: any text survives it; two writers lose nothing; a death leaves old or new."""

import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from book.dying import in_child, killed_at, was_killed
from harvestry.case.decisions_file import add_decision, decisions_in, take_back_decision
from harvestry.events.decisions import Decision, Decisions
from harvestry.sources.settings.decisions import decisions_text, read_decisions
from harvestry.sources.settings.errors import SettingsError

FIRST = Decision("unmatched-deposit:d1", "bought", "10", "2026-01-01")
SECOND = Decision("unmatched-deposit:d2", "ignore", "dust", "2026-01-02")
MOST_BOUNDARIES = 40

words = st.text(min_size=1).filter(str.strip)
anchors = st.text().filter(lambda text: not any(0xD800 <= ord(each) <= 0xDFFF for each in text))


@given(anchors, anchors.filter(str.strip))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, anchor: str, why: str
) -> None:
    path = tmp_path_factory.mktemp("d") / "decisions.toml"
    made = Decision(f"bad-number:{anchor}", "ignore", why, "2026-01-01T00:00:00+00:00")
    path.write_bytes(decisions_text([made, FIRST]).encode())
    assert read_decisions(path) == Decisions.of([made, FIRST])


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    each_writes = 15

    def write(who: int) -> None:
        for n in range(each_writes):
            add_decision(path, Decision(f"unmatched-deposit:{who}-{n}", "bought", "1"))

    child = os.fork()
    if not child:
        try:
            write(1)
        finally:
            os._exit(0)
    write(2)
    assert os.waitpid(child, 0)[1] == 0
    made = {each.problem for each in decisions_in(path).made}
    assert made == {f"unmatched-deposit:{who}-{n}" for who in (1, 2) for n in range(each_writes)}


def test_killed_at_every_boundary(tmp_path: Path) -> None:
    for boundary in range(MOST_BOUNDARIES):
        folder = tmp_path / str(boundary)
        folder.mkdir()
        path = folder / "decisions.toml"
        add_decision(path, FIRST)
        status = in_child(lambda path=path: add_decision(path, SECOND), killed_at(boundary))
        found = decisions_in(path).made
        assert found in ((FIRST,), (FIRST, SECOND))
        if not was_killed(status):
            assert status == 0
            assert boundary > 0
            return
        add_decision(path, SECOND)
        assert decisions_in(path).made in ((FIRST, SECOND), (FIRST, SECOND, SECOND))
        beside = {each.name for each in folder.iterdir()} - {path.name}
        assert beside <= {".decisions.toml.lock"}  # it stays, empty, and the next writer takes it
    raise AssertionError("it never came to its end")


def test_the_last_on_a_problem_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    again = Decision(FIRST.problem, "income", "mining=5", "2026-01-03")
    for each in (FIRST, SECOND, again):
        add_decision(path, each)
    assert take_back_decision(path, FIRST.problem) == again
    assert decisions_in(path).made == (FIRST, SECOND)
    assert take_back_decision(path, "unmatched-deposit:none") is None


@pytest.mark.parametrize(
    "text",
    [
        '[[decision]]\nproblem = "a:b"\nchoice = "ignore"\n',  # without a reason
        '[[decision]]\nproblem = "unmatched-deposit:x"\n',
        '[[decision]]\nproblem = "unmatched-deposit:x"\nchoice = "bougt"\nvalue = "5"\n',
        '[[decisions]]\nproblem = "unmatched-deposit:x"\n',
        "decision = 5\n",
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match="decision"):
        read_decisions(path)
