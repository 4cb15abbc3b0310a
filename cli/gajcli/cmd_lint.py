"""`./gaj lint`: formatter, linters, manifests, translations, compose files; one line for each check."""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gajcli import host, lint_repo, repo
from gajcli.env import ADDONS, ROOT, Env
from gajcli.errors import GajError
from gajcli.lab import Lab
from gajcli.setup import ensure

SHOWN = 200  # findings of one check that are printed
#: the declaration's exact spelling matters to nobody; a number without eval is read as the number it is;
#: texts for people stand in readme/*.md
OCA_DISABLED = "xml-header-wrong,xml-header-missing,xml-field-numeric-without-eval,prefer-readme-rst,xml-tag-position,file-not-used"
#: a long model is split by subject; texts stand in readme/*.md
PYLINT_DISABLED = "consider-merging-classes-inherited,missing-readme"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--quick", action="store_true", help="only what needs no database (no translation check)")
    parser.add_argument("--fix", action="store_true", help="first format, mend imports and renew the i18n/*.pot files")


def run(args: argparse.Namespace) -> int:
    """Run all checks; return 0 if none has a finding."""
    env = ensure({"odoo", "dev"} if args.quick else {"odoo", "postgres", "dev"})
    host.install(host.missing({"compose"}))
    if args.fix:
        mend(env)
    checks = plan(env)
    try:
        with contextlib.ExitStack() as stack:
            if not args.quick:
                lab = stack.enter_context(Lab(env, "lint"))
                checks["translations"] = lambda: translations(lab, write=args.fix)
            bad = run_checks(checks)
    except KeyboardInterrupt:
        print("Interrupted.")
        return 130
    print(f"lint: {bad} of {len(checks)} checks failed" if bad else f"lint: all {len(checks)} checks ok")
    return int(bool(bad))


def mend(env: Env) -> None:
    """Format all Python files and apply the safe corrections of the linter."""
    python = [str(path) for path in repo.tracked_files() if path.suffix == ".py"] + [str(ROOT / "gaj")]
    for words in (["check", "--fix-only"], ["format"]):
        subprocess.run([str(env.python), "-m", "ruff", *words, "--quiet", *python], cwd=ROOT, check=False)


def run_checks(checks: dict[str, Callable[[], list[str]]]) -> int:
    """Run the checks two at a time, print a line and the findings of each, return how many have some."""
    bad = 0
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(_timed, check) for name, check in checks.items()}
        for name, future in running.items():
            findings, seconds = future.result()
            bad += bool(findings)
            print(f"{name:<16} {f'{len(findings)} findings' if findings else 'ok'}  ({seconds:.0f} s)", flush=True)
            for finding in findings[:SHOWN]:
                print(f"    {finding}")
            if len(findings) > SHOWN:
                print(f"    … and {len(findings) - SHOWN} more")
    return bad


def _timed(check: Callable[[], list[str]]) -> tuple[list[str], float]:
    began = time.monotonic()
    try:
        findings = check()
    except GajError as error:
        findings = [str(error)]
    return findings, time.monotonic() - began


def plan(env: Env) -> dict[str, Callable[[], list[str]]]:
    """Return the checks that need no database, by name."""
    files, addons = repo.tracked_files(), repo.addon_names()
    paths = [str(ADDONS / name) for name in addons]
    tool = [str(env.python), "-m"]
    python = [str(path) for path in files if path.suffix == ".py"] + [str(ROOT / "gaj")]
    return {
        "format": lambda: _tool([*tool, "ruff", "format", "--check", "--output-format=concise", *python], env),
        "ruff": lambda: _tool([*tool, "ruff", "check", "--quiet", "--output-format=concise", *python], env),
        "pylint-odoo": lambda: _tool(
            [*tool, "pylint", "--rcfile=pyproject.toml", f"--disable={PYLINT_DISABLED}", *paths], env
        ),
        "oca-hooks": lambda: _oca(env, paths),
        "manifests": lambda: [x for name in addons for x in lint_repo.manifest_findings(name, ADDONS)],
        "tests": lambda: [x for name in addons for x in lint_repo.test_findings(name, ADDONS)],
        "xml": lambda: lint_repo.walk(lint_repo.malformed_xml, files),
        "length": lambda: lint_repo.walk(lint_repo.too_long, files),
        "paths": lambda: lint_repo.walk(lint_repo.foreign_paths, files),
        "licence": licence,
        "pages": lambda: _tool([str(env.python), str(ROOT / "docs" / "make_access.py"), "--check"], env),
        "compose": lambda: compose(env),
    }


def licence() -> list[str]:
    """Return a finding unless LICENSE holds the GNU Affero General Public License."""
    path = ROOT / "LICENSE"
    text = path.read_text() if path.exists() else ""
    words = ("GNU AFFERO GENERAL PUBLIC LICENSE", "Version 3, 19 November 2007", "13. Remote Network Interaction")
    return [] if all(word in text for word in words) else ["LICENSE is not the text of the AGPL, version 3"]


def _tool(command: list[str], env: Env) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, env=env.environ(), capture_output=True, text=True, check=False)
    noise = re.compile(r"^\*{4}|^\s*$|^\d+ files? (would|already)")
    lines = [line for line in done.stdout.splitlines() if not noise.search(line)]
    if done.returncode and not lines:
        lines = done.stderr.splitlines() or [f"{command[0]} ended with status {done.returncode}"]
    return lines if done.returncode else []


def _oca(env: Env, paths: list[str]) -> list[str]:
    command = [str(env.python.parent / "oca-checks-odoo-module"), f"--disable={OCA_DISABLED}", *paths]
    findings = _tool(command, env)
    return [line for line in findings if ":" in line and not line.startswith("[CheckerError")]


def compose(env: Env) -> list[str]:
    """Return what docker-compose has against the compose files, with the sample environment beside them."""
    program = _compose_program()
    if not program:
        return ["docker-compose is not installed (Debian: apt-get install docker-compose)"]
    findings = []
    for path in sorted((ROOT / "docker").glob("compose*.yaml")):
        command = [*program, "--env-file", str(ROOT / "docker" / "env.sample"), "-f", str(path), "config", "-q"]
        done = subprocess.run(command, env=env.environ(), capture_output=True, text=True, check=False)
        if done.returncode:
            findings.append(f"{path.relative_to(ROOT)}: {done.stderr.strip()}")
    return findings or ([] if any((ROOT / "docker").glob("compose*.yaml")) else ["docker/ has no compose file"])


def _compose_program() -> list[str]:
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if not shutil.which("docker"):
        return []
    probe = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return [] if probe.returncode else ["docker", "compose"]


def translations(lab: Lab, write: bool = False) -> list[str]:
    """Return what is wrong in the catalogues, compared with the add-ons as installed in a throw-away database.

    :param write: renew the templates (`i18n/*.pot`) first
    """
    addons = repo.addon_names()
    database = lab.install("i18n", addons)
    wishes = {"GAJ_ADDONS": str(ADDONS), "GAJ_LINT_ADDONS": ",".join(addons), "GAJ_LINT_WRITE": "1" if write else ""}
    done = subprocess.run(
        lab.env.odoo("shell", "-c", str(lab.conf), "-d", database, "--no-http", "--log-level=warn"),
        cwd=lab.scratch,
        env=lab.environ(ODOO_RC=str(lab.conf), **wishes),
        input=Path(__file__).with_name("lint_translations.py").read_text(),
        capture_output=True,
        text=True,
        check=False,
    )
    marked = [line for line in done.stdout.splitlines() if "GAJ-FINDINGS " in line]
    if not marked:
        return ["The translation check did not finish:", *(done.stderr.splitlines()[-10:])]
    return json.loads(marked[-1].partition("GAJ-FINDINGS ")[2])
