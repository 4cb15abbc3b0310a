"""The private PostgreSQL cluster: where it lies, who runs it, how it is made, started, stopped and cleared."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from . import host
from .env import PRIVATE, ROOT
from .errors import NotWritable, PostgresFailed, PostgresTooOld, ToolMissing
from .proc import identity, run
from .state import need_room, place_id, write_atomic
from .ui import say, step

OLDEST = 13
ROLE = "gaj"
PORT = "5432"  # only part of the socket's name
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path that Linux leaves for a name
PUBLIC_HOME = Path("/var/lib/gaj")
NOTE = PRIVATE / "state" / "postgres.home"
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


def _plain_environ() -> dict[str, str]:
    """Return the environment without anything that PostgreSQL's programs would take as an order."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def can_enter(folder: Path, user: tuple[int, int] | None) -> bool:
    """Tell whether `user` can reach `folder`; tried by a process of that user."""
    return subprocess.run(["test", "-x", str(folder)], cwd="/", **identity(user)).returncode == 0


def home() -> Path:
    """Return the folder of the cluster: in the private folder, unless its user cannot get there (below /root)."""
    if not NOTE.exists():
        user = owner()
        inside = user is None or can_enter(PRIVATE, user)
        if not inside:
            _discard(PUBLIC_HOME / place_id())
        write_atomic(NOTE, "inside\n" if inside else f"{PUBLIC_HOME / place_id()}\n")
        if not inside:
            say(f"  The user that runs PostgreSQL may not enter {PRIVATE}; the cluster lies in {home()} instead.")
    text = NOTE.read_text().strip()
    return PRIVATE / "pg" if text == "inside" else Path(text)


def _discard(folder: Path) -> None:
    """Remove the cluster of an earlier private folder of this clone: the files that belong to it went with that."""
    data = folder / "data"
    if folder.exists() and not works_in(noted_pid(data) or 0, data):
        say(f"  Removing the database cluster {folder}, whose private folder was deleted.")
        shutil.rmtree(folder, ignore_errors=True)


def socket_folder(base: Path) -> Path:
    """Return the folder of the unix socket: in `base`, unless the name would be too long for the kernel."""
    folder = base / "run"
    if len(os.fsencode(f"{folder}/.s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return folder
    return Path(tempfile.gettempdir()) / f"gaj-{os.geteuid()}-{place_id()}"


def own_folder(folder: Path, user: tuple[int, int] | None) -> None:
    """Make `folder` belong to `user` alone, or refuse one that somebody else has put there."""
    folder.mkdir(parents=True, exist_ok=True)
    uid, gid = user or (os.geteuid(), os.getegid())
    info = folder.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in (uid, os.geteuid()):
        raise NotWritable(f"{folder} belongs to another user. Delete it and run the command again.")
    if info.st_uid != uid:
        os.chown(folder, uid, gid)
    folder.chmod(0o700)


def refuse_old(version: int) -> None:
    """Refuse a server whose major version is below 13."""
    if version < OLDEST:
        raise PostgresTooOld(
            f"The PostgreSQL server is version {version}; Odoo 19 needs {OLDEST} or newer. "
            f"Name another server in PGHOST, or unset PGHOST to use a private one."
        )


def major_of(programs: Path) -> str:
    """Return the major version of the server programs in a folder."""
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True).stdout
    return said.split()[2].split(".")[0]


def programs() -> Path:
    """Return the folder of the server programs that fit the cluster."""
    version = home() / "data" / "PG_VERSION"
    major = version.read_text().strip() if version.exists() else None
    fitting = Path(f"/usr/lib/postgresql/{major}/bin")
    if major and (fitting / "postgres").exists():
        return fitting
    newest = host.postgres_bin()
    if newest is None:
        raise ToolMissing("The PostgreSQL server programs are missing: apt-get install postgresql")
    found = major_of(newest)
    refuse_old(int(found))
    if major and found != major:
        raise PostgresFailed(
            f"The private cluster was made by PostgreSQL {major}, but only {found} is installed. Install "
            f"postgresql-{major}, or delete {home()} and run again (its databases are lost)."
        )
    return newest


def running() -> int | None:
    """Return the process number of the cluster's postmaster; None if it does not run."""
    data = home() / "data"
    pid = noted_pid(data)
    return pid if pid and works_in(pid, data) else None


def noted_pid(data: Path) -> int | None:
    """Return the process number in postmaster.pid."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def works_in(pid: int, data: Path) -> bool:
    """Tell whether process `pid` is a PostgreSQL process of the cluster `data`."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data) and "postgres" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def start() -> None:
    """Make the cluster run; make it first if it is not there yet."""
    if running():
        return
    base, user, folder = home(), owner(), programs()
    data, log = base / "data", base / "postgres.log"
    if base.parent == PUBLIC_HOME:
        _sweep_public(user)
    own_folder(base, user)
    own_folder(socket_folder(base), user)
    if not (data / "PG_VERSION").exists():
        _initialise(folder, base, user)
    _write_settings(data, base, user)
    clear_after_crash(data, socket_folder(base))
    if log.exists() and log.stat().st_size > 20_000_000:
        log.unlink()
    command = [str(folder / "pg_ctl"), "start", "-w", "-t", "120", "-s", "-D", str(data), "-l", str(log)]
    with step("starting PostgreSQL"):
        # Its output would stay open in the server for good: none is taken.
        status = subprocess.run(
            command, cwd=base, env=_plain_environ(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **identity(user),
        ).returncode  # fmt: skip
    if status or not running():
        tail = log.read_text(errors="replace").splitlines()[-6:] if log.exists() else []
        last = "\n".join("    " + line for line in tail)
        raise PostgresFailed(f"The private PostgreSQL cluster does not start; {log} ends with:\n{last}")


def stop() -> None:
    """Make the cluster rest."""
    if running() is None:
        return
    command = [str(programs() / "pg_ctl"), "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", str(home() / "data")]
    result = subprocess.run(
        command, cwd=home(), env=_plain_environ(), capture_output=True, text=True, **identity(owner())
    )
    if result.returncode and running():
        raise PostgresFailed(f"The private PostgreSQL cluster does not stop: {result.stderr.strip()}")


def _initialise(folder: Path, base: Path, user: tuple[int, int] | None) -> None:
    """Make the cluster; it gets its name only when it is whole."""
    need_room(base, 500_000_000, "The PostgreSQL cluster")
    part = base / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    command = [str(folder / "initdb"), "--auth=trust", f"--username={ROLE}", "--encoding=UTF8", "--locale=C.UTF-8"]
    command += ["--no-sync", "--no-instructions", "-D", str(part)]
    try:
        with step("making a private PostgreSQL cluster"):
            run(command, what="initdb", fallback=PostgresFailed, env=_plain_environ(), cwd=base, as_user=user)
            part.rename(base / "data")
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_settings(data: Path, base: Path, user: tuple[int, int] | None) -> None:
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


def clear_after_crash(data: Path, sockets: Path, patience_s: float = 15) -> None:
    """Remove the lock files of a server that is no more, once no process of it works in the folder.

    PostgreSQL does so itself if nothing has the old process number now, but takes anything that has it (after a
    reboot, in a new container, a zombie) for its own. Server processes end soon after their postmaster.
    """
    end = time.monotonic() + patience_s
    while others := [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and works_in(int(entry), data)]:
        if time.monotonic() > end:
            raise PostgresFailed(
                f"Processes {others} of a crashed PostgreSQL still work in {data}. End them and run the command again."
            )
        time.sleep(0.2)
    for file in (data / "postmaster.pid", *sockets.glob(f".s.PGSQL.{PORT}*")):
        file.unlink(missing_ok=True)


def _sweep_public(user: tuple[int, int] | None) -> None:
    """Remove the clusters of clones that were deleted, and note whose the one of this clone is."""
    for note in PUBLIC_HOME.glob("*/clone"):
        if not Path(note.read_text().strip()).exists() and not works_in(
            noted_pid(note.parent / "data") or 0, note.parent / "data"
        ):
            say(f"  Removing the database cluster of the deleted clone {note.read_text().strip()}.")
            shutil.rmtree(note.parent, ignore_errors=True)
    own = home()
    own.mkdir(parents=True, exist_ok=True)
    write_atomic(own / "clone", f"{ROOT / '.gaj'}\n")
    if user:
        os.chown(own, *user)
