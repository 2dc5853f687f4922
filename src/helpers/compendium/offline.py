"""Run a program without the network: `python -m helpers.compendium.offline MODULE ...`; only the loopback is up.

A network namespace of its own where the system allows one (Linux), else a guard that refuses every connection of a
Python process that imports this package.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Any

NAMESPACE, GUARD = "network namespace", "socket guard"
VARIABLE = "HELPERS_OFFLINE"
"""Names the way in which a process is cut off, for its children and for reports."""
_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_SET_FLAGS, _UP = 0x8914, 0x1


def isolate() -> str:
    """Cut this process and its children off the network, and say how: by a namespace, or by the guard."""
    user, group = os.getuid() if hasattr(os, "getuid") else 0, os.getgid() if hasattr(os, "getgid") else 0
    how = NAMESPACE if _own_network(user, group) else GUARD
    os.environ[VARIABLE] = how
    if how == GUARD:
        guard()
    return how


def _own_network(user: int, group: int) -> bool:
    """Whether this process now has a network of its own in which only the loopback is up."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWNET) != 0:
        if libc.unshare(_NEWUSER | _NEWNET) != 0:
            return False
        try:  # or files would be made by nobody
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        except OSError:
            return False
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        try:
            fcntl.ioctl(there, _SET_FLAGS, struct.pack("16sh", b"lo", _UP))
        except OSError:
            return False
    return True


def guard() -> None:
    """Refuse connections of this Python process to anything but the loopback, with an `OSError`."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refused(own: socket.socket, address: Any) -> bool:
        inside = own.family not in (socket.AF_INET, socket.AF_INET6) or str(address[0]) in (
            "127.0.0.1",
            "::1",
            "localhost",
        )
        return not inside

    def guarded(own: socket.socket, address: Any) -> None:
        if refused(own, address):
            raise OSError(f"the network is off: no connection to {address[0]}")
        connect(own, address)

    def guarded_ex(own: socket.socket, address: Any) -> int:
        return 101 if refused(own, address) else connect_ex(own, address)

    socket.socket.connect, socket.socket.connect_ex = guarded, guarded_ex  # type: ignore[method-assign]


def main(arguments: list[str]) -> None:
    """Cut off the network, then become `python -m ARGUMENTS...`."""
    print(f"network off: {isolate()}", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
