"""Run the pipeline with a word on stderr about the stage it is in, where someone watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvestry.faces.cli.given import Given
    from harvestry.pipeline import Reading, Run

Tell = Callable[[str], None]


@contextmanager
def progress() -> Iterator[Tell]:
    """Give a function that shows what is going on; silent when stderr is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield lambda stage: status.update(f"{stage} ...")


def fold_books(given: "Given", method: str | None = None) -> "Run":
    """Read the files and fold them into books."""
    from harvestry.law.load import load
    from harvestry.pipeline import run

    with progress() as tell:
        return run(given.inputs(method), load(), tell)


def read_only(given: "Given") -> "Reading":
    """Read the files and stop there."""
    from harvestry.pipeline import read

    with progress() as tell:
        return read(given.inputs(), tell)
