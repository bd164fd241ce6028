"""A window of time ends before it starts.

Why: customers plan their night by it; one of the two instants is a slip, or is in the wrong offset.

Bad (`notices/upgrade.yaml`):

    id: upgrade
    planned:
      start: 2026-11-20T22:00:00+08:00
      end: 2026-11-20T02:00:00+08:00

Good (`notices/upgrade.yaml`):

    id: upgrade
    planned:
      start: 2026-11-20T22:00:00+08:00
      end: 2026-11-21T02:00:00+08:00
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, Severity

CODE, NAME = "RC304", "window-order"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The planned and the actual window of each notice end after they start."""
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        for key, window in (("planned", notice.planned), ("actual", notice.actual)):
            if window and window.end and window.end < window.start:
                yield Problem(
                    CODE, NAME, "the window ends before it starts", "correct `start:` or `end:`",
                    path=file, where=(key, "end"),
                )  # fmt: skip
