"""Odoo as a process of its own: one command that ends, or a server that stays."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from support.settings import ROOT, settings

LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) ")
START_SECONDS = 120
STOP_SECONDS = 20
COMMAND_SECONDS = 900


def errors_in(log):
    """The records of ``log`` at ERROR or CRITICAL, with what follows them (a traceback)."""
    found, keeps = [], False
    for line in log.splitlines():
        match = LOG_LINE.match(line)
        if match:
            keeps = match["level"] in ("ERROR", "CRITICAL")
            if keeps:
                found.append(line)
        elif keeps:
            found[-1] += "\n" + line
    return found


def _command(database, *options, command="server", addons_path=None):
    return [
        settings().python,
        *("-W", "ignore", "-m", "odoo", command),
        *("-d", database),
        f"--addons-path={','.join(addons_path or settings().addons_path)}",
        f"--data-dir={settings().data_dir}",
        *options,
    ]


def _environment():
    # libpq reads PGHOST and its kin by itself. No file of settings of the host may join in.
    return os.environ | {"ODOO_RC": os.devnull, "PYTHONUNBUFFERED": "1"}


def run(database, *options, command="server", script=None, addons_path=None):
    """Run Odoo to its end and return its log.

    :param script: Python text for ``command="shell"``, in which ``env`` is known
    :raises AssertionError: if it fails or writes a record at ERROR
    """
    arguments = ["--log-level=info", "--max-cron-threads=0", *options]
    if command == "server":
        arguments += ["--stop-after-init", "--no-http"]
    done = subprocess.run(
        _command(database, *arguments, command=command, addons_path=addons_path),
        cwd=ROOT / "tests",
        env=_environment(),
        input=script or "",
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    problems = errors_in(done.stdout)
    assert not problems, "Odoo wrote these errors:\n" + "\n".join(problems)
    assert done.returncode == 0, f"Odoo ended with status {done.returncode}:\n{done.stdout[-4000:]}"
    return done.stdout


def shell(database, script, addons_path=None):
    """Run ``script`` with ``env`` of the superuser and return what it printed after its log."""
    return run(database, command="shell", script=script, addons_path=addons_path)


def free_port():
    """A TCP port of this machine nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """An Odoo server on a free port. Use as a context: leaving it stops the server and looks at its log."""

    def __init__(self, database, *options):
        self.database = database
        self.options = options
        self.port = free_port()
        self.process = None
        handle, name = tempfile.mkstemp(prefix=f"{database}_", suffix=".log", dir=settings().logs)
        self._log = open(handle, "ab")  # noqa: SIM115 - it is open as long as the server runs
        self.log_path = Path(name)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def start(self):
        """Start, and return when it answers."""
        options = (f"--http-port={self.port}", "--http-interface=127.0.0.1", "--max-cron-threads=0")
        self.process = subprocess.Popen(
            _command(self.database, *options, f"--db-filter=^{self.database}$", "--log-level=warn", *self.options),
            cwd=ROOT / "tests",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, f"The server ended while starting:\n{self.log[-4000:]}"
            assert time.monotonic() < deadline, f"The server does not answer:\n{self.log[-4000:]}"
            time.sleep(0.1)
        return self

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/web/login", timeout=START_SECONDS) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        """End it as a power cut would: SIGKILL, nothing is tidied up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it politely, and by force if it does not obey."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, _error, _trace):
        self.stop()
        self._log.close()
        problems = errors_in(self.log)
        if kind is None:
            assert not problems, f"The server wrote these errors ({self.log_path}):\n" + "\n".join(problems)
            if settings().logs is None:
                self.log_path.unlink()
