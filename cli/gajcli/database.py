"""Odoo databases made by ./gaj: created whole or not at all, upgraded with a copy to go back to."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable

from . import addons
from .env import PRIVATE, Env
from .errors import (
    DatabaseExists,
    ForeignDatabase,
    GajError,
    InstallFailed,
    Interrupted,
    NoSuchDatabase,
    UpgradeFailed,
    UsageError,
)
from .postgres import tool
from .proc import diagnose
from .state import need_room
from .ui import say, step

LOGS = PRIVATE / "log"
TIMEZONE = "Asia/Shanghai"


def demand_name(name: str) -> None:
    """Refuse a database name that Odoo or the shell could misread."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,50}", name) or name in ("postgres", "template0", "template1"):
        raise UsageError(
            f"“{name}” cannot be the name of a database: use small letters, digits, - and _, beginning with a letter, "
            f"at most 51 of them."
        )


def listing() -> dict[str, str | None]:
    """Return all databases of the server with their comments."""
    return tool("list")


def record(name: str) -> dict | None:
    """Return what ./gaj wrote down about the database `name`; None if there is none, {} if it is not ours."""
    databases = listing()
    if name not in databases:
        return None
    try:
        return json.loads(databases[name] or "")["gaj"]
    except (ValueError, KeyError, TypeError):
        return {}


def write_record(name: str, value: dict) -> None:
    """Write down what ./gaj knows about a database, where a crash cannot separate it from the data.

    `value["state"]` is "making", "ready" or "copy" (of an upgrade under way).
    """
    tool("comment", name, json.dumps({"gaj": value}))


def make(env: Env, name: str, wanted: list[str], *, demo: bool, lang: str) -> None:
    """Create the database `name` with the add-ons `wanted`; on failure or Ctrl-C nothing of it stays."""
    demand_name(name)
    before = record(name)
    if before is not None:
        if before.get("state") != "making":
            raise DatabaseExists(
                f"There is a database {name} already. Remove it with ./gaj db drop {name}, or choose another name."
            )
        say(f"  An interrupted run left an unfinished database {name}; starting afresh.")
        remove(name)
    need_room(PRIVATE, 600_000_000, f"The database {name}")
    tool("create", name)
    try:
        write_record(name, {"state": "making"})
        args = ["-d", name, "-i", ",".join(wanted), f"--load-language={lang}", "--stop-after-init", "--no-http"]
        failure = run_odoo(
            env, f"installing {', '.join(wanted)}", f"install-{name}.log", [*args, *(["--with-demo"] if demo else [])]
        )
        if failure is None:
            states = tool("modules", name)
            unfinished = [addon for addon in wanted if states.get(addon) != "installed"]
            failure = f"not installed: {', '.join(unfinished)}" if unfinished else None
        if failure:
            raise InstallFailed(f"Odoo could not install {', '.join(wanted)} into {name}: {failure}")
        tool("admin", name, lang, TIMEZONE)
        current = addons.fingerprints()
        kept = {addon: current[addon] for addon in (*wanted, "requirements") if addon in current}
        whole = set(wanted) >= set(addons.names())
        write_record(name, {"state": "ready", "addons": kept, "all": whole, "lang": lang})
    except BaseException as error:
        remove(name)
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted(f"Stopped; the unfinished database {name} was removed.") from None
        raise


def bring_up_to_date(env: Env, name: str, stop_server: Callable[[], object]) -> bool:
    """Upgrade a database made by another state of the add-ons; return whether anything was done."""
    before = record(name)
    if before is None:
        raise NoSuchDatabase(f"There is no database {name}. Make it with ./gaj db new {name}.")
    if "addons" not in before:
        raise ForeignDatabase(
            f"A database {name} exists on this server, but ./gaj did not make it. Serve another one: ./gaj up --db NAME"
        )
    current = addons.fingerprints()
    changed, new = addons.outdated(before["addons"], current)
    if not before.get("all"):  # made with chosen add-ons: they stay the chosen ones
        new = []
    if not changed and not new:
        return False
    stop_server()
    _upgrade(env, name, before, changed, new)
    kept = {addon: mark for addon, mark in current.items() if addon in before["addons"] or addon in new}
    write_record(name, {**before, "addons": kept})
    return True


def copy_name(name: str) -> str:
    """Return the name of the copy of `name` that exists while it is upgraded."""
    return f"{name}-before"


def _upgrade(env: Env, name: str, before: dict, changed: list[str], new: list[str]) -> None:
    """Run the upgrade on the database and put its copy back if it fails."""
    need_room(PRIVATE, 600_000_000, f"Upgrading the database {name}")
    copy = copy_name(name)
    tool("copy", name, copy)
    write_record(copy, {"state": "copy", "of": before})
    args = ["-d", name, "--stop-after-init", "--no-http"]
    args += ["-u", ",".join(changed)] if changed else []
    args += ["-i", ",".join(new)] if new else []
    try:
        failure = run_odoo(env, f"upgrading {', '.join([*changed, *new])}", f"upgrade-{name}.log", args)
        if failure is None:
            states = tool("modules", name)
            stuck = [addon for addon, state in states.items() if state not in ("installed", "uninstallable")]
            failure = f"not finished: {', '.join(stuck)}" if stuck else None
        if failure:
            raise UpgradeFailed(
                f"Odoo could not upgrade the database {name}; it was put back as it was. To begin anew instead: "
                f"./gaj down; ./gaj db drop {name}. {failure}"
            )
    except BaseException as error:
        put_back(name)
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted(f"Stopped; the database {name} was put back as it was.") from None
        raise
    tool("drop", copy)


def put_back(name: str) -> bool:
    """Replace the database by the copy taken before its upgrade, if there is one; return whether there was."""
    copy = copy_name(name)
    state = record(copy) or {}
    if state.get("state") != "copy":
        if state == {} and copy in listing():  # a crash came between the copy and its note
            tool("drop", copy)
        return False
    if name in listing():
        tool("drop", name)
    tool("rename", copy, name)
    write_record(name, state["of"])
    return True


def remove(name: str) -> None:
    """Drop the database `name` and its files."""
    if name in listing():
        tool("drop", name)
    shutil.rmtree(PRIVATE / "data" / "filestore" / name, ignore_errors=True)


def run_odoo(env: Env, title: str, log_name: str, args: list[str]) -> str | None:
    """Run Odoo to its end; return None, or what went wrong and where the log lies."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / log_name
    with step(title) as progress, log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            env.odoo("server", *args), env=env.environ(), cwd=PRIVATE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        )  # fmt: skip
        first_error = ""
        try:
            for line in process.stdout:
                file.write(line)
                loading = re.search(r"Loading module (\w+) \((\d+/\d+)\)", line)
                if loading:
                    progress.detail = f"{loading[2]} {loading[1]}"
                elif not first_error and re.search(r"^\S+ \S+ \d+ (ERROR|CRITICAL) ", line):
                    first_error = line.strip()
            process.wait()
        except BaseException:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            raise
    if process.returncode or first_error:
        text = log.read_text(errors="replace").strip().splitlines()
        if any("No space left on device" in line for line in text[-300:]):
            raise diagnose("No space left on device", GajError, title)
        reason = cause(text) or first_error or f"it ended with status {process.returncode}"
        return f"{reason.strip()[:400]} (whole log: {log})"
    return None


def cause(lines: list[str]) -> str | None:
    """Return the last exception of a log with the place in a file that it names, if there is one."""
    place, result = "", None
    for line in lines:
        found = re.match(r' *File "([^"]+)", line (\d+)', line)
        if found:
            place = f" ({found[1]}, line {found[2]})"
        elif re.match(r"[\w.]+(Error|Exception|Violation|Warning|Found): ", line):
            result = line.strip()[:300] + place
    return result
