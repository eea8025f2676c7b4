"""A fault to plant, one at a time: what a careless change could break."""

from typing import NamedTuple

from properties.engine import Changes


class Fault(NamedTuple):
    """A name and, by module, a text and what to put in its place.

    When a module changes so that a text is no longer there, the test says so: find the new words
    for the same fault.
    """

    name: str
    changes: Changes
