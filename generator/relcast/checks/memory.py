"""What was found in products, kept between runs, so that what did not change is not read again.

It holds problems and nothing else; what it says of a product counts only while our code, vendor.yaml and the vendor's
profiles, the path by which messages show the folder, and every byte of the product's files are the same, and no moment
has passed at which a rule finds something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..keys import files_key, tool_key
from ..problems import Problem
from ..records.folder import VendorFolder
from ..records.write import write_file

_FORM = 2
_WHOLE = ""
"""The id under which the whole folder is known; no product's."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one product, which of the vendor's settings that met, and in which time it holds."""

    problems: list[Problem]
    used: frozenset[tuple[str, str]]
    aliases: tuple[str, ...]
    """The product's earlier ids."""
    since: datetime | None
    until: datetime | None
    is_lasting: bool = True
    """False where files counted that are no records, and may change without one."""

    def holds(self, now: datetime) -> bool:
        """Whether the same would be found now."""
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


class Memory:
    """One file of what is known of a vendor's folder; a file that can't be read or written is as good as none."""

    def __init__(self, file: Path, folder: VendorFolder) -> None:
        self.file = file
        digest = blake2b(digest_size=20)
        digest.update(f"{tool_key()} {folder.label}\0".encode("utf-8", "surrogateescape"))
        shared = (*((folder.vendor,) if folder.vendor else ()), *folder.profiles)
        digest.update(files_key(folder.root, shared).encode())
        self._common = digest.hexdigest()
        self._keys = {product.id: files_key(product.path, product.files()) for product in folder.products}
        digest.update(repr((folder.problems, self._keys)).encode("utf-8", "surrogateescape"))
        self._keys[_WHOLE] = digest.hexdigest()
        self._rows: dict[str, Any] = self._read()
        self._is_changed = False

    def find(self, product: str, now: datetime) -> Checked | None:
        """What was found in a product's files as they are now, by its id; None where that is not known."""
        row: Any = self._rows.get(product)
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            if row["key"] == self._keys[product]:
                checked = _checked(row)
                return checked if checked.holds(now) else None
        return None

    def find_whole(self, now: datetime) -> Checked | None:
        """What was found in the whole folder as it is now; None where that is not known."""
        return self.find(_WHOLE, now)

    def keep(self, product: str, checked: Checked) -> None:
        """Remember what was found in a product, by its id."""
        self._rows[product] = {"key": self._keys[product], **_row(checked)}
        self._is_changed = True

    def keep_whole(self, problems: list[Problem], parts: Iterable[Checked]) -> None:
        """Remember what was found in the whole folder, and in each product of it."""
        parts = list(parts)
        since = max((part.since for part in parts if part.since), default=None)
        until = min((part.until for part in parts if part.until), default=None)
        self.keep(_WHOLE, Checked(problems, frozenset(), (), since, until))

    def write(self) -> None:
        """Write down what is known of the products there are, and forget others."""
        rows = {product: row for product, row in self._rows.items() if product in self._keys}
        if not self._is_changed and len(rows) == len(self._rows):
            return
        text = json.dumps({"form": _FORM, "common": self._common, "products": rows}, separators=(",", ":"))
        with suppress(OSError):  # a disk that is full or read-only: the next run reads again
            home = self.file.parents[1]
            is_new = not home.exists()
            self.file.parent.mkdir(parents=True, exist_ok=True)
            if is_new:
                write_file(home / ".gitignore", "*\n")
            write_file(self.file, text)

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, RecursionError):
            known = json.loads(self.file.read_bytes())
            if isinstance(known, dict) and (known.get("form"), known.get("common")) == (_FORM, self._common):
                products = known.get("products")
                return products if isinstance(products, dict) else {}
        return {}


def _row(checked: Checked) -> dict[str, Any]:
    return {
        "since": checked.since.isoformat() if checked.since else None,
        "until": checked.until.isoformat() if checked.until else None,
        "used": sorted(checked.used),
        "aliases": checked.aliases,
        "problems": [asdict(problem) for problem in checked.problems],
    }


def _checked(row: Any) -> Checked:
    return Checked(
        [Problem(**{**problem, "where": tuple(problem["where"])}) for problem in row["problems"]],
        frozenset((word, version) for word, version in row["used"]),
        tuple(map(str, row["aliases"])),
        datetime.fromisoformat(row["since"]) if row["since"] else None,
        datetime.fromisoformat(row["until"]) if row["until"] else None,
    )
