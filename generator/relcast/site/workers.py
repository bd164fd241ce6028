"""Worker processes, or none where there is too little to do."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

WORTH_IT = 12
"""Products from which on starting workers costs less than it saves."""

T = TypeVar("T")
R = TypeVar("R")


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
    with ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent) as pool:
        yield pool


def spread(executor: Executor | None, function: Callable[[T], R], products: Sequence[T]) -> Iterator[R]:
    """What the function makes of each product, in their order; in the pool, if any, where they are enough for it.

    A pool starts its processes with its first task, so one that is not used has cost nothing.
    """
    if executor is None or len(products) < WORTH_IT:
        return map(function, products)
    return executor.map(function, products, chunksize=min(25, max(1, len(products) // 8)))


def _end_with_parent() -> None:
    """Let this worker end when the command is killed.

    It would wait for work for good, or go on writing into a folder that the next build is about to empty.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_await_end, args=(parent.join,), daemon=True).start()


def _await_end(join: Callable[[], None]) -> None:
    join()
    os._exit(1)
