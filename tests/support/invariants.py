"""Reads and runs the invariants of the add-ons (``addons/*/invariants/*.sql``)."""

from dataclasses import dataclass
from pathlib import Path

from support.settings import ADDONS

BREAK = "-- break:"


@dataclass(frozen=True)
class Invariant:
    """One sentence that must hold, the statements that spoil it, and the ``SELECT`` that finds breaches."""

    addon: str
    path: Path
    sentence: str
    breaks: tuple[str, ...]
    select: str

    @property
    def name(self):
        return f"{self.addon}/{self.path.stem}"


def read(path):
    """The invariant in ``path``."""
    comments, breaks, body = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(BREAK):
            breaks.append(line.removeprefix(BREAK).strip())
        elif line.startswith("--"):
            comments.append(line.removeprefix("--").strip())
        else:
            body.append(line)
    sentence = comments[0] if comments else ""
    return Invariant(path.parents[1].name, path, sentence, tuple(breaks), "\n".join(body).strip().rstrip(";"))


def all_of(addons=ADDONS):
    """All invariants in the tree, by add-on and name."""
    return [read(path) for path in sorted(addons.glob("*/invariants/*.sql"))]
