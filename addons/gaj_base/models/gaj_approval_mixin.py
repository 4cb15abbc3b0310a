from markupsafe import Markup
from odoo import api, models
from odoo.exceptions import UserError


class GajApprovalMixin(models.AbstractModel):
    """A document that others approve, by the definitions of OCA ``base_tier_validation``.

    Beyond what that add-on does: whoever wrote or asked for the document never decides on it, also not
    when it is forwarded to them; reviews change only through the buttons, not through RPC; a document
    cannot be created as approved. A model names ``_state_from`` and ``_state_to`` and has ``company_id``.
    """

    _name = "gaj.approval.mixin"
    _description = "Document to Approve"
    _inherit = ["gaj.guard.mixin", "tier.validation"]

    _gaj_approval = True
    _tier_validation_manual_config = False
    # the document has buttons of its own to submit and approve; two ways to approve would only confuse
    _gaj_own_steps = False
    # among them one to reject, which asks for the reason
    _gaj_asks_reason = False

    def _gaj_requesters(self):
        """Return the users who may not decide on this document: its author and who asked for the approval."""
        self.ensure_one()
        # a review without definition was made by forwarding: who forwards is a reviewer
        return self.create_uid | self.review_ids.filtered("definition_id").requested_by

    def _ask_for_approval(self):
        """Open the reviews that the definitions ask for; after a rejection once more."""
        for document in self:
            if document.validation_status == "rejected":
                document.restart_validation()
            # computed without dependencies, so an earlier answer would still stand
            document.invalidate_recordset(["need_validation", "review_ids"])
            document.request_validation()
            document.invalidate_recordset(["need_validation", "review_ids"])

    def _approve_as_reviewer(self):
        """Give the user's approval; return whether nobody else has to give his."""
        self.ensure_one()
        # sudo: the reviews are the administrator's; whether this user may decide is asked by validate_tier
        if self.sudo().review_ids:
            self.validate_tier()
        return not self.sudo().review_ids or self.validation_status == "validated"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get(self._state_field) in self._state_to for vals in vals_list):
            kind = self.env["ir.model"]._get(self._name).name
            raise UserError(
                self.env._("%s: a new document cannot begin as approved. Create it first, then have it approved.", kind)
            )
        return super().create(vals_list)

    def write(self, vals):
        # a client may send any context; only the server's own code may skip the check
        documents = self if self.env.su else self.with_context(skip_validation_check=False)
        return super(GajApprovalMixin, documents).write(vals)

    def unlink(self):
        self.check_access("unlink")
        # sudo: reviews are closed to users, but go with their document
        self.sudo().review_ids.unlink()
        return super().unlink()

    def _add_tier_validation_buttons(self, node, params):
        return self._gaj_without_steps(super()._add_tier_validation_buttons(node, params))

    def _add_tier_validation_label(self, node, params):
        return self._gaj_without_steps(super()._add_tier_validation_label(node, params))

    def _gaj_without_steps(self, node):
        """Return ``node`` without the buttons for which the document has its own."""
        names = ("request_validation", "restart_validation", "validate_tier") if self._gaj_own_steps else ()
        for name in (*names, *(("reject_tier",) if self._gaj_asks_reason else ())):
            for button in node.findall(f".//button[@name='{name}']"):
                button.getparent().remove(button)
        return node

    @api.model
    def _get_all_validation_exceptions(self):
        """Leave to the form what may be written while it is decided on or afterwards; its fields say in which states."""
        during, after = self._get_under_validation_exceptions(), self._get_after_validation_exceptions()
        return list({*super()._get_all_validation_exceptions(), *during, *after})

    def request_validation(self):
        self.check_access("write")
        # sudo: who may change the document may ask for its approval; reviews themselves are closed to users
        return super(GajApprovalMixin, self.sudo()).request_validation()

    def restart_validation(self):
        self.check_access("write")
        return super(GajApprovalMixin, self.sudo()).restart_validation()

    def validate_tier(self):
        self._gaj_check_may_decide()
        return super(GajApprovalMixin, self.sudo()).validate_tier()

    def reject_tier(self):
        self._gaj_check_may_decide()
        return super(GajApprovalMixin, self.sudo()).reject_tier()

    def forward_tier(self):
        self._gaj_check_may_decide()
        return super().forward_tier()

    def _validate_tier(self, tiers=False):
        tiers = self._gaj_open_to_user(tiers)
        return super(GajApprovalMixin, self.sudo())._validate_tier(tiers) if tiers else None

    def _rejected_tier(self, tiers=False):
        tiers = self._gaj_open_to_user(tiers)
        return super(GajApprovalMixin, self.sudo())._rejected_tier(tiers) if tiers else None

    def _forward_tier(self, tiers=False):
        tiers = self._gaj_open_to_user(tiers)
        return super(GajApprovalMixin, self.sudo())._forward_tier(tiers) if tiers else None

    def _get_to_validate_message(self):
        """Say who decides next, in the reader's language: the add-on below has no Chinese for it."""
        # sudo: only the names of those who decide
        pending = self.sudo().review_ids.filtered(lambda review: review.status == "pending")[:1]
        who = pending.reviewer_group_id.name or ", ".join(pending.reviewer_ids[:3].mapped("name"))
        if not who:
            return super()._get_to_validate_message()
        icon = Markup('<i class="fa fa-lg fa-info-circle"></i>')
        return self.env._("%(icon)s %(who)s decides next.", icon=icon, who=who)

    def _compute_next_review(self):
        for document in self:
            # sudo: only the name of the rule
            reviews = document.sudo().review_ids.sorted("sequence")
            pending = reviews.filtered(lambda review: review.status == "pending")[:1]
            # the name of the rule itself: the review keeps it only in the language of whoever submitted
            document.next_review = pending and self.env._("Rule: %s", pending.definition_id.name)

    def _tier_validation_check_write_remove_reviews(self, vals):
        # sudo: as in unlink
        return super(GajApprovalMixin, self.sudo())._tier_validation_check_write_remove_reviews(vals)

    def _gaj_open_to_user(self, reviews=False):
        """Return those of ``reviews`` (or of all) on which the user may decide now, in superuser mode."""
        self.ensure_one()
        user = self.env.user
        document = self.sudo()
        if user in document._gaj_requesters():
            return document.review_ids.browse()
        sequences = document._get_sequences_to_approve(user)
        return (reviews.sudo() & document.review_ids if reviews else document.review_ids).filtered(
            lambda review: (
                user in review.reviewer_ids and (review.sequence in sequences or review.approve_sequence_bypass)
            )
        )

    def _gaj_check_may_decide(self, reviews=False):
        """Refuse kindly unless the user may decide on this document (on all of ``reviews``, if given) now."""
        self.ensure_one()
        self.check_access("read")
        if self.env.user in self.sudo()._gaj_requesters():
            raise UserError(
                self.env._("You wrote %s or asked for its approval, so somebody else decides on it.", self.display_name)
            )
        allowed = self._gaj_open_to_user(reviews)
        if not allowed or (reviews and reviews.sudo() - allowed):
            raise UserError(
                self.env._(
                    "%s does not wait for your decision, or not yet. Its reviews show whose turn it is.",
                    self.display_name,
                )
            )
