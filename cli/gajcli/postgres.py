"""The database server: the one named by $PGHOST …, or a private cluster on a unix socket.

The private cluster runs as an unprivileged user even when root calls. Every `./gaj` process that uses it holds a
shared lock (a lease, which the kernel takes back when the process dies); who leaves last stops the cluster.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TextIO

from . import host, venv
from .env import PRIVATE
from .errors import GajError, NotWritable, PostgresFailed, PostgresTooOld, PostgresUnreachable, ToolMissing
from .proc import identity, run, start_time
from .state import lock, need_room, open_private, place_id, write_atomic
from .ui import step

OLDEST = 13
ROLE = "gaj"
PORT = "5432"
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path that Linux leaves for a name
LEASE = PRIVATE / "state" / "postgres.lease"
PUBLIC_HOME = Path("/var/lib/gaj")
SETTINGS = """# written by ./gaj
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = {port}
max_connections = 200
shared_buffers = '256MB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
jit = off
logging_collector = off
"""
_leases: list[TextIO] = []


def is_external() -> bool:
    """Tell whether the caller's environment names a server."""
    return any(os.environ.get(name) for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"))


def owner() -> tuple[int, int] | None:
    """Return (uid, gid) of the user that runs the cluster when root calls; None: the caller itself."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise PostgresFailed("PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody.")


def _can_enter(folder: Path, user: tuple[int, int] | None) -> bool:
    """Tell whether `user` can reach `folder`; tried by a process of that user."""
    probe = subprocess.run(["test", "-x", str(folder)], **identity(user))
    return probe.returncode == 0


def home() -> Path:
    """Return the folder of the cluster: in the private folder, unless its user cannot get there (below /root)."""
    note = PRIVATE / "state" / "postgres.home"
    if note.exists():
        return Path(note.read_text().strip())
    inside = PRIVATE / "pg"
    user = owner()
    chosen = inside if user is None or _can_enter(PRIVATE, user) else PUBLIC_HOME / place_id()
    write_atomic(note, f"{chosen}\n")
    return chosen


def socket_folder(base: Path) -> Path:
    """Return the folder of the unix socket: in `base`, unless the name would be too long for the kernel."""
    name = f"/.s.PGSQL.{PORT}"
    folder = base / "run"
    if len(os.fsencode(f"{folder}{name}")) <= SOCKET_PATH_LIMIT:
        return folder
    return Path(tempfile.gettempdir()) / f"gaj-{os.geteuid()}-{place_id()}"


def _own_folder(folder: Path, user: tuple[int, int] | None) -> None:
    """Make `folder` belong to `user` alone, or refuse one that somebody else has put there."""
    folder.mkdir(parents=True, exist_ok=True)
    uid, gid = user or (os.geteuid(), os.getegid())
    info = folder.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in (uid, os.geteuid()):
        raise NotWritable(f"{folder} belongs to another user. Delete it and run the command again.")
    if info.st_uid != uid:
        os.chown(folder, uid, gid)
    folder.chmod(0o700)


def variables() -> dict[str, str]:
    """Return the PG… variables that lead to the server in use."""
    if is_external():
        return {name: value for name, value in os.environ.items() if name.startswith("PG")}
    return {"PGHOST": str(socket_folder(home())), "PGPORT": PORT, "PGUSER": ROLE}


def environ() -> dict[str, str]:
    """Return `os.environ` with the variables of the server in use."""
    return {**os.environ, **variables()}


def ensure() -> dict[str, str]:
    """Make the server answer, take a lease on it, and return its PG… variables."""
    if is_external():
        _check_external()
        return variables()
    open_private()
    take_lease()
    with lock("postgres"):
        _start(_programs())
    return variables()


def _check_external() -> None:
    """Refuse a server that does not answer or is too old."""
    try:
        answer = json.loads(query("info"))
    except GajError as error:
        where = os.environ.get("PGHOST") or os.environ.get("PGHOSTADDR") or os.environ.get("PGSERVICE")
        raise PostgresUnreachable(
            f"The PostgreSQL server {where} (from PGHOST, PGPORT, PGUSER …) does not let us in: {error} "
            f"Correct these variables, or unset PGHOST to use a private server."
        ) from None
    refuse_old(answer["version"] // 10000)


def refuse_old(version: int) -> None:
    """Refuse a server whose major version is below 13."""
    if version < OLDEST:
        raise PostgresTooOld(
            f"The PostgreSQL server is version {version}; Odoo 19 needs {OLDEST} or newer. "
            f"Name another server in PGHOST, or unset PGHOST to use a private one."
        )


def query(*args: str) -> str:
    """Run gajcli/pgtool.py with the private interpreter against the server and return what it prints."""
    command = [str(venv.PYTHON), str(Path(__file__).with_name("pgtool.py")), *args]
    result = subprocess.run(command, env=environ(), capture_output=True, text=True)
    if result.returncode:
        raise PostgresFailed(result.stderr.strip() or f"pgtool {args[0]} ended with status {result.returncode}")
    return result.stdout


def _programs() -> Path:
    """Return the folder of the server programs that fit the cluster."""
    version = home() / "data" / "PG_VERSION"
    major = version.read_text().strip() if version.exists() else None
    fitting = Path(f"/usr/lib/postgresql/{major}/bin")
    if major and (fitting / "postgres").exists():
        return fitting
    newest = host.postgres_bin()
    if newest is None:
        raise ToolMissing("The PostgreSQL server programs are missing: apt-get install postgresql")
    found = (
        subprocess.run([newest / "postgres", "--version"], capture_output=True, text=True)
        .stdout.split()[2]
        .split(".")[0]
    )
    refuse_old(int(found))
    if major and found != major:
        raise PostgresFailed(
            f"The private cluster was made by PostgreSQL {major}, but only {found} is installed. Install postgresql-{major}, "
            f"or run ./gaj down and delete {home()} (its databases are lost)."
        )
    return newest


def running() -> int | None:
    """Return the process number of the cluster's postmaster; None if it does not run."""
    data = home() / "data"
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _works_in(pid, data) else None


def _works_in(pid: int, data: Path) -> bool:
    """Tell whether process `pid` is a PostgreSQL process of the cluster `data`."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data) and "postgres" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def _start(programs: Path) -> None:
    if running():
        return
    base, user = home(), owner()
    data = base / "data"
    _own_folder(base, user)
    _own_folder(socket_folder(base), user)
    if not (data / "PG_VERSION").exists():
        _initialise(programs, base, user)
    write_settings(data, base, user)
    _clear_after_crash(data)
    with step("starting PostgreSQL"):
        log = base / "postgres.log"
        if log.exists() and log.stat().st_size > 20_000_000:
            log.unlink()
        command = [str(programs / "pg_ctl"), "start", "-w", "-t", "120", "-s", "-D", str(data), "-l", str(log)]
        result = subprocess.run(
            command,
            cwd=base,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **identity(user),
        )
    if result.returncode or not running():
        tail = (
            "\n".join("    " + line for line in log.read_text(errors="replace").splitlines()[-6:])
            if log.exists()
            else ""
        )
        raise PostgresFailed(f"The private PostgreSQL cluster does not start; {log} ends with:\n{tail}")


def _initialise(programs: Path, base: Path, user: tuple[int, int] | None) -> None:
    """Make the cluster; it gets its name only when it is whole."""
    need_room(base, 500_000_000, "The PostgreSQL cluster")
    part = base / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    with step("making a private PostgreSQL cluster"):
        run([str(programs / "initdb"), "--auth=trust", f"--username={ROLE}", "--encoding=UTF8", "--locale=C.UTF-8",
             "--no-sync", "--no-instructions", "-D", str(part)],
            what="initdb", fallback=PostgresFailed, cwd=base, as_user=user)  # fmt: skip
        part.rename(base / "data")


def write_settings(data: Path, base: Path, user: tuple[int, int] | None) -> None:
    """Write gaj.conf and make the cluster read it."""
    include, main, own = "include 'gaj.conf'\n", data / "postgresql.conf", data / "gaj.conf"
    write_atomic(own, SETTINGS.format(socket=socket_folder(base), port=PORT))
    text = main.read_text()
    if include not in text:
        write_atomic(main, text + include)
    for file in (own, main):
        if user:
            os.chown(file, *user)
        file.chmod(0o600)


def _clear_after_crash(data: Path) -> None:
    """Remove a postmaster.pid whose number now belongs to some other program (a reboot, a new container).

    PostgreSQL itself clears the file of a process that is gone; it must not be taken from it while old server
    processes still work in the folder.
    """
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if start_time(pid) is None or _works_in(pid, data):
        return
    others = [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and _works_in(int(entry), data)]
    if others:
        raise PostgresFailed(
            f"Processes {others} of a crashed PostgreSQL still work in {data}. End them and run again."
        )
    file.unlink(missing_ok=True)


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
    """Give the lease back and stop the cluster if nobody else uses it. Return whether it is stopped now."""
    while _leases:
        _leases.pop().close()
    if is_external() or not LEASE.exists() or not (PRIVATE / "state" / "postgres.home").exists():
        return True
    with LEASE.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        _stop()
    return True


def _stop() -> None:
    if running() is None:
        return
    programs, data = _programs(), home() / "data"
    command = [str(programs / "pg_ctl"), "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", str(data)]
    result = subprocess.run(command, cwd=home(), capture_output=True, text=True, **identity(owner()))
    if result.returncode:
        raise PostgresFailed(f"The private PostgreSQL cluster does not stop: {result.stderr.strip()}")
