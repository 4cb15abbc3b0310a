from collections import defaultdict

from dateutil.relativedelta import relativedelta
from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from psycopg2.errors import UniqueViolation

from ..rules.entries import CATEGORY_ROLES, ZERO

FINANCE = "gaj_base.group_gaj_finance"
READERS = "account.group_account_readonly,account.group_account_invoice"


class GajAssetEntryMixin(models.AbstractModel):
    """A document that finance books: one posted entry for each of its events, never two.

    A model has ``company_id``; it calls :meth:`_gaj_book` with the lines that :mod:`rules.entries` gives.
    """

    _name = "gaj.asset.entry.mixin"
    _description = "Document with Journal Entries"

    move_ids = fields.One2many(
        "account.move",
        "gaj_source_id",
        string="Journal Entries",
        domain=lambda self: [("gaj_source_model", "=", self._name)],
        groups=READERS,
        copy=False,
    )
    move_count = fields.Integer(string="Entries", compute="_compute_move_count", groups=READERS)

    def _compute_move_count(self):
        counts = dict(
            self.env["account.move"]._read_group(
                [("gaj_source_model", "=", self._name), ("gaj_source_id", "in", self.ids)],
                ["gaj_source_id"],
                ["__count"],
            )
        )
        for document in self:
            document.move_count = counts.get(document.id, 0)

    def action_open_entries(self):
        """Return the action that shows the journal entries of these documents."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Entries"),
            "res_model": "account.move",
            "views": [(self.env.ref("gaj_assets.account_move_view_list_gaj_asset").id, "list"), (False, "form")],
            "domain": [("gaj_source_model", "=", self._name), ("gaj_source_id", "in", self.ids)],
            "context": {"create": False},
        }

    def _gaj_event_labels(self):
        """Return ``{event: label}``; a model adds the events that are its own."""
        return {
            "purchase": self.env._("Purchase"),
            "donation_in": self.env._("Donation received"),
            "transfer_in": self.env._("Received without payment"),
            "transfer_in_depreciated": self.env._("Received without payment, fully depreciated"),
            "nominal_in": self.env._("Received at nominal amount"),
            "provisional": self.env._("Provisional value"),
            "provisional_settled": self.env._("Final account"),
            "exchange": self.env._("Exchange"),
            "surplus_found": self.env._("Surplus found"),
            "surplus_approved": self.env._("Surplus approved"),
            "opening": self.env._("Opening balance"),
            "custody_in": self.env._("Taken into custody"),
            "custody_out": self.env._("Released from custody"),
            "depreciation": self.env._("Depreciation"),
            "repair": self.env._("Repair"),
            "value_change": self.env._("Value change"),
            "improvement_started": self.env._("Improvement begun"),
            "improvement_works": self.env._("Works paid"),
            "improvement_replaced": self.env._("Replaced part"),
            "improvement_completed": self.env._("Improvement completed"),
            "improvement": self.env._("Improvement"),
            "set_aside": self.env._("Set aside"),
            "set_aside_approved": self.env._("Write-off approved"),
            "salvage": self.env._("Scrap value received"),
            "compensation": self.env._("Compensation"),
            "receivable_received": self.env._("Receivable received"),
            "disposal_cost": self.env._("Cost of the disposal"),
            "settle_net": self.env._("Net proceeds settled"),
            "sale": self.env._("Sale"),
            "sale_proceeds": self.env._("Proceeds of the sale"),
            "transfer_out": self.env._("Given without payment"),
            "donation_out": self.env._("Donated"),
            "remit": self.env._("Remitted to the treasury"),
            "rent": self.env._("Rent received"),
            "deposit_released": self.env._("Quality deposit released"),
        }

    def _gaj_book(self, event, day, items, ref=None):
        """Return the posted entry of ``event`` of this document on ``day``.

        :param items: list of ``(Line, category or False, department or False)``; lines of the same account, side and,
            for expenses and income, department become one
        :raises AccessError: if the user is not in finance
        :raises UserError: if the event is booked already, the day is locked or in the future, or there is nothing to book
        :raises RedirectWarning: to the setup, if an account or the journal is missing
        """
        self.ensure_one()
        self._gaj_check_booking(day)
        self._gaj_refuse_second(event)
        lines = self._gaj_entry_lines(event, items)
        if not lines:
            raise UserError(
                self.env._(
                    "%(document)s: there is no amount to book for “%(event)s”. Check the values of its assets.",
                    document=self.display_name,
                    event=self._gaj_event_label(event),
                )
            )
        vals = self._gaj_entry_vals(event, day, lines, ref)
        return self._gaj_post(event, lambda moves: moves.create(vals))

    def _gaj_entry_vals(self, event, day, lines, ref=None):
        """Return the values of the entry of ``event``; ``lines`` are those of its lines."""
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.company_id._gaj_journal_of_assets().id,
            "date": day,
            "ref": ref or self.display_name,
            "gaj_asset_event": event,
            "gaj_source_model": self._name,
            "gaj_source_id": self.id,
            "gaj_asset_booking": "valid",
            "line_ids": [fields.Command.create(line) for line in lines],
        }

    def _gaj_reverse(self, event, day):
        """Return the posted red entry that takes back the entry of ``event``; the event can then be booked again.

        Refusals as :meth:`_gaj_book`; also if the event is not booked.
        """
        self.ensure_one()
        self._gaj_check_booking(day)
        move = self._gaj_entry(event)
        if not move:
            raise UserError(
                self.env._(
                    "%(document)s: “%(event)s” is not booked, so there is nothing to take back.",
                    document=self.display_name,
                    event=self._gaj_event_label(event),
                )
            )
        if day < move.date:
            raise UserError(
                self.env._(
                    "Entry %(entry)s is of %(date)s and cannot be taken back before that day. Choose a later day.",
                    entry=move.name,
                    date=move.date,
                )
            )
        values = {
            "date": day,
            "ref": self.env._("Reversal of %(entry)s: %(ref)s", entry=move.name, ref=move.ref or ""),
            "gaj_asset_event": event,
            "gaj_source_model": self._name,
            "gaj_source_id": self.id,
            "gaj_asset_booking": "reversal",
        }
        move.gaj_asset_booking = "reversed"
        return self._gaj_post(event, lambda moves: moves.browse(move.id)._reverse_moves([values]))

    def _gaj_entry(self, event):
        """Return the valid entry of ``event`` of this document, empty if it is not booked."""
        self.ensure_one()
        # sudo: whether an event is booked is asked by whoever takes the next step
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("gaj_source_model", "=", self._name),
                    ("gaj_source_id", "=", self.id),
                    ("gaj_asset_event", "=", event),
                    ("gaj_asset_booking", "=", "valid"),
                ],
                limit=1,
            )
        )

    def _gaj_booked(self, event):
        """Return those of these documents whose ``event`` is booked."""
        # sudo: as in _gaj_entry
        rows = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                Domain("gaj_source_model", "=", self._name)
                & Domain("gaj_source_id", "in", self.ids)
                & Domain("gaj_asset_event", "=", event)
                & Domain("gaj_asset_booking", "=", "valid"),
                ["gaj_source_id"],
            )
        )
        booked = {row[0] for row in rows}
        return self.filtered(lambda document: document.id in booked)

    def _gaj_event_label(self, event):
        return self._gaj_event_labels().get(event, event)

    def _gaj_check_booking(self, day):
        """
        :raises AccessError: if the user is not in finance
        :raises UserError: if ``day`` is locked or lies after this month
        """
        user = self.env.user
        # what the system itself loads, such as demonstration data, is nobody's booking
        if user.id != SUPERUSER_ID and not user.has_group(FINANCE):
            raise AccessError(
                self.env._(
                    "Only finance makes journal entries. Ask somebody with the role “%(role)s” to book %(document)s.",
                    role=self.env.ref(FINANCE).sudo().display_name,  # sudo: the name of a role is no secret
                    document=self.display_name,
                )
            )
        company = self.company_id.sudo()  # sudo: lock dates are the company's, also where its form is closed
        journal = company._gaj_journal_of_assets()
        if locks := company._get_violated_lock_dates(day, False, journal):
            raise UserError(
                self.env._(
                    "%(document)s cannot be booked on %(day)s: the books of %(company)s are closed up to %(locked)s."
                    " Choose a day from %(open)s on.",
                    document=self.display_name,
                    day=day,
                    company=company.name,
                    locked=locks[-1][0],
                    open=locks[-1][0] + relativedelta(days=1),
                )
            )
        today = fields.Date.context_today(self)
        if day > today + relativedelta(day=31):
            raise UserError(
                self.env._(
                    "%(document)s cannot be booked on %(day)s: that day lies in the future. Choose a day of this month"
                    " or earlier.",
                    document=self.display_name,
                    day=day,
                )
            )

    def _gaj_refuse_second(self, event):
        """
        :raises UserError: if the event is booked already
        """
        if move := self._gaj_entry(event):
            raise UserError(
                self.env._(
                    "%(document)s: “%(event)s” is booked already, by entry %(entry)s. Open that entry; a mistake is"
                    " taken back by a reversal.",
                    document=self.display_name,
                    event=self._gaj_event_label(event),
                    entry=move.name,
                )
            )

    def _gaj_post(self, event, make):
        """Return the entry that ``make`` creates, posted.

        :raises UserError: if somebody else booked the same event at the same moment
        """
        # sudo: role, day and lines were checked; a step of a document may be the only right its user has on entries
        moves = self.env["account.move"].sudo().with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                move = make(moves)
                move.flush_recordset()
        except UniqueViolation as error:
            if error.diag.constraint_name != "account_move_gaj_source_uniq":
                raise
            raise UserError(
                self.env._(
                    "%(document)s: “%(event)s” has just been booked by somebody else. Reload the page.",
                    document=self.display_name,
                    event=self._gaj_event_label(event),
                )
            ) from error
        move._post(soft=False)
        self.invalidate_recordset(["move_ids", "move_count"])
        return move.sudo(False)

    def _gaj_entry_lines(self, event, items):
        """Return the values of the lines of an entry, in the order in which their accounts first appear."""
        categories = self.env["gaj.asset.category"].union(*(category for _line, category, _d in items if category))
        of_category = categories._gaj_accounts(self.company_id)
        roles = {line.role for line, _category, _department in items} - set(CATEGORY_ROLES)
        of_company = self.company_id._gaj_process_accounts(roles)
        sums = defaultdict(lambda: ZERO)
        for line, category, department in items:
            if line.role in CATEGORY_ROLES:
                account = of_category[category][line.role] if category else None
                if not account:
                    self._gaj_ask_for_category_account(line.role, category)
            else:
                account = of_company[line.role]
            by_department = account.internal_group in ("income", "expense") and department
            sums[account, bool(line.credit), by_department or False] += line.debit + line.credit
        label = self._gaj_event_label(event)
        return [
            {
                "account_id": account.id,
                "name": f"{label}: {department.sudo().name}" if department else label,
                "debit": 0.0 if is_credit else float(amount),
                "credit": float(amount) if is_credit else 0.0,
                "analytic_distribution": department._gaj_analytic_distribution() if department else False,
            }
            for (account, is_credit, department), amount in sums.items()
            if amount
        ]

    def _gaj_ask_for_category_account(self, role, category):
        """
        :raises RedirectWarning: to the setup
        """
        labels = dict(self.env["gaj.asset.account.default"]._fields["role"]._description_selection(self.env))
        missing = f"{labels[role]} ({category.display_name})" if category else labels[role]
        self.company_id._gaj_ask_for_accounts(missing)
