"""The garbage collector, paused where millions of records are made and none of them is a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_MANY: Final = 1 << 14


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector: it would visit every record again and again, and find nothing.

    Many records count as old when it goes on, so that it does not begin with a visit to them all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                # Frozen and thawed, all there is goes to the oldest generation unvisited. A few
                # records are visited: what lay among them before is then not kept until a full run.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
