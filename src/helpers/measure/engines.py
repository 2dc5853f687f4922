"""Engines: one interface, `map(function, shards)`; in this process, in a pool of processes, or on a cluster of dask."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import connection
from typing import TypeVar

from ..errors import RunError

S, T = TypeVar("S"), TypeVar("T")

LOCAL = "local"
"""The scheduler that is started here, for as long as it is needed."""
TRIES = 3
"""So often a shard is begun whose process dies."""
_DIED = (
    "measure: a process died {} times over the same texts, for want of memory most likely; run again, with fewer "
    "processes if need be: what was measured is kept"
)


def cores() -> int:
    """How many processes this one may start to advantage.

    >>> cores() > 0
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map(function: Callable[[S], T], shards: Iterable[S], processes: int = 1, scheduler: str = "") -> Iterator[T]:
    """What a function gives for each shard, in their order.

    It runs in this process, in a pool of `processes`, or, where a `scheduler` is named, on the workers of that
    dask.distributed scheduler (its address, or `local`: one of `processes` is started). But in this process, `function`
    and shards have to be picklable, and no more than twice as many shards as there are workers are under way, so that
    no more are held in memory. What a process that died was at is begun again. Raises `RunError` where it dies over the
    same shards again and again, or where there is no scheduler.

    >>> list(map(len, ["治理", "秩序与规则"]))
    [2, 5]
    """
    if scheduler:
        yield from _dask(function, shards, processes, scheduler)
        return
    shards = iter(shards)
    first = list(islice(shards, 2))
    if processes > 1 and len(first) > 1:  # for one shard no process is worth starting
        yield from _pool(function, chain(first, shards), processes)
    else:
        yield from (function(shard) for shard in chain(first, shards))


def _pool(function: Callable[[S], T], shards: Iterable[S], processes: int) -> Iterator[T]:
    def started() -> ProcessPoolExecutor:
        # Started anew and not forked: a fork of a process with threads (of a kernel, of Arrow) may hang.
        spawned = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, mp_context=spawned, initializer=_end_with_parent)

    pool, deaths = started(), 0
    waiting: deque[tuple[S, Future[T]]] = deque()
    shards = iter(shards)
    try:
        while True:
            while len(waiting) < 2 * processes and (shard := next(shards, waiting)) is not waiting:
                waiting.append((shard, _submitted(pool, function, shard)))
            if not waiting:
                return
            try:
                result = waiting[0][1].result()
            except BrokenProcessPool:  # all that was under way is lost with it
                deaths += 1
                if deaths == TRIES:
                    raise RunError(_DIED.format(TRIES)) from None
                pool.shutdown(cancel_futures=True)
                pool = started()
                waiting = deque(
                    (shard, future if _is_whole(future) else _submitted(pool, function, shard))
                    for shard, future in waiting
                )
                continue
            deaths = 0
            waiting.popleft()
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """End when the process that started this one does, for if that one is killed nobody says so."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    if parent:
        threading.Thread(target=watch, daemon=True).start()


def _submitted(pool: ProcessPoolExecutor, function: Callable[[S], T], shard: S) -> Future[T]:
    """A shard under way; where the pool is broken already, as one that is lost with it."""
    try:
        return pool.submit(function, shard)
    except BrokenProcessPool as error:
        lost: Future[T] = Future()
        lost.set_exception(error)
        return lost


def _is_whole(future: Future[T]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _dask(function: Callable[[S], T], shards: Iterable[S], processes: int, scheduler: str) -> Iterator[T]:
    try:
        import dask
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise RunError(
            "measure: a scheduler needs dask.distributed, which is not installed; pip install -e .[cluster]"
        ) from None
    settings = {"distributed.scheduler.allowed-failures": TRIES - 1, "distributed.comm.timeouts.connect": "10s"}
    with dask.config.set(settings):
        if scheduler == LOCAL:
            opened: dict = {"address": LocalCluster(processes, threads_per_worker=1, dashboard_address=None)}
        else:
            opened = {"address": scheduler}
        try:
            client = Client(**opened)
        except (OSError, ValueError):
            raise RunError(
                f"measure: no scheduler answers at {scheduler}; start one with dask scheduler, and give its address"
            ) from None
        try:
            waiting: deque = deque()
            for shard in shards:
                # Once for all workers there are by now: others may come while it runs.
                waiting.append(client.submit(function, shard, pure=False))
                if len(waiting) >= 2 * max(1, sum(client.nthreads().values())):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except KilledWorker:
            raise RunError(_DIED.format(TRIES)) from None
        finally:
            client.close()
            if scheduler == LOCAL:
                opened["address"].close()
