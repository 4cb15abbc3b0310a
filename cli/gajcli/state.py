"""Files under the private folder: atomic writes, markers of finished steps, the lock between two runs."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .env import PRIVATE, ROOT
from .errors import DiskFull, NotWritable
from .ui import megabytes, say

STATE = PRIVATE / "state"


def open_private() -> None:
    """Make the private folder, or say why it cannot be written."""
    try:
        STATE.mkdir(parents=True, exist_ok=True)
        usable = os.access(STATE, os.W_OK) and STATE.stat().st_uid == os.geteuid()
    except PermissionError:
        usable = False
    if not usable:
        raise NotWritable(
            f"{PRIVATE} belongs to another user (or its folder may not be written). Run ./gaj as the user that "
            f"set it up, or delete the folder and run ./gaj again."
        )


def write_atomic(path: Path, text: str) -> None:
    """Write `text` so that a reader or a crash sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_json(path: Path) -> dict:
    """Return the object in `path`; an empty one if the file is missing or damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def mark(name: str, value: dict) -> None:
    """Record that the step `name` is finished with these inputs."""
    write_atomic(STATE / f"{name}.json", json.dumps(value, indent=1, sort_keys=True))


def marked(name: str) -> dict:
    """Return the inputs with which the step `name` was finished; empty if it was not."""
    return read_json(STATE / f"{name}.json")


def unmark(name: str) -> None:
    """Record that the step `name` has to be done again."""
    (STATE / f"{name}.json").unlink(missing_ok=True)


def digest(*parts: bytes | str) -> str:
    """Return a short fingerprint of `parts`."""
    result = hashlib.sha256()
    for part in parts:
        result.update(part.encode() if isinstance(part, str) else part)
        result.update(b"\0")
    return result.hexdigest()[:16]


def place_id() -> str:
    """Return a short name for this clone, the same in every run."""
    return digest(str(ROOT))[:10]


def need_room(path: Path, size: int, what: str) -> None:
    """Refuse to begin `what` unless `size` bytes are free where `path` lies."""
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    if free < size:
        raise DiskFull(
            f"{what} needs about {megabytes(size)}, but only {megabytes(free)} are free on the disk of {path}. "
            f"Make room and run the command again; it continues from here."
        )


def is_disk_full(error: OSError) -> bool:
    """Tell whether `error` means that the disk or the quota is used up."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold the lock `name` of this clone; wait for another run that holds it. A crash frees it."""
    open_private()
    path = STATE / f"{name}.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"Another ./gaj (process {file.read().strip() or 'unknown'}) is at work here; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
