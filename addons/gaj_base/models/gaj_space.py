from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules import space_code

# what each kind may lie in; None stands for the top of the tree
KIND_LIES_IN = {
    "site": {None},
    "building": {None, "site"},
    "floor": {"building"},
    "room": {"site", "building", "floor", "room"},
}


class GajSpace(models.Model):
    """A place: site, building, floor or room, and parts of a room."""

    _name = "gaj.space"
    _description = "Space"
    _inherit = ["mail.thread", "image.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "full_code"]
    _order = "sort_key, id"
    _check_company_auto = True

    name = fields.Char(tracking=True, help="Left empty, the code serves as name.")
    code = fields.Char(required=True, tracking=True, help="Unique in the space above, e.g. 612 in its floor.")
    full_code = fields.Char(
        compute="_compute_full_code", recursive=True, store=True, help="Building and room as written on the door."
    )
    code_key = fields.Char(compute="_compute_code_key", store=True, index=True)
    sort_key = fields.Char(compute="_compute_sort_key", recursive=True, store=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True, store=True, index="trigram")
    short_name = fields.Char(compute="_compute_short_name", help="What is on the door, enough within one site.")
    kind = fields.Selection(
        [("site", "Site"), ("building", "Building"), ("floor", "Floor"), ("room", "Room")],
        required=True,
        default="room",
        index=True,
    )
    use = fields.Selection(
        [
            ("office", "Office"),
            ("service", "Service Room"),
            ("equipment", "Equipment Room"),
            ("ancillary", "Ancillary Room"),
            ("business", "Business Room"),
            ("dormitory", "Dormitory"),
            ("outdoor", "Outdoor Place"),
        ],
        help="What a room is for: service rooms are meeting, reception, archive, duty rooms and the like;"
        " ancillary ones canteen, garage and guard rooms.",
    )
    parent_id = fields.Many2one(
        "gaj.space", "Lies in", index=True, ondelete="restrict", check_company=True, tracking=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("gaj.space", "parent_id", "Contains")
    building_id = fields.Many2one("gaj.space", compute="_compute_building_id", recursive=True, store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    area = fields.Float("Floor Area (m²)", digits=(12, 2), help="Building area of the space.")
    usable_area = fields.Float("Usable Area (m²)", digits=(12, 2))
    occupant_ids = fields.One2many("gaj.space.occupant", "space_id", "Occupants")
    department_ids = fields.Many2many(
        "hr.department",
        "Departments Today",
        compute="_compute_today",
        compute_sudo=True,
        search="_search_department_ids",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "People Today", compute="_compute_today", compute_sudo=True, search="_search_employee_ids"
    )
    room_count = fields.Integer(compute="_compute_rooms_below")
    usable_area_below = fields.Float("Usable Area of Rooms (m²)", compute="_compute_rooms_below", digits=(12, 2))
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_parent_uniq = models.UniqueIndex(
        "(company_id, COALESCE(parent_id, 0), code)", "The space above already has a space with this code."
    )
    _area_positive = models.Constraint("CHECK (area >= 0 AND usable_area >= 0)", "An area cannot be negative.")
    _room_has_parent = models.Constraint(
        "CHECK (parent_id IS NOT NULL OR kind IN ('site', 'building'))",
        "A floor or room lies in something: choose its building or floor.",
    )

    @api.depends("code", "kind", "building_id.code")
    def _compute_full_code(self):
        for space in self:
            building = space.building_id
            inside = space.kind in ("floor", "room") and building
            space.full_code = f"{building.code}{space.code}" if inside else space.code

    @api.depends("full_code")
    def _compute_code_key(self):
        for space in self:
            space.code_key = space_code.normalise(space.full_code)

    @api.depends("code", "parent_id.sort_key")
    def _compute_sort_key(self):
        for space in self:
            own = space_code.sort_key(space.code or "")
            space.sort_key = f"{space.parent_id.sort_key}/{own}" if space.parent_id else own

    @api.depends("name", "full_code")
    def _compute_short_name(self):
        for space in self:
            space.short_name = " ".join(filter(None, (space.full_code, space.name)))

    @api.depends("complete_name", "short_name")
    @api.depends_context("gaj_short_name")
    def _compute_display_name(self):
        """Show the whole way, or what is on the door where a view asks for it: narrow columns would cut the room off."""
        naming = "short_name" if self.env.context.get("gaj_short_name") else "complete_name"
        for space in self:
            space.display_name = space[naming]

    @api.depends("name", "code", "parent_id.complete_name")
    def _compute_complete_name(self):
        for space in self:
            own = space._gaj_own_name()
            space.complete_name = f"{space.parent_id.complete_name} / {own}" if space.parent_id else own

    def _gaj_own_name(self):
        """Return code and name without saying the same thing twice."""
        code, name = self.code or "", self.name or ""
        return f"{code} {name}".strip() if code not in name else name

    @api.depends("kind", "parent_id.building_id")
    def _compute_building_id(self):
        for space in self:
            if space.kind == "building":
                space.building_id = space._origin
            else:
                space.building_id = space.parent_id.building_id

    @api.depends("occupant_ids.date_from", "occupant_ids.date_to")
    def _compute_today(self):
        today = fields.Date.context_today(self)
        for space in self:
            current = space.occupant_ids.filtered(lambda each: each._gaj_holds_on(today))
            space.department_ids = current.department_id
            space.employee_ids = current.employee_id

    def _search_department_ids(self, operator, value):
        return self._search_occupied_by("department_id", operator, value)

    def _search_employee_ids(self, operator, value):
        return self._search_occupied_by("employee_id", operator, value)

    def _search_occupied_by(self, field_name, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        today = fields.Date.context_today(self)
        held = Domain("date_from", "<=", today) & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        if operator == "in" and False in value:
            occupied = Domain("occupant_ids", "any", held & Domain(field_name, "!=", False))
            others = [each for each in value if each]
            return ~occupied | Domain("occupant_ids", "any", held & Domain(field_name, "in", others))
        return Domain("occupant_ids", "any", held & Domain(field_name, operator, value))

    def _compute_rooms_below(self):
        """Count rooms and add up their usable area, parts of rooms left out, for the whole list at once."""
        totals = dict.fromkeys(self.ids, (0, 0.0))
        if self.ids:
            self.flush_model(["parent_path", "kind", "usable_area", "active", "parent_id"])
            self.env.cr.execute(
                """
                SELECT above.id, COUNT(*), COALESCE(SUM(room.usable_area), 0)
                  FROM gaj_space above
                  JOIN gaj_space room ON room.parent_path LIKE above.parent_path || '%%' AND room.id != above.id
                  JOIN gaj_space place ON place.id = room.parent_id AND place.kind != 'room'
                 WHERE above.id IN %s AND room.kind = 'room' AND room.active
              GROUP BY above.id
                """,
                [tuple(self.ids)],
            )
            totals.update({above: (count, area) for above, count, area in self.env.cr.fetchall()})
        for space in self:
            space.room_count, space.usable_area_below = totals.get(space.id, (0, 0.0))

    @api.constrains("parent_id", "kind")
    def _check_lies_in(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for space in self | self.child_ids:
            above = space.parent_id
            if (above.kind or None) not in KIND_LIES_IN[space.kind]:
                raise ValidationError(
                    self.env._(
                        "%(space)s is a %(kind)s and cannot lie in %(above)s, a %(above_kind)s."
                        " The order is site, building, floor, room.",
                        space=space.code,
                        kind=labels[space.kind],
                        above=above.complete_name or self.env._("nothing"),
                        above_kind=labels.get(above.kind, "—"),
                    )
                )

    @api.constrains("active")
    def _check_archived_with_parents(self):
        for space in self.filtered("active"):
            if space.parent_id and not space.parent_id.active:
                raise ValidationError(
                    self.env._(
                        "%(space)s lies in %(above)s, which is archived. Restore that one first.",
                        space=space.code,
                        above=space.parent_id.complete_name,
                    )
                )

    def action_archive(self):
        """Archive these spaces with everything in them."""
        return super(GajSpace, self.search([("id", "child_of", self.ids)])).action_archive()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_containing(self):
        for space in self.with_context(active_test=False):
            if space.child_ids - self:
                raise UserError(
                    self.env._("%s still contains other spaces. Delete or move these first.", space.complete_name)
                )

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        above = self.browse(vals.get("parent_id")).parent_path or ""
        for space in self.browse(int(each) for each in above.split("/") if each) & self:
            raise ValidationError(self.env._("%s cannot lie in itself: choose another space above.", space.full_code))
        return super().write(vals)

    def unlink(self):
        self.env["gaj.bookable"]._gaj_forget(self)
        return super().unlink()

    def action_open_rooms(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.gaj_space_room_action")
        action["domain"] = [("id", "child_of", self.ids), ("kind", "=", "room")]
        action["context"] = {}
        return action

    @api.model
    def _gaj_resolve_codes(self, texts, company=None):
        """Return ``{text: gaj.space}`` for rooms as people write them (``1号楼612``, ``１号楼-612室``).

        A text that means nothing gives an empty recordset, an ambiguous one (two sites with a
        ``1号楼``) several records. One query, whatever the number of texts.
        """
        keys = {text: space_code.normalise(text) for text in texts}
        found = self.search_fetch(
            [
                ("code_key", "in", [key for key in set(keys.values()) if key]),
                ("company_id", "=", (company or self.env.company).id),
            ],
            ["code_key"],
        ).grouped("code_key")
        return {text: found.get(key, self.browse()) for text, key in keys.items()}

    @api.model
    def _gaj_create_rooms(self, texts, company=None):
        """Make the rooms written as ``1号楼612`` that do not exist yet, with building and floor; return ``{text: room}``.

        A text that does not end with a room number becomes a room of its own in the company's first
        site. A bounded number of statements, whatever the number of texts.
        """
        company = company or self.env.company
        resolved = self._gaj_resolve_codes(texts, company)
        wanted = {}
        for text, spaces in resolved.items():
            if not spaces and (key := space_code.normalise(text)):
                wanted.setdefault(key, text)
        if wanted:
            self._gaj_create_missing_rooms(wanted, company)
        return {text: spaces[:1] for text, spaces in self._gaj_resolve_codes(texts, company).items()}

    def _gaj_create_missing_rooms(self, wanted, company):
        """Create the rooms of ``{key: written}``, level by level from site to room."""
        site = self.search([("kind", "=", "site"), ("company_id", "=", company.id)], limit=1) or self.create(
            {"kind": "site", "code": company.name, "company_id": company.id}
        )
        parts = {key: space_code.split_room(key) for key in wanted}
        rooms = {key: part for key, part in parts.items() if part}
        buildings = self._gaj_get_or_create("building", {(site, building) for building, _room in rooms.values()})
        above = {key: buildings[site, building] for key, (building, _room) in rooms.items()}
        levels = {key: f"{space_code.floor_of(room)}层" for key, (_building, room) in rooms.items()}
        floors = self._gaj_get_or_create("floor", {(above[key], levels[key]) for key in rooms})
        self._gaj_get_or_create(
            "room",
            {(floors[above[key], levels[key]], rooms[key][1]) for key in rooms}
            | {(site, written) for key, written in wanted.items() if key not in rooms},
        )

    def _gaj_get_or_create(self, kind, pairs):
        """Return ``{(parent, code): space}`` for ``pairs`` of parent and code, creating in one go what is missing."""
        parents = self.browse({parent.id for parent, _code in pairs})
        children = self.search([("parent_id", "in", parents.ids)])
        known = {(child.parent_id, child.code): child for child in children}
        missing = sorted(pairs - known.keys(), key=lambda pair: (pair[0].id, space_code.sort_key(pair[1])))
        created = self.create(
            [
                {"kind": kind, "parent_id": parent.id, "code": code, "company_id": parent.company_id.id}
                for parent, code in missing
            ]
        )
        return known | dict(zip(missing, created, strict=True))
