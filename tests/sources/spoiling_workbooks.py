"""Spoil workbooks at random, outside and in their XML, and read them: FILE TIMES."""

import io
import random
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from harvestry.sources.errors import SourceError
from sources.golden_files import read
from sources.workbooks import by_hand, text_rows, workbook

HEADER = ["txid", "refid", "time", "type", "asset", "amount", "fee"]
ROWS = [HEADER, ["A", "R", "2024-01-05 12:33:44", "deposit", "XXBT", "0.3", "0"]]
SOUND = (
    workbook({"A": ROWS}),
    by_hand(text_rows(ROWS)),
    by_hand(text_rows(ROWS), compression=zipfile.ZIP_STORED),
)
PIECES = (
    b'<c r="A1048576"><v>1</v></c>',
    b'<c r="XFD9"><v>1</v></c>',
    b'<row r="999999999999">',
    b"</row>",
    b'r="ZZ99999"',
    b't="s"><v>99999</v>',
    b"<v>1e999</v>",
    b'dimension ref="A1:XFD1048576"',
    b"&amp;",
)


def spoiled(chance: random.Random) -> bytes:
    """Give a workbook with something wrong in it."""
    content = bytearray(chance.choice(SOUND))
    match chance.randrange(4):
        case 0:
            for _ in range(chance.randint(1, 8)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        case 1:
            del content[chance.randrange(len(content)) :]
        case 2:
            place = chance.randrange(len(content))
            content[place:place] = chance.randbytes(chance.randint(1, 20))
        case _:
            return _with_other_xml(chance, bytes(content))
    return bytes(content)


def _with_other_xml(chance: random.Random, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound, zipfile.ZipFile(stream, "w") as other:
        victim = chance.choice(sound.namelist())
        for name in sound.namelist():
            part = bytearray(sound.read(name))
            for _ in range(chance.randint(1, 5) if name == victim else 0):
                place = chance.randrange(len(part))
                part[place : place + chance.randint(0, 6)] = chance.choice(PIECES)
            other.writestr(name, bytes(part))
    return stream.getvalue()


if __name__ == "__main__":
    times = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoiled.xlsx"
        for seed in range(times):
            path.write_bytes(spoiled(random.Random(seed)))  # noqa: S311 - a seed, no secret
            with suppress(SourceError):
                read(path)
    print(f"{times} read or refused")  # noqa: T201 - it is run by itself
