"""Whatever becomes of the bytes of an export: a receipt or a refusal, never anything else."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from harvestry.sources.errors import SourceError
from harvestry.sources.harvestry_csv import write_events
from harvestry.sources.raw_rows import raw_rows
from harvestry.sources.receipt import Imported
from sources.golden_files import ALL, read, without_source

ROUNDS = 4 if os.environ.get("HARVESTRY_TESTS") == "full" else 1
FOLDER = Path(tempfile.mkdtemp(prefix="harvestry-never-crash-"))
NASTY = [
    *(
        b"\0",
        b"\xff",
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"-",
        b"NaN",
        b"1E+99",
        b"(",
        b")",
    ),
    *(
        b"9" * 50,
        b"\xef\xbb\xbf",
        b"1.234,56",
        "\uff10".encode(),
        "€".encode(),
        b"USD",
        b"2024-13-01",
    ),
    *(b"9999-12-31", b"0001-01-01", b" ", b"\\", b"'", b"%", b"{", b"1e5", b"\xc2\x85", b"0"),
]
pieces = st.sampled_from(NASTY) | st.binary(max_size=4)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Give a golden file after a few accidents."""
    content: bytes = draw(st.sampled_from([golden.content for golden in ALL]))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = min(len(content), begin + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "put", "repeat", "truncate"])):
            case "cut":
                content = content[:begin] + content[end:]
            case "put":
                content = content[:begin] + draw(pieces) + content[end:]
            case "repeat":
                content = content[:end] + content[begin:end] * 2 + content[end:]
            case _:
                content = content[:begin]
    return content


@settings(max_examples=200 * ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_export_is_accounted_for_or_refused(content: bytes) -> None:
    path = FOLDER / "damaged.csv"
    imported = _read_or_refused(path, content)
    if imported is None:
        return
    (receipt,) = imported.receipts
    assert receipt.rows_read == receipt.rows_imported + receipt.rows_skipped + receipt.rows_problem
    rows = {row for event in imported.events for row in event.source.rows}
    rows |= {each.row for each in receipt.skipped}
    assert len(rows) + receipt.rows_problem == receipt.rows_read
    assert raw_rows(path, rows).keys() == rows
    again = FOLDER / "again.csv"
    with again.open("w", encoding="utf-8", newline="") as stream:
        write_events(imported.events, stream)
    assert without_source(read(again)) == without_source(imported)


@settings(max_examples=100 * ROUNDS, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    _read_or_refused(FOLDER / "bytes.csv", content)


def _read_or_refused(path: Path, content: bytes) -> Imported | None:
    """Read a file of that content; a refusal must be one sentence that names the file."""
    path.write_bytes(content)
    try:
        return read(path)
    except SourceError as error:
        message = str(error)
    assert message.startswith(f"{path.name}: ")
    assert "\n" not in message
    return None
