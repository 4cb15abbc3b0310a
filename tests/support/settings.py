"""Where the suite tests find Odoo, PostgreSQL and the templates (names are explained in the package)."""

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"


@dataclass(frozen=True)
class Settings:
    """What ``./gaj test`` told us through the environment."""

    python: str
    addons_path: tuple[str, ...]
    data_dir: Path
    prefix: str
    core_template: str | None
    test_template: str | None
    demo_core_template: str | None
    demo_template: str | None
    logs: Path | None

    def addons_path_with(self, ours):
        """The add-on path in which the folder ``ours`` stands instead of the repository's ``addons``."""
        return tuple(str(ours) if Path(entry).resolve() == ADDONS else entry for entry in self.addons_path)


@lru_cache(maxsize=1)
def settings():
    """The settings of this run.

    :raises RuntimeError: if a variable is missing without which nothing can start
    """
    missing = [name for name in ("GAJ_ADDONS_PATH", "GAJ_DATA_DIR") if not os.environ.get(name)]
    if missing:
        raise RuntimeError(f"Start these tests with ./gaj test; not set: {', '.join(missing)}.")
    return Settings(
        python=os.environ.get("GAJ_PYTHON") or sys.executable,
        addons_path=tuple(entry for entry in os.environ["GAJ_ADDONS_PATH"].split(",") if entry),
        data_dir=Path(os.environ["GAJ_DATA_DIR"]),
        prefix=os.environ.get("GAJ_TEST_PREFIX") or f"gaj_test_{os.getpid()}",
        core_template=os.environ.get("GAJ_CORE_TEMPLATE") or None,
        test_template=os.environ.get("GAJ_TEST_TEMPLATE") or None,
        demo_core_template=os.environ.get("GAJ_DEMO_CORE_TEMPLATE") or None,
        demo_template=os.environ.get("GAJ_DEMO_TEMPLATE") or None,
        logs=Path(os.environ["GAJ_TEST_LOGS"]) if os.environ.get("GAJ_TEST_LOGS") else None,
    )
