import base64
from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .register_case import TITLES, RegisterCase, cells, workbook


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterExport(RegisterCase):
    """The register leaves in the columns in which it came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        record = cls.start_rows(
            {
                "model": "1800×900",
                "quantity": 2,
                "uom": "张",
                "price": 400,
                "acquisition": "接受捐赠",
                "in_service": "2020-02-05",
                "life": 15,
                "person": "张三",
                "place": "T1号楼612",
                "use": "闲置",
                "supplier": "得力办公",
                "invoice": "14555547536835670060",
                "note": "=1+1",
            },
            {"number": "T002", "name": "文件柜", "life": 5.5},
        )
        record.action_import()
        cls.assets = cls.env["gaj.asset"].browse(record._made()["gaj.asset"])

    def content(self, records, **context):
        """Return the file that the button downloads."""
        action = records.with_context(**context).action_export_register()
        download = records.env["gaj.sheet.download"].browse(int(action["url"].rsplit("/", 1)[1]))
        name, file = download._gaj_file()
        self.assertEqual(name, "Asset Register.xlsx")
        with file:
            return file.read()

    def test_columns_and_values_of_the_official_register(self):
        rows = cells(self.content(self.assets))
        self.assertEqual(rows[0], tuple(TITLES.values()))
        self.assertEqual([row[0] for row in rows[1:]], self.assets.mapped("asset_no"))
        self.assertEqual(
            rows[1],
            (
                self.assets[0].asset_no,
                "办公桌",
                "A05010201",
                "1800×900",
                1,
                "张",
                400,
                400,
                150,
                250,
                "接受捐赠",
                datetime(2020, 1, 5),
                datetime(2020, 2, 5),
                15,
                "T 综合科",
                "张三",
                "T1号楼612",
                "闲置",
                "得力办公",
                "14555547536835670060",
                "=1+1",
            ),
        )
        self.assertEqual(rows[3][13:18], (5.5, "T 综合科", None, None, "在用"))

    def test_what_the_list_shows_is_exported_without_a_choice(self):
        domain = [("legacy_no", "=", "T002"), ("id", "in", self.assets.ids)]
        rows = cells(self.content(self.env["gaj.asset"], active_domain=domain))
        self.assertEqual([row[1] for row in rows[1:]], ["文件柜"])
        rows = cells(self.content(self.assets[:1], active_domain=domain))
        self.assertEqual([row[0] for row in rows[1:]], [self.assets[0].asset_no])

    def test_a_choice_cut_off_by_the_list_is_the_whole_list(self):
        self.env["ir.config_parameter"].sudo().set_param("web.active_ids_limit", "2")
        rows = cells(self.content(self.assets[:2], active_domain=[("id", "in", self.assets.ids)]))
        self.assertEqual(len(rows), 1 + len(self.assets))

    def test_the_file_can_be_imported_again_without_errors_of_form(self):
        content = self.content(self.assets)
        again = self.start(content)
        self.assertEqual(set(again.error_ids.mapped("kind")), {"number_in_use"})
        source = self.env["gaj.sheet.import"].search([("state", "=", "done")], limit=1)
        before = self.assets.mapped(
            lambda a: (a.name, a.cost, a.accumulated, a.life_months, a.acquisition_date, a.state)
        )
        source.action_undo()
        again = self.start(content)
        self.assertEqual(again.error_ids.mapped("message"), [])
        again.action_import()
        assets = self.env["gaj.asset"].browse(again._made()["gaj.asset"])
        self.assertEqual(
            assets.mapped(lambda a: (a.name, a.cost, a.accumulated, a.life_months, a.acquisition_date, a.state)), before
        )

    def test_everybody_exports_what_the_role_may_see(self):
        users = {
            group: new_test_user(self.env(su=True), f"exporter_{place}", groups=group)
            for place, group in enumerate(
                ["gaj_assets.group_gaj_assets_user", "gaj_base.group_gaj_auditor", "gaj_base.group_gaj_finance"]
            )
        }
        self.assets[0].custodian_id.sudo().user_id = users["gaj_assets.group_gaj_assets_user"]
        domain = [("id", "in", self.assets.ids)]
        for group, count in zip(users, (2, 3, 3), strict=True):
            with self.subTest(group):
                cards = self.env["gaj.asset"].with_user(users[group])
                self.assertEqual(len(cells(self.content(cards, active_domain=domain))), 1 + count)

    def test_without_a_role_nothing_leaves(self):
        user = new_test_user(self.env(su=True), "exporter_nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["gaj.asset"].with_user(user).action_export_register()

    def test_a_download_is_for_the_one_who_prepared_it(self):
        auditor = new_test_user(self.env(su=True), "exporter_other", groups="gaj_base.group_gaj_auditor")
        download = self.env["gaj.sheet.download"].create({"exporter": "gaj.asset.export", "domain": []})
        with self.assertRaises(AccessError):
            download.with_user(auditor)._gaj_file()
        with self.assertRaises(AccessError):
            download.with_user(auditor).read(["domain"])
        for exporter in ("res.users", "gaj.sheet.export", "nothing"):
            with self.subTest(exporter), self.assertRaises(AccessError):
                self.env["gaj.sheet.download"].create({"exporter": exporter})._gaj_file()

    def test_statements_do_not_grow_with_the_cards(self):
        self.statements(self.assets[:1])
        self.assertEqual(self.statements(self.assets[:1]), self.statements(self.assets))

    def statements(self, cards):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.content(cards)
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install", "gaj")
class TestRegisterDownload(HttpCase):
    def test_the_button_downloads_a_workbook(self):
        manager = new_test_user(
            self.env, "register_loader", password="register_loader", groups="gaj_assets.group_gaj_assets_manager"
        )
        self.env["hr.department"].create({"name": "T 综合科"})
        imports = self.env["gaj.sheet.import"].with_user(manager)
        record = imports.create(
            {"file": base64.b64encode(workbook([{}])), "name": "r.xlsx", "importer": "gaj.asset.importer"}
        )
        record.action_preview()
        record.action_import()
        cards = self.env["gaj.asset"].with_user(manager).browse(record._made()["gaj.asset"])
        url = cards.action_export_register()["url"]
        self.authenticate("register_loader", "register_loader")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Asset%20Register.xlsx", response.headers["Content-Disposition"])
        self.assertEqual(len(response.content), int(response.headers["Content-Length"]))
        self.assertEqual(cells(response.content)[1][0], cards.asset_no)
        new_test_user(self.env, "register_stranger", password="register_stranger", groups="base.group_user")
        self.authenticate("register_stranger", "register_stranger")
        self.assertEqual(self.url_open(url).status_code, 403)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(url).url)
