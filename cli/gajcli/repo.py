"""What lies in the repository: its add-ons, their manifests, and which tests concern them."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from gajcli.env import ADDONS, ROOT
from gajcli.errors import GajError, UsageError


def manifest(addon: str, addons: Path = ADDONS) -> dict:
    """Return the manifest of one of our add-ons.

    :raises GajError: if it is no Python dictionary
    """
    path = addons / addon / "__manifest__.py"
    try:
        value = ast.literal_eval(path.read_text())
    except (SyntaxError, ValueError) as error:
        raise GajError(f"{path.relative_to(addons.parent)} is not a dictionary of constants: {error}") from None
    if not isinstance(value, dict):
        raise GajError(f"{path.relative_to(addons.parent)} is not a dictionary.")
    return value


def addon_names(addons: Path = ADDONS) -> list[str]:
    """Return the names of our add-ons, those needed by others first."""
    names = sorted(path.parent.name for path in addons.glob("gaj_*/__manifest__.py"))
    depends = {name: [d for d in manifest(name, addons).get("depends", []) if d in names] for name in names}
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name not in ordered:
            for needed in depends[name]:
                visit(needed)
            ordered.append(name)

    for name in names:
        visit(name)
    return ordered


def chosen(names: Iterable[str]) -> list[str]:
    """Return the add-ons called `names` in order, or all when none is named.

    :raises UsageError: if one does not exist
    """
    ours, wanted = addon_names(), set(names)
    if unknown := wanted - set(ours):
        raise UsageError(f"There is no add-on {', '.join(sorted(unknown))}. There are: {', '.join(ours)}.")
    return [name for name in ours if not wanted or name in wanted]


def core_dependencies(names: Iterable[str]) -> list[str]:
    """Return the add-ons of others on which ours rest, so that they can be installed first."""
    ours = set(addon_names())
    needed: set[str] = set()
    todo = list(names)
    while todo:
        depends = manifest(todo.pop()).get("depends", [])
        todo += [name for name in depends if name in ours]
        needed |= {name for name in depends if name not in ours}
    return sorted(needed)


def companions_of_tests(names: Iterable[str], settings: Path = ROOT / "pyproject.toml") -> list[str]:
    """Return the add-ons of others that only the tests of ours use, by the table `tool.gaj.test-companions`.

    Python 3.10 has no reader of TOML; a list of strings is written the same in Python.

    :raises GajError: if a line of that table is no list of names
    """
    section = re.search(
        r"^\[tool\.gaj\.test-companions\]\n(.*?)(?=^\[|\Z)", settings.read_text(), re.MULTILINE | re.DOTALL
    )
    ours, wanted, found = set(addon_names()), set(names), set()
    for name in list(wanted):
        wanted |= set(_closure(name, ours))
    for line in section.group(1).splitlines() if section else []:
        addon, _equals, value = line.partition("#")[0].partition("=")
        if not addon.strip():
            continue
        try:
            companions = ast.literal_eval(value.strip())
        except (SyntaxError, ValueError):
            raise GajError(f"{settings.name}: “{line}” is no list of add-ons.") from None
        if addon.strip() in wanted:
            found |= set(companions)
    return sorted(found)


def _closure(name: str, ours: set[str]) -> list[str]:
    """Return the add-ons of `ours` that come with `name`, itself included."""
    needed = [other for other in manifest(name).get("depends", []) if other in ours]
    return [name, *(found for other in needed for found in _closure(other, ours))]


def concerning(files: Iterable[Path], names: Iterable[str]) -> list[Path]:
    """Return those files whose text names one of the add-ons."""
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})(_rules)?\b")
    return [path for path in files if pattern.search(path.read_text())]


def test_files(folder: str) -> list[Path]:
    """Return the test files below `tests/<folder>`."""
    return sorted((ROOT / "tests" / folder).rglob("test_*.py"))


def browser_tests(addon: str, addons: Path = ADDONS) -> list[str]:
    """Return the test classes of an add-on in whose file a browser is opened: Chromium costs seconds each time."""
    found = []
    for path in sorted((addons / addon / "tests").glob("test_*.py")):
        text = path.read_text()
        if re.search(r"\b(start_tour|browser_js)\(", text):
            tree = ast.parse(text)
            found += [
                node.name for node in tree.body if isinstance(node, ast.ClassDef) and "test_" in ast.unparse(node)
            ]
    return found


def tracked_files() -> list[Path]:
    """Return the files of the repository as git knows them, new ones included, ignored ones not."""
    done = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GajError(f"git cannot list the files of {ROOT}: {done.stderr.decode().strip()}")
    paths = {ROOT / name for name in done.stdout.decode().split("\0") if name}
    return sorted(path for path in paths if path.is_file())
