"""Running other programs and recognising our own processes again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .errors import AptFailed, BrokenDownload, DiskFull, GajError, NoAptPermission, NoNetwork

# What apt-get and pip write when something outside is wrong; the first that matches decides.
SYMPTOMS: list[tuple[type[GajError], str, str]] = [
    (
        DiskFull,
        r"No space left on device|Disk quota exceeded|not have enough free space|Errno 28",
        "the disk is full. Make room and run the command again; it continues from here",
    ),
    (
        BrokenDownload,
        r"NO_PUBKEY|EXPKEYSIG|BADSIG|is not signed|GPG error|OpenPGP signature|could not be verified",
        "the package list carries no valid signature of Debian. Check the clock and the proxy of this machine",
    ),
    (
        NoNetwork,
        r"Could not resolve|Temporary failure|Name or service not known|Could not connect|Connection refused"
        r"|Connection failed|Network is unreachable|No route to host|Cannot initiate the connection|NewConnectionError"
        r"|NameResolutionError|ConnectTimeout|Connection timed out|Connection reset by peer|ProxyError|SSLError"
        r"|CERTIFICATE_VERIFY_FAILED|Max retries exceeded",
        "the server cannot be reached. Check the network or the proxy settings and run the command again",
    ),
    (
        BrokenDownload,
        r"Hash Sum mismatch|unexpected size|DO NOT MATCH THE HASHES|IncompleteRead|Connection broken"
        r"|BadZipFile|incomplete-download|Not all (data|bytes)|Some index files failed|Failed to fetch|Undetermined Error",
        "a file arrived short or damaged. Run the command again; what is complete is kept",
    ),
    (
        NoAptPermission,
        r"are you root|Permission denied|not in the sudoers|a password is required|sudo: ",
        "this user may not do that",
    ),
]


def diagnose(output: str, fallback: type[GajError], what: str) -> GajError:
    """Return the error that explains the `output` of a failed program; `what` says what it was doing."""
    output = re.sub(
        r"^sudo: unable to resolve host .*\n?", "", output, flags=re.MULTILINE
    )  # says nothing about the work
    for kind, pattern, sentence in SYMPTOMS:
        found = re.search(pattern, output, re.IGNORECASE)
        if found:
            line = next((line for line in output.splitlines() if found.group() in line), found.group()).strip()
            return kind(f"{what}: {sentence}. (It said: {line[:300]})")
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    return fallback(f"{what} failed. It said last:\n{tail}")


def run(
    command: list[str],
    *,
    what: str,
    fallback: type[GajError] = AptFailed,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    as_user: tuple[int, int] | None = None,
) -> str:
    """Run `command` and return what it wrote; raise the error that explains a failure.

    `on_line` gets each line as it comes; `as_user` is (uid, gid) for a caller that is root.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", env={**(env if env is not None else os.environ), "LC_ALL": "C.UTF-8"}, cwd=cwd, **identity(as_user),
    )  # fmt: skip
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if on_line:
                on_line(line.rstrip())
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        raise diagnose("".join(lines), fallback, what)
    return "".join(lines)


def identity(as_user: tuple[int, int] | None) -> dict:
    """Return the arguments of Popen that run a program as (uid, gid)."""
    return {"user": as_user[0], "group": as_user[1], "extra_groups": []} if as_user else {}


def start_time(pid: int) -> int | None:
    """Return the kernel's start time (clock ticks since boot) of process `pid`; None if there is none.

    Together with the number it names a process for good: a number is used again, this pair is not.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def is_same(pid: int, started: int) -> bool:
    """Tell whether process `pid` still is the one that started then."""
    return start_time(pid) == started


def stop(pid: int, started: int, patience_s: float = 20) -> None:
    """End the process `pid` if it still is the one that started then: politely, then by force."""
    for number, wait_s in ((signal.SIGTERM, patience_s), (signal.SIGKILL, 10)):
        if not is_same(pid, started):
            return
        os.kill(pid, number)
        end = time.monotonic() + wait_s
        while is_same(pid, started) and time.monotonic() < end:
            time.sleep(0.05)
