from odoo import api, fields, models
from odoo.exceptions import AccessError

from .gaj_asset_transfer import MANAGER
from .hr_employee import NOT_KEPT


class GajAssetSelfcheckCampaign(models.Model):
    """A time in which everybody looks at the own things and says whether they are there."""

    _name = "gaj.asset.selfcheck.campaign"
    _description = "Self-Check Campaign"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_until = fields.Date(string="Until", required=True)
    department_ids = fields.Many2many(
        "hr.department", string="Departments", check_company=True, help="With those below them; empty: everywhere."
    )
    answer_ids = fields.One2many("gaj.asset.selfcheck", "campaign_id", string="Answers", readonly=True)
    expected_count = fields.Integer(string="Things", compute="_compute_figures")
    answered_count = fields.Integer(string="Answered", compute="_compute_figures")
    problem_count = fields.Integer(string="Not Here or Damaged", compute="_compute_figures")
    progress = fields.Float(string="Progress (%)", compute="_compute_figures")

    _order_of_dates = models.Constraint("CHECK (date_until >= date_from)", "A campaign ends after it begins.")

    def _compute_figures(self):
        """Count things by their last answer; one query for each campaign."""
        for campaign in self:
            # sudo: figures of a campaign that the user may read
            expected = campaign.sudo()._expected()
            last = campaign.sudo()._last_answers()
            answered = {asset: answer for asset, answer in last.items() if asset in expected._ids}
            campaign.expected_count = len(expected)
            campaign.answered_count = len(answered)
            campaign.problem_count = sum(answer != "here" for answer in answered.values())
            campaign.progress = 100 * len(answered) / len(expected) if expected else 0

    def _expected(self):
        """Return the cards about which somebody should say something."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("custodian_id", "!=", False),
            ("state", "not in", NOT_KEPT),
        ]
        if self.department_ids:
            domain.append(("department_id", "child_of", self.department_ids.ids))
        return self.env["gaj.asset"].search(domain)

    def _last_answers(self):
        """Return ``{asset id: answer}``: what was said last in this campaign."""
        self.env["gaj.asset.selfcheck"].flush_model()
        self.env.cr.execute(
            "SELECT DISTINCT ON (asset_id) asset_id, answer FROM gaj_asset_selfcheck WHERE campaign_id = %s"
            " ORDER BY asset_id, id DESC",
            [self.id or 0],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _open_today(self):
        """Return the campaigns that run today, in whatever company."""
        today = fields.Date.context_today(self)
        return self.search([("date_from", "<=", today), ("date_until", ">=", today)])

    def _covers(self, asset):
        """Return whether ``asset`` belongs to this campaign."""
        if self.company_id != asset.company_id:
            return False
        if not self.department_ids:
            return True
        above = (asset.department_id.parent_path or "").split("/")
        return bool({str(department.id) for department in self.department_ids} & set(above))

    def action_remind(self):
        """Remind everybody who has not answered for each thing yet; one activity for a person."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Asset managers remind. Ask one of them."))
        self.check_access("write")
        for campaign in self:
            # sudo: who keeps what; activities for people who may read campaigns
            campaign = campaign.sudo()
            waiting = campaign._expected()
            waiting -= waiting.browse(campaign._last_answers())
            told = campaign.activity_ids.user_id
            for user in waiting.custodian_id.user_id.filtered("active") - told:
                if campaign.with_user(user).has_access("read"):
                    campaign.activity_schedule(
                        "mail.mail_activity_data_todo",
                        date_deadline=campaign.date_until,
                        summary=self.env._("Look at your assets and answer on the page “My Assets”"),
                        user_id=user.id,
                    )

    def action_open_answers(self):
        """Open what was said in this campaign."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_selfcheck_action")
        return {**action, "domain": [("campaign_id", "=", self.id)]}
