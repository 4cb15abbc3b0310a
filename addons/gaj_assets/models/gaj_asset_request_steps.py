from odoo import fields, models
from odoo.exceptions import UserError

from .gaj_asset_request import CLERK, LEADER, MANAGER


class GajAssetRequest(models.Model):
    """The steps of a request, each with the role that may take it."""

    _inherit = "gaj.asset.request"
    _gaj_step_groups = (MANAGER,)

    def action_submit(self):
        """Ask for approval: the standards are checked, and the cards to be replaced are spoken for."""
        for request in self:
            request._check_step({"draft"}, (CLERK,))
            request.check_access("write")
            if not request.line_ids:
                raise UserError(
                    self.env._("Request %s asks for nothing yet. Add the things that are needed.", request.name)
                )
            request.line_ids._gaj_speak_for_replaced()
            request._refuse_idle()
            findings = request._gaj_findings(("submitted", "approved", "ordered"))
            request._gaj_settle(findings)
            request._step(
                "submitted",
                {"draft"},
                (CLERK,),
                user_id=self.env.uid,
                submitted_on=fields.Datetime.now(),
                check_note=request._gaj_note(findings),
                rejection_reason=False,
            )
            request._ask_for_approval()

    def action_approve(self):
        """Approve what is asked for; beyond the standards only with its reason, which is recorded.

        The standards are looked at again, in turn with every other approval and order of the institution: of two requests
        for the last place the second finds it taken.
        """
        for request in self:
            request._check_may_decide()
            # sudo: the institution itself is not written, only its turn is taken
            request.sudo().institution_id._gaj_take_turn()
            findings = request._gaj_findings(("approved", "ordered"))
            request._gaj_settle(findings)
            if request._approve_as_reviewer():
                request._step(
                    "approved",
                    {"submitted"},
                    (LEADER,),
                    approved_by_id=self.env.uid,
                    approved_on=fields.Datetime.now(),
                    is_exception=any(finding.level == "over" for finding in findings),
                    check_note=request._gaj_note(findings),
                )

    def action_reject(self):
        """Ask for the reason, then reject."""
        self.ensure_one()
        self._check_may_decide()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_request_reject_action")
        action["context"] = {"default_request_id": self.id}
        return action

    def reject_tier(self):
        """Reject by the same road as :meth:`action_reject`: with a reason that its author reads."""
        return self.action_reject()

    def _gaj_reject(self, reason):
        """Send this request back to its author, with ``reason``."""
        self._check_may_decide()
        # sudo: as in action_approve
        if self.sudo().review_ids:
            self._rejected_tier()
        self.line_ids._gaj_release_replaced()
        self._step("rejected", {"submitted"}, (LEADER,), rejection_reason=reason)
        # sudo: the leader reads requests and writes none; the reason is part of the decision
        self.sudo().message_post(body=self.env._("Rejected: %s", reason), author_id=self.env.user.partner_id.id)

    def action_revise(self):
        """Open a rejected request again, to change it and ask once more."""
        for request in self:
            request.check_access("write")
            request._step("draft", {"rejected"}, (CLERK,))

    def action_cancel(self):
        """Give a request up, unless something has been ordered for it."""
        for request in self:
            request._check_step({"draft", "submitted", "approved", "rejected"}, (CLERK,))
            request.check_access("write")
            request.line_ids._gaj_release_replaced()
            request._step("cancelled", {"draft", "submitted", "approved", "rejected"}, (CLERK,))

    def action_done(self):
        """Close an ordered request before everything has come: the rest is given up."""
        for request in self:
            request._check_step({"ordered"})
            if waiting := request.line_ids._gaj_waiting_orders():
                raise UserError(
                    self.env._(
                        "Request %(name)s still waits for the order %(order)s. Receive it, or cancel what will not come.",
                        name=request.name,
                        order=", ".join(waiting.mapped("name")),
                    )
                )
            request._step("done", {"ordered"})

    def _gaj_close_received(self):
        """Close those requests of which everything approved has been received."""
        for request in self:
            if request.state == "ordered" and all(line.received_quantity >= line.quantity for line in request.line_ids):
                # sudo: whoever validates the receipt closes the request with it
                request.sudo().with_context(skip_validation_check=True).write({"state": "done"})

    def _check_may_decide(self):
        """
        :raises AccessError: if the user is no approving leader
        :raises UserError: if this request does not wait for a decision, or the user asked for it
        """
        self._check_step({"submitted"}, (LEADER,))
        if self.env.user in self.sudo()._gaj_requesters():
            raise UserError(
                self.env._(
                    "You made or submitted request %s, so somebody else must decide on it.",
                    self.name,
                )
            )

    def _gaj_step_name(self):
        return self.env._("Request %s", self.name)
