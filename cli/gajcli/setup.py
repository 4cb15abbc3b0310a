"""Everything that has to be there before a command can work; safe to interrupt, quick when nothing is missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import host, odoo_tree, postgres, venv, wkhtml
from .env import ADDONS, PRIVATE, Env
from .state import open_private, write_atomic

KNOWN = {"odoo", "postgres", "chromium", "dev"}


def ensure(want: set[str]) -> Env:
    """Return the ready environment for `want`: any of "odoo", "postgres", "chromium", "dev".

    "odoo" brings Odoo, its Python packages, the Chinese font and wkhtmltopdf; "postgres" a running server (the
    private one is stopped when the last ./gaj that uses it ends); "dev" the packages of requirements-dev.txt.
    """
    unknown = want - KNOWN
    if unknown:
        raise ValueError(f"unknown parts {sorted(unknown)}; known are {sorted(KNOWN)}")
    open_private()
    parts = ["runtime", *(["dev"] if "dev" in want else [])]
    host.install(host.missing(_host_groups(want, parts)))
    venv.ensure(parts)
    folders: list[Path] = []
    if "odoo" in want:
        folder = odoo_tree.ensure()
        venv.link([folder])
        folders = odoo_tree.addon_folders(folder)
        _write_odoo_rc(folders)
        wkhtml.ensure()
    pg = postgres.ensure() if "postgres" in want else {}
    return Env(
        odoo_paths=[folder] if folders else [],
        addons_path=_addons_path(folders) if folders else "",
        pg=pg,
        font_path=host.FONT if host.FONT.exists() else None,
        chromium=host.chromium() if "chromium" in want else None,
    )


def _host_groups(want: set[str], parts: list[str]) -> set[str]:
    """Return the groups of host packages that these wishes need."""
    groups = set(want)
    if not venv.is_ready(parts):
        groups.add("venv")
    if "odoo" in want:
        if host.debian_version() < 13:
            groups.add("pdf")
        if sys.version_info >= (3, 13):
            groups.add("cairo")
        if odoo_tree.present() is None:
            host.demand_debian()
            groups.add("debian")
    if postgres.is_external():
        groups.discard("postgres")
    return groups


def _addons_path(folders: list[Path]) -> str:
    return ",".join(str(folder) for folder in (ADDONS, *folders))


def _write_odoo_rc(folders: list[Path]) -> None:
    """Write Odoo's configuration file: this clone's folders, reachable from this machine only."""
    data = PRIVATE / "data"
    data.mkdir(parents=True, exist_ok=True)
    text = f"""[options]
; written by ./gaj at every start; the database server comes from the PG… variables of the environment
addons_path = {_addons_path(folders)}
data_dir = {data}
http_interface = 127.0.0.1
proxy_mode = False
list_db = False
with_demo = False
workers = 0
max_cron_threads = 1
log_level = info
"""
    file = PRIVATE / "odoo.conf"
    if not file.exists() or file.read_text() != text:
        write_atomic(file, text)


def keep_for_exec() -> None:
    """Let the lease on the database server pass to the program that replaces this process."""
    for descriptor in postgres.lease_fd():
        os.set_inheritable(descriptor, True)
