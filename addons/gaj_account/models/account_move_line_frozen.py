from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from .account_move_line import DIMENSIONS
from .gaj_budget_reader import _Reader

ECONOMIC, FUNCTIONAL = "gaj_economic_class_id", "gaj_functional_class_id"
#: Where the names of the classes filled in are noted on a line.
FILLED = {ECONOMIC: "e", FUNCTIONAL: "f"}


class AccountMoveLine(models.Model):
    """The classes an entry counts under are written on its lines when it is posted.

    They came from the product, the process, the account or the company: if one of these says something else later, what
    is posted counts as before, also for payments to come.
    """

    _inherit = "account.move.line"

    gaj_filled = fields.Char(
        copy=False, readonly=True
    )  # which classes were filled in, to be looked up again in a draft

    def _gaj_freeze(self):
        """Write the classes found on these lines of posted financial entries where they have none of their own."""
        reader, found = _Reader(self.env), defaultdict(self.browse)
        for move, lines in self.grouped("move_id").items():
            own = {line[FUNCTIONAL] for line in lines if line[FUNCTIONAL] and line.account_id.gaj_role == "fund"}
            functional = own.pop() if len(own) == 1 else False if own else move.company_id.gaj_functional_class_id
            bearers, items = reader.bearers(move), reader.items(move)
            # money that nothing of the entry says more about, such as a quota, has its class on its own line
            alone = not bearers and not any(item.role in ("income", "traced") for item in items)
            for item in items:
                line, bears = self.browse(item.line), item.line in bearers
                if bears and item.dims.economic and not line[ECONOMIC] and not line.tax_line_id:
                    found[ECONOMIC, item.dims.economic] |= line
                counts = bears or item.role == "income" or (alone and item.role == "fund")
                if counts and functional and not line[FUNCTIONAL]:
                    found[FUNCTIONAL, functional.id] |= line
        self._gaj_fill(found)

    def _gaj_keep(self, outcomes):
        """Write on the lines that budget entries with these ``outcomes`` come from under which classes they count."""
        found = defaultdict(self.browse)
        bookings = [booking for outcome in outcomes for booking in outcome.bookings]
        lines = {line.id: line for line in self.browse({booking.line for booking in bookings})}  # read together
        for booking in bookings:
            if line := lines.get(booking.line):
                if booking.dims.economic and not line[ECONOMIC] and not line.tax_line_id:
                    found[ECONOMIC, booking.dims.economic] |= line
                # money counts under the class of what it was for
                if booking.dims.functional and not line[FUNCTIONAL] and line.account_id.gaj_role != "fund":
                    found[FUNCTIONAL, booking.dims.functional] |= line
        self._gaj_fill(found)

    def _gaj_fill(self, found):
        """Fill in ``{(field, id): lines}``; this changes nothing of what the entries book."""
        for (name, value), lines in found.items():
            names = [self._fields[name], self._fields["gaj_filled"]]
            with self.env.protecting(names, lines):
                lines[name] = value
                for filled, some in lines.grouped("gaj_filled").items():
                    some.gaj_filled = (filled or "") + FILLED[name]

    def _gaj_thaw(self):
        """Take what was filled in out of lines of entries that are drafts again."""
        for name, mark in FILLED.items():
            lines = self.filtered(lambda line, mark=mark: mark in (line.gaj_filled or ""))
            with self.env.protecting([self._fields[name]], lines):
                lines[name] = False
        lines = self.filtered("gaj_filled")
        with self.env.protecting([self._fields["gaj_filled"]], lines):
            lines.gaj_filled = False

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "gaj_kept" in self.env.context:  # a reversal counts under the classes of its entry
            return vals_list
        for line, vals in zip(self, vals_list, strict=True):
            for name, mark in FILLED.items():
                if mark in (line.gaj_filled or "") and name not in (default or {}):
                    vals.pop(name, None)
        return vals_list

    def _gaj_booked_by(self):
        """Return a line of a posted budget entry that was derived from the classes of these lines; empty if none was."""
        # the budget entry may be one that this user does not see
        lines = self.sudo()
        posted = [("parent_state", "=", "posted")]
        if booked := lines.search([("gaj_origin_line_id", "in", self.ids), *posted], limit=1):
            return booked
        debts = lines.filtered(lambda line: line.account_id.gaj_role == "traced")
        partials = debts.matched_debit_ids | debts.matched_credit_ids
        if not partials:
            return lines.browse()
        # a class on a debt takes the place of what its match says, here and in whatever is paid through it
        others = (partials.debit_move_id | partials.credit_move_id).move_id - debts.move_id
        behind = (others._gaj_paid_by() - debts.move_id).ids
        return lines.search(
            [
                "|",
                ("move_id.gaj_partial_id", "in", partials.ids),
                "&",
                ("move_id.gaj_financial_move_id", "in", behind),
                ("move_id.gaj_budget_kind", "=", "traced"),
                *posted,
            ],
            limit=1,
        )

    def _gaj_refuse_booked(self, vals):
        """:raises UserError: if dimensions change under which the budget ledger has booked these lines already"""
        posted = self.filtered(lambda line: line.parent_state == "posted" and line.company_id.gaj_parallel)
        posted = posted.filtered(lambda line: line._gaj_differs(vals))
        if not posted or not (booked := posted._gaj_booked_by()):
            return
        line = booked.gaj_origin_line_id & posted or posted[0]
        raise UserError(
            self.env._(
                "Budget entry %(budget)s is booked under the classes of “%(line)s” in %(entry)s. Reset %(entry)s to "
                "draft to change them, or reverse it and book it again.",
                budget=booked.move_id.name,
                line=line.display_name,
                entry=line.move_id.name,
            )
        )

    def _gaj_differs(self, vals):
        """Return whether ``vals`` say something else than the dimensions of this line."""
        for name in DIMENSIONS & vals.keys():
            value = self[name].id if self._fields[name].relational else self[name]
            if (value or False) != (vals[name] or False):
                return True
        return False

    def _gaj_forget_filled(self, vals):
        """What is entered by hand stays in a draft."""
        for filled, lines in self.filtered("gaj_filled").grouped("gaj_filled").items():
            left = "".join(mark for name, mark in FILLED.items() if mark in filled and name not in vals)
            with self.env.protecting([self._fields["gaj_filled"]], lines):
                lines.gaj_filled = left or False
