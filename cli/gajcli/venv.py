"""The private virtual environment with the pinned Python packages."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

from .env import PRIVATE, ROOT
from .errors import PipFailed
from .proc import run
from .state import digest, lock, mark, marked, need_room, unmark, write_atomic
from .ui import step

VENV = PRIVATE / "venv"
PYTHON = VENV / "bin" / "python"
ELSEWHERE = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "PYTHONPATH", "PYTHONHOME"}
FILES = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


def wanted(parts: list[str]) -> dict[str, str]:
    """Return the fingerprint of each requirements file in `parts`."""
    return {part: digest(FILES[part].read_bytes()) for part in parts}


def is_ready(parts: list[str]) -> bool:
    """Tell whether the environment holds exactly what the requirements files say now."""
    state = marked("venv")
    return os.access(PYTHON, os.X_OK) and state.items() >= {**wanted(parts), "place": str(VENV)}.items()


def ensure(parts: list[str]) -> None:
    """Make the environment hold the packages of `parts` ("runtime", "dev")."""
    if is_ready(parts):
        return
    with lock("venv"):
        if is_ready(parts):
            return
        state = marked("venv")
        # Without a marker an earlier run was cut off somewhere inside pip: only a fresh start is certain.
        if state.get("place") != str(VENV) or not os.access(PYTHON, os.X_OK):
            _create()
            state = {}
        unmark("venv")
        try:
            for part in parts:
                if state.get(part) != wanted([part])[part]:
                    _install(part)
        except BaseException:
            if not state:
                shutil.rmtree(VENV, ignore_errors=True)
            raise
        kept = {part: value for part, value in state.items() if part in FILES}
        mark("venv", {**kept, **wanted(parts), "place": str(VENV), "python": sys.version.split()[0]})


def _create() -> None:
    need_room(PRIVATE, 600_000_000, "The Python environment")
    with step(f"making a Python {sys.version_info[0]}.{sys.version_info[1]} environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        own_pip = importlib.util.find_spec("ensurepip") is not None
        run([sys.executable, "-m", "venv", *([] if own_pip else ["--without-pip"]), str(VENV)],
            what="making the Python environment", fallback=PipFailed)  # fmt: skip
        if not own_pip:
            wheel = max(glob.glob("/usr/share/python-wheels/pip-*.whl"))
            run([str(PYTHON), f"{wheel}/pip", "install", "--no-index", wheel],
                what="putting pip into the Python environment", fallback=PipFailed)  # fmt: skip


def pinned(file: Path) -> int:
    """Return how many packages a requirements file pins."""
    return len(re.findall(r"^[A-Za-z0-9]", file.read_text(), re.MULTILINE))


def _install(part: str) -> None:
    """Install one requirements file. It lists the whole closure, so that pip has nothing to resolve."""
    file = FILES[part]
    # The user's settings of pip hold (mirror, cache, certificates), except those that would install elsewhere.
    env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    total = pinned(file)
    seen: set[str] = set()
    with step(f"installing Python packages ({file.name})") as progress:

        def watch(line: str) -> None:
            if line.startswith("Collecting "):
                seen.add(line.split()[1])
                progress.detail = f"{len(seen)} of at most {total} fetched"
            elif line.startswith("Installing collected"):
                progress.detail = "writing files"

        command = [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-input", "--progress-bar", "off",
                   "--no-warn-script-location", "-r", str(file)]  # fmt: skip
        run(command, what=f"pip install -r {file.name}", fallback=PipFailed, env=env, on_line=watch)


def link(folders: list[Path]) -> None:
    """Put `folders` on the path of the environment, behind its own packages."""
    site = next(iter(VENV.glob("lib/python3*/site-packages")), None)
    if site is None:
        raise PipFailed(f"{VENV} is damaged: it has no site-packages. Delete {VENV} and run the command again.")
    file, text = site / "gaj_odoo.pth", "".join(f"{folder}\n" for folder in folders)
    if not file.exists() or file.read_text() != text:
        write_atomic(file, text)
