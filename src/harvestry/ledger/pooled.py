"""Which pools stood for several accounts: what the books need to know of pools that are gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from harvestry.events.event import Event
from harvestry.units.days import Instant
from harvestry.units.source_ref import SourceFile, SourceRef

PLACED: Final = SourceRef(SourceFile("the placing of pools into accounts", ""), (1,))
"""Where the placings into accounts come from: no file."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pools of several accounts, until an instant and after it, by account and asset.

    `ended` tells whether the instant has come: universal pools are placed into accounts then.
    """

    until: Instant
    before: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    after: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    ended: bool = False

    def source_of(self, event: Event, asset: str) -> tuple[str, str]:
        """Give the pool that an event took units of an asset from."""
        return self._pool(event, (event.account, asset), before=event.source is PLACED)

    def target_of(self, event: Event, asset: str) -> tuple[str, str]:
        """Give the pool that a move brought units of an asset to."""
        assert event.to_account is not None
        return self._pool(event, (event.to_account, asset), before=False)

    def _pool(self, event: Event, key: tuple[str, str], *, before: bool) -> tuple[str, str]:
        pools = self.before if before or event.time < self.until else self.after
        return pools.get(key, key)
