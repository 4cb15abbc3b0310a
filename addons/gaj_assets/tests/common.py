from uuid import uuid4

from odoo.tests import TransactionCase, new_test_user

T0 = "2026-06-01T08:00:%02dZ"
#: A picture of one white point: what a signature pad sends, as small as it gets.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="


class AssetsCase(TransactionCase):
    """Two rooms of one building, two departments below one another, and a user of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.building = cls.env["gaj.space"].create({"code": "T1", "name": "Building T1", "kind": "building"})
        cls.room_301, cls.room_302 = cls.env["gaj.space"].create(
            [{"code": code, "parent_id": cls.building.id} for code in ("301", "302")]
        )
        cls.bureau = cls.env["hr.department"].create({"name": "Test Bureau"})
        cls.section = cls.env["hr.department"].create({"name": "Test Section", "parent_id": cls.bureau.id})
        cls.other = cls.env["hr.department"].create({"name": "Other Department"})
        cls.users = {}
        for name, group in [
            ("user", "gaj_assets.group_gaj_assets_user"),
            ("clerk", "gaj_assets.group_gaj_assets_clerk"),
            ("manager", "gaj_assets.group_gaj_assets_manager"),
            ("finance", "gaj_base.group_gaj_finance"),
            ("leader", "gaj_base.group_gaj_leader"),
            ("auditor", "gaj_base.group_gaj_auditor"),
            ("nobody", "base.group_user"),
        ]:
            cls.users[name] = new_test_user(cls.env, f"gaj_assets_{name}", groups=group)
        cls.people = {
            name: cls.env["hr.employee"].create(
                {"name": name.title(), "user_id": user.id, "department_id": department.id}
            )
            for name, user, department in [
                ("user", cls.users["user"], cls.section),
                ("clerk", cls.users["clerk"], cls.bureau),
            ]
        }
        cls.desktop = cls.env.ref("gaj_assets.category_a02010105")
        cls.chair = cls.env.ref("gaj_assets.category_a05010301")

    @classmethod
    def make_assets(cls, names, **values):
        """Return one card per letter or name of ``names``, in use in the section."""
        defaults = {
            "category_id": cls.desktop.id,
            "acquisition_date": "2024-03-15",
            "cost": 4800.0,
            "department_id": cls.section.id,
            "state": "in_use",
        }
        return cls.env["gaj.asset"].create([{**defaults, "name": name, **values} for name in names])

    def make_stocktake(self, **values):
        """Return a draft of the manager over the test building."""
        defaults = {
            "name": "Test count",
            "kind": "extra",
            "extra_reason": "other",
            "space_ids": [(6, 0, self.building.ids)],
        }
        return self.env["gaj.asset.stocktake"].with_user(self.users["manager"]).create({**defaults, **values})

    def scan(self, stocktake, raw, room, user="manager", second=0, **values):
        """Return one scan as a phone sends it."""
        return {
            "uuid": str(uuid4()),
            "stocktake": stocktake.id,
            "space": room.id,
            "raw": raw,
            "scanned_at": T0 % second,
            "device": f"phone-{user}",
            **values,
        }

    def send(self, items, user="manager"):
        """Send a batch as ``user`` the way the sync route does; return the results."""
        response = self.env["gaj.sync"].with_user(self.users[user])._gaj_receive("stocktake", items)
        self.assertNotIn("error", response)
        return response["results"]


class StocktakeCase(AssetsCase):
    """The things of the worked example: A to D in room 301, E and F in 302, G of another department, H disposed of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a, cls.b, cls.c, cls.d = cls.make_assets("ABCD", space_id=cls.room_301.id)
        cls.e, cls.f = cls.make_assets("EF", space_id=cls.room_302.id)
        cls.g = cls.make_assets("G", department_id=cls.other.id, space_id=False)
        cls.h = cls.make_assets("H", space_id=cls.room_302.id)
        cls.env.cr.execute("UPDATE gaj_asset SET state = 'disposed' WHERE id = %s", [cls.h.id])
        cls.h.invalidate_recordset()

    def worked_example(self, stocktake):
        """Send the scans of the worked example and return the outcomes told."""
        unknown = "01202600012358"
        scans = [
            (self.a.tag_no, self.room_301),
            (self.b.tag_no, self.room_301),
            (self.e.tag_no, self.room_301),
            (unknown, self.room_301),
            (self.a.tag_no, self.room_301),
            (self.c.tag_no, self.room_302),
            (self.g.tag_no, self.room_302),
            (self.h.tag_no, self.room_302),
        ]
        items = [self.scan(stocktake, raw, room, second=n) for n, (raw, room) in enumerate(scans)]
        return [result["answer"]["outcome"] for result in self.send(items)]

    def approve(self, stocktake):
        """Let finance and a leader approve the result."""
        for role in ("finance", "leader"):
            stocktake.with_user(self.users[role]).action_approve()

    def results(self, stocktake):
        return {(line.asset_id.name or line.raw): line.result for line in stocktake.line_ids}
