"""What a set-up machine offers to the commands: interpreter, Odoo, database server, fonts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRIVATE = ROOT / ".gaj"
ADDONS = ROOT / "addons"


@dataclass(frozen=True)
class Env:
    """The parts that `gajcli.setup.ensure` has made ready. Paths are absolute."""

    root: Path = ROOT
    private: Path = PRIVATE
    #: interpreter of the private virtual environment
    python: Path = PRIVATE / "venv" / "bin" / "python"
    #: script that starts Odoo: `python odoo_bin server -d …`
    odoo_bin: Path = ROOT / "cli" / "run_odoo.py"
    #: folders that hold the `odoo` package (on the interpreter's path)
    odoo_paths: list[Path] = field(default_factory=list)
    #: value for `--addons-path`: our add-ons, then Odoo's
    addons_path: str = ""
    #: configuration file of Odoo (also exported as ODOO_RC)
    odoo_rc: Path = PRIVATE / "odoo.conf"
    #: PGHOST, PGPORT, PGUSER … of the server in use
    pg: dict[str, str] = field(default_factory=dict)
    #: TrueType font with Chinese characters that may be embedded; None if absent
    font_path: Path | None = None
    #: Debian's Chromium; None unless "chromium" was wanted
    chromium: Path | None = None

    def environ(self, **more: str) -> dict[str, str]:
        """Return `os.environ` with everything a child process needs to find these parts."""
        result = dict(os.environ)
        result.pop("PYTHONHOME", None)
        result.pop("PYTHONPATH", None)
        if self.pg:  # nothing of another server
            result = {name: value for name, value in result.items() if not name.startswith("PG")}
        result.update(self.pg)
        result["VIRTUAL_ENV"] = str(self.python.parent.parent)
        result["PATH"] = os.pathsep.join(
            [str(self.python.parent), str(self.private / "bin"), result.get("PATH", os.defpath)]
        )
        result["ODOO_RC"] = str(self.odoo_rc)
        if self.font_path:
            result["GAJ_FONT"] = str(self.font_path)
        result.update(more)
        return result

    def odoo(self, *args: str) -> list[str]:
        """Return the command that runs Odoo with `args`; run it with `environ()`."""
        return [str(self.python), str(self.odoo_bin), *args]
