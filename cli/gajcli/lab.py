"""Throw-away databases, processes and files of one run; nothing of it stays, however the run ends."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from gajcli.env import Env
from gajcli.errors import GajError

#: purpose, process and its start (clock ticks since boot) of the run that owns a folder or a database
RUN_NAME = re.compile(r"^(?P<purpose>[a-z]+)_(?P<pid>\d+)_(?P<ticks>\d+)$")
PATIENCE = 8  # seconds between asking a process to end and ending it
STALL = 600  # seconds without a word after which a process is taken to hang
STALLED = "no progress"

# psycopg2 comes with Odoo, while a client program of PostgreSQL may be absent where another server is used.
SQL_SCRIPT = """
import json, sys, psycopg2
database, statements = json.load(sys.stdin)
cnx = psycopg2.connect(dbname=database)
cnx.autocommit = True
rows = []
with cnx.cursor() as cr:
    for statement in statements:
        cr.execute(statement)
        rows = cr.fetchall() if cr.description else []
print(json.dumps(rows, default=str))
"""


def start_ticks(pid: int) -> int | None:
    """Return when process `pid` started (clock ticks since boot), or None if there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(text.rpartition(")")[2].split()[19])


def is_alive(run: str) -> bool:
    """Return whether the process that made the run called `run` still lives."""
    match = RUN_NAME.match(run)
    return bool(match) and start_ticks(int(match["pid"])) == int(match["ticks"])


def processes_of(run: str) -> list[int]:
    """Return the ids of all processes that were started for `run`, however deep (they carry its name)."""
    mark, found = f"GAJ_RUN={run}".encode(), []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found


def free_port() -> int:
    """Return a TCP port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """Use as a context. Leaving it, also by Ctrl-C or SIGTERM, ends its processes and drops its databases."""

    def __init__(self, env: Env, purpose: str):
        self.env = env
        self.name = f"{purpose}_{os.getpid()}_{start_ticks(os.getpid()) or 0}"
        self.prefix = f"gaj_{self.name}_"
        self.runs = env.private / "runs"
        self.folder = self.runs / self.name
        self.logs = self.folder / "logs"
        self.scratch = self.folder / "scratch"
        self.data = self.folder / "data"
        self.conf = self.folder / "odoo.conf"
        self.stopping = threading.Event()
        self._copying = threading.Lock()
        self._handlers: dict[int, object] = {}

    # -- life -------------------------------------------------------------------------------------------------

    def __enter__(self) -> Lab:
        for number in (signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, _interrupt)
        self.sweep()
        for folder in (self.logs, self.scratch, self.data):
            folder.mkdir(parents=True, exist_ok=True)
        self.conf.write_text(
            f"[options]\naddons_path = {self.env.addons_path}\ndata_dir = {self.data}\n"
            f"screenshots = {self.logs / 'screenshots'}\nlist_db = True\nmax_cron_threads = 0\n"
        )
        return self

    def __exit__(self, kind, _error, _trace) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # tidying up is not interrupted again
            self._handlers.setdefault(number, signal.getsignal(number))
            signal.signal(number, signal.SIG_IGN)
        self.stopping.set()
        try:
            with self._copying:  # a copy under way ends first; afterwards nothing new is made
                self._remove(self.name)
        finally:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

    def sweep(self) -> None:
        """Remove what earlier runs left that were killed before they could tidy up."""
        for folder in sorted(self.runs.glob("*")) if self.runs.is_dir() else []:
            if RUN_NAME.match(folder.name) and folder.name != self.name and not is_alive(folder.name):
                self._remove(folder.name)

    def _remove(self, run: str) -> None:
        end_processes(processes_of(run))
        pattern = f"gaj_{run}_".replace("_", r"\_")
        for (name,) in self.sql(f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}%'"):
            self._drop(name)
        shutil.rmtree(self.runs / run, ignore_errors=True)

    def _go_on(self) -> None:
        """Raise the interruption again in a thread that has not noticed it."""
        if self.stopping.is_set():
            raise KeyboardInterrupt

    # -- processes --------------------------------------------------------------------------------------------

    def environ(self, **more: str) -> dict[str, str]:
        """Return the environment of every process of this run; its name in it makes the process findable."""
        return self.env.environ(GAJ_RUN=self.name, TMPDIR=str(self.scratch), PYTHONUNBUFFERED="1", TZ="UTC", **more)

    def start(self, command: Sequence[str], log: Path, cwd: Path | None = None, **environ: str) -> subprocess.Popen:
        """Start `command` in a session of its own, with its output in `log`."""
        self._go_on()
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=cwd or self.scratch,  # a folder named odoo in the working folder would hide Odoo
                env=self.environ(**environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(
        self, command: Sequence[str], log: Path, cwd: Path | None = None, stall: int = STALL, **environ: str
    ) -> int:
        """Run `command` to its end with its output in `log`; return its exit status.

        :param stall: seconds without a word in the log after which it is asked where it stands (SIGQUIT makes Odoo
            log the stacks of its threads) and ended
        """
        process = self.start(command, log, cwd, **environ)
        while True:
            if self.stopping.is_set():
                end_processes([process.pid])
            elif time.time() - log.stat().st_mtime > stall:
                process.send_signal(signal.SIGQUIT)
                time.sleep(3)
                end_processes([process.pid])
                with log.open("a") as output:
                    output.write(f"\n{STALLED} for {stall} s, so it was ended\n")
                process.wait()
                return -signal.SIGQUIT
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(0.5)

    def odoo(self, database: str, *options: str, log: Path, **environ: str) -> int:
        """Run the Odoo server on `database` until it stops by itself; return its exit status."""
        command = self.env.odoo("server", "-c", str(self.conf), "-d", database, *options)
        return self.run(command, log, ODOO_RC=str(self.conf), **environ)

    # -- databases --------------------------------------------------------------------------------------------

    def sql(self, *statements: str, database: str = "postgres") -> list[list]:
        """Execute `statements` one by one, each its own transaction; return the rows of the last."""
        done = subprocess.run(
            [str(self.env.python), "-c", SQL_SCRIPT],
            input=json.dumps([database, statements]),
            env=self.env.environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip() or "no answer").splitlines()[-1]
            raise GajError(f"The database server refused a statement on {database}: {reason}")
        return json.loads(done.stdout)

    def create(self, label: str, template: str | None = None) -> str:
        """Create a database, as a copy of `template` with its files or empty; return its name."""
        name = f"{self.prefix}{label}"[:63]
        source = f'TEMPLATE "{template}"' if template else "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
        with self._copying:
            self._go_on()
            self.sql(f'CREATE DATABASE "{name}" {source}')
        files = self.data / "filestore" / (template or "")
        if template and files.is_dir():  # contents are addressed by their hash and never change: links are enough
            shutil.copytree(files, self.data / "filestore" / name, copy_function=os.link)
        return name

    def drop(self, name: str) -> None:
        """Drop a database of this run and its files."""
        self._drop(name)
        shutil.rmtree(self.data / "filestore" / name, ignore_errors=True)

    def _drop(self, name: str) -> None:
        self.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            f'DROP DATABASE IF EXISTS "{name}"',
        )

    def install(self, label: str, addons: Sequence[str], *options: str, template: str | None = None) -> str:
        """Create a database with `addons` installed and return its name.

        :raises GajError: if Odoo fails or logs an error; the sentence carries the end of the log
        """
        from gajcli.testlog import error_records

        name = self.create(label, template)
        log = self.logs / f"install-{label}.log"
        status = self.odoo(name, "-i", ",".join(addons), "--stop-after-init", "--no-http", *options, log=log)
        text = log.read_text(errors="replace")
        errors = [record.text for record in error_records(text)]
        self._go_on()
        if status or errors:
            detail = "\n".join(errors[:5]) or "\n".join(text.splitlines()[-15:])
            raise GajError(f"Installing {', '.join(addons)} failed:\n{detail}")
        return name

    @contextlib.contextmanager
    def server(self, database: str, *options: str, log: Path) -> Iterator[str]:
        """Serve `database` on a free port while the block runs; give its address.

        :raises GajError: if it does not answer within two minutes
        """
        port = free_port()
        command = self.env.odoo(
            *("server", "-c", str(self.conf), "-d", database, f"--db-filter=^{database}$"),
            *(f"--http-port={port}", f"--gevent-port={free_port()}", "--http-interface=127.0.0.1", *options),
        )
        process = self.start(command, log, ODOO_RC=str(self.conf))
        try:
            deadline = time.monotonic() + 120
            while not answers(port):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise GajError("The server does not answer:\n" + "\n".join(tail(log)))
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            end_processes([process.pid])
            process.wait()


def answers(port: int) -> bool:
    """Return whether somebody accepts connections on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(log: Path, lines: int = 15) -> list[str]:
    """Return the last lines of a log."""
    return log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []


def end_processes(pids: Sequence[int]) -> None:
    """Ask processes of a run to end (as Ctrl-C does), and end them when they do not obey."""
    for number, patience in ((signal.SIGINT, PATIENCE / 2), (signal.SIGTERM, PATIENCE / 2), (signal.SIGKILL, 5)):
        pids = [pid for pid in pids if _is_running(pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + patience
        while any(_is_running(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.1)


def _is_running(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _interrupt(_number, _frame) -> None:
    raise KeyboardInterrupt
