"""A change or listings.yaml names a listing that product.yaml doesn't have.

Why: `only` and `except` keep a change from the consoles it must not reach; a misspelt name keeps it from none, or from
all, and nobody would notice.

Bad (product.yaml declares a listing `aws-ami`):

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Start from our image
        except: [aws-amy]

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Start from our image
        except: [aws-ami]
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.release import Notes
from ...problems import Problem, RecordPath, Severity
from ...records.guess import hint_for

CODE, NAME = "RC409", "unknown-listing"
SEVERITY: Severity = "error"
SUBJECTS = ("only", "except_")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every listing that a change is kept for, or kept from, is declared."""
    yield from _of_notes(entry.release, history, entry.file)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every listing whose standings are told is declared, and so are those of changes that are on their way."""
    for name in history.standings:
        if name not in history.product.listings:
            yield _problem(name, history, f"{history.id}/listings.yaml", (name,), at_key=True)
    for notes, path in history.unreleased:
        yield from _of_notes(notes, history, path)


def _of_notes(notes: Notes, history: ProductHistory, path: str) -> Iterator[Problem]:
    declared = history.product.listings
    for section, position, change in notes.changes():
        for key, names in (("only", change.only), ("except", change.except_)):
            for number, name in enumerate(names):
                if name not in declared:
                    yield _problem(name, history, path, (section, position, key, number))


def _problem(name: str, history: ProductHistory, path: str, where: RecordPath, *, at_key: bool = False) -> Problem:
    hint = hint_for(name, history.product.listings, otherwise="declare it under `listings:` in product.yaml")
    return Problem(CODE, NAME, f"unknown listing '{name[:60]}'", hint, path=path, where=where, at_key=at_key)
