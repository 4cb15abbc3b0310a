from odoo import api, fields, models
from odoo.exceptions import UserError

from .gaj_asset_disposal import ALWAYS, CLERK, EDITABLE, FINANCE, MANAGER

LEADER = "gaj_base.group_gaj_leader"
#: States in which nothing has been decided yet.
BEFORE = {"draft", "applied", "appraised"}
BEFORE_EXECUTION = {"applied", "appraised", "approved"}


class GajAssetDisposal(models.Model):
    """The steps of a disposal, each with the role that takes it."""

    _inherit = "gaj.asset.disposal"

    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends_context("uid")
    @api.depends("state", "review_ids.status")
    def _compute_can_approve(self):
        leader = self.env.user.has_group(LEADER)
        for record in self:
            # sudo: only whether this user is one of them
            record.can_approve = leader and self.env.user not in record.sudo()._gaj_requesters()

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.applied_by_id | self.appraised_by_ids

    @api.model
    def _get_under_validation_exceptions(self):
        return [*super()._get_under_validation_exceptions(), "line_ids"]

    @api.model
    def _get_after_validation_exceptions(self):
        later = {
            name for state in EDITABLE if state not in BEFORE for names in EDITABLE[state].values() for name in names
        }
        return [*super()._get_after_validation_exceptions(), *sorted(later | ALWAYS)]

    def action_apply(self):
        """Put the things forward: their cards await disposal from now on."""
        for record in self:
            record._check_step({"draft"}, (CLERK,))
            record._refuse("apply")
            record._take_cards()
            record._step("applied", applied_on=fields.Date.context_today(self), applied_by_id=self.env.uid)
            record._watch(weigh=True)

    def action_appraise(self):
        """Fix the value of the batch: with it who decides, and whether discipline inspection watches."""
        for record in self:
            record._check_step({"applied"}, (MANAGER,))
            record._refuse("appraise")
            authority = self.env["gaj.asset.disposal.authority"]._gaj_find(record, fields.Date.context_today(self))
            # before the state moves: a value below the threshold still takes it out of supervision
            record._watch(weigh=True)
            record._step("appraised", authority_id=authority.id, is_outside_authority=authority.is_outside)
            record._note_appraiser()

    def action_submit(self):
        """Ask for the approval, once everything it needs is there."""
        for record in self:
            record._check_step({"appraised"}, (MANAGER,))
            record._refuse("approve")
            record._ask_for_approval()

    def action_approve(self):
        """Approve the disposal, as the approval rules say; whoever applied or asked for it cannot."""
        for record in self:
            record._check_step({"appraised"}, (LEADER,))
            record._refuse_requester()
            record._watch()
            record._refuse("approve")
            # sudo: the rules of approval are the administrator's; whether this user may decide is asked next
            if record.sudo().need_validation:
                raise UserError(
                    self.env._(
                        "Nobody has asked for the approval of disposal %(name)s yet. Its manager submits it first.",
                        name=record.name,
                    )
                )
            if record._approve_as_reviewer():
                record._step(
                    "approved",
                    approved_on=fields.Date.context_today(self),
                    approved_by_id=self.env.uid,
                    approved_price=record.stopped_price,
                    stopped_price=0,
                )

    def action_reject(self):
        """Turn the application down; the cards go back to what they were."""
        for record in self:
            record._check_step(BEFORE_EXECUTION, (LEADER,))
            record._refuse_requester()
            # sudo: only whether a review is open
            if record.sudo().review_ids.filtered(lambda review: review.status in ("waiting", "pending")):
                record.reject_tier()
            else:
                record._step("rejected")
                record._give_cards_back()

    def _rejected_tier(self, tiers=False):
        result = super()._rejected_tier(tiers)
        for record in self:
            if record.state == "appraised" and record.validation_status == "rejected":
                record._step("rejected")
                record._give_cards_back()
        return result

    def action_withdraw(self):
        """Take the application back; the cards go back to what they were."""
        for record in self:
            record._check_step({"draft", *BEFORE_EXECUTION, "executing"}, (CLERK,))
            # whoever applied, or a manager
            if not self.env.user.has_group(MANAGER) and record.state not in ("draft", "applied"):
                raise UserError(
                    self.env._(
                        "Disposal %(name)s has been appraised. The asset manager withdraws it.", name=record.name
                    )
                )
            if record.state == "executing":
                record._check_setback()
            record._step("withdrawn")
            record._give_cards_back()

    def action_execute(self):
        """Begin to sell, hand over or scrap what was approved."""
        for record in self:
            record._check_step({"approved"}, (MANAGER,))
            record._watch()
            record._refuse("execute")
            record._step("executing")

    def action_hand_over(self):
        """Record that the things have left the house today."""
        for record in self:
            record._check_step({"executing"}, (MANAGER,))
            record._refuse_done(record.handed_over_on)
            record._watch()
            record._refuse("hand_over")
            record._step("executing", handed_over_on=fields.Date.context_today(self))

    def action_close(self):
        """Close the file: nothing is due any more and every signature is there."""
        for record in self:
            record._check_step({"settled", "remitted"}, (MANAGER, FINANCE))
            record._watch()
            record._refuse("close")
            record._step("closed", closed_on=fields.Date.context_today(self))

    def _stop_sale(self, bid):
        """Send the batch back to the approval: ``bid`` lies below the floor."""
        self.ensure_one()
        self.message_post(
            body=self.env._(
                "The bid of %(bidder)s, %(amount)s, lies below %(percent)s %% of the appraised value %(value)s. The sale"
                " stops and needs approval again.",
                bidder=bid.bidder_id.name,
                amount=f"{bid.amount:,.2f}",
                percent=f"{self._floor_percent():.0f}",
                value=f"{self.appraised_value:,.2f}",
            )
        )
        # the document of the authority was about the sale as it stood then
        self._back_to_approval(stopped_price=bid.amount)

    def _back_to_approval(self, **values):
        self._step(
            "appraised",
            approved_on=False,
            approved_by_id=False,
            document_no=False,
            document_date=False,
            **values,
        )

    def _floor_percent(self):
        return self.env["gaj.asset.parameter"]._gaj_value(
            "bid_floor_percent", self.company_id, fields.Date.context_today(self)
        )

    def _take_cards(self):
        """Let the cards await disposal, and keep their values and states on the lines."""
        # sudo: clerks see the cards and apply for them, but do not edit cards
        for line in self.line_ids.sudo():
            line.write({"state_before": line.asset_id.state or False})
            line._set_values()
        self.env["gaj.asset.disposal.line"].flush_model()
        self.line_ids.asset_id.sudo().write({"state": "pending_disposal"})

    def _give_cards_back(self):
        """Let the cards be what they were before the application; one counted missing in between stays so."""
        # sudo: as in _take_cards
        self._staying().sudo()._give_card_back()

    def _refuse_done(self, done):
        """
        :raises UserError: if this part of the execution has been recorded before
        """
        if done:
            raise UserError(
                self.env._("This step of disposal %(name)s has been taken already. Reload the page.", name=self.name)
            )

    def _refuse_requester(self):
        """
        :raises UserError: if the user applied for this disposal or asked for its approval
        """
        if self.env.user in self.sudo()._gaj_requesters():  # sudo: only whether this user is one of them
            raise UserError(
                self.env._(
                    "You applied for disposal %(name)s, appraised it or asked for its approval, so somebody else decides.",
                    name=self.name,
                )
            )

    def _gaj_step_name(self):
        return self.env._("Disposal %s", self.name)
