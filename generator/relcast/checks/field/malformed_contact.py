"""A contact is no e-mail address and no address of the web.

Why: it is where a customer in trouble writes to; a slip in it means that nobody answers.

Bad:

    # vendor.yaml
    name: Acme Cloud
    contacts:
      support: support@acme

Good:

    # vendor.yaml
    name: Acme Cloud
    contacts:
      support: support@acme.example
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory
from ...model.product import Vendor
from ...problems import Problem, RecordPath, Severity

CODE, NAME = "RC234", "malformed-contact"
SEVERITY: Severity = "error"

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_WEB = re.compile(r"https?://[^\s/]+\.\S+")


def check_vendor(vendor: Vendor) -> Iterator[Problem]:
    """Where customers may write is an e-mail address, or a page with a form."""
    for key, text in (("support", vendor.contacts.support), ("security", vendor.contacts.security)):
        yield from _check(text, "vendor.yaml", ("contacts", key), may_be_page=True)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The address for feedback is one of e-mail."""
    if history.product.feedback:
        path = f"{history.id}/product.yaml"
        yield from _check(history.product.feedback.email, path, ("feedback", "email"), may_be_page=False)


def _check(text: str | None, path: str, where: RecordPath, *, may_be_page: bool) -> Iterator[Problem]:
    if text is None or _EMAIL.fullmatch(text) or (may_be_page and _WEB.fullmatch(text)):
        return
    bare = text.removeprefix("mailto:").strip("<>")
    hint = (
        f"write {bare}" if _EMAIL.fullmatch(bare)
        else "for example: support@acme.example" + (", or the address of a page with a form" if may_be_page else "")
    )  # fmt: skip
    what = "no e-mail address" if not may_be_page else "neither an e-mail address nor the address of a page"
    yield Problem(CODE, NAME, f"'{text[:60]}' is {what}", hint, SEVERITY, path=path, where=where)
