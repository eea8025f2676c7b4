"""What we write we read: the same events, and from them the same bytes."""

import io
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from harvestry.events.event import Detail, Event
from harvestry.events.kind import Kind
from harvestry.events.ordering import in_order
from harvestry.sources.harvestry_csv import write_events
from harvestry.sources.harvestry_csv.columns import COLUMNS
from sources.golden_files import ALL, Golden, read
from sources.making_rows import NOWHERE, events

FOLDER = Path(tempfile.mkdtemp(prefix="harvestry-round-trip-"))


def _written(some: Sequence[Event]) -> bytes:
    stream = io.StringIO(newline="")
    write_events(some, stream)
    return stream.getvalue().encode()


def _round_trip(some: Sequence[Event]) -> None:
    path = FOLDER / "export.csv"
    path.write_bytes(_written(some))
    imported = read(path)
    assert [p.message for p in imported.problems if p.code != "asset-spelling"] == []
    back = [replace(event, source=NOWHERE) for event in imported.events]
    assert back == in_order(some)
    assert _written(back) == _written(in_order(some))


def _with_note(note: str) -> Event:
    return Event(
        *("a-1", 0, "ledger", Kind.BUY, "BTC", 10**30, 5, NOWHERE), detail=Detail(note=note)
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), min_size=1, max_size=4, unique_by=lambda event: event.id))
@example([_with_note('=HYPERLINK("http://x";"y")')])
@example([_with_note("a\r\nb\rc\nd")])
@example([_with_note(",".join(COLUMNS) + "\n" + "," * 27)])
@example([_with_note("  spaced, and \"quoted\" '' ;\t ")])
@example([_with_note('"')])
@example([_with_note("\u2028\x85\x0b\x1c")])
@example([_with_note(" ")])
def test_events_come_back_as_they_were(some: list[Event]) -> None:
    _round_trip(some)


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_events_of_every_kind_come_back_as_they_were(kind: Kind, data: st.DataObject) -> None:
    _round_trip([data.draw(events(kind))])


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)
def test_what_any_export_holds_survives_our_own_file(golden: Golden, tmp_path: Path) -> None:
    imported = read(golden.path)
    path = tmp_path / "export.csv"
    path.write_bytes(_written(imported.events))
    again = read(path)
    assert _written(again.events) == path.read_bytes()
    plain = [replace(event, source=NOWHERE) for event in imported.events]
    assert [replace(event, source=NOWHERE) for event in again.events] == plain


def test_an_export_and_its_source_together_are_read_once(tmp_path: Path) -> None:
    golden = next(each for each in ALL if each.name == "kraken-ledgers_16_columns")
    imported = read(golden.path)
    path = tmp_path / "export.csv"
    path.write_bytes(_written(imported.events))
    together = read(golden.path, path)
    assert len(together.events) == len(imported.events)
    assert not [each for each in together.problems if each.severity == "error"]
