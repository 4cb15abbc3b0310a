"""The database server: the one named by $PGHOST …, or a private cluster on a unix socket.

Every `./gaj` process that uses the private cluster holds a shared lock (a lease, which the kernel takes back when
the process dies); who leaves last stops the cluster.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from pathlib import Path
from typing import TextIO

from . import cluster, venv
from .env import PRIVATE
from .errors import (
    DatabaseExists,
    GajError,
    NoDatabaseRight,
    NoSuchDatabase,
    PostgresFailed,
    PostgresUnreachable,
)
from .proc import diagnose
from .state import lock, open_private

LEASE = PRIVATE / "state" / "postgres.lease"
_leases: list[TextIO] = []


def is_external() -> bool:
    """Tell whether the caller's environment names a server."""
    return any(os.environ.get(name) for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"))


def variables() -> dict[str, str]:
    """Return the PG… variables that lead to the server in use."""
    if is_external():
        return {name: value for name, value in os.environ.items() if name.startswith("PG")}
    return {"PGHOST": str(cluster.socket_folder(cluster.home())), "PGPORT": cluster.PORT, "PGUSER": cluster.ROLE}


def environ() -> dict[str, str]:
    """Return `os.environ` with the variables of the server in use, and none of another."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **variables()}


def ensure() -> dict[str, str]:
    """Make the server answer, take a lease on it, and return its PG… variables."""
    if is_external():
        _check_external()
        return variables()
    open_private()
    take_lease()
    with lock("postgres"):
        cluster.start()
    return variables()


def _check_external() -> None:
    """Refuse a server that does not answer, is too old, or lets us make no databases."""
    where = os.environ.get("PGHOST") or os.environ.get("PGHOSTADDR") or os.environ.get("PGSERVICE")
    try:
        answer = tool("info")
    except GajError as error:
        raise PostgresUnreachable(
            f"The PostgreSQL server {where} (from PGHOST, PGPORT, PGUSER …) does not let us in. {error} "
            f"Correct these variables, or unset PGHOST to use a private server."
        ) from None
    cluster.refuse_old(answer["version"] // 10000)
    if not answer["create"]:
        raise NoDatabaseRight(
            f"The user {answer['user']} of the PostgreSQL server {where} may not create databases. "
            f"Give it that right (ALTER ROLE {answer['user']} CREATEDB), or unset PGHOST to use a private server."
        )


def tool(*args: str):
    """Run one action of gajcli/pgtool.py with the private interpreter and return its answer."""
    command = [str(venv.PYTHON), str(Path(__file__).with_name("pgtool.py")), *args]
    result = subprocess.run(command, env=environ(), capture_output=True, text=True)
    said = result.stderr.strip().rstrip(".?")
    if result.returncode == 3:
        raise (DatabaseExists if args[0] in ("create", "copy", "rename") else NoSuchDatabase)(f"{said}.")
    if result.returncode == 4:
        raise NoDatabaseRight(f"The database server refuses: {said}. Give this user CREATEDB, or unset PGHOST.")
    if result.returncode == 5:
        raise PostgresUnreachable(f"The database server does not answer: {said}.")
    if result.returncode:
        raise diagnose(said, PostgresFailed, f"Database action {args[0]}")
    return json.loads(result.stdout)


def take_lease() -> None:
    """Declare that this process uses the cluster, until it ends. Children that inherit `lease_fd` share it."""
    if not _leases:
        LEASE.parent.mkdir(parents=True, exist_ok=True)
        file = LEASE.open("a")
        fcntl.flock(file, fcntl.LOCK_SH)
        _leases.append(file)


def lease_fd() -> list[int]:
    """Return the file descriptor of the lease, for `pass_fds` of a child that is to outlive us."""
    return [file.fileno() for file in _leases]


def release() -> bool:
    """Give the lease back and stop the cluster if nobody else uses it. Return whether it rests now."""
    while _leases:
        _leases.pop().close()
    if is_external() or not LEASE.exists() or not cluster.NOTE.exists():
        return True
    with LEASE.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        cluster.stop()
    return True
