"""Worker processes, or none where there is too little to do."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

WORTH_IT = 12
"""Products from which on starting workers costs less than it saves."""


@contextmanager
def workers(products: int, jobs: int) -> Iterator[Executor | None]:
    """A pool of `jobs` processes (0: one a core), or None for a small task or one job.

    Forking is quick but not safe beside threads, which a preview server has; there fresh processes are started.
    """
    count = min(jobs or os.cpu_count() or 1, max(1, products // 4))
    if count < 2 or products < WORTH_IT:
        yield None
        return
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if may_fork else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        yield pool
