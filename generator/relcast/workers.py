"""Worker processes, where there is enough to do."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

ENOUGH = 12
"""Products of some 20 ms each from which on starting workers costs less than it saves."""

T = TypeVar("T")
R = TypeVar("R")


def spread(function: Callable[[T], R], products: Sequence[T], jobs: int, *, enough: int = ENOUGH) -> Iterator[R]:
    """What the function makes of each product, in their order, in `jobs` processes (0: one a core).

    Fewer than `enough` are done here. Forking is quick but not safe beside threads, which a preview server has; there
    fresh processes are started.
    """
    count = min(jobs or os.cpu_count() or 1, len(products) // 4)
    if count < 2 or len(products) < enough:
        yield from map(function, products)
        return
    import multiprocessing  # slow to import, and most builds change little
    from concurrent.futures import ProcessPoolExecutor

    may_fork = sys.platform == "linux" and threading.active_count() == 1
    if may_fork:  # what the first brings in (modules, templates, caches), the forked have then too
        yield function(products[0])
        products = products[1:]
    context = multiprocessing.get_context("fork" if may_fork else "spawn")
    try:
        with ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent) as pool:
            yield from pool.map(function, products, chunksize=min(25, max(1, len(products) // 8)))
    except KeyboardInterrupt:
        # A pool that is interrupted while it starts leaves its workers waiting for work, and the command for them.
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise


def _end_with_parent() -> None:
    """Let this worker end when the command is killed.

    It would wait for work for good, or go on writing into a folder that the next build is about to empty.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_await_end, args=(parent.join,), daemon=True).start()


def _await_end(join: Callable[[], None]) -> None:
    join()
    os._exit(1)
