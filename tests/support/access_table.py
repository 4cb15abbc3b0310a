"""The access tables of the add-ons (``security/access_table.csv``), as the tests look things up in them."""

import importlib.util
import json
from dataclasses import dataclass, field

from support.settings import ADDONS, ROOT

BASIC = ("create", "read", "write", "unlink")


def make_access():
    """The module ``docs/make_access.py``."""
    spec = importlib.util.spec_from_file_location("make_access", ROOT / "docs" / "make_access.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Table:
    """What the add-ons declare: groups and arguments of each ``(model, operation)``."""

    roles: dict = field(default_factory=dict)
    arguments: dict = field(default_factory=dict)

    @classmethod
    def read(cls, addons=ADDONS):
        table = cls()
        for line in make_access().read_tables(addons):
            key = line["model"], line["operation"]
            table.roles[key] = table.roles.get(key, frozenset()) | set(line["roles"])
            if line["arguments"]:
                table.arguments[key] = json.loads(line["arguments"])
        return table

    def key(self, model, operation):
        """The line that counts for ``operation`` of ``model``: its own, or that of the mixin it inherits; or None."""
        names = (getattr(cls, "_name", None) for cls in type(model).mro())
        for name in dict.fromkeys(name for name in names if name):
            own = name == model._name
            mixin = name in model.env.registry and model.env[name]._abstract and operation not in BASIC
            if (own or mixin) and (name, operation) in self.roles:
                return name, operation
        return None
