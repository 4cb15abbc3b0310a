import secrets

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import card_states, sample

#: An asset drawn this many months ago or less is drawn again only when all others are used up.
RECENT_MONTHS = 2


class GajAssetStocktake(models.Model):
    """The monthly spot check: a random sample that anybody can draw again and compare."""

    _inherit = "gaj.asset.stocktake"

    draw_ids = fields.One2many("gaj.asset.stocktake.draw", "stocktake_id", string="Draws")
    draw_id = fields.Many2one("gaj.asset.stocktake.draw", compute="_compute_draw", compute_sudo=True)
    drawn_count = fields.Integer(string="Drawn", compute="_compute_draw", compute_sudo=True)
    population_count = fields.Integer(string="Drawn From", compute="_compute_draw", compute_sudo=True)
    seed = fields.Char(compute="_compute_draw", compute_sudo=True)

    @api.depends("draw_ids")
    def _compute_draw(self):
        for record in self:
            draw = record.draw_ids[:1]
            record.draw_id, record.seed = draw, draw.seed
            record.drawn_count, record.population_count = draw.drawn_count, draw.population_count

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        for record in self:
            if record.draw_id:
                raise UserError(
                    self.env._(
                        "The sample of spot check %(name)s has been drawn, and the draw is kept as evidence. Cancel it"
                        " instead.",
                        name=record.name,
                    )
                )

    def action_draw(self):
        """Draw the sample of a spot check now, before it starts; there is one draw and no second try."""
        for record in self:
            record._check_step({"draft", "scheduled"})
            if record.kind != "monthly":
                raise UserError(self.env._("Stocktake %s is no spot check; it counts everything.", record.name))
            if record.draw_id:
                raise UserError(
                    self.env._(
                        "The sample of %s has been drawn already. Draw it again to prove it, or make another spot check.",
                        record.name,
                    )
                )
            record._draw()

    def action_prove_draw(self):
        """Draw again with the recorded seed from the recorded cards, and say whether the same ones come out."""
        self.ensure_one()
        self.check_access("read")
        draw = self.draw_id
        draw.check_access("read")
        if not draw:
            raise UserError(self.env._("The sample of %s has not been drawn yet.", self.name))
        try:
            again = draw._drawn_again()
            same = again == sample.unpack(draw.drawn) and set(self._expected_ids()) <= set(again)
        except ValueError:  # what was recorded is no draw any more
            again, same = [], False
        message = (
            self.env._(
                "Drawn again with seed %(seed)s: the same %(count)s assets of %(all)s.",
                seed=draw.seed,
                count=len(again),
                all=draw.population_count,
            )
            if same
            else self.env._(
                "Drawn again with seed %(seed)s: other assets than those recorded. Somebody changed the records.",
                seed=draw.seed,
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success" if same else "danger", "sticky": True},
        }

    def _expected_ids(self):
        """Return the ids of the cards that the snapshot took."""
        # sudo: a comparison of ids, whatever lines the user may see
        lines = self.env["gaj.asset.stocktake.line"].sudo()
        return lines.search([("stocktake_id", "=", self.id), ("is_expected", "=", True)]).asset_id.ids

    def _draw(self):
        """Draw the sample with a new seed and record it with everything that it was drawn from."""
        self.ensure_one()
        day = fields.Date.context_today(self)
        parameters = self.env["gaj.asset.parameter"]
        rate = parameters._gaj_value("stocktake_sample_rate", self.company_id, day)
        floor = int(parameters._gaj_value("stocktake_sample_floor", self.company_id, day))
        population = self._population_ids(self.company_id, self._scope_domain())
        if not population:
            raise UserError(
                self.env._(
                    "Spot check %s covers no asset at all. Check the places, departments and categories chosen.",
                    self.name,
                )
            )
        recent = sorted(set(population) & self._recently_drawn())
        seed = secrets.token_hex(16)
        count = sample.size(len(population), rate, floor)
        drawn = sample.draw(seed, population, recent, count)
        # sudo: draws are made here only
        self.env["gaj.asset.stocktake.draw"].sudo().create(
            {
                "stocktake_id": self.id,
                "company_id": self.company_id.id,
                "seed": seed,
                "rate": float(rate),
                "floor": floor,
                "population_count": len(population),
                "recent_count": len(recent),
                "drawn_count": count,
                "population": sample.pack(population),
                "recent": sample.pack(recent),
                "drawn": sample.pack(drawn),
            }
        )
        self.invalidate_recordset(["draw_ids"])

    @api.model
    def _population_ids(self, company, scope=None, limit=None):
        """Return the sorted ids of the company's live cards within ``scope`` (a domain)."""
        domain = (
            Domain("company_id", "=", company.id) & Domain("state", "in", card_states.LIVE) & (scope or Domain.TRUE)
        )
        # sudo: as in the snapshot, what may be drawn does not depend on who draws
        return sorted(self.env["gaj.asset"].sudo().search(domain, limit=limit).ids)

    def _recently_drawn(self):
        """Return the ids drawn by other spot checks of the company in this month and the two before."""
        since = self.period - relativedelta(months=RECENT_MONTHS)
        draws = (
            self.env["gaj.asset.stocktake.draw"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("stocktake_id.period", ">=", since),
                    ("stocktake_id.period", "<=", self.period),
                    ("stocktake_id.state", "!=", "cancelled"),
                    ("stocktake_id", "!=", self.id),
                ],
                ["drawn"],
            )
        )
        return {number for draw in draws for number in sample.unpack(draw.drawn)}

    def _snapshot_domain(self):
        domain = super()._snapshot_domain()
        if self.kind == "monthly":
            domain &= Domain("id", "in", sample.unpack(self.draw_id.drawn))
        return domain

    @api.constrains("space_ids", "department_ids", "category_ids", "company_id")
    def _check_scope_of_draw(self):
        for record in self:
            if record.draw_id:
                raise UserError(
                    self.env._(
                        "The sample of %s has been drawn; what it covers cannot change any more. Make another spot check.",
                        record.name,
                    )
                )
