"""A day to remember."""

from typing import NamedTuple

from harvestry.units.days import Day


class Reminder(NamedTuple):
    """A day to remember: what it is about, what to do, and a word that tells it from others."""

    on: Day
    title: str
    text: str
    key: str
