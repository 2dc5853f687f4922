"""An ordinary kernel that opens no port: `python -m helpers.compendium.kernel -f FILE`, as papermill starts it.

ipykernel listens on a port of the loopback, whatever its transport, for what forked children of a cell print. No
notebook forks, so that one is left out; all else is ipykernel's own.
"""

from __future__ import annotations

from typing import Any

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread, OutStream


class Output(IOPubThread):
    """ipykernel's thread of outputs without its pipe for forked children."""

    def __init__(self, socket: Any, pipe: bool = False, session: Any = False):
        super().__init__(socket, pipe=False, session=session)


if __name__ == "__main__":
    kernelapp.IOPubThread = Output
    OutStream.flush_timeout = 300  # ten seconds by default; a busy machine takes longer, and a page would say so
    kernelapp.launch_new_instance()
