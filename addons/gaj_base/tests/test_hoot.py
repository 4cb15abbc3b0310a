from odoo.modules.module import get_manifest
from odoo.tests import no_retry, tagged
from odoo.tools import file_path

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker


@tagged("post_install", "-at_install", "-standard", "gaj_hoot")
class TestHoot(HOOTCommon):
    """Run the JavaScript tests of every installed ``gaj_*`` add-on in a browser.

    The tag's parameter narrows them: ``gaj_hoot/gaj_base:TestHoot.test_hoot[@gaj_assets]``.
    """

    def get_hoot_filters(self):
        if self._test_params:
            return super().get_hoot_filters()
        return "".join(f"&id={self._generate_hash('@' + name)}" for name in self._addons_with_tests())

    def _addons_with_tests(self):
        installed = self.env["ir.module.module"].search([("state", "=", "installed"), ("name", "=like", r"gaj\_%")])
        return [name for name in installed.mapped("name") if "web.assets_unit_tests" in get_manifest(name)["assets"]]

    @no_retry
    def test_hoot(self):
        for name in self._addons_with_tests():
            self.assertTrue(file_path(f"{name}/static/tests"))
        self.assertTrue(self.hoot_filters, "No installed add-on has JavaScript tests.")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{self.hoot_filters}",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
