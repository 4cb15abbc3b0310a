"""The server that `up` starts and `down` stops: one process, remembered by number and start time.

It runs threaded (workers = 0): then one process and one port serve pages and the bus (web socket) alike, and it is
ready in seconds. With workers the bus would need a second port and a proxy in front; that is what docker/ is for.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import postgres, proc
from .env import PRIVATE, Env
from .errors import PortTaken, ServerFailed
from .state import STATE, digest, read_json, write_atomic
from .ui import step

HOST = "127.0.0.1"
NOTE = STATE / "up.json"
LOG = PRIVATE / "log" / "odoo.log"
PATIENCE_S = 180


def current() -> dict:
    """Return {"pid", "started", "port", "db", "uses"} of the running server; empty if none runs."""
    note = read_json(NOTE)
    return note if note and proc.is_same(note["pid"], note["started"]) else {}


def uses(env: Env) -> str:
    """Return a fingerprint of the Odoo and the database server that a server started now would use."""
    return digest(env.addons_path, *(f"{name}={value}" for name, value in sorted(env.pg.items())))


def demand_port(port: int) -> None:
    """Refuse a port on which somebody else listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise PortTaken(
                f"This user may not listen on port {port}. Choose one above 1023: ./gaj up --port 8169"
            ) from None
        except OSError:
            raise PortTaken(
                f"Port {port} of {HOST} is taken by another program. Choose another one: ./gaj up --port {port + 100}"
            ) from None


def start(env: Env, db: str, port: int) -> None:
    """Start the server in the background and return when it answers."""
    demand_port(port)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    if LOG.exists() and LOG.stat().st_size > 20_000_000:
        LOG.replace(LOG.with_suffix(".old.log"))
    with LOG.open("a") as log:
        position = log.tell()
        process = subprocess.Popen(
            env.odoo("server", "-d", db, "--http-interface", HOST, "--http-port", str(port)), env=env.environ(), cwd=PRIVATE,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, pass_fds=postgres.lease_fd(),
        )  # fmt: skip
    started = proc.start_time(process.pid)
    note = {"pid": process.pid, "started": started, "port": port, "db": db, "uses": uses(env)}
    write_atomic(NOTE, json.dumps(note))
    try:
        with step("starting Odoo"):
            wait_ready(process, port, position)
    except BaseException:
        stop()
        raise


def wait_ready(process: subprocess.Popen, port: int, position: int) -> None:
    """Return when the log-in page comes; raise if the process ends or takes too long."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServerFailed(
                f"Odoo ended with status {process.returncode} while starting; {LOG} says:\n{_tail(position)}"
            )
        if answers(port):
            return
        time.sleep(0.2)
    raise ServerFailed(f"Odoo did not answer within {PATIENCE_S} s; {LOG} says:\n{_tail(position)}")


def answers(port: int) -> bool:
    """Tell whether the log-in page comes from `port`."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{HOST}:{port}/web/login", timeout=60) as response:
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _tail(position: int) -> str:
    with LOG.open(errors="replace") as log:
        log.seek(position)
        return "\n".join("    " + line for line in log.read().strip().splitlines()[-8:])


def stop() -> bool:
    """Stop the server that `up` started, and nothing else; return whether one was running."""
    note = current()
    if note:
        proc.stop(note["pid"], note["started"])
        try:
            os.waitpid(note["pid"], os.WNOHANG)
        except ChildProcessError:
            pass
    Path(NOTE).unlink(missing_ok=True)
    return bool(note)
