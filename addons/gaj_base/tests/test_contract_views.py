"""Every view, action and menu of the suite opens, for every role that sees it, and keeps to the house rules."""

import re

from lxml import etree
from odoo.tests import TransactionCase, tagged

from . import walk

COLUMNS = 8
ALWAYS = ("1", "True", "true")
ACTION_TAG = re.compile(r"""category\(\s*["']actions["']\s*\)\s*\.add\(\s*["']([^"']+)["']""")


def _hidden(node):
    return node.get("invisible") in ALWAYS or node.get("column_invisible") in ALWAYS


def _explained(node):
    """Whether a comment stands before ``node``, or before the row of hidden fields of which it is one."""
    before = node.getprevious()
    while before is not None and isinstance(before.tag, str) and before.tag == "field" and _hidden(before):
        before = before.getprevious()
    return before is not None and before.tag is etree.Comment


@tagged("post_install", "-at_install", "gaj", "gaj_contract")
class TestContractViews(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = walk.role_users(cls.env)
        cls.inside = {role: user for role, user in cls.users.items() if user._is_internal()}
        cls.views = walk.our_records(cls.env, "ir.ui.view")

    def test_models_have_views_of_all_types(self):
        for model in walk.our_models(self.env):
            declared = self.env["ir.ui.view"].search([("model", "=", model._name), ("mode", "=", "primary")])
            types = {"list", "form", "search"} | set(declared.mapped("type"))
            with self.subTest(model=model._name):
                model.get_views([(False, kind) for kind in sorted(types)])

    def test_views_are_valid(self):
        """The check of the web client's grammar, with the groups of fields against those of expressions."""
        for view in self.views.filtered("model"):
            with self.subTest(view=view.xml_id):
                view._check_xml()

    def test_views_open_for_every_role(self):
        for view in self.views.filtered(lambda view: view.model and view.type != "qweb"):
            for role, user in self.inside.items():
                model = self.env[view.model].with_user(user)
                if model.has_access("read"):
                    with self.subTest(view=view.xml_id, role=role):
                        model.get_view(view.id, view.type)

    def test_menus_open_for_every_role_that_sees_them(self):
        ours = set(walk.our_records(self.env, "ir.ui.menu").ids)
        for role, user in self.inside.items():
            menus = self.env["ir.ui.menu"].with_user(user)
            for menu in menus.browse(sorted(ours & set(menus._visible_menu_ids()))).sudo():
                action = menu.action
                if not action:
                    continue
                with self.subTest(menu=menu.complete_name, role=role):
                    if action._name == "ir.actions.act_window":
                        self._open(action, user)

    def _open(self, action, user):
        model = self.env[action.res_model].with_user(user)
        model.check_access("read")
        views = model.get_views([(view or False, kind) for view, kind in action.views], {"toolbar": True})
        self.assertEqual(set(views["views"]), {kind for _view, kind in action.views})
        model.search([], limit=1).read(list(views["models"][model._name]["fields"]))

    def test_menus_lead_somewhere(self):
        """A menu without an action has entries below it, for the administrator at least."""
        for menu in walk.our_records(self.env, "ir.ui.menu"):
            with self.subTest(menu=menu.complete_name):
                self.assertTrue(menu.action or menu.child_id, "neither an action nor an entry below it")

    def test_every_list_of_records_says_what_to_do_first(self):
        for action in walk.our_records(self.env, "ir.actions.act_window"):
            if action.target != "new" and {kind for _view, kind in action.views} != {"form"}:
                with self.subTest(action=action.xml_id):
                    text = etree.HTML(action.help).xpath("string()").strip() if action.help else ""
                    self.assertTrue(text, "no help for the empty list: name the first step")

    def test_window_actions_open(self):
        for action in walk.our_records(self.env, "ir.actions.act_window"):
            with self.subTest(action=action.xml_id):
                model = self.env[action.res_model]
                model.get_views([(view or False, kind) for view, kind in action.views])

    def test_client_actions_exist(self):
        known = set()
        for addon in self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"):
            for source in walk.addon_path(addon).glob("static/src/**/*.js") if addon.startswith("gaj_") else ():
                known |= set(ACTION_TAG.findall(source.read_text(encoding="utf-8")))
        core = {"reload", "display_notification", "soft_reload"}
        for action in walk.our_records(self.env, "ir.actions.client"):
            with self.subTest(action=action.xml_id):
                self.assertIn(action.tag, known | core, "no script of ours registers this action")

    def test_buttons_call_public_methods(self):
        for view in self.views.filtered(lambda view: view.model and view.type != "qweb"):
            model = self.env[view.model]
            arch, _model = model._get_view(view.id, view.type)
            for button in arch.iterchildren():
                for node in button.iter("button"):
                    if node.get("type") == "object" and not node.xpath("ancestor::field"):
                        with self.subTest(view=view.xml_id, button=node.get("name")):
                            self.assertTrue(callable(getattr(type(model), node.get("name"), None)))

    def test_lists_show_eight_columns_at_most(self):
        for view in self.views.filtered(
            lambda view: view.model and view.mode == "primary" and view.type in ("list", "form")
        ):
            arch, _model = self.env[view.model]._get_view(view.id, view.type)
            for number, node in enumerate(arch.iter("list")):
                shown = [
                    child.get("name")
                    for child in node.iterchildren("field")
                    if child.get("optional") != "hide" and child.get("column_invisible") not in ALWAYS
                ]
                with self.subTest(view=view.xml_id, list=number):
                    self.assertLessEqual(len(shown), COLUMNS, f"too wide: {shown}")

    def test_hidden_fields_are_explained(self):
        for view in self.views.filtered("model"):
            for node in etree.fromstring(view.arch_db).iter("field"):
                if _hidden(node):
                    with self.subTest(view=view.xml_id, field=node.get("name")):
                        self.assertTrue(
                            _explained(node), "always hidden, and no comment before it says why it is there"
                        )
