"""The add-ons of this repository and their fingerprints, by which a database knows that it is out of date."""

from __future__ import annotations

import ast
import os
from pathlib import Path

from .env import ADDONS, ROOT
from .errors import UnknownAddon
from .state import digest

IGNORED_FOLDERS = {"__pycache__", "tests", "readme", "invariants"}


def names() -> list[str]:
    """Return the names of all installable add-ons of this repository."""
    result = []
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        if ast.literal_eval(manifest.read_text(encoding="utf-8")).get("installable", True):
            result.append(manifest.parent.name)
    return result


def known(wanted: list[str]) -> list[str]:
    """Return `wanted` if each is an add-on of this repository, of OCA or of Odoo by its looks; refuse typing errors."""
    wrong = [name for name in wanted if name.startswith("gaj") and name not in names()]
    if wrong:
        raise UnknownAddon(f"There is no add-on {', '.join(wrong)}. This repository has: {', '.join(names())}.")
    return wanted


def fingerprint(folder: Path) -> str:
    """Return a fingerprint of everything in an add-on that a database depends on (not its tests)."""
    parts: list[bytes | str] = []
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - IGNORED_FOLDERS)
        for name in sorted(files):
            if not name.endswith(".pyc"):
                path = Path(base, name)
                parts += [str(path.relative_to(folder)), path.read_bytes()]
    return digest(*parts)


def fingerprints() -> dict[str, str]:
    """Return the fingerprint of each add-on, and of the pinned packages as "requirements"."""
    result = {name: fingerprint(ADDONS / name) for name in names()}
    result["requirements"] = digest((ROOT / "requirements.txt").read_bytes())
    return result


def outdated(recorded: dict[str, str], current: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return (add-ons to upgrade, add-ons to install) in a database that was made with `recorded`.

    New pinned packages mean new OCA add-ons, perhaps; then everything is upgraded from `base` on.
    """
    here = [name for name in current if name != "requirements"]
    if recorded.get("requirements") != current["requirements"]:
        changed = ["base"]
    else:
        changed = [name for name in here if name in recorded and recorded[name] != current[name]]
    return changed, [name for name in here if name not in recorded]
