from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "gaj_assets.group_gaj_assets_manager"
FINANCE = "gaj_base.group_gaj_finance"
LEADER = "gaj_base.group_gaj_leader"


class GajAssetStocktakeFollowup(models.AbstractModel):
    """What a stocktake found out and money follows from: told by the manager, approved by a leader, booked by finance."""

    _name = "gaj.asset.stocktake.followup"
    _description = "Follow-Up of a Stocktake"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "gaj.asset.entry.mixin", "mail.thread", "mail.activity.mixin"]
    _gaj_step_groups = (MANAGER,)
    _order = "id desc"
    _check_company_auto = True
    _state_to = ["approved"]
    _cancel_state = "dropped"
    _gaj_own_steps = True
    #: Written by the steps only, besides the state.
    _gaj_by_step = frozenset()
    #: What may still be written after the draft, by whoever may write at all.
    _gaj_always_open = frozenset({"book_on"})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    stocktake_line_id = fields.Many2one(
        "gaj.asset.stocktake.line",
        string="Found Out By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    stocktake_id = fields.Many2one(related="stocktake_line_id.stocktake_id", store=True, index="btree_not_null")
    submitted_on = fields.Date(copy=False, readonly=True)
    submitted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    approved_on = fields.Date(copy=False, readonly=True)
    approved_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    book_on = fields.Date(copy=False, help="For finance: the day of the next entry. Empty: today.")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            if not self.env.su and vals.keys() & self._by_step():
                raise UserError(self.env._("This document starts as a draft. Make it, then take its steps."))
            company = vals.get("company_id") or self.env.company.id
            # sudo: whoever may make the document gets the next number; nobody writes sequences by hand
            sequence = self.env["ir.sequence"].sudo().with_company(company)
            vals["name"] = sequence.next_by_code(self._name) or "/"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._refuse_hand(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._("%s has been submitted and is kept as evidence. Drop it instead.", record.display_name)
                )

    def _by_step(self):
        return {
            "state",
            "submitted_on",
            "submitted_by_id",
            "approved_on",
            "approved_by_id",
            "stocktake_line_id",
            *self._gaj_by_step,
        }

    def _refuse_hand(self, vals):
        """
        :raises UserError: if ``vals`` hold what only steps write, or the document was submitted already
        """
        if vals.keys() & self._by_step():
            raise UserError(self.env._("What the steps of this document note is not written by hand. Use the buttons."))
        own = {
            name
            for name in vals
            if self._fields[name].base_field.model_name not in ("mail.thread", "mail.activity.mixin")
        }
        for record in self:
            if own - self._gaj_always_open and record.state != "draft":
                raise UserError(
                    self.env._(
                        "%s has been submitted; it cannot be changed any more. Have it rejected to change it.",
                        record.display_name,
                    )
                )

    def _refuse_before_approval_of_stocktake(self):
        """
        :raises UserError: if the stocktake that found this out is not approved yet
        """
        # sudo: only the state, of a stocktake that the user may not see
        stocktake = self.sudo().stocktake_id
        if stocktake and stocktake.state not in ("approved", "closed"):
            raise UserError(
                self.env._(
                    "%(name)s comes from stocktake %(stocktake)s, which is not approved yet. Have the stocktake approved"
                    " first.",
                    name=self.display_name,
                    stocktake=stocktake.name,
                )
            )

    def action_approve(self):
        """Approve, as the approval rules say; whoever told or booked it cannot."""
        for record in self:
            record._check_step(record._state_from, (LEADER,))
            if self.env.user in record.sudo()._gaj_requesters():
                raise UserError(
                    self.env._(
                        "You submitted %s or had a hand in it, so somebody else must approve it.", record.display_name
                    )
                )
            record._before_approval()
            if record._approve_as_reviewer():
                today = fields.Date.context_today(record)
                record._step("approved", approved_on=today, approved_by_id=self.env.uid)

    def _booking_day(self):
        """Return the day on which finance books: the one it wrote, else today; it counts for one step."""
        day = self.book_on or fields.Date.context_today(self)
        if self.book_on:
            self.sudo().with_context(skip_validation_check=True).write({"book_on": False})
        return day

    @api.model
    def _get_under_validation_exceptions(self):
        return [*super()._get_under_validation_exceptions(), *self._gaj_always_open]

    @api.model
    def _get_after_validation_exceptions(self):
        return [*super()._get_after_validation_exceptions(), *self._gaj_always_open]

    def _before_approval(self):
        """Refuse what cannot be approved yet."""

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.submitted_by_id
