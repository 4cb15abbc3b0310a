import logging
import re
import threading
from contextlib import contextmanager
from itertools import pairwise

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_datetime, format_time
from psycopg2.errors import ExclusionViolation
from psycopg2.pool import PoolError

from ..exceptions import AlreadyOccupied

_logger = logging.getLogger(__name__)

# How many refused transactions at a time may open a second connection to look up who was faster.
_explainers = threading.BoundedSemaphore(8)


class GajOccupancy(models.Model):
    """The ledger of who has what when. Nobody edits it: documents write it through the methods below."""

    _name = "gaj.occupancy"
    _description = "Occupancy"
    _order = "start desc, id desc"

    bookable_id = fields.Many2one("gaj.bookable", required=True, index=True, ondelete="restrict")
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    kind = fields.Selection(
        [
            ("booking", "Booking"),
            ("trip", "Trip"),
            ("duty", "Duty"),
            ("repair", "Repair"),
            ("leave", "Leave"),
            ("hold", "Hold"),
        ],
        required=True,
        default="booking",
    )
    name = fields.Char("Subject")
    user_id = fields.Many2one("res.users", "Booked by", default=lambda self: self.env.user, index="btree_not_null")
    res_model = fields.Char("Document Model")
    res_id = fields.Many2oneReference("Document", model_field="res_model")
    company_id = fields.Many2one(related="bookable_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)

    _owner_idx = models.Index("(res_model, res_id)")
    _stop_after_start = models.Constraint("CHECK (stop > start)", "An occupancy must end after it starts.")
    # tsrange and not tstzrange, which is not immutable; a range of one id spares an extension of the database
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(bookable_id, bookable_id, '[]') WITH &&, tsrange(start, stop) WITH &&)"
        " WHERE (active)",
        "This is already occupied at that time. Choose another time.",
    )

    def _register_hook(self):
        """Say so loudly when the database could not create the constraint: without it everything is booked twice."""
        super()._register_hook()
        self.env.cr.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = 'gaj_occupancy_no_overlap' AND contype = 'x' AND convalidated"
        )
        if not self.env.cr.rowcount:
            _logger.error("The constraint gaj_occupancy_no_overlap is missing: double bookings are not prevented.")

    # ------------------------------------------------------------------ what documents call

    @api.model
    def _gaj_occupy(self, vals_list):
        """Write the occupancies of one operation, all or none, and return them.

        Call it once per operation with everything that is needed at the same time: it locks all
        bookables in id order first. Each dict has ``bookable_id``, ``start``, ``stop`` (naive UTC,
        half-open), and ``kind``, ``name``, ``user_id``, ``res_model``, ``res_id`` of the owner document.
        The caller has checked the user's rights: the ledger is written in superuser mode.

        :raises AlreadyOccupied: something is taken, with who has it and when; nothing was written
        :raises UserError: a span does not end after it starts, or the list overlaps itself
        """
        vals_list = [self._gaj_with_dates(vals) for vals in vals_list]
        bookables = self._gaj_check_request(vals_list)
        with self._gaj_explained(vals_list):
            bookables._gaj_lock()
            return self._gaj_insert(vals_list)

    @api.model
    def _gaj_release(self, owners):
        """Free what the documents ``owners`` occupy; the rows stay as history. Return them."""
        occupancies = self._gaj_of(owners)
        occupancies.bookable_id._gaj_lock()
        occupancies.active = False
        occupancies.flush_recordset(["active"])
        return occupancies.with_env(self.env)

    @api.model
    def _gaj_move(self, moves):
        """Give occupancies another time or bookable, all or none, so that two may also change places.

        :param moves: list of ``(occupancy, vals)`` with ``bookable_id``, ``start``, ``stop``, ``name`` or ``kind`` to change
        :return: the occupancies moved
        :raises AlreadyOccupied: as ``_gaj_occupy``; nothing was changed
        """
        occupancies = self.sudo().union(*(occupancy.sudo() for occupancy, _vals in moves))
        targets = [
            {"bookable_id": each.bookable_id.id, "start": each.start, "stop": each.stop} | self._gaj_with_dates(vals)
            for each, (_occupancy, vals) in zip(occupancies, moves, strict=True)
        ]
        bookables = self._gaj_check_request(targets) | occupancies.bookable_id
        with self._gaj_explained(targets, leave_out=occupancies):
            bookables._gaj_lock()
            occupancies.active = False
            occupancies.flush_recordset()  # all old places free before the first new one is taken
            occupancies._gaj_update_spans(targets)
        return occupancies.with_env(self.env)

    @api.model
    def _gaj_of(self, owners):
        """Return the active occupancies of the documents ``owners``."""
        # sudo: who owns the document may know what it occupies
        return self.sudo().search([("res_model", "=", owners._name), ("res_id", "in", owners.ids)])

    def _gaj_insert(self, vals_list):
        """Insert rows in one statement, and return them.

        In SQL, because a refusal by the constraint is an everyday event that has no place in the error
        log, where every failed statement of the ORM goes.
        """
        names = sorted({"kind", "user_id", "active", "company_id"}.union(*vals_list)) if vals_list else []
        companies = {each.id: each.company_id.id for each in self._gaj_bookables_of(vals_list).sudo()}
        defaults = self.default_get(names)
        rows = [{**defaults, **vals, "company_id": companies[vals["bookable_id"]]} for vals in vals_list]
        if not rows:
            return self.browse()
        log = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                "INSERT INTO gaj_occupancy (%s) VALUES %s RETURNING id",
                SQL(", ").join(map(SQL.identifier, [*names, *log, "create_date", "write_date"])),
                SQL(", ").join(
                    tuple(
                        [self._fields[name].convert_to_column_insert(row.get(name), self) for name in names]
                        + [*log.values(), now, now]
                    )
                    for row in rows
                ),
            ),
            log_exceptions=False,
        )
        occupancies = self.browse(occupancy_id for (occupancy_id,) in self.env.cr.fetchall())
        occupancies.modified(names, create=True)
        self.env["gaj.bookable"].invalidate_model(["occupancy_ids"])
        return occupancies

    def _gaj_update_spans(self, targets):
        """Write ``bookable_id``, ``start`` and ``stop`` of ``targets`` to these rows and make them active again."""
        companies = {each.id: each.company_id.id for each in self._gaj_bookables_of(targets).sudo()}
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_occupancy
                   SET bookable_id = target.bookable_id, company_id = target.company_id, active = TRUE,
                       start = target.start, stop = target.stop
                  FROM (VALUES %s) AS target(id, bookable_id, company_id, start, stop)
                 WHERE gaj_occupancy.id = target.id
                """,
                SQL(", ").join(
                    SQL(
                        "(%s, %s, %s, %s::timestamp, %s::timestamp)",
                        occupancy.id,
                        target["bookable_id"],
                        companies[target["bookable_id"]],
                        target["start"],
                        target["stop"],
                    )
                    for occupancy, target in zip(self, targets, strict=True)
                ),
            ),
            log_exceptions=False,
        )
        self.modified(["bookable_id", "start", "stop", "active"])
        self.invalidate_recordset()
        self.env["gaj.bookable"].invalidate_model(["occupancy_ids"])
        for occupancy, target in zip(self, targets, strict=True):
            if others := {name: target[name] for name in target.keys() - {"bookable_id", "start", "stop"}}:
                occupancy.write(others)

    def _gaj_bookables_of(self, vals_list):
        return self.env["gaj.bookable"].browse({vals["bookable_id"] for vals in vals_list})

    # ------------------------------------------------------------------ checks and explanations

    @staticmethod
    def _gaj_with_dates(vals):
        """Return a copy of ``vals`` with ``start`` and ``stop`` as datetimes."""
        times = {name: fields.Datetime.to_datetime(vals[name]) for name in ("start", "stop") if vals.get(name)}
        return {**vals, **times}

    def _gaj_check_request(self, vals_list):
        """Return the bookables asked for, or say what is wrong with the request itself."""
        bookables = self._gaj_bookables_of(vals_list).exists()
        known = {bookable.id: bookable for bookable in bookables.sudo()}
        for vals in vals_list:
            bookable = known.get(vals["bookable_id"])
            if not bookable or not bookable.active:
                name = bookable.name if bookable else vals["bookable_id"]
                raise UserError(self.env._("%s can no longer be booked. Choose another one.", name))
            if vals["stop"] <= vals["start"]:
                raise UserError(self.env._("%s: the end must lie after the start. Correct the times.", bookable.name))
        for first, second in pairwise(sorted(vals_list, key=lambda vals: (vals["bookable_id"], vals["start"]))):
            if first["bookable_id"] == second["bookable_id"] and second["start"] < first["stop"]:
                raise UserError(
                    self.env._(
                        "%s is asked for twice at overlapping times. Take one of the two out.",
                        known[first["bookable_id"]].name,
                    )
                )
        return bookables

    @contextmanager
    def _gaj_explained(self, vals_list, leave_out=()):
        """Refuse with who and when: before writing what can be seen already, afterwards what the database refused."""
        if conflicts := self._gaj_conflicts(vals_list, leave_out):
            raise self._gaj_refusal(conflicts)
        try:
            with self.env.cr.savepoint():  # going back to it also gives up the locks
                yield
        except ExclusionViolation as violation:
            if violation.diag.constraint_name != "gaj_occupancy_no_overlap":
                raise
            self.env.invalidate_all(flush=False)
            conflicts = self._gaj_committed_conflicts(vals_list, leave_out) or self._gaj_told_by(violation)
            raise self._gaj_refusal(conflicts) from None

    def _gaj_conflicts(self, vals_list, leave_out=()):
        """Return what this transaction sees in the way of ``vals_list``, as the dicts of ``AlreadyOccupied``."""
        self.flush_model(["bookable_id", "start", "stop", "active", "name", "user_id"])
        return self._gaj_conflict_dicts(self._gaj_rows_in_the_way(self.env.cr, vals_list, leave_out))

    def _gaj_committed_conflicts(self, vals_list, leave_out):
        """Return what others have committed in the way of ``vals_list`` since this transaction began.

        The snapshot of this transaction cannot show it, so a second connection looks; nothing is
        returned when none is to be had.
        """
        if not _explainers.acquire(timeout=10):
            return []
        try:
            with self.env.registry.cursor() as cr:
                rows = self._gaj_rows_in_the_way(cr, vals_list, leave_out)
        except PoolError:
            return []
        finally:
            _explainers.release()
        return self._gaj_conflict_dicts(rows)

    @staticmethod
    def _gaj_rows_in_the_way(cr, vals_list, leave_out):
        """Return ``(bookable_id, start, stop, user_id, name)`` of the active rows that overlap ``vals_list``."""
        if not vals_list:
            return []
        spans = SQL(", ").join(
            SQL("(%s, %s::timestamp, %s::timestamp)", vals["bookable_id"], vals["start"], vals["stop"])
            for vals in vals_list
        )
        cr.execute(
            SQL(
                """
                SELECT DISTINCT taken.start, taken.id, taken.bookable_id, taken.stop, taken.user_id, taken.name
                  FROM (VALUES %s) AS wanted(bookable_id, start, stop)
                  JOIN gaj_occupancy taken
                    ON taken.active
                   AND int4range(taken.bookable_id, taken.bookable_id, '[]')
                       && int4range(wanted.bookable_id, wanted.bookable_id, '[]')
                   AND tsrange(taken.start, taken.stop) && tsrange(wanted.start, wanted.stop)
                 WHERE taken.id NOT IN %s
              ORDER BY taken.start, taken.id
                """,
                spans,
                tuple(each.id for each in leave_out) or (0,),
            )
        )
        return [(bookable, start, stop, user, name) for start, _id, bookable, stop, user, name in cr.fetchall()]

    def _gaj_conflict_dicts(self, rows):
        # sudo: the names of a colleague and of a room are no secret to whoever may book
        bookables = self.env["gaj.bookable"].sudo().browse({row[0] for row in rows})
        users = self.env["res.users"].sudo().browse({row[3] for row in rows if row[3]}).exists()
        who = {user.id: user.name for user in users}
        what = {bookable.id: bookable.name for bookable in bookables}
        return [
            {
                "bookable_id": bookable,
                "bookable": what[bookable],
                "start": start,
                "stop": stop,
                "who": who.get(user, ""),
                "what": name or "",
            }
            for bookable, start, stop, user, name in rows
        ]

    def _gaj_told_by(self, violation):
        """Return the conflict named in the database's own message, which knows what and when, but not who."""
        detail = (violation.diag.message_detail or "").partition("existing key")[2]
        found = re.search(r'\[(\d+),\d+\), \["?([\d :.-]+?)"?,"?([\d :.-]+?)"?\)', detail)
        if not found:
            return []
        return [
            {
                "bookable_id": int(found[1]),
                "bookable": self.env["gaj.bookable"].sudo().browse(int(found[1])).name,
                "start": fields.Datetime.to_datetime(found[2][:19]),
                "stop": fields.Datetime.to_datetime(found[3][:19]),
                "who": "",
                "what": "",
            }
        ]

    def _gaj_refusal(self, conflicts):
        lines = [self._gaj_conflict_line(conflict) for conflict in conflicts[:10]]
        if len(conflicts) > len(lines):
            lines.append(self.env._("… and %s more", len(conflicts) - len(lines)))
        return AlreadyOccupied(
            self.env._(
                "Already occupied:\n%s\nChoose another time or something else that is free.",
                "\n".join(lines) or self.env._("another booking was faster"),
            ),
            conflicts,
        )

    def _gaj_conflict_line(self, conflict):
        """Return one conflict as a person reads it, in the user's time zone."""
        zone = self.env.user.tz or self.env.company.resource_calendar_id.tz or "UTC"
        texts = {
            "bookable": conflict["bookable"],
            "start": format_datetime(self.env, conflict["start"], zone, "short"),
            "stop": self._gaj_short_stop(conflict["start"], conflict["stop"], zone),
        }
        by = " ".join(filter(None, (conflict["who"], conflict["what"])))
        if by:
            return self.env._("%(bookable)s, %(start)s – %(stop)s: %(by)s", by=by, **texts)
        return self.env._("%(bookable)s, %(start)s – %(stop)s", **texts)

    def _gaj_short_stop(self, start, stop, zone):
        """Return the end as text, without the day when it is that of the start."""
        first, last = (pytz.utc.localize(each).astimezone(pytz.timezone(zone)).date() for each in (start, stop))
        if first == last:
            return format_time(self.env, stop, zone, "short")
        return format_datetime(self.env, stop, zone, "short")
