"""Checks of the repository that need nothing but its files. Each returns its findings, a sentence each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from gajcli import repo
from gajcli.env import ROOT
from gajcli.errors import GajError

LONGEST = 400  # lines of a file that people write
WRITTEN = (".py", ".js", ".xml", ".scss", ".css", ".sh")
DATA_FOLDERS = ("data", "demo", "security", "views", "wizards", "report", "i18n")
#: files in data folders that are read otherwise than through the manifest
READ_OTHERWISE = re.compile(r"^(security/access_table\.csv|data/.+/.+)$")
MANIFEST_KEYS = {
    "name", "summary", "version", "category", "author", "license", "website", "depends", "data", "demo", "assets",
    "application", "auto_install", "installable", "external_dependencies", "sequence", "excludes", "countries",
    "pre_init_hook", "post_init_hook", "uninstall_hook", "post_load", "images", "maintainers", "development_status",
}  # fmt: skip
REQUIRED_KEYS = ("name", "summary", "version", "category", "author", "license", "depends")
VERSION = re.compile(r"^19\.0\.\d+\.\d+\.\d+$")

# Put together from pieces, so that this file does not find itself.
FOREIGN_ROOTS = ("work", "root", "opt", "home", "Users", "mnt/c")
FOREIGN_PATH = re.compile(r"(?<![\w.$}>-])" + f"(?:/(?:{'|'.join(FOREIGN_ROOTS)}))" + r"(?=/[\w.]|[\"'`])")
FOREIGN_DRIVE = re.compile(r"(?<!\w)[A-Z]:\\{1,2}(?:Users|Documents)\b")
UPWARDS = re.compile(r"(?<![\w./@-])(?:\.\./)+(?=\w)")


def is_text(path: Path) -> bool:
    """Return whether a file is text (no zero byte at its start)."""
    with path.open("rb") as file:
        return b"\0" not in file.read(4096)


def foreign_paths(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield each place at which a file names a path outside the repository."""
    name = path.relative_to(root)
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        yield f"{name}: the link leads out of the repository"
    if not is_text(path):
        return
    depth = len(name.parts) - 1
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        found = [m.group() for m in (*FOREIGN_PATH.finditer(line), *FOREIGN_DRIVE.finditer(line))]
        found += [m.group() for m in UPWARDS.finditer(line) if m.group().count("/") > depth]
        for text in found:
            yield f"{name}:{number}: names a path outside the repository ({text.strip()}…)"


def too_long(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield a finding if a file that people write has more than 400 lines; data may be as long as it is."""
    name = path.relative_to(root)
    if path.suffix not in WRITTEN or {"data", "demo", "lib"} & set(name.parts[:-1]):
        return
    count = len(path.read_text(errors="replace").splitlines())
    if count > LONGEST:
        yield f"{name}: {count} lines; split it ({LONGEST} at most)"


def malformed_xml(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield a finding if an XML file is not well-formed."""
    if path.suffix in (".xml", ".svg"):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            yield f"{path.relative_to(root)}: {error}"


def manifest_findings(addon: str, addons: Path) -> Iterator[str]:
    """Yield what is wrong in the manifest of an add-on, its licence and the files that it lists."""
    try:
        manifest = repo.manifest(addon, addons)
    except GajError as error:
        yield str(error)
        return
    place = f"{addon}/__manifest__.py"
    for key in REQUIRED_KEYS:
        if not manifest.get(key):
            yield f"{place}: {key} is missing"
    for key in sorted(set(manifest) - MANIFEST_KEYS):
        yield f"{place}: unknown key {key}"
    if manifest.get("license") != "AGPL-3":
        yield f"{place}: the licence is {manifest.get('license')!r}, not 'AGPL-3'"
    if not VERSION.match(str(manifest.get("version"))):
        yield f"{place}: version {manifest.get('version')!r} is not of the form 19.0.X.Y.Z"
    if "GAJ contributors" not in str(manifest.get("author")):
        yield f"{place}: the author is not 'GAJ contributors'"
    yield from data_findings(addon, manifest, addons)
    yield from asset_findings(addon, manifest, addons)


def data_findings(addon: str, manifest: dict, addons: Path) -> Iterator[str]:
    """Yield data files that are listed and absent, listed twice, or present and not listed."""
    listed = [*manifest.get("data", []), *manifest.get("demo", [])]
    for name in sorted(set(listed)):
        if not (addons / addon / name).is_file():
            yield f"{addon}: {name} is listed in the manifest but does not exist"
        if listed.count(name) > 1:
            yield f"{addon}: {name} is listed twice"
    for folder in DATA_FOLDERS:
        for path in sorted((addons / addon / folder).rglob("*")):
            name = str(path.relative_to(addons / addon))
            if path.suffix in (".xml", ".csv") and name not in listed and not READ_OTHERWISE.match(name):
                yield f"{addon}: {name} exists but the manifest does not list it"


def asset_findings(addon: str, manifest: dict, addons: Path) -> Iterator[str]:
    """Yield asset patterns of the manifest that match no file of our add-ons."""
    for bundle, entries in manifest.get("assets", {}).items():
        for entry in entries:
            target = entry[-1] if isinstance(entry, (list, tuple)) else entry
            ours = target.startswith("gaj_") and "/" in target
            if ours and not any(path.is_file() for path in addons.glob(target.lstrip("/"))):
                yield f"{addon}: {target} in bundle {bundle} matches no file"


def test_findings(addon: str, addons: Path) -> Iterator[str]:
    """Yield Odoo tests that would never run: not imported, or not tagged for after the installation."""
    folder = addons / addon / "tests"
    if not folder.is_dir():
        return
    text = (folder / "__init__.py").read_text() if (folder / "__init__.py").exists() else ""
    for path in sorted(folder.glob("test_*.py")):
        if not re.search(rf"\b{path.stem}\b", text):
            yield f"{addon}/tests/{path.name}: tests/__init__.py does not import it"
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and _has_tests(node) and "post_install" not in _decorators(node):
                yield f'{addon}/tests/{path.name}: {node.name} is not @tagged("post_install", "-at_install", "gaj")'


def _has_tests(node: ast.ClassDef) -> bool:
    return any(isinstance(item, ast.FunctionDef) and item.name.startswith("test") for item in node.body)


def _decorators(node: ast.ClassDef) -> str:
    return " ".join(ast.unparse(decorator) for decorator in node.decorator_list)


def walk(check, paths: Iterable[Path]) -> list[str]:
    """Return the findings of a check of single files."""
    return [finding for path in paths for finding in check(path)]
