"""What every report of a case rests on: its runs and views, what a document says of itself."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.report import Report
from harvestry.case.runs import Runs
from harvestry.case.view import View
from harvestry.events.account import Owner
from harvestry.law.regime import Regime
from harvestry.reports import json_text
from harvestry.reports.files_read import Unread
from harvestry.reports.json_text import Json
from harvestry.reports.other_regime import beside, cautions, other_document
from harvestry.reports.sentences import assumed
from harvestry.reports.stance_told import positions_header, positions_that_mattered
from harvestry.reports.table import Table
from harvestry.tax.stance import Stance, other_regime, stance_planned
from harvestry.units.days import year_of
from harvestry.units.problems import Problem


class OtherRegime(NamedTuple):
    """The other regime, and the books under it."""

    regime: Regime
    view: View


class Frame:
    """One household's files as of a day, and what every report on them has in common."""

    def __init__(
        self,
        inputs: pipeline.Inputs,
        owner: Owner | None,
        progress: pipeline.Progress,
        holds: object = None,
    ) -> None:
        self._holds = holds
        self.inputs = inputs
        self.owner = owner
        self.progress = progress
        self.runs = Runs(inputs, progress)

    @property
    def reading(self) -> pipeline.Reading:
        """What the files say."""
        return self.runs.reading

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read, whole or in part."""
        return self.reading.unread

    @property
    def run(self) -> pipeline.Run:
        """The books as past returns were filed, and all that led to them."""
        return self.filed.run

    @cached_property
    def filed(self) -> View:
        """The books as past returns were filed."""
        return View(self.runs.filed, self.owner, self.progress)

    @cached_property
    def planned(self) -> View:
        """The books a plan for the year goes on from."""
        return View(self.runs.planned, self.owner, self.progress)

    @cached_property
    def to_harvest(self) -> View:
        """The same, with the pieces of a lot that went together told as one."""
        return View(self.runs.to_harvest, self.owner, self.progress)

    def report(
        self,
        of: View | Stance,
        own: Json,
        tables: tuple[Table, ...],
        problems: tuple[Problem, ...],
        notes: tuple[str, ...] = (),
    ) -> Report:
        """Give a report: `own` is what its document says beside what every document says.

        `notes` go wherever the sentences go that every report has, behind the day.
        """
        header = self.header(of)
        day, *rest = header["notes"]
        header = {**header, "notes": [day, *notes, *rest]}
        return report_of(header, own, tables, self.told(problems))

    def told(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Give problems under their ids, with what can be and what was decided of them."""
        return pipeline.problems_told(problems, self.reading)

    def header(self, of: View | Stance) -> Json:
        """Give what every document says of itself."""
        stance = of if isinstance(of, Stance) else of.run.stance
        books = None if isinstance(of, Stance) else of.run.books
        mattered = positions_that_mattered(stance, books)
        return header_of(self.inputs, stance, mattered, self.unread)

    def other(
        self, view: View, *, plan: bool, going_on: bool = False, sold: bool = True
    ) -> OtherRegime:
        """Give the same books under the other regime; the same view where none could differ.

        Those `going_on` are to be sold from, so they are never those of another regime. Where
        nothing was `sold` of all that is asked for, there is no loss that a regime could wash.
        """
        stance = view.run.stance
        year = year_of(view.run.moment.day)
        planned = stance_planned(view.run.profile, None, {}, year).regime if plan else None
        regime = other_regime(stance.regime, planned=planned)
        if not sold:
            return OtherRegime(regime, view)
        instead = self.runs.instead(view.run, stance.under(regime), going_on=going_on)
        return OtherRegime(regime, view.of(instead))

    def beside(
        self, view: View, other: OtherRegime, year: int | None, *, planned: bool = False
    ) -> tuple[str, ...]:
        """Say the total of a year under the other regime, and what speaks against what hangs on it.

        `planned`: sales that are only proposed hang on it.
        """
        own, rows, instead = view.run.stance.regime, view.gains(year), other.view.gains(year)
        told = beside(own, rows, other.regime, instead, year)
        return (*told, *self._cautions(view, other, year, planned=planned))

    def other_document(
        self, view: View, other: OtherRegime, year: int | None, *, planned: bool = False
    ) -> Json:
        """Give the same for a document, the sums of the year by term."""
        rows = other.view.gains(year)
        return other_document(
            other.regime, rows, self._cautions(view, other, year, planned=planned)
        )

    @staticmethod
    def _cautions(
        view: View, other: OtherRegime, year: int | None, *, planned: bool
    ) -> tuple[str, ...]:
        run, rows, instead = view.run, view.gains(year), other.view.gains(year)
        return cautions(run.law, run.moment.day, rows, instead, planned=planned)


def header_of(
    inputs: pipeline.Inputs, stance: Stance, mattered: Sequence[str], unread: Sequence[Unread]
) -> Json:
    """Give what a document says of itself: its day, regime, and the positions that mattered."""
    return {
        "schema": json_text.SCHEMA,
        "version": __version__,
        "as_of": inputs.as_of.isoformat(),
        "regime": str(stance.regime),
        "positions": positions_header(stance, mattered),
        "rematched_by": None if inputs.rematch is None else inputs.rematch.value,
        "notes": list(assumed(inputs.as_of, inputs.rematch, stance, mattered, unread)),
    }


def report_of(
    header: Json, own: Json, tables: tuple[Table, ...], problems: tuple[Problem, ...]
) -> Report:
    """Give a report of its parts: `own` is what its document says beside the header."""
    whole = {**header, **own}
    problems = tuple(pipeline.named(problems))
    whole.setdefault("problems", json_text.problems(problems))
    return Report(whole, tables, problems, tuple(header["notes"]))
