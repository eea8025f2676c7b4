"""The known formats: a folder for each venue, with its descriptions and what code they need."""

from collections.abc import Mapping
from typing import Final

from harvestry.sources.draft import Verb
from harvestry.sources.formats.coinbase.verbs import VERBS as COINBASE
from harvestry.sources.formats.kraken.verbs import VERBS as KRAKEN
from harvestry.sources.verbs import VERBS as COMMON

VERBS: Final[Mapping[str, Verb]] = {**COMMON, **COINBASE, **KRAKEN}
"""Every verb a description may use; those of a format begin with its name."""
