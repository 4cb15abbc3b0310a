"""Our add-ons as they lie in the tree, and as they were in an earlier commit."""

import ast
import subprocess
import tarfile
from functools import lru_cache
from io import BytesIO

from support.settings import ADDONS, ROOT


@lru_cache(maxsize=1)
def manifests():
    """Manifest of each ``gaj_*`` add-on, by name, those needed by others first."""
    read = {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(ADDONS.glob("gaj_*/__manifest__.py"))
    }
    ordered = {}

    def add(name):
        if name in read and name not in ordered:
            for needed in read[name].get("depends", []):
                add(needed)
            ordered[name] = read[name]

    for name in read:
        add(name)
    return ordered


def names():
    """Names of our add-ons, those needed by others first."""
    return list(manifests())


def closure(name):
    """Our add-ons that come with ``name``, itself included."""
    found = {name}
    for needed in manifests()[name].get("depends", []):
        if needed in manifests():
            found |= closure(needed)
    return found


def dependents(name):
    """Our add-ons that go with ``name`` when it is uninstalled, itself included."""
    return {other for other in names() if name in closure(other)}


def core_dependencies():
    """Names of all add-ons not ours that ours need directly."""
    return sorted({needed for manifest in manifests().values() for needed in manifest["depends"]} - set(names()))


def _git(*arguments):
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(ROOT), *arguments], capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else b""


def earlier_commits(limit):
    """Up to ``limit`` commits whose ``addons`` differ from those in the tree, newest first.

    Empty outside a repository and in a clone without history.
    """
    found = []
    seen = set()
    for commit in _git("rev-list", "--max-count=200", "HEAD", "--", "addons").decode().split():
        tree = _git("rev-parse", f"{commit}:addons").decode().strip()
        same = _git("diff", "--name-only", commit, "--", "addons") == b"" and not _git(
            "ls-files", "--others", "--exclude-standard", "--", "addons"
        )
        if tree and not same and tree not in seen:
            seen.add(tree)
            found.append(commit)
        if len(found) == limit:
            break
    return found


def extract(commit, folder):
    """Unpack the ``addons`` of ``commit`` under ``folder`` and return where they lie."""
    with tarfile.open(fileobj=BytesIO(_git("archive", commit, "addons"))) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not yet in Debian 12's Python
        archive.extractall(folder, **safely)
    return folder / "addons"
