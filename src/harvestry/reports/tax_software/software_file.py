"""`SoftwareFile`: one file for a program, and everything that did not fit into it."""

from typing import NamedTuple


class Residue(NamedTuple):
    """What a format's rounding left out: the exact number, what was written, the difference."""

    file: str
    row: int
    column: str
    exact: str
    written: str
    rest: str


class SoftwareFile(NamedTuple):
    """A file ready to be written. `notes` are sentences that its user must read.

    `program` says who takes it. `content` is empty where the file is refused. `warning` is what
    must be said aloud: why it is refused, or what in it is not as it should be. `how` says where
    in the program it goes.
    """

    name: str
    program: str
    content: bytes
    notes: tuple[str, ...] = ()
    residues: tuple[Residue, ...] = ()
    warning: str = ""
    how: str = ""
