from decimal import Decimal

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .gaj_asset_request import CLERK
from .gaj_asset_standard_check import Demand, Unit

COLOURS = {"ok": "text-success", "remark": "text-warning", "unknown": "text-warning", "over": "text-danger"}
ICONS = {
    "ok": "fa-check",
    "remark": "fa-info-circle",
    "unknown": "fa-question-circle",
    "over": "fa-exclamation-triangle",
}
#: How many idle things the panel names.
NAMED = 5


class GajAssetRequest(models.Model):
    """What the configuration standards say about a request, and what stands idle meanwhile."""

    _inherit = "gaj.asset.request"

    check_panel = fields.Html(string="Check", compute="_compute_check_panel", sanitize=False)
    is_over = fields.Boolean(string="Beyond the Standards", compute="_compute_check_panel")
    idle_count = fields.Integer(string="Idle Things", compute="_compute_check_panel")

    @api.depends("department_id", "company_id", "state")
    @api.depends(
        "line_ids.category_id",
        "line_ids.quantity",
        "line_ids.price_unit",
        "line_ids.set_category_ids",
        "line_ids.rank_class",
        "line_ids.size",
        "line_ids.room_area",
        "line_ids.replaced_ids",
        "line_ids.is_beyond_repair",
        "line_ids.sheets_made",
    )
    def _compute_check_panel(self):
        for request in self:
            open_state = request.state in ("draft", "submitted")
            findings = request._gaj_findings(request._gaj_counted_states()) if open_state else []
            idle = request._gaj_idle_assets() if open_state else self.env["gaj.asset"]
            request.is_over = any(finding.level == "over" for finding in findings)
            request.idle_count = len(idle)
            request.check_panel = request._gaj_render_panel(findings, idle)

    def _gaj_counted_states(self):
        """Return the states in which other requests count: while one is drafted, what others ask for counts too."""
        return ("submitted", "approved", "ordered") if self.state == "draft" else ("approved", "ordered")

    def _gaj_findings(self, states):
        """Return what the standards say about this request, other requests counting in ``states``."""
        self.ensure_one()
        if not self.institution_id and not self.department_id.gaj_institution_id:
            return []
        demands = [line._gaj_demand() for line in self.line_ids if line.category_id and line.quantity > 0]
        return self.env["gaj.asset.standard"]._gaj_check(
            self._gaj_unit(), fields.Date.context_today(self), demands, states, request=self._origin
        )

    def _gaj_unit(self):
        """Return for whom the request is reckoned, as the company has set."""
        by_department = self.company_id.gaj_asset_cap_scope == "department"
        # sudo: the institution and the department of the request, whoever reads it
        request = self.sudo()
        return Unit(
            request.company_id,
            request.department_id.gaj_institution_id,
            request.department_id._origin if by_department else None,
        )

    def _gaj_settle(self, findings):
        """Let pass what keeps to the standards or says why it does not; else warn or refuse, as the company has set.

        :raises UserError: if the company blocks and no reason is given
        """
        over = [finding.text for finding in findings if finding.level == "over"]
        if not over:
            return
        what = "\n".join(f"• {text}" for text in over)
        self._refuse_without_rank(findings)
        if self.company_id.gaj_asset_check_request == "block" and not (self.exception_reason or "").strip():
            raise UserError(
                self.env._(
                    "Request %(name)s goes beyond the configuration standards:\n%(what)s\n\nAsk for less, or give the reason"
                    " for exceeding, on which the approving leader decides.",
                    name=self.name,
                    what=what,
                )
            )
        # sudo: leaders and clerks note what the step they may take has found
        self.sudo().message_post(
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                self.env._("Beyond the configuration standards:"),
                Markup().join(Markup("<li>%s</li>") % text for text in over),
            ),
            author_id=self.env.user.partner_id.id,
        )

    def _refuse_without_rank(self, findings):
        """
        :raises UserError: if the company blocks, and a price goes by a rank that nobody has chosen: no reason replaces it
        """
        asked = [finding.text for finding in findings if finding.kind == "rank"]
        if asked and self.company_id.gaj_asset_check_request == "block":
            raise UserError(
                self.env._("Request %(name)s: %(what)s", name=self.name, what="\n".join(f"• {text}" for text in asked))
            )

    def _gaj_note(self, findings):
        return "\n".join(finding.text for finding in findings)

    def _refuse_idle(self):
        """
        :raises UserError: if things of the kind stand idle, the company blocks, and nothing says why they do not serve
        """
        idle = self._gaj_idle_assets()
        blocks = self.company_id.gaj_asset_check_request == "block"
        if idle and blocks and not (self.idle_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(count)s things of the kind asked for in request %(name)s stand idle: %(things)s. Take them over by a"
                    " transfer, or write why they do not serve.",
                    count=len(idle),
                    name=self.name,
                    things=self._gaj_name_idle(idle),
                )
            )

    def _gaj_idle_assets(self):
        """Return the cards of the kinds asked for that somebody has to spare, in superuser mode."""
        # sudo: what stands idle anywhere in the compound is offered to whoever asks for such a thing
        cards = self.env["gaj.asset"].sudo()
        if not self.line_ids.category_id:
            return cards
        spare = Domain("state", "=", "idle") | (Domain("state", "=", "in_store") & Domain("department_id", "=", False))
        return cards.search(
            spare
            & Domain("company_id", "=", self.company_id.id)
            & Domain("category_id", "child_of", self.line_ids.category_id.ids)
            & Domain("use_state", "in", ("in_use", "idle"))
            & Domain("replacement_line_id", "=", False)
            & Domain("id", "not in", self.line_ids.replaced_ids.ids),
            order="acquisition_date desc, id desc",
        )

    def _gaj_name_idle(self, idle):
        """Return the newest of the idle things by number, name and department."""
        names = [" ".join(filter(None, (card.display_name, card.department_id.name))) for card in idle[:NAMED]]
        return ", ".join(names) + (" …" if len(idle) > NAMED else "")

    def _gaj_render_panel(self, findings, idle):
        """Return the findings as a list with a colour and a sign for each."""
        rows = [
            Markup('<li class="%s"><i class="fa fa-fw %s" role="img" aria-hidden="true"></i> %s</li>')
            % (COLOURS[finding.level], ICONS[finding.level], finding.text)
            for finding in findings
        ]
        if idle:
            text = self.env._(
                "Before buying: %(count)s stand idle: %(things)s", count=len(idle), things=self._gaj_name_idle(idle)
            )
            rows.append(
                Markup(
                    '<li class="text-warning"><i class="fa fa-fw fa-recycle" role="img" aria-hidden="true"></i> %s</li>'
                )
                % text
            )
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup().join(rows) if rows else False

    def action_take_over(self):
        """Make a draft transfer of as many idle things as are asked for; the giving department decides on it."""
        self.ensure_one()
        self._check_step({"draft"}, (CLERK,))
        self.check_access("write")
        idle, chosen = self._gaj_idle_assets(), self.env["gaj.asset"].sudo()
        for line in self.line_ids:
            fitting = idle.filtered(
                lambda card, line=line: card.category_id.parent_path.startswith(line.category_id.parent_path)
            )
            chosen |= (fitting - chosen)[: line.quantity]
        if not chosen:
            raise UserError(self.env._("Nothing that request %s asks for stands idle. Submit it.", self.name))
        # sudo: the things are of other departments; the transfer waits for them to release it
        transfer = (
            self.env["gaj.asset.transfer"]
            .sudo()
            ._gaj_make(chosen, "transfer", self.reason, department_to_id=self.department_id.id)
        )
        self.message_post(body=self.env._("Asked to take over idle things by transfer %s.", transfer.name))
        return transfer.sudo(False)._gaj_open()

    def action_open_idle(self):
        """Open the idle things that could serve instead; those that the user may see."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_action")
        action["domain"] = [("id", "in", self._gaj_idle_assets().ids)]
        return action


class GajAssetRequestLine(models.Model):
    """One line as the checks see it."""

    _inherit = "gaj.asset.request.line"

    def _gaj_demand(self):
        # sudo: cards that the reader of the request may not open are still named in it
        line = self.sudo()
        return Demand(
            name=line.name or line.category_id.name,
            category=line.category_id._origin,
            quantity=line.quantity,
            price=Decimal(str(line.price_unit)) if line.price_unit else None,
            rank=line.rank_class or None,
            size=line.size or None,
            area=Decimal(str(line.room_area)) if line.room_area else None,
            parts=line.set_category_ids._origin,
            replaces=line.replaced_ids._origin,
            is_beyond_repair=line.is_beyond_repair,
            sheets=line.sheets_made,
        )
