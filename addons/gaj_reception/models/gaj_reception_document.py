from odoo import api, fields, models
from odoo.fields import Domain

from .gaj_reception_parameter import KINDS


class GajReceptionDocument(models.Model):
    """Which document lets a reception begin, and which ones its costs are claimed with (公函, 接待清单…)."""

    _name = "gaj.reception.document"
    _description = "Document Rule of Receptions"
    _inherit = ["gaj.rule.mixin"]
    _order = "stage, kind, document, valid_from desc"
    _check_company_auto = True

    stage = fields.Selection(
        [("start", "To Receive Guests: One of Them"), ("claim", "To Claim Costs: All of Them")],
        required=True,
        index=True,
    )
    kind = fields.Selection(
        KINDS, "Kind of Reception", help="Empty: every kind. For the start, the rows of a kind take the place of these."
    )
    document = fields.Selection(
        [
            ("letter", "Official Letter"),
            ("meeting_notice", "Meeting Notice"),
            ("higher_notice", "Notice of a Higher Authority"),
            ("guest_notice", "Guest Notice"),
            ("invoice", "Invoice"),
            ("list", "Reception List"),
            ("approval", "Approval Sheet"),
        ],
        required=True,
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")

    _stage_fits = models.Constraint(
        "CHECK ((stage = 'start') = (document IN ('letter', 'meeting_notice', 'higher_notice', 'guest_notice'))"
        " OR (stage = 'claim' AND document = 'letter'))",
        "Guests come with a letter or a notice; costs are claimed with the letter, an invoice, the list or the approval.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A rule cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(stage, COALESCE(kind, ''), document, COALESCE(company_id, 0), valid_from)",
        "This document is in the rules from that day already. Change that row instead.",
    )

    @api.depends("stage", "document")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["document"]._description_selection(self.env))
        for rule in self:
            rule.display_name = labels.get(rule.document, "")

    @api.model
    def _gaj_documents(self, stage, company, day, kind):
        """Return the set of documents that the rules in force name for ``stage`` of a reception of ``kind``."""
        # sudo: a rule is no secret
        found = self.sudo().search(
            Domain("stage", "=", stage)
            & Domain("company_id", "in", [company.id, False])
            & Domain("kind", "in", [kind, False])
            & self._gaj_valid_on(day)
        )
        own = found.filtered("kind") if stage == "start" else found
        return set((own or found).mapped("document"))
