"""Add-ons of others beside which a benchmark is taken: in a folder of their own, which the product never sees.

A bench `bench_NAME.py` pins them in `bench_NAME.requirements.txt`.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from .env import PRIVATE, ROOT
from .errors import PipFailed
from .proc import run
from .state import digest, lock
from .ui import step
from .venv import ELSEWHERE, PYTHON

BENCHES = ROOT / "benchmarks"
FOLDER = PRIVATE / "baselines"


def requirements(name: str) -> Path:
    """Return the file in which the bench `name` pins the add-ons of others; it need not exist."""
    return BENCHES / f"bench_{name}.requirements.txt"


def ensure(name: str) -> Path | None:
    """Return the folder of the add-ons that the bench `name` pins, installed if missing; None if it pins none.

    :raises PipFailed: if they cannot be installed, or need something that is pinned nowhere
    """
    file = requirements(name)
    if not file.exists():
        return None
    folder = FOLDER / f"{name}-{digest(file.read_bytes())[:12]}"
    with lock("baselines"):
        if not folder.is_dir():
            _install(file, folder)
    return folder / "odoo" / "addons"


def _install(file: Path, folder: Path) -> None:
    """Install a requirements file into `folder`, which appears only when it is whole."""
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    command = [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-input", "--progress-bar", "off",
               "--target", str(unfinished), "-r", str(file)]  # fmt: skip
    with step(f"installing the add-ons to compare with ({file.name})"):
        run(command, what=f"pip install -r {file.name}", fallback=PipFailed, env=env)
    if missing := unmet(unfinished, pinned(ROOT / "requirements.txt").get):
        shutil.rmtree(unfinished)
        raise PipFailed(f"{file.name} is not complete: {'; '.join(missing)}. Pin that as well.")
    unfinished.rename(folder)


def canonical(name: str) -> str:
    """Return the name of a package as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: Path) -> dict[str, str]:
    """Return `{canonical name: version}` of a requirements file."""
    return {
        canonical(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", file.read_text(), re.MULTILINE)
    }


def unmet(folder: Path, elsewhere: Callable[[str], str | None]) -> list[str]:
    """Return what the packages in `folder` need and is neither there nor, by its canonical name, `elsewhere`.

    Odoo itself is no package; versions are pip's business, presence is ours.
    """
    found = {canonical(one.name): one for one in importlib.metadata.distributions(path=[str(folder)])}
    missing = []
    for name, package in sorted(found.items()):
        for text in package.requires or []:
            need, _semicolon, marker = text.partition(";")
            other = canonical(re.match(r"[\w.-]+", need.strip())[0])
            if "extra" not in marker and other != "odoo" and other not in found and elsewhere(other) is None:
                missing.append(f"{name} needs {other}")
    return missing
