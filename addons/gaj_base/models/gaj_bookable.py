from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.free_slots import free_gaps


class GajBookable(models.Model):
    """What one party at a time can use: a room or part of one, a vehicle, a person, a movable device."""

    _name = "gaj.bookable"
    _description = "Bookable"
    _order = "kind, id"

    name = fields.Char(compute="_compute_name", search="_search_name")
    kind = fields.Selection(
        [("space", "Space"), ("vehicle", "Vehicle"), ("person", "Person"), ("device", "Device")],
        required=True,
        index=True,
    )
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    occupancy_ids = fields.One2many("gaj.occupancy", "bookable_id", "Occupancies")
    active = fields.Boolean(default=True)

    # one bookable per thing, or the ledger could give a thing away twice
    _record_uniq = models.UniqueIndex("(res_model, res_id)", "This record can be booked already.")

    @api.model
    def _gaj_kinds(self):
        """Return ``{model: kind}`` of what can be booked; applications add theirs."""
        return {"gaj.space": "space", "hr.employee": "person"}

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for model, bookables in self.grouped("res_model").items():
            # sudo: the name of a room, vehicle or colleague is no secret to whoever may read the ledger
            records = self.env[model].sudo().browse(bookables.mapped("res_id")).exists() if model in self.env else ()
            naming = "short_name" if model in self.env and "short_name" in self.env[model]._fields else "display_name"
            names = {record.id: record[naming] for record in records}
            for bookable in bookables:
                bookable.name = names.get(bookable.res_id) or self.env._("deleted (%s)", bookable.res_id)

    @api.model
    def _search_name(self, operator, value):
        return Domain.OR(
            Domain("res_model", "=", model)
            & Domain("res_id", "in", self.env[model].sudo()._search([("display_name", operator, value)]))
            for model in self._gaj_kinds()
        )

    @api.model
    def _gaj_for(self, records):
        """Return the bookables of ``records`` in their order, the missing ones made now.

        Safe when two transactions do so at once: the later one is retried by the server.
        """
        bookables = self.sudo().with_context(active_test=False)
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        missing = set(records.ids) - set(bookables.search(domain).mapped("res_id"))
        if missing:
            self._gaj_insert_missing(records.filtered(lambda each: each.id in missing))
        by_record = {each.res_id: each.id for each in bookables.search(domain)}
        return self.browse(by_record[record_id] for record_id in records.ids)

    def _gaj_insert_missing(self, records):
        kind = self._gaj_kinds()[records._name]
        companies = {each.id: each.company_id.id if "company_id" in each._fields else False for each in records.sudo()}
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_bookable (kind, res_model, res_id, company_id, active,
                                          create_uid, write_uid, create_date, write_date)
                SELECT %(kind)s, %(model)s, wanted.id, wanted.company_id, TRUE, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM unnest(%(ids)s, %(companies)s) AS wanted(id, company_id)
              ORDER BY wanted.id
                    ON CONFLICT (res_model, res_id) DO NOTHING
                """,
                kind=kind,
                model=records._name,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                ids=list(companies),
                companies=[company or self.env.company.id for company in companies.values()],
            )
        )

    @api.model
    def _gaj_forget(self, records):
        """Take deleted ``records`` out of the ledger: what was ever in use stays as history, archived."""
        bookables = self.sudo().search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        used = bookables.filtered(lambda each: each.with_context(active_test=False).occupancy_ids)
        used.active = False
        (bookables - used).unlink()

    def _gaj_lock(self):
        """Lock these bookables in id order until the transaction ends, waiting for whoever holds one.

        An operation that touches several bookables (books, releases or moves) calls this once with
        all of them, before its first write: that is why two operations never wait for each other.
        """
        self.env.cr.execute(
            SQL("SELECT id FROM gaj_bookable WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(self.ids) or (0,))
        )

    def _gaj_busy(self, start, stop):
        """Return the active occupancies of these bookables that touch the span (UTC, half-open), by start."""
        occupancies = self.env["gaj.occupancy"].sudo()
        if not self:
            return occupancies
        occupancies.flush_model(["bookable_id", "start", "stop", "active"])
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM gaj_occupancy
                 WHERE active AND bookable_id IN %s AND tsrange(start, stop) && tsrange(%s, %s)
              ORDER BY start, id
                """,
                tuple(self.ids),
                start,
                stop,
            )
        )
        return occupancies.browse(occupancy_id for (occupancy_id,) in self.env.cr.fetchall())

    def _gaj_free(self, start, stop):
        """Return those of these bookables that are free from ``start`` to ``stop`` (UTC, half-open)."""
        return self - self._gaj_busy(start, stop).bookable_id

    def _gaj_free_slots(self, start, stop, shortest):
        """Return the spans between ``start`` and ``stop`` (UTC) in which all these bookables are free together.

        :param shortest: a ``timedelta``
        :return: list of ``(start, stop)`` in order
        :raises ValueError: if ``stop`` does not lie after ``start``
        """
        busy = [(each.start, each.stop) for each in self._gaj_busy(start, stop)]
        return free_gaps(busy, start, stop, shortest)
