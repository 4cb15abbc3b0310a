"""Nothing of the suite falls over when it meets no record, a new record, or an unusual search."""

import contextlib
import traceback

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, TransactionCase, tagged

from . import walk

# A sentence for the user is an answer; anything else is a crash.
ANSWERS = (UserError, RedirectWarning)
SEARCHES = {
    "boolean": [("=", True), ("!=", True)],
    "char": [("=", "x"), ("ilike", "x"), ("in", ["x"]), ("=", False)],
    "text": [("ilike", "x"), ("=", False)],
    "integer": [("=", 1), (">", 1), ("in", [1])],
    "float": [("=", 1.0), ("<=", 1.0)],
    "monetary": [("=", 1.0), ("<=", 1.0)],
    "date": [("=", "2026-01-31"), ("<", "2026-01-31"), ("=", False)],
    "datetime": [("<", "2026-01-31 00:00:00"), ("=", False)],
    "many2one": [("=", False), ("in", [1]), ("=", 1)],
    "one2many": [("=", False), ("in", [1])],
    "many2many": [("=", False), ("in", [1])],
}


def _asks_for_one_record(error):
    """Whether ``error`` comes from a method that says ``self.ensure_one()``: a statement, not an accident."""
    return isinstance(error, ValueError) and traceback.extract_tb(error.__traceback__)[-1].name == "ensure_one"


@tagged("post_install", "-at_install", "gaj", "gaj_contract")
class TestContractEmpty(TransactionCase):
    def _survives(self, call, **where):
        """Call in a savepoint that is undone; only a sentence for the user may come out."""
        with self.subTest(**where):
            savepoint = self.env.cr.savepoint()
            try:
                with contextlib.suppress(*ANSWERS):
                    call()
                    self.env.flush_all()
            except Exception as error:
                if not _asks_for_one_record(error):
                    raise
            finally:
                self.env.clear()
                savepoint.close(rollback=True)

    def test_methods_on_no_record(self):
        for model in walk.touched_models(self.env):
            for name, method in walk.our_public_methods(model).items():
                if not walk.required_parameters(method):
                    self._survives(getattr(model, name), model=model._name, method=name)

    def test_computed_fields_on_no_record_and_on_a_new_one(self):
        for model in walk.touched_models(self.env):
            for name, field in walk.our_fields(model).items():
                if field.compute:
                    self._survives(
                        lambda m=model, f=field: f.compute_value(m), model=model._name, field=name, on="none"
                    )
                self._survives(lambda m=model, n=name: m.new({})[n], model=model._name, field=name, on="new")

    def test_computed_fields_on_what_is_there(self):
        for model in walk.touched_models(self.env):
            if model._abstract:
                continue
            names = list(walk.our_fields(model))
            self._survives(lambda m=model, n=names: m.search([], limit=40).read(n), model=model._name, on="records")

    def test_forms_open_empty(self):
        for model in walk.our_models(self.env):
            self._survives(lambda m=model: Form(m), model=model._name)

    def test_defaults(self):
        for model in walk.our_models(self.env):
            self._survives(lambda m=model: m.default_get(list(m._fields)), model=model._name)

    def test_searches_of_computed_fields(self):
        for model in walk.touched_models(self.env):
            if model._abstract:
                continue
            for name, field in walk.our_fields(model).items():
                if field.store or not field.search:
                    continue
                for operator, value in SEARCHES.get(field.type, [("=", False)]):
                    self._survives(
                        lambda m=model, d=[(name, operator, value)]: m.search(d, limit=1),
                        model=model._name,
                        search=(name, operator, value),
                    )

    def test_constraints_on_no_record(self):
        for model in walk.our_models(self.env):
            for method in model._constraint_methods:
                self._survives(lambda m=model, c=method: c(m), model=model._name, constraint=method.__name__)

    def test_display_names(self):
        for model in walk.our_models(self.env):
            self._survives(lambda m=model: m.new({}).display_name, model=model._name)
            self._survives(lambda m=model: m.name_search("x", limit=1), model=model._name, search="name")
