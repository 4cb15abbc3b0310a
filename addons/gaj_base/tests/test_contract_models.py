"""Promises that hold for every model of the suite, present and future: rights, companies, columns, constraints."""

from odoo.orm.table_objects import Constraint, UniqueIndex
from odoo.tests import TransactionCase, tagged

from . import walk


@tagged("post_install", "-at_install", "gaj", "gaj_contract")
class TestContractModels(TransactionCase):
    def setUp(self):
        super().setUp()
        self.models = walk.our_models(self.env)
        self.stored = [model for model in self.models if model._auto and not model._transient]

    def _rows(self, query, *params):
        self.env.cr.execute(query, params)
        return self.env.cr.fetchall()

    def _led_by_index(self, table):
        """Columns with which an index of ``table`` begins."""
        return {
            name
            for (name,) in self._rows(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                " WHERE i.indrelid = %s::regclass AND i.indisvalid",
                f'"{table}"',
            )
        }

    def test_there_is_something_to_walk(self):
        self.assertIn("gaj_base", walk.our_addons(self.env))
        self.assertTrue(self.models)

    def test_every_model_says_what_it_is(self):
        for model in walk.our_models(self.env, abstract=True):
            with self.subTest(model=model._name):
                # the values of a printed template come from a model that is called after the template
                self.assertTrue(model._name.startswith(("gaj.", "report.gaj_")), "A model of the suite is called gaj.…")
                self.assertTrue(model._description and model._description != model._name, "_description is missing")

    def test_every_model_has_access_lines_with_groups(self):
        for model in self.models:
            lines = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            with self.subTest(model=model._name):
                self.assertTrue(lines, "no line in ir.model.access.csv")
                self.assertFalse(
                    lines.filtered(lambda line: not line.group_id), "a line without a group is for everybody"
                )

    def test_models_with_a_company_are_shielded(self):
        for model in self.models:
            if model._transient or "company_id" not in model._fields:
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("groups", "=", False)])
            with self.subTest(model=model._name):
                self.assertTrue(
                    any("company_ids" in (rule.domain_force or "") for rule in rules),
                    "no global record rule names company_ids",
                )
                # a report that is a query has no index of its own
                if model._auto and model._fields["company_id"].store:
                    self.assertIn("company_id", self._led_by_index(model._table), "company_id has no index")

    def test_relations_between_companies_are_checked(self):
        """``check_company`` does nothing unless the model asks for it."""
        for model in self.models:
            checked = [name for name, field in model._fields.items() if getattr(field, "check_company", False)]
            with self.subTest(model=model._name):
                self.assertTrue(
                    model._check_company_auto or not checked, f"_check_company_auto is missing for {checked}"
                )

    def test_every_link_has_an_index(self):
        """Deleting the record at its other end reads the whole table otherwise.

        Links to users are left out, as core does for those who created and changed: users are archived. A model that
        can do without an index says so: ``_gaj_links_without_index = {"field": "reason"}``.
        """
        for model in walk.touched_models(self.env):
            if model._abstract or model._transient or not model._auto:
                continue
            fields = model._fields if walk.is_ours(model) else walk.our_fields(model)
            led = self._led_by_index(model._table)
            for name, field in fields.items():
                if field.type != "many2one" or not field.store or field.comodel_name == "res.users":
                    continue
                if getattr(model, "_gaj_links_without_index", {}).get(name):
                    continue
                with self.subTest(model=model._name, field=name):
                    self.assertIn(name, led, "index=True or index='btree_not_null' is missing")

    def test_declared_constraints_exist(self):
        """PostgreSQL may refuse a constraint (old rows, a missing operator class): Odoo only logs that."""
        for model in walk.touched_models(self.env):
            if model._abstract or not model._auto:
                continue
            constraints = {name for (name,) in self._rows("SELECT conname FROM pg_constraint")}
            indexes = {name for (name,) in self._rows("SELECT indexname FROM pg_indexes")}
            for item in model._table_objects.values():
                if not item._module.startswith("gaj_"):
                    continue
                with self.subTest(model=model._name, name=item.name):
                    expected = constraints if isinstance(item, Constraint) else indexes
                    self.assertIn(item.full_name(model), expected, "declared, but not in the database")
                    if isinstance(item, (Constraint, UniqueIndex)):
                        self.assertTrue(item.message, "a user who meets it is told nothing")

    def test_required_columns_refuse_null(self):
        for model in self.stored:
            nullable = {
                name
                for (name,) in self._rows(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND NOT attnotnull",
                    f'"{model._table}"',
                )
            }
            for name, field in model._fields.items():
                if field.store and field.column_type and field.required:
                    with self.subTest(model=model._name, field=name):
                        self.assertNotIn(name, nullable, "required in Python, but the column takes NULL")

    def test_required_columns_on_models_of_others_have_a_default(self):
        """Core's own tests and updates write such rows while the add-on with the column is not loaded yet."""
        for model in map(self.env.get, self.env.registry):
            for name, _field in model._gaj_required_by_us():
                with self.subTest(model=model._name, field=name):
                    [(default,)] = self._rows(
                        "SELECT column_default FROM information_schema.columns"
                        " WHERE table_name = %s AND column_name = %s AND table_schema = current_schema",
                        model._table,
                        name,
                    )
                    self.assertIsNotNone(default)
        self.assertIn("gaj_tag_unit", dict(self.env["res.company"]._gaj_required_by_us()))

    def test_stored_columns_exist(self):
        for model in walk.touched_models(self.env):
            if model._abstract or not model._auto:
                continue
            columns = {
                name
                for (name,) in self._rows(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass", f'"{model._table}"'
                )
            }
            for name, field in walk.our_fields(model).items():
                if field.store and field.column_type:
                    with self.subTest(model=model._name, field=name):
                        self.assertIn(name, columns)

    def test_every_field_has_a_label_of_its_own(self):
        """Two fields with one label cannot be told apart in a filter or an export."""
        for model in self.models:
            labels = {}
            for name, field in walk.our_fields(model).items():
                labels.setdefault(field.string, []).append(name)
            for label, names in labels.items():
                with self.subTest(model=model._name, label=label):
                    self.assertTrue(label)
                    self.assertEqual(len(names), 1, f"one label for {names}")
