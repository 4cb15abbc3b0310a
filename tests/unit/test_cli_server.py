"""The port of `./gaj up`, and that `./gaj down` stops nothing but what `up` started."""

import json
import socket
import subprocess

import pytest

from gajcli import database, proc, server
from gajcli.errors import PortTaken, UsageError


@pytest.fixture
def note(tmp_path, monkeypatch):
    """The file in which `up` remembers its server."""
    monkeypatch.setattr(server, "NOTE", tmp_path / "up.json")
    return tmp_path / "up.json"


def listener(host):
    """Return a socket that listens on a free port of `host`."""
    taken = socket.socket()
    taken.bind((host, 0))
    taken.listen()
    return taken


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_refused_with_its_number_and_the_option(host):
    with listener(host) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} .*--port"):
            server.demand_port(port)
    server.demand_port(port)


def test_a_server_is_recognised_while_it_lives(note):
    process = subprocess.Popen(["sleep", "600"])
    started = proc.start_time(process.pid)
    note.write_text(json.dumps({"pid": process.pid, "started": started, "port": 1, "db": "a", "uses": ""}))
    assert server.current()["pid"] == process.pid
    assert server.stop() is True
    process.wait()
    assert server.current() == {}
    assert server.stop() is False


def test_down_spares_a_program_that_got_the_old_number(note):
    process = subprocess.Popen(["sleep", "600"])
    stale = proc.start_time(process.pid) - 1
    note.write_text(json.dumps({"pid": process.pid, "started": stale, "port": 1, "db": "a", "uses": ""}))
    assert server.current() == {}
    assert server.stop() is False
    assert process.poll() is None
    process.kill()
    process.wait()


@pytest.mark.parametrize("name", ["", "1a", "A", "a b", "a;drop", "postgres", "template1", "x" * 60, "名"])
def test_a_name_that_is_no_database_name_is_refused(name):
    with pytest.raises(UsageError, match="cannot be the name of a database"):
        database.demand_name(name)


@pytest.mark.parametrize("name", ["gaj_demo", "a", "play-2"])
def test_a_plain_database_name_is_taken(name):
    database.demand_name(name)


def test_the_cause_of_a_failed_installation_is_the_last_exception_with_its_place():
    log = """2026-03-01 08:00:00,1 7 CRITICAL a odoo.service.server: Failed to initialize database `a`.
Traceback (most recent call last):
  File "/x/odoo/loading.py", line 12, in load
    load()
  File "/x/addons/gaj_a/models/chair.py", line 3
    x = 1 +
           ^
SyntaxError: invalid syntax
2026-03-01 08:00:00,2 7 INFO a odoo.sql_db: Closed 1 connections"""
    assert database.cause(log.splitlines()) == "SyntaxError: invalid syntax (/x/addons/gaj_a/models/chair.py, line 3)"
    assert database.cause(["2026-03-01 08:00:00,2 7 INFO a odoo.sql_db: Closed"]) is None
