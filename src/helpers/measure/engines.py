"""Engines: one interface, `map(function, shards)`; in this process, or in a pool of processes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from ..errors import RunError

S, T = TypeVar("S"), TypeVar("T")


def cores() -> int:
    """How many processes this one may start to advantage.

    >>> cores() > 0
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map(function: Callable[[S], T], shards: Iterable[S], processes: int = 1) -> Iterator[T]:
    """What a function gives for each shard, in their order, from this process or from a pool.

    Of a pool, `function` and shards have to be picklable, and twice as many shards as `processes` are under way at
    most, so that no more are held in memory. Raises `RunError` where a process dies.

    >>> list(map(len, ["治理", "秩序与规则"]))
    [2, 5]
    """
    if processes <= 1:
        yield from (function(shard) for shard in shards)
        return
    # Started anew and not forked: a fork of a process with threads (of a kernel, of Arrow) may hang.
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
    waiting: deque[Future[T]] = deque()
    try:
        for shard in shards:
            waiting.append(pool.submit(function, shard))
            if len(waiting) >= 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise RunError(
            "measure: a process died, for want of memory most likely; run again, with fewer processes if need be: "
            "what was measured is kept"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
