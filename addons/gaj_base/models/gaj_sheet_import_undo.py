from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

NAMED_IN_REFUSAL = 5


class GajSheetImport(models.Model):
    """Taking an import back: everything it made goes, or nothing if something of it is in use since."""

    _inherit = "gaj.sheet.import"

    def action_undo(self):
        """Delete what the import made.

        :raises UserError: if something of it was changed or is used by something else since; each is named
        """
        self.ensure_one()
        self._begin({"done"})
        made = self._made()
        blockers = self._blockers(made)
        if blockers:
            raise UserError(
                self.env._(
                    "The import “%(name)s” cannot be taken back, because what it made is in use:\n%(blockers)s\n"
                    "Undo these first, or correct the single records by hand.",
                    name=self.name or self.display_name,
                    blockers="\n".join(blockers[:NAMED_IN_REFUSAL]),
                )
            )
        for model, ids in reversed(made.items()):
            # sudo: the role was checked, and the ids are those that this import itself has noted
            self.env[model].sudo().with_context(active_test=False, tracking_disable=True).browse(ids).unlink()
        self.sudo().record_ids.unlink()
        self.sudo().write({"state": "undone", "undone_on": fields.Datetime.now()})
        return True

    def action_open_created(self):
        """Open the records that the import made."""
        self.ensure_one()
        self.check_access("read")
        model = self.env[self.importer]._gaj_model
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self._made().get(model, []))],
        }

    def action_open_errors(self):
        """Open the refused rows, grouped by kind."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.gaj_sheet_import_error_action")
        return {**action, "domain": [("import_id", "=", self.id)]}

    def _note_records(self, made, along):
        """Note the recordsets ``made`` and ``along`` in the order of deletion from the end, and what points at them.

        Whatever points at a new record when the import ends was made by the import; whatever does so later is use.
        """
        self.env.flush_all()
        notes = self.env["gaj.sheet.import.record"].sudo()
        for records in [*along, *made]:
            notes._gaj_note(self, records._name, records.ids)
        for records in [*along, *made]:
            for model, ids in self._pointing_at(records._name, records.ids).items():
                notes._gaj_note(self, model, ids, is_companion=True)
        self.sudo().report = {
            **self.report,
            "created": [[self.env["ir.model"]._get(records._name).name, len(records)] for records in made if records],
        }

    def _made(self):
        """Return ``{model: ids}`` of what the import made and still exists, in order of creation."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_model, array_agg(res_id ORDER BY id)
                  FROM gaj_sheet_import_record
                 WHERE import_id = %s AND NOT is_companion
                 GROUP BY res_model
                 ORDER BY min(id)
                """,
                self.id,
            )
        )
        return {
            model: self.env[model].sudo().with_context(active_test=False).browse(ids).exists().ids
            for model, ids in rows
            if model in self.env
        }

    def _blockers(self, made):
        """Return one sentence for each thing that keeps the import from being taken back."""
        self.env.flush_all()
        noted = {}
        for model, res_id in self.env.execute_query(
            SQL("SELECT res_model, res_id FROM gaj_sheet_import_record WHERE import_id = %s", self.id)
        ):
            noted.setdefault(model, set()).add(res_id)
        sentences = self._changed_since(made)
        for model, ids in made.items():
            for other, other_ids in self._pointing_at(model, ids).items():
                foreign = sorted(set(other_ids) - noted.get(other, set()))
                if foreign:
                    sentences.append(self._blocker_sentence(model, other, foreign))
        return sentences

    def _changed_since(self, made):
        """Return one sentence for each model of whose records some were changed after the import."""
        return [sentence for model, ids in made.items() for sentence in self._changed_of(model, ids)]

    def _changed_of(self, model, ids):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) AND write_date > create_date ORDER BY id",
                SQL.identifier(self.env[model]._table),
                list(ids),
            )
        )
        if not rows:
            return []
        return [
            self.env._(
                "%(count)s of “%(what)s” were changed since, “%(name)s” among them.",
                count=len(rows),
                what=self.env["ir.model"]._get(model).name,
                name=self.env[model].sudo().browse(rows[0][0]).display_name,
            )
        ]

    def _blocker_sentence(self, model, other, ids):
        # sudo: names are shown to whoever made the import, also of what the role does not list
        record = self.env[other].sudo().browse(ids[0])
        return self.env._(
            "“%(what)s” of the import are used by %(count)s of “%(other)s”, “%(name)s” among them.",
            what=self.env["ir.model"]._get(model).name,
            count=len(ids),
            other=self.env["ir.model"]._get(other).name,
            name=record.display_name,
        )

    def _pointing_at(self, model, ids):
        """Return ``{other model: ids}`` of the records that point at ``ids`` of ``model``, in one statement."""
        parts = [
            SQL(
                "SELECT %s, %s FROM %s WHERE %s = ANY(%s)",
                other,
                SQL.identifier(key),
                SQL.identifier(table),
                SQL.identifier(column),
                list(ids),
            )
            for other, table, key, column in self._references(model)
        ]
        # files that people put there point by name; those of fields belong to the record itself
        files = "SELECT 'ir.attachment', id FROM ir_attachment WHERE res_model = %s AND res_id = ANY(%s) AND res_field IS NULL"
        parts.append(SQL(files, model, list(ids)))
        result = {}
        if ids:
            for other, res_id in self.env.execute_query(SQL(" UNION ALL ").join(parts)):
                result.setdefault(other, set()).add(res_id)
        return {other: sorted(found) for other, found in result.items()}

    def _references(self, model):
        """Return ``(other model, table, column with its id, column pointing at model)`` for each stored reference."""
        references = set()
        for other in self.env.registry.values():
            if other._abstract or not other._auto or other._transient or other._table_query:
                continue
            for field in other._fields.values():
                if getattr(field, "comodel_name", None) != model or not field.store:
                    continue
                if field.type == "many2one":
                    references.add((other._name, other._table, "id", field.name))
                elif field.type == "many2many" and field.relation:
                    references.add((other._name, field.relation, field.column1, field.column2))
        return sorted(references)
