from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

#: By type of a field: what no field of it can hold, though a client may send it.
WRONG = {
    "integer": ["many", 2**40, [1]],
    "float": ["many", "nan", {}],
    "monetary": ["many", "inf"],
    "date": ["31 January", "2026-02-31", 7],
    "datetime": ["soon", [2026]],
    "selection": ["no_such_choice", 7],
    "many2one": ["somebody", {}],
    "char": ["\x00", ["a"]],
    "text": [{"a": 1}],
}


@tagged("post_install", "-at_install", "gaj")
class TestRefusals(TransactionCase):
    """What is refused, is refused with a sentence that names record, field and way out, whoever sends it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls.env["ir.model.data"].search([("module", "=like", "gaj\\_%"), ("model", "=", "res.groups")])
        names = ",".join(own.mapped("complete_name"))
        cls.user = new_test_user(cls.env, "gaj_all_roles", groups=f"base.group_user,{names}")

    @contextmanager
    def told(self, *parts):
        """Expect a refusal of the database, and check that its sentence for the user holds ``parts``."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            yield
            self.env.flush_all()
        self.env.invalidate_all()
        diag = caught.exception.diag
        # as core looks for the model that explains the error
        table = next(model for model in self.registry.values() if model._table == diag.table_name)
        said = self.env[table._name].with_user(self.user)._sql_error_to_message(caught.exception)
        for part in parts:
            self.assertIn(part, said)

    def test_values_of_a_wrong_type_end_in_a_sentence(self):
        for name in sorted(self.registry):
            model = self.env[name].with_user(self.user)
            if not name.startswith("gaj.") or model._abstract or not model._auto:
                continue
            record = self.env[name].search([], limit=1).with_user(self.user)
            fields = [field for field in model._fields.values() if field.store and field.name not in MAGIC_COLUMNS]
            for kind, values in WRONG.items():
                # what is read-only is refused, or given by the system, whatever is sent
                for field in [field for field in fields if field.type == kind and not field.readonly][:3]:
                    self.assertEqual(self.ends_without_sentence(model.create, field, values), [])
                    if record:
                        self.assertEqual(self.ends_without_sentence(record.write, field, values), [])

    def ends_without_sentence(self, method, field, values):
        """Return which of ``values`` of ``field`` do not end in a sentence when ``method`` is sent them."""
        found = []
        for value in values:
            try:
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    method({field.name: value})
            except UserError:
                continue
            except Exception as error:  # noqa: BLE001 - any other is what this test looks for
                found.append((str(field), value, repr(error)))
            else:
                found.append((str(field), value, "accepted"))
        return found

    def test_a_wrong_value_names_record_field_and_what_is_expected(self):
        room = self.env["gaj.space"].create({"code": "W1", "name": "Wing W1", "kind": "building"})
        room.env.flush_all()
        mine = room.with_user(self.user)
        for values, parts in [
            ({"kind": "castle"}, ("Wing W1", "“castle”", "Kind", "(building)")),
            ({"parent_id": "upstairs"}, ("Wing W1", "“upstairs”", "Choose one of the records")),
        ]:
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                mine.write(values)
            for part in parts:
                self.assertIn(part, str(caught.exception))

    def test_the_first_one_of_a_kind_is_named(self):
        space = self.env["gaj.space"]
        space.create({"code": "W2", "name": "Wing W2", "kind": "building"})
        with self.told("W2", "The same in both", "Open the one that is there"):
            space.create({"code": "W2", "name": "Another", "kind": "building"})

    def test_what_is_missing_is_named(self):
        room = self.env["gaj.space"].create({"code": "W3", "name": "Wing W3", "kind": "building"})
        with self.told("W3", "“Code” is missing. Fill it in"):
            room.code = False
