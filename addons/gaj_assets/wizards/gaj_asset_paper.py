from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Cards with code, photo and history in one file; a page or two each.
MAX_CARDS = 500


class GajAssetPaper(models.TransientModel):
    """Which paper to print, of which cards, for which period."""

    _name = "gaj.asset.paper"
    _description = "Print Papers"
    _inherit = "gaj.paper.mixin"

    kind = fields.Selection(
        [
            ("register", "Register"),
            ("unit", "One Unit One Card"),
            ("ledger", "General Ledger"),
            ("changes", "Changes in the Period"),
            ("card", "Asset Cards"),
            ("idle", "Idle Assets"),
            ("expiry", "End of Useful Life"),
        ],
        string="Paper",
        required=True,
        default="register",
    )
    res_ids = fields.Json("Chosen Cards", readonly=True)
    domain = fields.Json("Filter of the List", readonly=True)
    asset_count = fields.Integer("Cards", compute="_compute_asset_count")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many("hr.department", string="Departments")
    space_ids = fields.Many2many("gaj.space", string="Places")
    category_ids = fields.Many2many("gaj.asset.category", string="Categories")
    divided_by = fields.Selection(
        [("space", "Room"), ("department", "Department"), ("custodian", "Custodian")],
        string="One Page for Each",
        required=True,
        default="space",
    )
    with_disposed = fields.Boolean("With Disposed Items")
    date_from = fields.Date("From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    until = fields.Date("Life Ends by", required=True, default=lambda self: self._default_until())

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self).replace(month=1, day=1)

    @api.model
    def _default_until(self):
        return fields.Date.context_today(self) + relativedelta(years=1)

    @api.depends("kind", "res_ids", "domain", "department_ids", "space_ids", "category_ids", "with_disposed")
    def _compute_asset_count(self):
        for wizard in self:
            wizard.asset_count = self.env["gaj.asset"].search_count(wizard._gaj_domain())

    @api.model_create_multi
    def create(self, vals_list):
        self.env["gaj.asset"].check_access("read")
        return super().create(vals_list)

    def action_print_pdf(self):
        """Download the paper as a PDF."""
        return self._gaj_print("pdf")

    def action_print_xlsx(self):
        """Download the paper as a workbook."""
        return self._gaj_print("xlsx")

    def _gaj_print(self, file_format):
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(
                self.env._(
                    "The period ends on %(end)s, before it begins on %(begin)s. Correct one of the two dates.",
                    end=self.date_to,
                    begin=self.date_from,
                )
            )
        return self.action_gaj_paper(self.kind, file_format)

    @api.model
    def _gaj_paper_kinds(self):
        return dict(self._fields["kind"]._description_selection(self.env))

    def _gaj_papers(self, kind):
        """Return the papers of ``kind`` for the cards chosen, which this user may see."""
        self.ensure_one()
        self.env["gaj.asset"].check_access("read")
        return getattr(self, f"_gaj_{kind}_papers")()

    def _gaj_domain(self):
        """Return the domain of the cards chosen in the list and narrowed here."""
        self.ensure_one()
        domain = Domain.TRUE
        if self.res_ids:
            domain = Domain("id", "in", self.res_ids)
        elif self.domain:
            domain = Domain(self.domain)
        if self.department_ids:
            domain &= Domain("department_id", "child_of", self.department_ids.ids)
        if self.space_ids:
            domain &= Domain("space_id", "child_of", self.space_ids.ids)
        if self.category_ids:
            domain &= Domain("category_id", "child_of", self.category_ids.ids)
        if self.kind in ("register", "unit") and not self.with_disposed:
            domain &= Domain("state", "!=", "disposed")
        if self.kind not in ("ledger", "changes"):
            return domain
        return domain & Domain("company_id", "=", self.company_id.id)

    def _gaj_narrowed(self):
        """Return the facts that say what the paper was narrowed to."""
        # sudo: the names of what the user has chosen
        chosen = [
            (self.env._("Departments"), self.department_ids.sudo().mapped("display_name")),
            (self.env._("Places"), self.space_ids.sudo().mapped("display_name")),
            (self.env._("Categories"), self.category_ids.mapped("display_name")),
        ]
        facts = [(label, ", ".join(names)) for label, names in chosen if names]
        if self.res_ids:
            facts.append((self.env._("Cards chosen"), len(self.res_ids)))
        return facts

    def _gaj_card_papers(self):
        """Return a card for each asset, in the order of their numbers."""
        assets = self.env["gaj.asset"].search(self._gaj_domain(), order="asset_no, id")
        if len(assets) > MAX_CARDS:
            raise UserError(
                self.env._(
                    "%(count)s cards are too many for one file. Print at most %(most)s at a time: choose a department,"
                    " a place or a category.",
                    count=len(assets),
                    most=MAX_CARDS,
                )
            )
        return assets._gaj_papers("card")
