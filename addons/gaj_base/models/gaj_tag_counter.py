from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

LAST_SERIAL = 999_999


class GajTagCounter(models.Model):
    """The last serial given out per tag unit and year; companies with the same unit share a counter."""

    _name = "gaj.tag.counter"
    _description = "Tag Number Counter"
    _order = "year desc, unit"
    _rec_name = "unit"

    unit = fields.Char("Tag Unit", size=2, required=True, readonly=True)
    year = fields.Integer(required=True, readonly=True)
    last_serial = fields.Integer(required=True, readonly=True)

    _unit_year_uniq = models.UniqueIndex("(unit, year)", "There is one tag counter per unit and year.")
    _last_serial_range = models.Constraint(
        f"CHECK (last_serial BETWEEN 0 AND {LAST_SERIAL})", "A tag counter ends at serial number 999999."
    )

    def _gaj_take(self, unit, year, count):
        """Return the first of ``count`` consecutive serials, taken from the counter of ``unit`` and ``year``.

        The row stays locked until the transaction ends: a second transaction waits for it and is then repeated
        by the server, so no serial is given twice.

        :raises UserError: the year has fewer than ``count`` serials left
        """
        params = {"unit": unit, "year": year, "count": count, "last": LAST_SERIAL, "uid": self.env.uid}
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_tag_counter (unit, year, last_serial, create_uid, write_uid, create_date, write_date)
                     VALUES (%(unit)s, %(year)s, 0, %(uid)s, %(uid)s,
                             now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
                ON CONFLICT (unit, year) DO NOTHING
                """,
                **params,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                   UPDATE gaj_tag_counter
                      SET last_serial = last_serial + %(count)s, write_uid = %(uid)s,
                          write_date = now() AT TIME ZONE 'UTC'
                    WHERE unit = %(unit)s AND year = %(year)s AND last_serial + %(count)s <= %(last)s
                RETURNING last_serial
                """,
                **params,
            )
        )
        self.invalidate_model(["last_serial"])
        if not rows:
            raise UserError(
                self.env._(
                    "Unit %(unit)s has fewer than %(count)s tag numbers left in %(year)s. "
                    "Give this company another tag unit in the settings.",
                    unit=unit,
                    count=count,
                    year=year,
                )
            )
        return rows[0][0] - count + 1
