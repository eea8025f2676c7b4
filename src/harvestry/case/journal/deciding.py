"""Decisions as deeds of a book: made, taken back, given."""

from pathlib import Path

from harvestry.book.deeds import Body, Deed, DeedKind
from harvestry.book.journal import Book, Writer, opened
from harvestry.events.decisions import Decision, Decisions


def decisions_of(book: Book) -> Decisions:
    """Give the decisions of a book that count, in the order they were made."""
    return Decisions(tuple(_decision(deed) for deed in book.in_force(DeedKind.DECIDE)))


def decisions_at(path: Path, at: str) -> Decisions:
    """Give the decisions of the book at a path that count.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, "read", at) as book:
        return decisions_of(book)


def decide(path: Path, decision: Decision, who: str, at: str) -> int:
    """Keep a decision in the book at a path, and give the deed's number.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, who, at) as book, book.writing(who, at) as writer:
        return writer.add(DeedKind.DECIDE, _body(decision)).n


def keep_decisions(book: Book, writer: Writer, given: Decisions) -> None:
    """Keep those of a decisions.toml that the book does not have, in their order."""
    kept = [_body(each) for each in decisions_of(book).made]
    for body in map(_body, given.made):
        if body not in kept:
            writer.add(DeedKind.DECIDE, body)


def take_back(path: Path, problem: str, who: str, at: str) -> Decision | None:
    """Let the last decision on a problem count no more and give it; `None` where there is none.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, who, at) as book, book.writing(who, at) as writer:
        for deed in reversed(book.in_force(DeedKind.DECIDE)):
            if deed.body["problem"] == problem:
                writer.add(DeedKind.UNDO, {"deed": deed.n})
                return _decision(deed)
        return None


def _body(decision: Decision) -> Body:
    return {"problem": decision.problem, "choice": decision.choice, "value": decision.value}


def _decision(deed: Deed) -> Decision:
    body = deed.body
    return Decision(str(body["problem"]), str(body["choice"]), str(body["value"]), deed.at)
