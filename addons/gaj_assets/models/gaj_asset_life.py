from odoo import api, fields, models
from odoo.exceptions import UserError

#: What comes new: its life is that of its category at least. Anything else may have been used before.
NEW = ("purchase", "build")


class GajAsset(models.Model):
    """How long a card lives: as long as its category says, and of a building its structure."""

    _inherit = "gaj.asset"

    @api.depends("category_id", "structure")
    def _compute_life_months(self):
        today = fields.Date.context_today(self)
        for structure, assets in self.grouped("structure").items():
            months = assets.category_id._life_months(today, structure)
            for asset in assets:
                if not asset.life_months or asset._gaj_life_of_structure(today):
                    asset.life_months = months.get(asset.category_id, 0)

    def _gaj_life_of_structure(self, day):
        """Return whether the life of this building was that of a structure, and follows when the structure changes."""
        if not self.is_building or self.booking_date:
            return False
        structures = [None, *dict(self._fields["structure"]._description_selection(self.env))]
        return self.life_months in {
            self.category_id._life_months(day, structure)[self.category_id] for structure in structures
        }

    def _gaj_shortest_lives(self):
        """Return ``{asset: shortest life in months}`` that the table lays down for the category and structure."""
        today, found = fields.Date.context_today(self), {}
        for structure, assets in self.grouped("structure").items():
            months = assets.category_id._life_months(today, structure)
            found.update({asset: months.get(asset.category_id, 0) for asset in assets})
        return found

    @api.onchange("life_months", "structure")
    def _onchange_life_months(self):
        shortest = self._gaj_shortest_lives()[self] if self.category_id else 0
        if not self.life_months or self.life_months >= shortest:
            return None
        return {
            "warning": {
                "title": self.env._("Shorter Than the Least Life"),
                "message": self.env._(
                    "%(category)s is depreciated over %(least)s months at least, not %(months)s. Keep the shorter life only"
                    " for what was used before.",
                    category=self.category_id.display_name,
                    least=shortest,
                    months=self.life_months,
                ),
            }
        }

    def _gaj_refuse_without_life(self):
        """
        :raises UserError: if a card is depreciated by the months of its life and has none
        """
        depreciable = self.category_id._gaj_depreciable()
        for asset in self:
            if (
                asset.method == "straight_line"
                and not asset.life_months
                and asset.value_type != "nominal"
                and asset.category_id in depreciable
            ):
                raise UserError(self._gaj_no_life_sentence(asset.name, asset.category_id))

    @api.model
    def _gaj_no_life_sentence(self, name, category):
        return self.env._(
            "“%(name)s” cannot enter the books: its category %(category)s is depreciated, but no useful life is laid down"
            " for it. Add one under Configuration, Asset Categories, “Useful Lives”, or write the life of this thing.",
            name=name,
            category=category.display_name,
        )


class GajAssetAcceptanceLine(models.Model):
    _inherit = "gaj.asset.acceptance.line"

    def _refuse_without_life(self):
        """
        :raises UserError: if a thing is to be depreciated and has no life, or something new one that is too short
        """
        methods = self.category_id._gaj_methods()
        for line in self:
            if methods[line.category_id] != "straight_line" or line.evidence == "nominal":
                continue
            shortest = line.category_id._life_months(line.acceptance_id.date, line.structure)[line.category_id]
            if not (line.life_months or shortest):
                raise UserError(self.env["gaj.asset"]._gaj_no_life_sentence(line.name, line.category_id))
            if line.kind in NEW and line.life_months and line.life_months < shortest:
                raise UserError(
                    self.env._(
                        "Item “%(name)s” is new, and %(category)s is depreciated over %(least)s months at least, not"
                        " %(months)s. Clear “Life Left”, or write a longer life.",
                        name=line.name,
                        category=line.category_id.display_name,
                        least=shortest,
                        months=line.life_months,
                    )
                )


class GajAssetOpening(models.Model):
    _inherit = "gaj.asset.opening"

    def _gaj_depreciation_remarks(self):
        remarks = super()._gaj_depreciation_remarks()
        short = self._gaj_short_lives()
        if not short:
            return remarks
        line = self.env._(
            "%(count)s cards have a shorter life than the least of their category, such as %(name)s: %(months)s of"
            " %(least)s months. Correct those that were new.",
            count=len(short),
            name=short[0][0].display_name,
            months=short[0][0].life_months,
            least=short[0][1],
        )
        return "\n".join(filter(None, [remarks, line]))

    def _gaj_short_lives(self):
        """Return ``[(asset, shortest life in months)]`` of the cards of a draft that live for less than that."""
        if self.state != "draft":
            return []
        # sudo: finance sees all cards of the opening
        assets = self.env["gaj.asset"].sudo().search([*self._asset_domain(), ("method", "=", "straight_line")])
        return [
            (asset, shortest)
            for asset, shortest in assets._gaj_shortest_lives().items()
            if 0 < asset.life_months < shortest
        ]


class GajAssetImporter(models.AbstractModel):
    _inherit = "gaj.asset.importer"

    def _gaj_kinds(self):
        return {"no_life": self.env._("Category without a useful life"), **super()._gaj_kinds()}

    def _check_words(self, entry, known, report):
        result = super()._check_words(entry, known, report)
        category = known["lifeless"].get((entry.get("category") or "").upper())
        if category and not entry.get("life"):
            message = self.env["gaj.asset"]._gaj_no_life_sentence(entry.get("name") or "", category)
            report(entry, "life", "no_life", message)
        return result

    def _known(self, entries):
        known = super()._known(entries)
        categories = self.env["gaj.asset.category"].browse(known["category"].values())
        lives = categories._life_months(fields.Date.context_today(self))
        methods = categories._gaj_methods()
        known["lifeless"] = {
            category.code: category
            for category in categories
            if methods[category] == "straight_line" and not lives[category]
        }
        return known
