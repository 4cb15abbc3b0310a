from uuid import UUID

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class GajFactMixin(models.AbstractModel):
    """A fact: a row that is inserted once and never changed. Its ``uuid`` is made where the fact happened.

    State is derived from facts; a correction is another fact that points at the first. ``create_date`` is when the
    server received it. A model that takes facts from phones also implements ``_gaj_ingest`` (see ``gaj.sync``).
    """

    _name = "gaj.fact.mixin"
    _description = "Fact"
    _inherit = ["gaj.files.mixin"]

    uuid = fields.Char("Unique Key", size=36, required=True, readonly=True, copy=False)

    _uuid_uniq = models.UniqueIndex("(uuid)", "This entry has been recorded already.")

    def write(self, vals):  # pylint: disable=method-required-super  # a fact is never written
        raise UserError(
            self.env._(
                "%s: what has been recorded cannot be changed. Record a correction instead.",
                self.env["ir.model"]._get(self._name).name,
            )
        )

    def _gaj_keeping_files(self):
        return self

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "%s: what has been recorded cannot be deleted. Record a correction instead.",
                self.env["ir.model"]._get(self._name).name,
            )
        )

    def _gaj_insert_facts(self, vals_list):
        """Insert facts in one statement and return the set of uuids that were new.

        ``vals_list``: dictionaries with ``uuid`` and values of stored fields as ``create`` takes them; defaults
        are filled in, computed fields are not. Sending a uuid again, even within the list, changes nothing.

        :raises AccessError: the user may not create facts of this kind
        """
        self.check_access("create")
        if not vals_list:
            return set()
        names = sorted({name for vals in vals_list for name in vals} | {"uuid"})
        defaults = self.default_get([name for name, field in self._fields.items() if field.store])
        names += sorted(name for name in defaults if name not in names and self._fields[name].column_type)
        rows = [self._gaj_fact_row(names, {**defaults, **vals}) for vals in vals_list]
        columns = [SQL.identifier(name) for name in (*names, "create_uid", "create_date", "write_uid", "write_date")]
        inserted = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT (uuid) DO NOTHING RETURNING uuid",
                SQL.identifier(self._table),
                SQL(", ").join(columns),
                SQL(", ").join(rows),
            )
        )
        return {row[0] for row in inserted}

    def _gaj_fact_row(self, names, vals):
        """Return one row of values for the ``INSERT``, stamped with the user and the server's clock."""
        values = [self._fields[name].convert_to_column_insert(vals.get(name), self, vals) for name in names]
        now = self.env.cr.now()
        return SQL("%s", (*values, self.env.uid, now, self.env.uid, now))


def canonical_uuid(raw):
    """Return ``raw`` as a lower-case uuid with hyphens, None if it is no uuid."""
    if not isinstance(raw, str) or len(raw) > 40:
        return None
    try:
        return str(UUID(raw))
    except ValueError:
        return None
