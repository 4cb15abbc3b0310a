from odoo import fields, models


class GajSheetImportRecord(models.Model):
    """A record that an import made, or that came into being with one (``is_companion``)."""

    _name = "gaj.sheet.import.record"
    _description = "Record Made by an Import"
    _order = "import_id, id"

    import_id = fields.Many2one("gaj.sheet.import", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    res_model = fields.Char(string="Record Type", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model", required=True, readonly=True)
    is_companion = fields.Boolean(readonly=True, help="Not asked for: the system made it together with a record.")

    _record_uniq = models.UniqueIndex("(import_id, res_model, res_id)", "This record is already noted for the import.")

    def _gaj_note(self, sheet_import, model, ids, is_companion=False):
        """Note ``ids`` of ``model`` for ``sheet_import``, in one statement."""
        if ids:
            self.env.cr.execute(
                """
                INSERT INTO gaj_sheet_import_record
                       (import_id, company_id, res_model, res_id, is_companion,
                        create_uid, write_uid, create_date, write_date)
                SELECT %(import)s, %(company)s, %(model)s, id, %(companion)s, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM unnest(%(ids)s) WITH ORDINALITY AS made (id, place)
                 ORDER BY place
                    ON CONFLICT DO NOTHING
                """,
                {
                    "import": sheet_import.id,
                    "company": sheet_import.company_id.id,
                    "model": model,
                    "ids": list(ids),
                    "companion": is_companion,
                    "uid": self.env.uid,
                    "now": self.env.cr.now(),
                },
            )
