"""A fact model of the tests: somebody saw a thing at a place. Its queue is ``test.sighting``."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_to_registry

MODEL = "test.gaj.sighting"
QUEUE = "test.sighting"


class Sighting(models.Model):
    _module = None
    _name = MODEL
    _description = "Sighting"
    _inherit = ["gaj.fact.mixin"]

    place = fields.Char(required=True)
    seen_at = fields.Datetime()
    weight = fields.Float()
    is_late = fields.Boolean()
    kind = fields.Selection([("a", "A"), ("b", "B")], default="a")
    space_id = fields.Many2one("gaj.space")

    def _gaj_ingest(self, items):
        for item in items:
            if item["place"] == "forbidden":
                raise UserError(self.env._("Nobody may be seen at this place."))
        inserted = self._gaj_insert_facts(
            [{key: item[key] for key in item if key in self._fields and key != "id"} for item in items]
        )
        return [
            {"uuid": item["uuid"], "status": "accepted" if item["uuid"] in inserted else "duplicate"} for item in items
        ]


class Sync(models.AbstractModel):
    _module = None
    _name = "gaj.sync"
    _inherit = ["gaj.sync"]

    def _gaj_queues(self):
        return {**super()._gaj_queues(), QUEUE: MODEL}


def add_sighting(case, cr):
    """Add the fact model to the registry of the test class ``case`` and its table through ``cr``, until it ends."""
    registry = case.registry
    bases = registry["gaj.sync"]._base_classes__
    add_to_registry(registry, Sighting)
    add_to_registry(registry, Sync)
    registry._setup_models__(cr, [])
    registry.init_models(cr, [MODEL], {"module": None})

    def remove():
        del registry[MODEL]
        registry["gaj.sync"]._base_classes__ = bases
        registry["gaj.sync"]._setup_done__ = False
        with registry.cursor() as fresh:
            registry._setup_models__(fresh, [])

    case.addClassCleanup(remove)


def grant(env, group):
    """Let ``group`` read and record sightings."""
    env["ir.model.access"].create(
        {
            "name": "sighting",
            "model_id": env["ir.model"]._get(MODEL).id,
            "group_id": env.ref(group).id,
            "perm_read": True,
            "perm_create": True,
        }
    )
