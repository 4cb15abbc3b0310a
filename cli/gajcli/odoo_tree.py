"""Where Odoo 19 comes from: $GAJ_ODOO, an importable one, or Debian's package unpacked into the private folder."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
from pathlib import Path

from . import debian
from .env import PRIVATE
from .errors import BrokenOdooTree, WrongOdoo
from .state import lock, mark, marked, need_room

TREE = PRIVATE / "odoo"
PACKAGES = TREE / "usr/lib/python3/dist-packages"
SUITES = ("sid", "bookworm")
# Odoo itself, and the packages into which its links lead. Bookworm's, where newer ones moved the files.
DEBS = [
    "odoo-19/sid",
    "fonts-montserrat/sid",
    "fonts-font-awesome/bookworm",
    "fonts-glyphicons-halflings/bookworm",
    "fonts-inconsolata/bookworm",
    "fonts-ocr-b/bookworm",
    "fonts-roboto-unhinted/bookworm",
    "libjs-jquery/bookworm",
    "libjs-jquery-form/bookworm",
    "libjs-underscore/bookworm",
]
RECIPE = "1 " + " ".join(DEBS)
# Debian leaves this file out (its licence), but a bundle of `mail` names it; an empty one keeps the browser quiet.
EMPTY_FILES = ["odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"]
UNPACKED_BYTES = 1_500_000_000


def series(folder: Path) -> str | None:
    """Return the series ("19.0") of the `odoo` package in `folder`; None if there is none."""
    try:
        text = (folder / "odoo" / "release.py").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)", text, re.MULTILINE)
    return f"{found[1]}.{found[2]}" if found else None


def locate(where: str) -> Path:
    """Return the folder that holds the `odoo` package for a value of $GAJ_ODOO.

    It may be a checkout, a site-packages folder, the `odoo` package itself or the root of an installation.
    """
    base = Path(where).expanduser().absolute()
    guesses = [base, base.parent if base.name == "odoo" else base]
    for pattern in ("lib/python3*/*-packages", "usr/lib/python3*/*-packages"):
        guesses += [Path(path) for path in sorted(glob.glob(str(base / pattern)))]
    for guess in guesses:
        found = series(guess)
        if found == "19.0":
            return guess
        if found:
            raise WrongOdoo(f"GAJ_ODOO={where} is Odoo {found}; the add-ons need Odoo 19.0.")
    raise WrongOdoo(f"GAJ_ODOO={where} holds no Odoo: there is no odoo/release.py in it.")


def importable() -> Path | None:
    """Return the folder of an Odoo 19 that the running interpreter can import."""
    try:
        spec = importlib.util.find_spec("odoo")
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place).absolute().parent
        if series(folder) == "19.0":
            return folder
    return None


def present() -> Path | None:
    """Return the folder with Odoo if nothing has to be fetched for it."""
    if os.environ.get("GAJ_ODOO"):
        return locate(os.environ["GAJ_ODOO"])
    if marked("odoo").get("recipe") == RECIPE and series(PACKAGES) == "19.0":
        return PACKAGES
    return importable()


def ensure() -> Path:
    """Return the folder with Odoo 19, fetched from Debian if need be."""
    found = present()
    if found:
        return found
    with lock("odoo"):
        return present() or _fetch()


def _fetch() -> Path:
    need_room(PRIVATE, UNPACKED_BYTES + 400_000_000, "Odoo 19")
    debian.update(SUITES)
    debs = debian.fetch(DEBS)
    debian.unpack(debs, TREE, "unpacking Odoo 19")
    for name in EMPTY_FILES:
        path = PACKAGES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text("")
    broken = dangling(TREE)
    if broken:
        shutil.rmtree(TREE, ignore_errors=True)
        raise BrokenOdooTree(
            f"{len(broken)} links of Debian's odoo-19 lead nowhere, first {broken[0]}: a package it links to has changed. "
            f"Set GAJ_ODOO to another Odoo 19, or use docker/."
        )
    mark("odoo", {"recipe": RECIPE, "debs": sorted(deb.name for deb in debs)})
    for deb in debs:
        deb.unlink(missing_ok=True)
    return PACKAGES


def dangling(tree: Path) -> list[str]:
    """Return the symbolic links below `tree` that do not lead to something inside `tree`."""
    inside = os.path.realpath(tree) + os.sep
    result = []
    for folder, folders, files in os.walk(tree):
        for name in (*folders, *files):
            path = os.path.join(folder, name)
            if os.path.islink(path):
                end = os.path.realpath(path)
                if not (end + os.sep).startswith(inside) or not os.path.exists(end):
                    result.append(os.path.relpath(path, tree))
    return sorted(result)


def addon_folders(folder: Path) -> list[Path]:
    """Return Odoo's own folders of add-ons, for --addons-path."""
    core = folder / "odoo" / "addons"
    # Debian and wheels hold every add-on in the package; a checkout holds all but `base` beside it.
    return [core] if (core / "mail").is_dir() else [folder / "addons", core]
