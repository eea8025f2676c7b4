"""The runs of a case: one reading, folded under as many stances as are asked about."""

from dataclasses import replace
from functools import cached_property

from harvestry import pipeline
from harvestry.case.mattering import could_matter
from harvestry.events.account import Method
from harvestry.harvest.near_losses import could_differ
from harvestry.law.load import load
from harvestry.law.positions import known_positions
from harvestry.law.regime import CURRENT_LAW
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import WASH_POSITIONS


class Runs:
    """The runs of one case, each folded when it is first asked for."""

    def __init__(self, inputs: pipeline.Inputs, progress: pipeline.Progress) -> None:
        self._inputs = inputs
        self._progress = progress
        self._shared: dict[bool, pipeline.Trunk] = {}
        self._runs: dict[tuple[str, ...], pipeline.Run] = {}
        self._joined: dict[tuple[str, ...], pipeline.Run] = {}
        self._beside: dict[tuple[str, ...], pipeline.Run] = {}

    @cached_property
    def reading(self) -> pipeline.Reading:
        """What the files say."""
        return pipeline.read(self._inputs, self._progress)

    @cached_property
    def prepared(self) -> pipeline.Prepared:
        """What the files say, joined and valued; with prices fetched, if there is leave to."""
        prepared = pipeline.prepare(self.reading, self._progress)
        return pipeline.priced(prepared, load(), self._progress)

    @property
    def filed(self) -> pipeline.Run:
        """The books as past returns were filed."""
        return self.under(self.prepared.filed)

    @property
    def planned(self) -> pipeline.Run:
        """The books a plan for the year goes on from."""
        return self.under(self.prepared.planned)

    @property
    def to_harvest(self) -> pipeline.Run:
        """The plan's books with the pieces of a lot joined: what a harvest needs of them."""
        stance = self.prepared.planned
        if stance.key not in self._runs and stance.key not in self._joined:
            self._joined[stance.key] = self._match(stance, joined=True)
        return self._runs.get(stance.key) or self._joined[stance.key]

    def under(self, stance: Stance) -> pipeline.Run:
        """Give the books under a stance."""
        if stance.key not in self._runs:
            self._runs[stance.key] = self._match(stance)
        return self._runs[stance.key]

    def _trunk(self, stance: Stance, *, joined: bool) -> pipeline.Trunk | None:
        """Give what the plan's books and those of current law have in common, for either of them.

        Before the plan's regime begins no coin is covered: both are the same till then. Joined
        books go on from any trunk, others from one that keeps every piece.
        """
        planned = self.prepared.planned
        shares = stance.regime in (planned.regime, CURRENT_LAW)
        if not shares or stance.under(planned.regime).key != planned.key:
            return None
        if joined and False in self._shared:
            return self._shared[False]
        if joined not in self._shared:
            self._shared[joined] = pipeline.trunk_of(self.prepared, load(), planned, joined=joined)
        return self._shared[joined]

    def once(self, run: pipeline.Run, stance: Stance) -> pipeline.Run:
        """Give books under another position and forget them; the same run where none could differ.

        A position about anything but wash sales is run where events show that it could matter.
        """
        changed = {
            name
            for name in known_positions()
            if stance.positions[name] != run.stance.positions[name]
        }
        others = changed - WASH_POSITIONS
        if not any(could_matter(name, run) for name in others) and (
            changed == others or not self._could_differ(run, stance)
        ):
            return run
        return pipeline.match(
            self.prepared, load(), stance, self._progress, beside=True, joined=True
        )

    def instead(
        self, run: pipeline.Run, stance: Stance, *, joined: bool = True, going_on: bool = False
    ) -> pipeline.Run:
        """Give books under another regime: the same run where no figure could differ.

        Of books that are not `joined` each piece of a lot can be asked for. Those `going_on` are
        sold from under that regime, so they are never those of another.
        """
        if stance.key in self._runs:
            return self._runs[stance.key]
        if not going_on and not self._could_differ(run, stance):
            return run
        key = (*stance.key, str(joined))
        if key not in self._beside:
            self._beside[key] = self._match(stance, beside=True, joined=joined)
        return self._beside[key]

    def rematched(self, stance: Stance, method: Method) -> pipeline.Run:
        """Give the books as if all history had been matched by one method, and forget them."""
        prepared = self.prepared
        inputs = replace(prepared.reading.inputs, rematch=method)
        what_if = replace(prepared, reading=replace(prepared.reading, inputs=inputs))
        return pipeline.match(what_if, load(), stance, self._progress, beside=True)

    def _match(self, stance: Stance, *, beside: bool = False, joined: bool = False) -> pipeline.Run:
        trunk = self._trunk(stance, joined=joined)
        return pipeline.match(
            self.prepared, load(), stance, self._progress, trunk, beside=beside, joined=joined
        )

    def _could_differ(self, run: pipeline.Run, stance: Stance) -> bool:
        stances = (run.stance, stance)
        return could_differ(run.books, run.events, run.assets, stances, run.law, run.moment.zone)
