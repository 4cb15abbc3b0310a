"""Make ``addons/<addon>/rules`` importable as ``<addon>_rules`` without Odoo."""

import importlib.util
import sys
from pathlib import Path

try:
    from hypothesis import settings
except ImportError:  # the suite tests on a served system run without it
    settings = None

if settings:
    # a machine may be busy: how long an example takes is nothing that a test asserts
    settings.register_profile("gaj", deadline=None)
    settings.load_profile("gaj")

ADDONS = Path(__file__).resolve().parents[1] / "addons"

for init in sorted(ADDONS.glob("*/rules/__init__.py")):
    name = f"{init.parent.parent.name}_rules"
    spec = importlib.util.spec_from_file_location(name, init, submodule_search_locations=[str(init.parent)])
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
