from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import budget as rules


class GajVendorDesignation(models.Model):
    """A vendor chosen by public procurement for one kind of supply during certain days, at certain prices (定点)."""

    _name = "gaj.vendor.designation"
    _description = "Designated Vendor"
    _inherit = ["gaj.files.mixin", "mail.thread"]
    _order = "kind, date_to desc, id desc"
    _rec_names_search = ["partner_id", "contract_no"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Vendor", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    kind = fields.Selection(
        [
            ("insurance", "Insurance"),
            ("repair", "Repair"),
            ("fuel", "Fuel"),
            ("food", "Food"),
            ("venue", "Venue"),
        ],
        required=True,
        tracking=True,
    )
    contract_no = fields.Char("Contract Number", tracking=True)
    date_from = fields.Date("From", required=True, tracking=True, default=fields.Date.context_today)
    date_to = fields.Date("Last Day", required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    note = fields.Text()
    price_ids = fields.One2many("gaj.vendor.designation.price", "designation_id", "Prices", copy=True)

    _dates_in_order = models.Constraint("CHECK (date_to >= date_from)", "The last day cannot lie before the first one.")
    # ranges of one value, and of the hash of the kind, spare an extension of the database
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH &&,"
        " int4range(company_id, company_id, '[]') WITH &&,"
        " int8range(hashtext(kind), hashtext(kind), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "This vendor is already designated for this kind during part of these days.",
    )

    @api.depends("partner_id", "kind", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for designation in self:
            parts = (designation.partner_id.name, kinds.get(designation.kind), designation.contract_no)
            designation.display_name = " ".join(filter(None, parts))

    def _gaj_keeping_files(self):
        """The contract and its annexes stay as they are from the first day of the designation."""
        today = fields.Date.context_today(self)
        return self.filtered(lambda each: each.date_from and each.date_from <= today)

    # ------------------------------------------------------------------ what documents call

    @api.model
    def _gaj_designated(self, kind, day, partner=None, company=None):
        """Return the designations of ``kind`` in force on ``day`` in ``company`` (the user's own if it is not given).

        With ``partner`` only those of this vendor; a contact or an address counts as its company.
        """
        day = fields.Date.to_date(day)
        domain = Domain(
            [
                ("kind", "=", kind),
                ("company_id", "=", (company or self.env.company).id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )
        # sudo: whoever buys is told who is designated
        if partner is not None:
            partners = partner.sudo() | partner.sudo().commercial_partner_id
            domain &= Domain("partner_id", "in", partners.ids)
        return self.sudo().search(domain).with_env(self.env)

    def _gaj_price(self, name_or_product, day):
        """Return the lowest agreed price (``Decimal`` yuan) on ``day`` of a product or of what a line names; None if there is none."""
        day = fields.Date.to_date(day)
        # sudo: as above
        prices = self.sudo().filtered(lambda each: each.date_from <= day <= each.date_to).price_ids
        if isinstance(name_or_product, str):
            wanted = name_or_product.strip()
            prices = prices.filtered(lambda each: each.name.strip() == wanted)
        else:
            prices = prices.filtered(lambda each: each.product_id and each.product_id.id == name_or_product.id)
        return min((rules.cents(each.price) for each in prices), default=None)
