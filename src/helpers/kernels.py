"""Kernels that are forked from a process which has imported what every notebook imports.

A kernel started anew for each notebook pays for the same imports each time. Here one process, the nursery, imports them
once and forks a child for each notebook; a child waits for its orders (connection file, folder, environment) and then
is an ordinary ipykernel of its own. Nothing but imported modules is shared. Where a fork after imports is not safe
(anywhere but on Linux) the runner uses ordinary kernels.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import warnings
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_client.provisioning import LocalProvisioner

PROVISIONER = "helpers-forked"  # the name under which pyproject.toml enters `ForkedProvisioner`
WAITING_VARIABLE = "HELPERS_WAITING_KERNEL"
"""Environment variable by which a worker tells `ForkedProvisioner` which waiting kernel to use."""


class Waiting(NamedTuple):
    """A process that waits to be a kernel: a pipe for its orders, and one on which it says its id and then holds."""

    orders: int
    alive: int


def can_fork() -> bool:
    """Whether a fork after imports is safe on this system."""
    return sys.platform == "linux"


class Nursery:
    """A process that raises waiting kernels while this one goes on; `close` ends it and those that are left."""

    def __init__(self, count: int):
        pipes = [(os.pipe(), os.pipe()) for _ in range(count)]
        # Nothing is ever written to this pipe: its end tells the nursery that this process is done, or dead.
        here, self._there = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            kept = [(orders_out, alive_in) for (orders_out, _), (_, alive_in) in pipes]
            # Whatever else is open here (a lock, say) must not live on with a kernel.
            _close_all_but({0, 1, 2, here, *(descriptor for pair in kept for descriptor in pair)})
            _in_child(_raise_kernels, kept, here)
        os.close(here)
        for (orders_out, _), (_, alive_in) in pipes:
            os.close(orders_out)
            os.close(alive_in)
        self.waiting = [Waiting(orders_in, alive_out) for (_, orders_in), (alive_out, _) in pipes]

    def close(self) -> None:
        """End what is left of the kernels, and the nursery."""
        for descriptor in (self._there, *(end for kernel in self.waiting for end in kernel)):
            os.close(descriptor)
        os.waitpid(self._pid, 0)


def _in_child(function, *arguments) -> None:
    """Run `function` in a forked child that never returns to the code of its parent."""
    status = 1
    try:
        function(*arguments)
        status = 0
    finally:
        os._exit(status)


def _raise_kernels(pipes: list[tuple[int, int]], parent: int) -> None:
    _preload()
    children = set()
    for orders, alive in pipes:
        child = os.fork()
        if not child:
            _close_all_but({0, 1, 2, orders, alive})
            _in_child(_wait_for_orders, orders, alive)
        children.add(child)
    for pair in pipes:
        for descriptor in pair:
            os.close(descriptor)
    while children:
        ended, _ = os.waitpid(-1, os.WNOHANG)
        children.discard(ended)
        if not ended and select.select([parent], [], [], 0.05)[0]:
            for child in children:
                os.kill(child, signal.SIGKILL)


def _close_all_but(kept: set[int]) -> None:
    start = 0
    for descriptor in sorted(kept):
        if start < descriptor:  # an empty range would close everything
            os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def _preload() -> None:
    # Threads of linear algebra stay off: they would not survive a fork.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    import ipykernel.kernelapp
    import nltk
    import rjieba

    from . import corpus, plots, publish

    assert all((ipykernel, nltk, rjieba, corpus, plots, publish))


def _wait_for_orders(orders: int, alive: int) -> None:
    with os.fdopen(orders, encoding="utf-8") as pipe:
        line = pipe.readline()
    if not line:  # nobody is there to give any
        return
    os.setsid()
    os.write(alive, f"{os.getpid()}\n".encode())
    _be_kernel(**json.loads(line))


def _be_kernel(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    _forget()
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=os.getppid())  # it ends when the nursery does
    app.initialize(["-f", connection_file, "--HistoryManager.enabled=False"])
    app.start()


def _forget() -> None:
    """Give up what a fresh interpreter would not have: the streams and the warning filters of the runner."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  (the kernel opens streams of its own over it)
    for stream in (1, 2):
        os.dup2(nowhere.fileno(), stream)
    sys.stdout = sys.stderr = nowhere
    warnings.resetwarnings()
    for kind in (ResourceWarning, ImportWarning, PendingDeprecationWarning, DeprecationWarning):
        warnings.simplefilter("ignore", kind)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")


class _Process:
    """A waiting kernel under the names by which jupyter_client knows a process."""

    stdin = stdout = stderr = None

    def __init__(self, alive: int):
        self._alive = alive
        said = b""
        while not said.endswith(b"\n"):
            said += os.read(alive, 1) or b"0\n"
        self.pid = int(said)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        # The kernel holds the other end: it is closed, and so this one readable, when the kernel has ended.
        if self.returncode is None and select.select([self._alive], [], [], 0)[0]:
            self.returncode = 1
        return self.returncode

    def wait(self) -> int | None:
        select.select([self._alive], [], [])
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkedProvisioner(LocalProvisioner):
    """Hands the connection file to a waiting kernel instead of starting one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        waiting = Waiting(*json.loads(os.environ[WAITING_VARIABLE]))
        orders = {
            "connection_file": self.parent.connection_file,
            "folder": str(kwargs.get("cwd") or Path.cwd()),
            "environment": dict(kwargs.get("env") or os.environ),
        }
        os.write(waiting.orders, (json.dumps(orders) + "\n").encode("utf-8"))
        self.process = _Process(waiting.alive)
        self.pid = self.pgid = self.process.pid
        return self.connection_info
