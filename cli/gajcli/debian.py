"""Packages fetched from Debian without touching the host's apt: own sources, own lists, signatures checked."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from .env import PRIVATE
from .errors import AptFailed, BrokenDownload, NoNetwork, ToolMissing
from .proc import run
from .state import need_room, write_atomic
from .ui import megabytes, say, step

APT = PRIVATE / "apt"
DEBS = APT / "debs"
OFFICIAL = "http://deb.debian.org/debian"


@dataclass(frozen=True)
class Package:
    """One file that apt is going to fetch. `size` in bytes."""

    file: str
    size: int
    sha256: str


def user_cache() -> Path:
    """Return the folder where downloads of all clones are kept; it may be deleted at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "gaj" / "debs"


def mirrors() -> list[str]:
    """Return the archives to try: $GAJ_DEBIAN_MIRROR, or the host's own mirror and then the official one."""
    chosen = os.environ.get("GAJ_DEBIAN_MIRROR")
    if chosen:
        return [chosen.rstrip("/")]
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"], capture_output=True, text=True
    ).stdout
    own = [uri.rstrip("/") for uri in listing.split() if re.fullmatch(r"https?://[^\s]+/debian/?", uri)]
    return list(dict.fromkeys([*own[:1], OFFICIAL]))


def keyring() -> str:
    """Return the file with Debian's signing keys."""
    found = sorted(glob.glob("/usr/share/keyrings/debian-archive-keyring.*"))
    if not found:
        raise ToolMissing("Debian's signing keys are missing: apt-get install debian-archive-keyring")
    return found[0]


def _host_transport() -> str:
    """Return the host's proxy and certificate settings of apt, as configuration lines."""
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True).stdout
    wanted = re.compile(r'^Acquire::(https?::|Retries|ForceIPv[46]).* "[^"]+";$', re.IGNORECASE | re.MULTILINE)
    return "\n".join(match.group() for match in wanted.finditer(dump))


def configure(mirror: str, suites: tuple[str, ...], *, stale: bool = False) -> None:
    """Write the isolated configuration for `suites` of `mirror`; `stale` accepts signed lists past their date."""
    for folder in ("lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d", "debs"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    write_atomic(APT / "status", "")
    write_atomic(
        APT / "sources.list", "".join(f"deb [signed-by={keyring()}] {mirror} {suite} main\n" for suite in suites)
    )
    write_atomic(
        APT / "apt.conf",
        f"""{_host_transport()}
Dir::Etc::main "/dev/null";
Dir::Etc::parts "{APT}/etc/apt.conf.d";
Dir::Etc::sourcelist "{APT}/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "{APT}/etc/preferences.d";
Dir::State "{APT}";
Dir::State::lists "{APT}/lists";
Dir::State::status "{APT}/status";
Dir::Cache "{APT}/cache";
Dir::Log "{APT}";
APT::Sandbox::User "";
APT::Update::Error-Mode "any";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "2";
Acquire::Check-Valid-Until "{"false" if stale else "true"}";
""",
    )


def apt_get(*args: str, what: str, cwd: Path | None = None) -> str:
    """Run apt-get with the isolated configuration and return what it wrote."""
    env = {**os.environ, "APT_CONFIG": str(APT / "apt.conf")}
    return run(["apt-get", "-q", *args], what=what, env=env, cwd=cwd)


def update(suites: tuple[str, ...]) -> None:
    """Fetch the package lists of `suites` from the first mirror that has them all."""
    need_room(APT, 200_000_000, "Reading Debian's package lists")
    candidates = mirrors()
    for mirror in candidates:
        try:
            _update_from(mirror, suites)
            return
        except (NoNetwork, AptFailed, BrokenDownload):
            if mirror == candidates[-1]:
                raise
            say(f"  {mirror} does not offer all of them; trying the next mirror.")


def _update_from(mirror: str, suites: tuple[str, ...]) -> None:
    title, what = f"reading package lists ({', '.join(suites)}) from {mirror}", f"reading the package lists of {mirror}"
    configure(mirror, suites)
    with step(title) as progress:
        progress.detail = lambda: megabytes(sum(f.stat().st_size for f in (APT / "lists/partial").iterdir()))
        try:
            apt_get("update", what=what)
            return
        except AptFailed as error:
            if "is expired" not in str(error):
                raise
        # The date guards against a mirror that hides newer versions. The signature, checked in any case, says that
        # the packages are Debian's, and nothing of them becomes part of the host.
        configure(mirror, suites, stale=True)
        apt_get("update", what=what)
    say("  (The lists bear Debian's signature but are past their date: a mirror behind the times, or a wrong clock.)")


def plan(names: list[str]) -> list[Package]:
    """Return the files that `names` (package or package/suite) stand for."""
    # in a folder without packages: apt does not name files that lie there already
    listing = apt_get("download", "--print-uris", *names, what="looking up Debian packages", cwd=APT / "etc")
    found = re.findall(r"^'[^']+' (\S+) (\d+) SHA256:([0-9a-f]{64})$", listing, re.MULTILINE)
    if len(found) != len(names):
        raise AptFailed(f"Debian's package lists name only {len(found)} of {len(names)} packages: {', '.join(names)}.")
    return [Package(file, int(size), digest) for file, size, digest in found]


def is_intact(path: Path, package: Package) -> bool:
    """Tell whether `path` holds exactly the bytes that Debian's signed list names."""
    try:
        if path.stat().st_size != package.size:
            return False
        checksum = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                checksum.update(block)
    except OSError:
        return False
    return checksum.hexdigest() == package.sha256


def fetch(names: list[str]) -> list[Path]:
    """Download packages (what the user's cache or an earlier run has already is not fetched again)."""
    files = plan(names)
    cache = user_cache()
    for package in files:
        if not is_intact(DEBS / package.file, package) and is_intact(cache / package.file, package):
            shutil.copyfile(cache / package.file, DEBS / package.file)
    todo = [
        (name, package)
        for name, package in zip(names, files, strict=True)
        if not is_intact(DEBS / package.file, package)
    ]
    if todo:
        total = sum(package.size for _name, package in todo)
        need_room(DEBS, total + 100_000_000, f"Downloading {len(todo)} Debian packages")
        for _name, package in todo:
            (DEBS / package.file).unlink(missing_ok=True)
        before = _bytes_here()
        with step(f"downloading {len(todo)} Debian packages ({megabytes(total)})") as progress:
            progress.detail = lambda: f"{megabytes(max(0, _bytes_here() - before))} of {megabytes(total)}"
            apt_get("download", *(name for name, _package in todo), what="downloading Debian packages", cwd=DEBS)
    for package in files:
        if not is_intact(DEBS / package.file, package):
            raise BrokenDownload(
                f"{unquote(package.file)} did not arrive whole (its size or SHA-256 differs from Debian's list). "
                f"Run the command again; what is complete is kept."
            )
    _keep(files, cache)
    return [DEBS / package.file for package in files]


def _bytes_here() -> int:
    folders = (DEBS, DEBS / "partial", APT / "cache/archives/partial")
    return sum(f.stat().st_size for folder in folders if folder.is_dir() for f in folder.iterdir() if f.is_file())


def _keep(files: list[Package], cache: Path) -> None:
    """Leave copies for other clones; a cache that cannot be written is no failure."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for package in files:
            if not is_intact(cache / package.file, package):
                temporary = cache / f".{package.file}.{os.getpid()}"
                shutil.copyfile(DEBS / package.file, temporary)
                os.replace(temporary, cache / package.file)
            for older in cache.glob(f"{package.file.split('_')[0]}_*"):
                if older.name != package.file:
                    older.unlink()
    except OSError:
        return


def unpack(debs: list[Path], target: Path, what: str) -> None:
    """Unpack `debs` into the folder `target`, which exists only when all of them are in it."""
    if not shutil.which("dpkg-deb"):
        raise ToolMissing("dpkg-deb is missing: apt-get install dpkg")
    temporary = target.with_name(target.name + ".part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        with step(what) as progress:
            for number, deb in enumerate(debs, 1):
                progress.detail = f"{number} of {len(debs)}"
                command = ["dpkg-deb", "--extract", str(deb), str(temporary)]
                run(command, what=f"unpacking {deb.name}", fallback=BrokenDownload)
            shutil.rmtree(target, ignore_errors=True)
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
