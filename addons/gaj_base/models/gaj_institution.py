from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import credit_code


class GajInstitution(models.Model):
    """An institution (单位) that the bureau serves, inside or outside the compound."""

    _name = "gaj.institution"
    _description = "Institution"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _parent_store = True
    _order = "sequence, complete_name, id"
    _rec_names_search = ["name", "short_name", "code", "credit_code"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    short_name = fields.Char(help="As it stands on door plates and labels.")
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True, store=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(help="Number of the institution in the register of public institutions.", index="btree_not_null")
    credit_code = fields.Char("Unified Credit Code", tracking=True, help="18 characters, GB 32100-2015.")
    parent_id = fields.Many2one(
        "gaj.institution", "Superior Institution", index=True, ondelete="restrict", check_company=True, tracking=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("gaj.institution", "parent_id", "Subordinate Institutions")
    category = fields.Selection(
        [
            ("party", "Party Organ"),
            ("congress", "People's Congress"),
            ("government", "Government Organ"),
            ("consultative", "Political Consultative Conference"),
            ("supervision", "Supervision Organ"),
            ("court", "People's Court"),
            ("procuratorate", "People's Procuratorate"),
            ("mass", "Mass Organisation"),
            ("education", "Education Institution"),
            ("health", "Health Institution"),
            ("culture", "Culture and Sport Institution"),
            ("science", "Science Institution"),
            ("other_public", "Other Public Institution"),
        ],
        required=True,
        default="government",
        tracking=True,
    )
    level = fields.Selection(
        [
            ("central", "Central"),
            ("province", "Province"),
            ("city", "City"),
            ("county", "County"),
            ("township", "Township"),
        ],
        required=True,
        default="county",
    )
    funding = fields.Selection(
        [("full", "Full Appropriation"), ("partial", "Partial Appropriation"), ("self", "Self-supporting")],
        required=True,
        default="full",
    )
    is_in_compound = fields.Boolean("Inside the Compound", default=True)
    state = fields.Selection(
        [("draft", "To Verify"), ("active", "Registered"), ("closed", "Closed"), ("merged", "Merged")],
        required=True,
        default="active",
        tracking=True,
        copy=False,
    )
    successor_id = fields.Many2one(
        "gaj.institution", check_company=True, copy=False, tracking=True, index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Contact Record", check_company=True, index="btree_not_null")
    analytic_account_id = fields.Many2one(
        "account.analytic.account", check_company=True, copy=False, index="btree_not_null"
    )
    head_id = fields.Many2one("res.partner", "Person in Charge", check_company=True, index="btree_not_null")
    liaison_id = fields.Many2one("res.partner", "Liaison Person", check_company=True, index="btree_not_null")
    contact_user_ids = fields.Many2many(
        "res.users",
        "gaj_institution_res_users_rel",
        "institution_id",
        "user_id",
        "Contacts' Accounts",
        help="Users who answer for this institution and those below it: they see and confirm its data.",
    )
    department_ids = fields.One2many("hr.department", "gaj_institution_id", "Departments")
    department_count = fields.Integer(compute="_compute_department_count")
    size_ids = fields.One2many("gaj.institution.size", "institution_id", "Sizes")
    building_area = fields.Float("Building Area Today (m²)", compute="_compute_size_today", digits=(12, 2))
    heated_area = fields.Float("Heated Area Today (m²)", compute="_compute_size_today", digits=(12, 2))
    people = fields.Integer("People Today", compute="_compute_size_today")
    posts = fields.Integer("Authorised Posts Today", compute="_compute_size_today")
    active = fields.Boolean(default=True)
    note = fields.Html()

    _credit_code_company_uniq = models.UniqueIndex(
        "(company_id, credit_code) WHERE credit_code IS NOT NULL",
        "Another institution already has this unified credit code.",
    )
    _code_company_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "Another institution already has this code."
    )
    _successor_of_merged = models.Constraint(
        "CHECK (state != 'merged' OR successor_id IS NOT NULL)",
        "A merged institution needs its successor: choose the institution that took over.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for institution in self:
            above = institution.parent_id.complete_name
            institution.complete_name = f"{above} / {institution.name}" if above else institution.name

    @api.depends("department_ids")
    def _compute_department_count(self):
        counts = dict(
            self.env["hr.department"]._read_group(
                [("gaj_institution_id", "in", self.ids)], ["gaj_institution_id"], ["__count"]
            )
        )
        for institution in self:
            institution.department_count = counts.get(institution, 0)

    @api.depends(
        "size_ids.date_from", "size_ids.building_area", "size_ids.heated_area", "size_ids.people", "size_ids.posts"
    )
    def _compute_size_today(self):
        sizes = self._origin._gaj_sizes_on(fields.Date.context_today(self))
        for institution in self:
            size = sizes.get(institution._origin) or self.env["gaj.institution.size"]
            for name in ("building_area", "heated_area", "people", "posts"):
                institution[name] = size[name]

    @api.constrains("credit_code")
    def _check_credit_code(self):
        for institution in self:
            if institution.credit_code and not credit_code.is_valid(institution.credit_code):
                raise ValidationError(
                    self.env._(
                        "The unified credit code %(code)s of %(name)s is not right: it has 18 characters and the last"
                        " one follows from the others. Compare it with the certificate.",
                        code=institution.credit_code,
                        name=institution.name,
                    )
                )

    @api.constrains("successor_id")
    def _check_successor(self):
        for institution in self:
            if institution.successor_id == institution:
                raise ValidationError(self.env._("%s cannot be its own successor.", institution.name))

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_wrong_values(*vals_list)
        institutions = super().create([self._prepare_codes(vals) for vals in vals_list])
        if any(vals.get("contact_user_ids") for vals in vals_list):
            self._gaj_forget_cached_rules()
        return institutions

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        self._gaj_check_not_below_itself(vals.get("parent_id"))
        result = super().write(self._prepare_codes(vals))
        if "contact_user_ids" in vals:
            self._gaj_forget_cached_rules()
        return result

    def _gaj_check_not_below_itself(self, parent_id):
        """Refuse before the tree is touched: the ORM's own message names nobody."""
        above = self.browse(parent_id).parent_path or ""
        for institution in self.browse(int(each) for each in above.split("/") if each) & self:
            raise ValidationError(
                self.env._("%s cannot stand below itself: choose another superior institution.", institution.name)
            )

    @api.model
    def _prepare_codes(self, vals):
        """Return ``vals`` with codes in their stored form; an empty code is none."""
        vals = dict(vals)
        if "credit_code" in vals:
            vals["credit_code"] = credit_code.normalise(vals["credit_code"]) or False
        if "code" in vals:
            vals["code"] = (vals["code"] or "").strip() or False
        return vals

    @api.model
    def _gaj_forget_cached_rules(self):
        """Drop the cached record rules, which hold the institutions of each contact."""
        self.env.registry.clear_cache()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for company in self.env["res.company"].sudo().search([("gaj_institution_id", "in", self.ids)]):
            raise UserError(
                self.env._(
                    "%(institution)s is the institution of the company %(company)s and cannot be deleted.",
                    institution=company.gaj_institution_id.name,
                    company=company.name,
                )
            )
        for department in self.env["hr.department"].sudo().search([("gaj_institution_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(institution)s still has departments, %(department)s among them."
                    " Move them to another institution first, or close the institution.",
                    institution=department.gaj_institution_id.name,
                    department=department.name,
                )
            )

    def action_activate(self):
        self.write({"state": "active", "active": True})

    def action_close(self):
        """Take the institutions out of the register; a successor makes it a merger. History stays."""
        for institution in self:
            institution.state = "merged" if institution.successor_id else "closed"

    def action_open_departments(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.hr_department_action")
        action["domain"] = [("gaj_institution_id", "=", self.id)]
        action["context"] = {"default_gaj_institution_id": self.id}
        return action

    def _gaj_family(self):
        """Return these institutions and everything below them, archived ones too."""
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)])

    def _gaj_sizes_on(self, day):
        """Return ``{institution: gaj.institution.size}`` in force on ``day``; an empty size where none is known."""
        sizes = self.env["gaj.institution.size"]
        if self.ids:
            sizes.flush_model(["institution_id", "date_from"])
            self.env.cr.execute(
                """
                SELECT DISTINCT ON (institution_id) id
                  FROM gaj_institution_size
                 WHERE institution_id IN %s AND date_from <= %s
              ORDER BY institution_id, date_from DESC
                """,
                [tuple(self.ids), day],
            )
            sizes = sizes.browse(size_id for (size_id,) in self.env.cr.fetchall())
        found = {size.institution_id: size for size in sizes}
        return {institution: found.get(institution, sizes.browse()) for institution in self}
