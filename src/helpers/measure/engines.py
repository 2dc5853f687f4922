"""Engines: one interface, `map(function, shards)`; in this process, in a pool of processes, or on a cluster of dask."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from itertools import chain, islice
from multiprocessing import connection
from typing import Any, TypeVar

from ..errors import RunError

S, T = TypeVar("S"), TypeVar("T")

LOCAL = "local"
"""The scheduler that is started here, for as long as it is needed."""
LEAN = {"MALLOC_MMAP_THRESHOLD_": str(2**20), "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""By what a worker gives back what it needs no more: 255 MB and not 300, in the same time."""
TRIES = 3
"""So often a shard is begun whose process dies."""
_GONE = "measure: the scheduler at {} went away; start it again, and this command: what was measured is kept"
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
    """What a function gives for each shard, in their order, by `Workers` that are there for it alone.

    >>> list(map(len, ["治理", "秩序与规则"]))
    [2, 5]
    """
    with Workers(processes, scheduler) as workers:
        yield from workers.map(function, shards)


class Workers:
    """Who does the work of maps: this process, a pool of `processes`, or the workers of a `scheduler`.

    That is of dask.distributed, under its address, or `local`: one of `processes` is started. Workers are started when
    there is work for two, once for all maps, and end with the block.

    >>> with Workers() as workers:
    ...     list(workers.map(len, ["治理"])), list(workers.map(abs, [-2, 1]))
    ([2], [2, 1])
    """

    def __init__(self, processes: int = 1, scheduler: str = ""):
        self._processes, self._scheduler = processes, scheduler
        if processes > 1 or scheduler:  # for those that inherit them; set by somebody else they stay as they are
            for name, value in LEAN.items():
                os.environ.setdefault(name, value)
        self._pool: ProcessPoolExecutor | None = None
        self._client: Any = None
        self._closing = ExitStack()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._closing.close()

    def map(self, function: Callable[[S], T], shards: Iterable[S]) -> Iterator[T]:
        """What a function gives for each shard, in their order.

        But in this process, `function` and shards have to be picklable, and no more than twice as many shards as there
        are workers are under way, so that no more are held in memory. What a process that died was at is begun again.
        Raises `RunError` where it dies over the same shards again and again, or where there is no scheduler.
        """
        if self._scheduler:
            yield from self._on_cluster(function, shards)
            return
        shards = iter(shards)
        first = list(islice(shards, 2))
        if self._processes > 1 and len(first) > 1:  # for one shard no process is worth starting
            yield from self._in_pool(function, chain(first, shards))
        else:
            yield from (function(shard) for shard in chain(first, shards))

    def _in_pool(self, function: Callable[[S], T], shards: Iterator[S]) -> Iterator[T]:
        deaths = 0
        waiting: deque[tuple[S, Future[T]]] = deque()
        try:
            while True:
                while len(waiting) < 2 * self._processes and (shard := next(shards, waiting)) is not waiting:
                    waiting.append((shard, self._submitted(function, shard)))
                if not waiting:
                    return
                try:
                    result = waiting[0][1].result()
                except BrokenProcessPool:  # all that was under way is lost with it
                    deaths += 1
                    if deaths == TRIES:
                        raise RunError(_DIED.format(TRIES)) from None
                    self._stop()
                    waiting = deque(
                        (shard, future if _is_whole(future) else self._submitted(function, shard))
                        for shard, future in waiting
                    )
                    continue
                deaths = 0
                waiting.popleft()
                yield result
        finally:
            for _, future in waiting:
                future.cancel()

    def _submitted(self, function: Callable[[S], T], shard: S) -> Future[T]:
        """A shard under way; where the pool is broken already, as one that is lost with it."""
        if not self._pool:
            # Started anew and not forked: a fork of a process with threads (of a kernel, of Arrow) may hang.
            spawned = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=spawned, initializer=_end_with_parent)
        try:
            return self._pool.submit(function, shard)
        except BrokenProcessPool as error:
            lost: Future[T] = Future()
            lost.set_exception(error)
            return lost

    def _stop(self) -> None:
        """End the pool, as far as there is one; the next shard starts another."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _on_cluster(self, function: Callable[[S], T], shards: Iterable[S]) -> Iterator[T]:
        self._client = client = self._client or self._connected()
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError

        waiting: deque = deque()
        try:
            for shard in shards:
                # Once for all workers there are by now: others may come while it runs.
                waiting.append(client.submit(function, shard, pure=False))
                if len(waiting) >= 2 * max(1, sum(client.nthreads().values())):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except KilledWorker:
            raise RunError(_DIED.format("too many")) from None
        except (CancelledError, CommClosedError):
            raise RunError(_GONE.format(self._scheduler)) from None

    def _connected(self) -> Any:
        """A client of the scheduler, which is started where it is to be here. Raises `RunError`."""
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError:
            raise RunError(
                "measure: a scheduler needs dask.distributed, which is not installed; pip install -e .[cluster]"
            ) from None
        # The first is for a scheduler that is started here; one that runs already has its own.
        settings = {"distributed.scheduler.allowed-failures": TRIES - 1, "distributed.comm.timeouts.connect": "10s"}
        self._closing.enter_context(dask.config.set(settings))
        told = logging.getLogger("distributed.client")  # in tracebacks, of what is said here in a sentence
        self._closing.callback(told.setLevel, told.level)
        told.setLevel(logging.CRITICAL)
        address = self._scheduler
        if address == LOCAL:
            here = LocalCluster(self._processes, threads_per_worker=1, dashboard_address=None)
            address = self._closing.enter_context(here)
        try:
            return self._closing.enter_context(Client(address))
        except (OSError, ValueError):
            raise RunError(
                f"measure: no scheduler answers at {address}; start one with dask scheduler, and give its address"
            ) from None


HERE = Workers()
"""This process alone."""


def _end_with_parent() -> None:
    """End when the process that started this one does, for if that one is killed nobody says so."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    if parent:
        threading.Thread(target=watch, daemon=True).start()


def _is_whole(future: Future[T]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
