"""Databases to play with: `db new NAME`, `db drop NAME`, `db list`."""

from __future__ import annotations

import argparse
import re

from . import addons, database, server, setup
from .errors import ForeignDatabase, NoSuchDatabase, UsageError
from .state import lock
from .ui import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("new", help="make a database")
    new.add_argument("name", metavar="NAME")
    new.add_argument(
        "--addons",
        metavar="A,B",
        action="append",
        default=[],
        help="add-ons to install (default: all of this repository)",
    )
    new.add_argument("--demo", action="store_true", help="with demonstration data")
    new.add_argument("--lang", default="zh_CN", help="language of the administrator (default zh_CN)")
    drop = actions.add_parser("drop", help="remove a database and its files")
    drop.add_argument("name", metavar="NAME")
    drop.add_argument("--force", action="store_true", help="also one that ./gaj did not make")
    actions.add_parser("list", help="list the databases")


def run(args: argparse.Namespace) -> int:
    return {"new": _new, "drop": _drop, "list": _list}[args.action](args)


def _new(args: argparse.Namespace) -> int:
    database.demand_name(args.name)
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2}|_419)?(@\w+)?", args.lang):
        raise UsageError(f"--lang {args.lang}: a language is written like zh_CN or en_US.")
    wanted = [name for part in args.addons for name in part.replace(",", " ").split()]
    wanted = addons.known(wanted) or addons.names()
    env = setup.ensure({"odoo", "postgres"})
    with lock(f"db-{args.name}"):
        database.make(env, args.name, wanted, demo=args.demo, lang=args.lang)
    print(f"Database {args.name} is ready (user admin, password admin). Serve it with ./gaj up --db {args.name}")
    return 0


def _drop(args: argparse.Namespace) -> int:
    database.demand_name(args.name)
    setup.ensure({"postgres"})
    state = database.record(args.name)
    if state is None:
        raise NoSuchDatabase(f"There is no database {args.name}. ./gaj db list names those that exist.")
    if not state and not args.force:
        raise ForeignDatabase(
            f"./gaj did not make the database {args.name}. To remove it nevertheless: ./gaj db drop {args.name} --force"
        )
    if server.current().get("db") == args.name:
        say("It is being served; stopping the server first.")
        server.stop()
    database.remove(args.name)
    print(f"Database {args.name} is removed.")
    return 0


def _list(args: argparse.Namespace) -> int:
    setup.ensure({"postgres"})
    served = server.current()
    meanings = {"ready": "", "making": "unfinished", "copy": "copy taken before an upgrade"}
    for name in sorted(set(database.listing()) - {"postgres"}):
        note = meanings.get((database.record(name) or {}).get("state", ""), "not made by ./gaj")
        if served.get("db") == name:
            note = f"served on port {served['port']}"
        print(f"{name:30} {note}".rstrip())
    return 0
