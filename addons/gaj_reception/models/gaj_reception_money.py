from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_amount

from odoo.addons.gaj_base.rules.budget import cents

from ..rules import reception as rules
from .gaj_reception_gates import HOST_LODGES

ZERO = Decimal(0)
#: While these last, what is not spent of the estimate stays set aside.
SET_ASIDE = ("approved", "ongoing", "listed")


class GajReception(models.Model):
    """The money of a reception: its budget, its cost by the books, what guests pay, the gate of the settlement."""

    _inherit = "gaj.reception"

    budget_id = fields.Many2one("gaj.budget", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    cost_ids = fields.One2many("gaj.reception.cost", "reception_id", "Costs by the Books", copy=False)
    cost_amount = fields.Monetary("Posted Cost", compute="_compute_money")
    receipt_amount = fields.Monetary("Taken In", compute="_compute_money")
    net_amount = fields.Monetary("Net Cost", compute="_compute_money", help="Posted cost less what was taken in.")
    meal_cap = fields.Monetary("Working Meals at Most", compute="_compute_money")
    guests_due = fields.Monetary("Guests' Own Share", compute="_compute_money")

    @api.depends("meal_ids.cap", "meal_ids.guests_due", "half_days", "transport_fare", "guest_count", "kind")
    @api.depends("receipt_ids.amount", "arrive", "company_id")
    def _compute_money(self):
        for reception in self:
            # sudo: an officer sees what the reception did cost, not the books
            costs = reception.sudo()._gaj_costs()
            taken = sum((cents(line.amount) for line in reception.sudo().receipt_ids), ZERO)
            reception.cost_amount = float(sum(costs.values(), ZERO))
            reception.receipt_amount = float(taken)
            reception.net_amount = float(sum(costs.values(), ZERO) - taken)
            reception.meal_cap = sum(reception.meal_ids.mapped("cap"))
            try:
                reception.guests_due = float(sum(reception._gaj_due(), ZERO))
            except RedirectWarning:
                # shown as 0 until somebody enters the figures; the settlement says what is missing
                reception.guests_due = 0

    def _gaj_costs(self):
        """Return ``{kind of cost: Decimal yuan}`` of the posted lines of this reception."""
        self.ensure_one()
        if not self.ids:
            return {}
        rows = self.env["account.move.line"]._read_group(
            [("gaj_reception_id", "in", self.ids), ("parent_state", "=", "posted")], ["gaj_cost_kind"], ["balance:sum"]
        )
        return {kind or "other": cents(amount or 0) for kind, amount in rows}

    def _gaj_due(self):
        """Return what guests pay for meals and for transport, as two ``Decimal`` (yuan)."""
        self.ensure_one()
        meals = sum((meal._gaj_guests_due() for meal in self.meal_ids if meal.payer == "guest"), ZERO)
        if not self.half_days:
            return meals, ZERO
        if self.transport_fare:
            return meals, cents(self.transport_fare) * self.guest_count * self.half_days
        allowance, percent = (self._gaj_parameter(key) for key in ("allowance_transport", "share_transport"))
        return meals, rules.guests_share(allowance, percent, self.guest_count, self.half_days)

    # ------------------------------------------------------------------ budget

    def _gaj_budget_code(self):
        """Return the kind of budget: investment promotion is kept apart (G12)."""
        return "reception_investment" if self.kind == "investment" else "reception"

    def _gaj_find_budget(self):
        """Return the budget on which this reception draws.

        :raises RedirectWarning: if there is none
        """
        self.ensure_one()
        day = self._gaj_day(self.arrive)
        budget = self.budget_id or self.env["gaj.budget"]._gaj_find(self._gaj_budget_code(), self.department_id, day)
        if not budget:
            raise RedirectWarning(
                self.env._(
                    "Reception %(name)s: %(department)s has no budget for receptions of this kind in %(year)s. Have finance"
                    " enter one.",
                    name=self.name,
                    department=self.sudo().department_id.name,
                    year=day.year,
                ),
                self.env.ref("gaj_base.gaj_budget_action").id,
                self.env._("Open the Budgets"),
            )
        return budget

    def _gaj_follow_budget(self):
        """Let the budget follow: what is posted is spent; while the reception is open, the rest of the estimate is set aside.

        :raises BudgetExceeded: the budget does not allow it
        """
        # sudo: the budget follows the documents, whoever takes the step; the step has asked for the role
        for reception in self.sudo():
            posted = sum(reception._gaj_costs().values(), ZERO)
            waits = cents(reception.estimate) if reception.state in SET_ASIDE else ZERO
            if not reception.budget_id:
                if not posted and not waits:
                    continue
                reception._gaj_set_budget(reception._gaj_find_budget())
            budget = reception.budget_id
            budget._gaj_spend(reception, posted - budget._gaj_spent(reception))
            wanted, committed = max(waits - max(posted, ZERO), ZERO), budget._gaj_committed(reception)
            if wanted < committed:
                budget._gaj_release(reception)
                committed = ZERO
            budget._gaj_commit(reception, wanted - committed)
            reception.invalidate_recordset(
                ["cost_ids", "cost_amount", "receipt_amount", "net_amount", "meal_cap", "guests_due"]
            )

    def _gaj_set_budget(self, budget):
        self.with_context(skip_validation_check=True).write({"budget_id": budget.id})

    # ------------------------------------------------------------------ settlement

    def _gaj_gate_settle(self):
        """G2, G4, G7, G10: everything is posted, with its documents, and within the caps.

        :raises UserError: naming what is missing
        """
        self._gaj_gate_posted()
        self._gaj_gate_claim()
        # sudo: finance settles by the books and by the lines of the reception
        reception = self.sudo()
        costs, taken = reception._gaj_costs(), dict.fromkeys(("guest_meal", "guest_transport", "repayment"), ZERO)
        for receipt in reception.receipt_ids:
            taken[receipt.kind] += cents(receipt.amount)
        due_meals, due_transport = reception._gaj_due()
        self._gaj_gate_shares({"guest_meal": due_meals, "guest_transport": due_transport}, taken)
        over = reception._gaj_over(costs, taken)
        missing = sum(over.values(), ZERO) - taken["repayment"]
        if missing > 0:
            labels = dict(self.env["gaj.reception.plan"]._fields["cost_kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Reception %(name)s did cost more than its signed list says and the standards allow: %(parts)s (working"
                    " meals: %(cap)s at most). Correct the bills, or enter a receipt “%(kind)s” of %(missing)s before it is"
                    " settled.",
                    name=self.name,
                    parts=", ".join(f"{labels[kind]} {self._gaj_yuan(amount)}" for kind, amount in over.items()),
                    cap=self._gaj_yuan(sum((cents(meal.cap) for meal in reception.meal_ids), ZERO)),
                    kind=self._gaj_receipt_label("repayment"),
                    missing=self._gaj_yuan(missing),
                )
            )

    def _gaj_over(self, costs, taken):
        """Return ``{kind of cost: Decimal yuan}`` of what exceeds the signed list (G9) or the caps, where something does.

        :param costs: what is posted, by kind of cost
        :param taken: what guests and others have paid, by kind of receipt
        """
        limits = dict.fromkeys(costs, ZERO)
        for line in self.plan_ids:
            limits[line.cost_kind] = limits.get(line.cost_kind, ZERO) + cents(line.list_amount or 0)
        hosted = self.lodging_ids.filtered(lambda line: line.payer == "host")
        for kind, lines in ("meal", self.meal_ids), ("lodging", hosted):
            if kind in limits:
                limits[kind] = min(limits[kind], sum((cents(line.cap) for line in lines), ZERO))
        own = {"meal": taken["guest_meal"], "transport": taken["guest_transport"]}
        over = {kind: amount - own.get(kind, ZERO) - limits[kind] for kind, amount in costs.items()}
        return {kind: amount for kind, amount in over.items() if amount > 0}

    def _gaj_gate_shares(self, due, taken):
        for kind, amount in due.items():
            if taken[kind] < amount:
                raise UserError(
                    self.env._(
                        "Reception %(name)s: guests pay %(due)s themselves, receipts are there for %(taken)s. Enter a"
                        " receipt “%(kind)s” of %(missing)s.",
                        name=self.name,
                        due=self._gaj_yuan(amount),
                        taken=self._gaj_yuan(taken[kind]),
                        kind=self._gaj_receipt_label(kind),
                        missing=self._gaj_yuan(amount - taken[kind]),
                    )
                )

    def _gaj_receipt_label(self, kind):
        return dict(self.env["gaj.reception.receipt"]._fields["kind"]._description_selection(self.env))[kind]

    def _gaj_yuan(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)

    def _gaj_gate_posted(self):
        # sudo: whether anything waits is asked, whatever the user reads of it
        waiting = (
            self.env["account.move.line"]
            .sudo()
            .search([("gaj_reception_id", "=", self.id), ("parent_state", "=", "draft")], limit=1)
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Reception %(name)s: %(bill)s is not posted yet. Post it, or take the reception off its lines.",
                    name=self.name,
                    bill=waiting.move_id.display_name,
                )
            )

    def _gaj_gate_claim(self):
        """G10: costs are claimed with their documents."""
        documents = self._gaj_claim_documents()
        # sudo: as above
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search([("gaj_reception_id", "=", self.id), ("parent_state", "=", "posted")])
        )
        bare = lines.move_id.filtered(lambda move: move._gaj_lacks_invoice(is_claim=True))
        if "invoice" in documents and bare:
            bare[0]._gaj_refuse_without_invoice(self)
        if "letter" in documents and lines and not self.letter_file_ids:
            raise UserError(
                self.env._(
                    "Reception %(name)s: costs are claimed with the document of the guests. Attach it in “%(field)s”.",
                    name=self.name,
                    field=self._gaj_label("letter_file_ids"),
                )
            )

    def _gaj_claim_documents(self):
        day = self._gaj_day(self.arrive)
        return self.env["gaj.reception.document"]._gaj_documents("claim", self.company_id, day, self.kind)

    # ------------------------------------------------------------------ bills

    def _gaj_check_posting(self, move, cost_kinds):
        """Ask whether lines of ``move`` with these kinds of cost may be posted for this reception.

        :raises UserError: before the list is signed (G9, G10), after the settlement (G2), for lodging that guests pay (G7)
        """
        self.ensure_one()
        if "lodging" in cost_kinds and self.kind not in HOST_LODGES:
            raise UserError(
                self.env._(
                    "%(bill)s cannot be posted: guests of reception %(name)s pay for their lodging and claim it at home."
                    " Take the line out.",
                    bill=move.display_name,
                    name=self.name,
                )
            )
        if move.gaj_is_deposit:
            return self._gaj_check_deposit(move)
        if self.state != "listed":
            raise UserError(
                self.env._(
                    "%(bill)s cannot be posted: reception %(name)s is “%(state)s”, and costs are posted after its list was"
                    " signed and before it is settled. A prepayment to the venue is marked as “%(field)s”.",
                    bill=move.display_name,
                    name=self.name,
                    state=self._state_label(self.state),
                    field=move._fields["gaj_is_deposit"]._description_string(self.env),
                )
            )
        if "invoice" in self._gaj_claim_documents() and move._gaj_lacks_invoice():
            move._gaj_refuse_without_invoice(self)
        return None

    def _gaj_check_deposit(self, move):
        if self.state not in SET_ASIDE:
            raise UserError(
                self.env._(
                    "%(bill)s cannot be posted: reception %(name)s is “%(state)s”, and a deposit is paid after the approval"
                    " and before the settlement.",
                    bill=move.display_name,
                    name=self.name,
                    state=self._state_label(self.state),
                )
            )
        self._gaj_check_venue(move.commercial_partner_id, self._gaj_day(self.arrive))

    def action_make_bills(self):
        """Make a draft bill for each vendor of the planned costs on the list, and open them."""
        self.ensure_one()
        self._check_step({"listed"}, ("gaj_base.group_gaj_finance",))
        # sudo: finance marks the lines that have their bill; it makes the bills with its own rights
        lines = self.sudo().plan_ids.filtered(
            lambda line: line.vendor_id and line.list_amount and not line.bill_line_id
        )
        if not lines:
            raise UserError(
                self.env._(
                    "Reception %s: no planned cost waits for its bill. Enter vendor and cost of the list first.",
                    self.name,
                )
            )
        bills = self.env["account.move"]
        for vendor, of_vendor in lines.grouped("vendor_id").items():
            bill = bills.create(self._gaj_bill_values(vendor, of_vendor))
            for line, bill_line in zip(of_vendor, bill.invoice_line_ids, strict=True):
                line.bill_line_id = bill_line
            bills |= bill
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_in_invoice_type")
        return {**action, "domain": [("id", "in", bills.ids)], "context": {"default_move_type": "in_invoice"}}

    def _gaj_bill_values(self, vendor, lines):
        return {
            "move_type": "in_invoice",
            "partner_id": vendor.id,
            "company_id": self.company_id.id,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "name": line.name,
                        "product_id": line.product_id.id,
                        "quantity": 1,
                        "price_unit": line.list_amount,
                        "tax_ids": [fields.Command.clear()],
                        "gaj_reception_id": self.id,
                        "gaj_cost_kind": line.cost_kind,
                    }
                )
                for line in lines
            ],
        }
