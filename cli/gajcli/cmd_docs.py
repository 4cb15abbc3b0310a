"""`./gaj docs`: remake the generated pages and the handbook's screenshots from a demo database in Chinese.

`docs/make_screenshots.py` is given `GAJ_URL`, `GAJ_DATABASE`, `GAJ_LOGIN`, `GAJ_PASSWORD`, `GAJ_CHROMIUM`, `GAJ_ROOT` and
a folder `GAJ_SCRATCH`; the scenes named on the command line are its arguments. It runs where Playwright is installed.
"""

from __future__ import annotations

import argparse

from gajcli import repo
from gajcli.env import ROOT
from gajcli.errors import GajError
from gajcli.lab import Lab, tail
from gajcli.lanes import Progress
from gajcli.setup import ensure
from gajcli.testlog import error_records

PAGES = ROOT / "docs" / "make_access.py"
SCREENSHOTS = ROOT / "docs" / "make_screenshots.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("names", nargs="*", metavar="SCENE", help="only these scenes of docs/make_screenshots.py")


def run(args: argparse.Namespace) -> int:
    """Run the generators against a server of a throw-away database; return 0 if all is made.

    :raises GajError: if a generator fails or the server logs an error
    """
    env, progress = ensure({"odoo", "postgres", "dev", "chromium"}), Progress()
    with Lab(env, "docs") as lab:
        if PAGES.exists() and not args.names:
            progress.say("docs/access.md")
            _generate(lab, [str(PAGES)])
        progress.say("demo database in Chinese …")
        database = lab.install("demo", repo.addon_names(), "--with-demo", "--load-language=zh_CN")
        log = lab.logs / "server.log"
        with lab.server(database, log=log) as url:
            progress.say(f"screenshots from {url} …")
            _generate(
                lab,
                [str(SCREENSHOTS), *args.names],
                GAJ_URL=url,
                GAJ_DATABASE=database,
                GAJ_LOGIN="admin",
                GAJ_PASSWORD="admin",  # noqa: S106 - of a throw-away database
                GAJ_CHROMIUM=str(env.chromium),
                GAJ_SCRATCH=str(lab.scratch),
            )
        errors = error_records(log.read_text(errors="replace"))
        if errors:
            raise GajError("The server logged an error while the screenshots were taken:\n" + errors[0].text)
    progress.say("done")
    return 0


def _generate(lab: Lab, command: list[str], **environ: str) -> None:
    log = lab.logs / "generator.log"
    status = lab.run([str(lab.env.python), *command], log, cwd=ROOT, GAJ_ROOT=str(ROOT), **environ)
    text = "\n".join(tail(log, 30))
    if status:
        raise GajError(f"{command[0]} ended with status {status}:\n{text}")
    if text:
        print(text)
