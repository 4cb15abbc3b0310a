"""Set up what is missing, make or upgrade the demo database, and serve it."""

from __future__ import annotations

import argparse
import time

from . import addons, database, server, setup
from .env import Env
from .errors import UsageError
from .state import lock, open_private
from .ui import say

DEMO = "gaj_demo"
LANG = "zh_CN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=None, help="port on 127.0.0.1 (default 8069)")
    parser.add_argument(
        "--db", metavar="NAME", default=DEMO, help=f"serve this database, made with ./gaj db new (default {DEMO})"
    )


def run(args: argparse.Namespace) -> int:
    began = time.monotonic()
    port = args.port or 8069
    if not 1 <= port <= 65535:
        raise UsageError(f"--port {port}: a port is a number from 1 to 65535.")
    database.demand_name(args.db)
    open_private()
    with lock("up"):
        running = server.current()
        if running and args.port is None and running["db"] == args.db:
            port = running["port"]
        if running.get("port") != port:
            server.demand_port(port)
        env = setup.ensure({"odoo", "postgres"})
        if database.put_back(args.db):
            say(f"  The upgrade of {args.db} was cut off; it was put back as it was and is upgraded again.")
        if not _make_demo(env, args.db):
            database.bring_up_to_date(env, args.db, server.stop)
        if (
            server.current()
            and (running["db"], running["port"], running["uses"]) == (args.db, port, server.uses(env))
            and server.answers(port)
        ):
            say("Odoo is running already.")
        else:
            server.stop()
            server.start(env, args.db, port)
    print(f"Ready after {time.monotonic() - began:.0f} s:  http://{server.HOST}:{port}/web  (database {args.db})")
    print("Log in as  admin  with the password  admin  (administrator, interface in Chinese). Stop with ./gaj down")
    return 0


def _make_demo(env: Env, name: str) -> bool:
    """Make the demo database unless it is there; return whether it was made."""
    state = database.record(name)
    if name != DEMO or (state is not None and state.get("state") != "making"):
        return False
    database.make(env, name, addons.names(), demo=True, lang=LANG)
    return True
