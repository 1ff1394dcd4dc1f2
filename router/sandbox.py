"""Takes away what generated code has no business with, from the process that calls it, for good."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import sys

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # sched.h: CLONE_NEWUSER, CLONE_NEWNET
_DIE_WITH_PARENT = 1  # prctl.h: PR_SET_PDEATHSIG
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "pty.spawn",
        "os.kill",
        "os.killpg",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.putenv",
        "shutil.rmtree",
        "shutil.move",
        "shutil.copyfile",
        "shutil.copytree",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "socket.sendmsg",
        "ctypes.dlopen",
    }
)


def limit(seconds: float, memory_mib: int) -> None:
    """Bound processor time, memory, files and sockets, cut the network, and die with the parent process."""
    memory = memory_mib * 1024 * 1024
    time = math.ceil(seconds)
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, time, time + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        # Root may leave the network; others have to leave the user namespace first, where the system lets them. Where
        # nothing works the audit hook still stands.
        if library.unshare(_NEW_NET) != 0:
            library.unshare(_NEW_USER | _NEW_NET)


def close_doors() -> None:
    """Refuse new processes, connections other than Unix sockets, and writing to files, from now on.

    Python calls the hook before it acts and cannot remove it. What it refuses is a PermissionError.
    """
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"the sandbox refuses {event}")
    if event in {"socket.connect", "socket.bind"} and not isinstance(arguments[1], str | bytes):
        raise PermissionError(f"the sandbox has no network: {event} {arguments[1]!r}")
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError(f"the sandbox refuses to open {arguments[0]!r} for writing")
