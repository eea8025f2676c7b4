"""A book as a whole: verified, copied, put back."""

from pathlib import Path

from harvestry.book.journal import opened
from harvestry.book.restoring import restore


def verify_book(path: Path, at: str, head: str | None = None) -> tuple[list[str], str]:
    """Give what is wrong with a book, and its head; `head` is one that must be in its chain.

    Raises:
        BookError: it cannot even be opened.
    """
    with opened(path, "verify", at) as book:
        wrong = book.verify()
        if head is not None and head not in {deed.hash for deed in book.deeds}:
            wrong.append(
                f"{path}: the head {head} is not in its chain; it was written anew, or this is "
                "another book"
            )
        return wrong, book.head


def back_up_book(path: Path, target: Path, at: str) -> str:
    """Write a verified copy of a book and give its head.

    Raises:
        BookError: the book cannot be used, or the target is there already.
    """
    with opened(path, "backup", at) as book:
        book.back_up(target)
        return book.head


def restore_book(path: Path, backup: Path, who: str, at: str) -> Path | None:
    """Put a backup in a book's place; give where the book that was there is kept.

    Raises:
        BookError: the backup does not hold together.
    """
    return restore(path, backup, who, at)
