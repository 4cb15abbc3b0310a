"""What the host itself must have (Debian packages) and the permission to install it."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import AptFailed, BrokenDownload, GajError, NoAptPermission, NoNetwork, WrongSystem
from .proc import run
from .state import lock
from .ui import say, step

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
#: our word to postgresql-common while it installs: no cluster of the system, the private one is enough
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/zz-gaj.conf")


@dataclass(frozen=True)
class Need:
    """One thing of the host: how to see that it is there, which package brings it, what for."""

    package: str
    purpose: str
    present: Callable[[], bool]


def debian_version() -> float:
    """Return the number of the Debian release (testing and sid count as 99); 0 for any other system."""
    try:
        words = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', Path("/etc/os-release").read_text(), re.MULTILINE))
    except OSError:
        return 0
    return float(words.get("VERSION_ID") or 99) if words.get("ID") == "debian" else 0


def demand_debian() -> None:
    """Refuse any other system in one line."""
    if debian_version() < 12:
        raise WrongSystem(
            "./gaj sets itself up on Debian 12 and 13 only; on this system use the images in docker/ (docker/README.md)."
        )


def postgres_bin() -> Path | None:
    """Return the folder of the newest installed PostgreSQL server's programs."""
    found = [Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


def chromium() -> Path | None:
    """Return the browser that drives tours and screenshots."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return Path(found) if found else None


def has_shared(name: str) -> bool:
    """Tell whether the dynamic linker finds the library `name`, such as libmagic.so.1."""
    return bool(glob.glob(f"/usr/lib/*/{name}") or glob.glob(f"/usr/lib/{name}") or glob.glob(f"/lib/*/{name}"))


def venv_package() -> str:
    """Return the package that completes the `venv` module of the running interpreter."""
    debian = os.path.realpath(sys.executable).startswith("/usr/bin/")
    return f"python3.{sys.version_info[1]}-venv" if debian else "python3-pip-whl"


def can_make_venv() -> bool:
    """Tell whether the running interpreter can put pip into a new environment."""
    return importlib.util.find_spec("ensurepip") is not None or bool(glob.glob("/usr/share/python-wheels/pip-*.whl"))


NEEDS: dict[str, list[Need]] = {
    "venv": [Need(venv_package(), "private Python environment", can_make_venv)],
    "odoo": [
        Need("fonts-wqy-zenhei", "Chinese font of labels and documents", FONT.exists),
        Need("libmagic1", "recognises uploaded files", lambda: has_shared("libmagic.so.1")),
    ],
    "cairo": [Need("libcairo2", "draws bar codes", lambda: has_shared("libcairo.so.2"))],
    "debian": [
        Need("debian-archive-keyring", "checks Debian's signatures", lambda: bool(glob.glob("/usr/share/keyrings/debian-archive-keyring.*"))),
    ],
    "pdf": [Need("wkhtmltopdf", "PDF documents", lambda: shutil.which("wkhtmltopdf") is not None)],
    "postgres": [Need("postgresql", "database server", lambda: postgres_bin() is not None)],
    "chromium": [
        Need("chromium", "browser tests and screenshots", lambda: chromium() is not None),
        Need("libatomic1", "library of the browser's driver", lambda: has_shared("libatomic.so.1")),
    ],
    "compose": [Need("docker-compose", "check of the compose files", lambda: shutil.which("docker-compose") is not None)],
}  # fmt: skip


def missing(groups: set[str]) -> list[Need]:
    """Return what the host lacks of these groups of needs."""
    return [need for group in sorted(groups & NEEDS.keys()) for need in NEEDS[group] if not need.present()]


def root_prefix(packages: list[str]) -> list[str]:
    """Return what stands before a command to run it as root: nothing, or sudo."""
    if os.geteuid() == 0:
        return []
    by_hand = f"Ask an administrator to run: apt-get install --no-install-recommends {' '.join(packages)}"
    if not shutil.which("sudo"):
        raise NoAptPermission(f"System packages are missing, this user is not root and there is no sudo. {by_hand}")
    ask = ["sudo", "-v"] if sys.stdin.isatty() else ["sudo", "-n", "true"]
    if subprocess.run(ask, stderr=subprocess.DEVNULL if "-n" in ask else None).returncode:
        raise NoAptPermission(f"System packages are missing and sudo refuses this user. {by_hand}")
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def install(needs: list[Need]) -> None:
    """Install the packages of `needs` with the host's apt-get, after saying so."""
    if not needs:
        return
    demand_debian()
    packages = [need.package for need in needs]
    say("These Debian packages are missing and will be installed with apt-get:")
    for need in needs:
        say(f"  {need.package:26} {need.purpose}")
    sudo = root_prefix(packages)
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300",
           "-o", "APT::Update::Error-Mode=any", "-o", "Dpkg::Options::=--force-confold", "--no-install-recommends"]  # fmt: skip
    with lock("apt"):
        if subprocess.run(["dpkg", "--audit"], capture_output=True, text=True).stdout.strip():
            with step("finishing an interrupted installation of packages"):
                run([*sudo, "dpkg", "--configure", "-a"], what="dpkg --configure -a")
        plan = _plan(apt, packages)
        count = len(re.findall(r"^Inst ", plan, re.MULTILINE))
        with no_system_cluster(sudo, "postgresql" in packages), step(f"installing {count} packages") as progress:
            done: list[str] = []

            def watch(line: str) -> None:
                if line.startswith(("Get:", "Unpacking ", "Setting up ")):
                    done.append(line)
                    progress.detail = f"{len(done)} of about {3 * count} steps"

            run([*apt, "install", *packages], what=f"apt-get install {' '.join(packages)}", on_line=watch)
    absent = [need.package for need in needs if not need.present()]
    if absent:
        raise AptFailed(f"apt-get reported success, but this is still not usable: {', '.join(absent)}.")


def _plan(apt: list[str], packages: list[str]) -> str:
    """Refresh the package lists and return what installing `packages` would do.

    A source of the host that fails does not matter as long as the packages are found without it.
    """
    trouble: GajError | None = None
    with step("reading the package lists of the system"):
        try:
            run([*apt, "update"], what="apt-get update")
        except (NoNetwork, AptFailed, BrokenDownload) as error:
            trouble = error
    try:
        return run([*apt, "-s", "install", *packages], what="apt-get install (trial)")
    except AptFailed as error:
        raise trouble or error from None


@contextmanager
def no_system_cluster(sudo: list[str], wanted: bool) -> Iterator[None]:
    """Keep Debian's package from starting a cluster of its own while it is installed."""
    if not wanted or NO_CLUSTER.exists():
        yield
        return
    folder, text = str(NO_CLUSTER.parent), "create_main_cluster = false\n"
    made = not NO_CLUSTER.parent.exists()
    subprocess.run([*sudo, "mkdir", "-p", folder], check=True)
    subprocess.run([*sudo, "tee", str(NO_CLUSTER)], input=text, text=True, stdout=subprocess.DEVNULL, check=True)
    try:
        yield
    finally:
        subprocess.run([*sudo, "rm", "-f", str(NO_CLUSTER)], check=False)
        if made:
            subprocess.run([*sudo, "rmdir", "-p", "--ignore-fail-on-non-empty", folder], check=False)
