from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

#: Documents by which a reception or a meeting is charged; anything else would pass its cost on to others (G12).
COST_MOVES = ("in_invoice", "in_refund", "in_receipt", "entry")
#: What makes a line a cost of a reception or a meeting, and what it costs.
LINKS = ("gaj_reception_id", "gaj_meeting_id", "gaj_cost_kind")
FIGURES = ("account_id", "balance", "debit", "credit", "amount_currency", "quantity", "price_unit", "discount")
NOT_A_COST = ("asset_receivable", "liability_payable", "asset_cash", "liability_credit_card")


class AccountMove(models.Model):
    """Bills of receptions and meetings: what they must show before they are posted, and what follows from it."""

    _inherit = "account.move"

    gaj_is_deposit = fields.Boolean(
        "Deposit to the Venue", copy=False, help="A prepayment to a designated venue, posted before the list is signed."
    )

    def _post(self, soft=True):
        # before the analytic lines are made; how the state gets there is looked at in write
        for move in self:
            move._gaj_check_receptions()
        return super()._post(soft)

    def write(self, vals):
        changing = self.browse()
        if vals.get("state") in ("draft", "cancel"):
            changing = self.filtered(lambda move: move.state == "posted")
            changing._gaj_refuse_settled()
        elif vals.get("state") == "posted":
            # a client may write the state itself
            changing = self.filtered(lambda move: move.state != "posted")
            for move in changing:
                move._gaj_check_receptions()
        if "gaj_is_deposit" in vals:
            self._gaj_keep_deposit(vals["gaj_is_deposit"])
        result = super().write(vals)
        changing._gaj_follow_receptions()
        return result

    def _gaj_cost_items(self):
        """Return the lines of these entries that belong to a reception or a meeting, in superuser mode."""
        # sudo: whoever posts a bill posts it by the rules of its reception, whatever else he reads
        return self.sudo().line_ids.filtered(lambda line: line.gaj_reception_id or line.gaj_meeting_id)

    def _gaj_follow_receptions(self):
        self._gaj_cost_items().gaj_reception_id._gaj_follow_budget()

    def _gaj_keep_deposit(self, value):
        """
        :raises UserError: if the mark of a posted bill would change
        """
        for move in self.filtered(lambda each: each.state == "posted" and each.gaj_is_deposit != bool(value)):
            if move._gaj_cost_items():
                move._gaj_refuse_posted_change(self._fields["gaj_is_deposit"])

    def _gaj_refuse_posted_change(self, field):
        raise UserError(
            self.env._(
                "%(bill)s is posted, so “%(field)s” of its lines stays as it is. Reset it to draft first.",
                bill=self.display_name,
                field=field._description_string(self.env),
            )
        )

    def _gaj_refuse_settled(self):
        """
        :raises UserError: if one of these entries belongs to a settled reception or meeting
        """
        for line in self._gaj_cost_items():
            reception, meeting = line.gaj_reception_id, line.gaj_meeting_id
            if reception.state in ("settled", "archived"):
                raise UserError(
                    self.env._(
                        "%(bill)s stays as it is: reception %(name)s is “%(state)s”. Take its settlement back first.",
                        bill=line.move_id.display_name,
                        name=reception.name,
                        state=reception._state_label(reception.state),
                    )
                )
            if meeting.state == "settled":
                # the number only: not everybody who books bills knows what the meeting is about
                raise UserError(
                    self.env._(
                        "%(bill)s stays as it is: meeting %(name)s is “%(state)s”. Take its settlement back first.",
                        bill=line.move_id.display_name,
                        name=meeting.name,
                        state=meeting._state_label(meeting.state),
                    )
                )

    def _gaj_check_receptions(self):
        """Ask before this entry is posted: G6, G7, G9 to G12 of its receptions, and put it on the host's account.

        :raises UserError: naming the reception and the way out
        """
        self.ensure_one()
        lines = self._gaj_cost_items()
        if not lines:
            return
        label = (lines.gaj_reception_id[:1] or lines.gaj_meeting_id[:1])._gaj_step_name()
        self._gaj_check_cost_document(lines, label)
        lines.product_id._gaj_refuse_forbidden(label)
        if lines.gaj_meeting_id:
            self._gaj_refuse_settled()
        for reception, of_reception in lines.filtered("gaj_reception_id").grouped("gaj_reception_id").items():
            reception._gaj_check_posting(self, set(of_reception.mapped("gaj_cost_kind")))
        lines._gaj_charge_host()

    def _gaj_check_cost_document(self, lines, label):
        if self.move_type not in COST_MOVES:
            raise UserError(
                self.env._(
                    "%(bill)s: the cost of %(document)s stays with its host and is never charged to others. Take it off the"
                    " lines.",
                    bill=self.display_name,
                    document=label,
                )
            )
        if journal := self._gaj_cash_journal():
            self._gaj_refuse_cash(label, journal)
        for line in lines:
            if line.account_id.account_type in NOT_A_COST:
                raise UserError(
                    self.env._(
                        "%(bill)s: the line on %(account)s is no cost of %(document)s. Take it off that line.",
                        bill=self.display_name,
                        account=line.account_id.display_name,
                        document=label,
                    )
                )

    def _gaj_cash_journal(self):
        """Return the cash journal in which this entry stands, or on whose account it books; empty if there is none."""
        if self.journal_id.type == "cash":
            return self.journal_id
        # sudo: which accounts are those of the cash box is no secret
        journals = self.env["account.journal"].sudo()
        accounts = self.sudo().line_ids.account_id.ids
        return journals.search([("type", "=", "cash"), ("default_account_id", "in", accounts)], limit=1)

    def _gaj_refuse_cash(self, label, journal):
        raise UserError(
            self.env._(
                "%(document)s is paid by transfer or with the official card, never in cash: %(journal)s is a cash journal."
                " Choose another one.",
                document=label,
                journal=journal.display_name,
            )
        )

    def _gaj_lacks_invoice(self, is_claim=False):
        """Return whether this entry has no number of an invoice; a deposit needs one only when costs are claimed."""
        return not self.ref and (is_claim or not self.gaj_is_deposit)

    def _gaj_refuse_without_invoice(self, reception):
        raise UserError(
            self.env._(
                "%(bill)s: costs of reception %(name)s are claimed with the invoice. Enter its number in “%(field)s”.",
                bill=self.display_name,
                name=reception.name,
                field=self._fields["ref"]._description_string(self.env),
            )
        )


class AccountMoveLine(models.Model):
    """A line that is a cost of a reception or of a meeting."""

    _inherit = "account.move.line"

    gaj_reception_id = fields.Many2one(
        "gaj.reception",
        "Reception",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ["approved", "ongoing", "listed"])],
    )
    gaj_meeting_id = fields.Many2one(
        "gaj.meeting", "Meeting", index="btree_not_null", ondelete="restrict", check_company=True
    )
    gaj_cost_kind = fields.Selection(
        [
            ("meal", "Meals"),
            ("lodging", "Lodging"),
            ("transport", "Transport"),
            ("venue", "Venue"),
            ("other", "Other"),
        ],
        "Kind of Cost",
        help="For the caps of receptions and meetings.",
    )

    _gaj_one_cause = models.Constraint(
        "CHECK (gaj_reception_id IS NULL OR gaj_meeting_id IS NULL)",
        "A cost belongs to a reception or to a meeting, not to both.",
    )

    def write(self, vals):
        if vals.keys() & {*LINKS, *FIGURES}:
            self._gaj_refuse_posted(vals)
        return super().write(vals)

    def _gaj_refuse_posted(self, vals):
        """
        :raises UserError: if reception, meeting or kind of cost of a posted line would change, or what such a line costs
        """
        changes = self.env["account.move"]._field_will_change
        for line in self.filtered(lambda each: each.parent_state == "posted"):
            is_cost = line.gaj_reception_id or line.gaj_meeting_id
            for name in (*LINKS, *(FIGURES if is_cost else ())):
                if name in vals and changes(line, vals, name):
                    line.move_id._gaj_refuse_posted_change(self._fields[name])

    def _gaj_charge_host(self):
        """Put these lines (superuser mode) wholly on the analytic account of the host department.

        :raises RedirectWarning: if the department has none
        """
        # the tax on such a line is written anew with it, and takes its distribution
        for line in self.filtered(lambda each: not each.tax_repartition_line_id):
            cause = line.gaj_reception_id or line.gaj_meeting_id
            distribution = cause.department_id._gaj_analytic_distribution()
            if not distribution:
                raise RedirectWarning(
                    self.env._(
                        "%(document)s: its costs go to the analytic account of %(department)s, which has none. Choose it in"
                        " the department.",
                        document=cause._gaj_step_name(),
                        department=cause.department_id.name,
                    ),
                    self.env.ref("hr.hr_department_kanban_action").id,
                    self.env._("Open the Departments"),
                )
            if line.analytic_distribution != distribution:
                line.analytic_distribution = distribution
