"""wkhtmltopdf where the host's Debian no longer has it: bookworm's, with all its libraries, in the private folder."""

from __future__ import annotations

import re
import shutil

from . import debian
from .env import PRIVATE
from .errors import AptFailed
from .state import lock, mark, marked, need_room, write_atomic

TREE = PRIVATE / "wkhtmltopdf"
COMMAND = PRIVATE / "bin" / "wkhtmltopdf"
SUITE = "bookworm"
RECIPE = "1"
# Drivers of graphics cards, which a program without a screen never opens: the larger half of the download.
SKIPPED = re.compile(r"^(libllvm\d|libgl1-mesa-dri$|libdrm-|libz3-)")
# The loader and the libraries are bookworm's too, so nothing of the host's newer ones is mixed in.
WRAPPER = """#!/bin/sh
# written by ./gaj
export QT_QPA_PLATFORM=offscreen QT_PLUGIN_PATH='{plugins}' FONTCONFIG_FILE='{fonts}'
exec '{loader}' --library-path '{libraries}' '{program}' "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <dir>/usr/local/share/fonts</dir>
    <dir>{tree}/usr/share/fonts</dir>
    <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def recipe() -> dict:
    """Return what decides whether an earlier result still fits; the wrapper names this very place."""
    return {"recipe": RECIPE, "place": str(TREE)}


def present() -> bool:
    """Tell whether a wkhtmltopdf can be called."""
    return bool(shutil.which("wkhtmltopdf")) or (marked("wkhtmltopdf") == recipe() and COMMAND.exists())


def ensure() -> None:
    """Fetch wkhtmltopdf unless the host or an earlier run has it."""
    if present():
        return
    with lock("odoo"):  # the isolated apt has one user at a time
        if not present():
            _fetch()


def _fetch() -> None:
    need_room(PRIVATE, 600_000_000, "wkhtmltopdf")
    debian.update((SUITE,))
    debs = debian.fetch(_closure())
    debian.unpack(debs, TREE, "unpacking wkhtmltopdf")
    libraries = [
        str(path) for pattern in ("lib/*-linux-gnu*", "usr/lib/*-linux-gnu*") for path in sorted(TREE.glob(pattern))
    ]
    # lib64/ld-linux… is an absolute link, which would lead to the host's loader
    loader = next(iter(sorted(TREE.glob("lib/*-linux-gnu*/ld-linux*"))), None)
    plugins = next(iter(TREE.glob("usr/lib/*/qt5/plugins")), None)
    if not (loader and plugins):
        raise AptFailed("Debian's wkhtmltopdf came without its loader or its Qt plugins.")
    fonts = TREE / "fonts.conf"
    write_atomic(fonts, FONTS.format(tree=TREE))
    values = {"loader": loader, "plugins": plugins, "fonts": fonts, "program": TREE / "usr/bin/wkhtmltopdf"}
    write_atomic(COMMAND, WRAPPER.format(libraries=":".join(libraries), **values))
    COMMAND.chmod(0o755)
    mark("wkhtmltopdf", recipe())
    for deb in debs:
        deb.unlink(missing_ok=True)


def _closure() -> list[str]:
    """Return the names (package=version) of wkhtmltopdf and all that it depends on, on an empty system."""
    listing = debian.apt_get("install", "--simulate", "wkhtmltopdf", what="resolving the dependencies of wkhtmltopdf")
    found = re.findall(r"^Inst (\S+) \((\S+) ", listing, re.MULTILINE)
    return [f"{name}={version}" for name, version in found if not SKIPPED.match(name)]
