"""Every term of every add-on of the suite is whole, and stands in zh_CN.po with the same placeholders."""

import ast
import re
from collections import Counter

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader, translation_file_reader

from . import walk

PLACEHOLDER = re.compile(
    r"%\(\w+\)[-#0 +]*[\d.]*[a-zA-Z]|%[-#0 +]*[\d.]*[sdfgr]|%%|\$\{[^}]*\}|\{\{[^}]*\}\}|\{\w*\}|%\w+%"
)
TAG = re.compile(r"</?[a-zA-Z][^\s>/]*")
GLUE_IN_SCRIPT = re.compile(r"""_t\((?:[^()"'`]|"[^"]*"|'[^']*'|`[^`]*`)*\)\s*\+|\+\s*_t\(|\$\{\s*_t\(|_t\(\s*`""")
LANGUAGE = "zh_CN"


def _is_translation(node):
    """Whether ``node`` is a call of ``_`` or ``env._``."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    return getattr(function, "id", None) in ("_", "_lt") or getattr(function, "attr", None) in ("_", "_lt")


def _glue(tree):
    """Nodes where a translated text is put together from pieces, or made before it is translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            pieces = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            pieces = [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "format":
            pieces = [node.func.value]
        else:
            pieces = []
        if any(_is_translation(piece) for piece in pieces):
            yield node
        if _is_translation(node) and node.args and not isinstance(node.args[0], ast.Constant):
            yield node


@tagged("post_install", "-at_install", "gaj", "gaj_contract")
class TestContractLanguage(TransactionCase):
    def _terms(self, addon):
        """Every source term of ``addon`` as Odoo exports it."""
        return {
            source
            for _module, _type, _name, _id, source, *_rest in TranslationModuleReader(self.env.cr, [addon])
            if source
        }

    def _chinese(self, addon):
        """``{source: translation}`` of the add-on's file."""
        path = walk.addon_path(addon) / "i18n" / f"{LANGUAGE}.po"
        if not path.exists():
            return {}
        with path.open("rb") as file:
            return {
                row["src"]: row["value"] for row in translation_file_reader(file, "po", module=addon) if row["value"]
            }

    def test_every_term_is_translated(self):
        for addon in walk.our_addons(self.env):
            missing = sorted(self._terms(addon) - set(self._chinese(addon)))
            with self.subTest(addon=addon):
                self.assertFalse(missing, f"{len(missing)} terms are not in i18n/{LANGUAGE}.po, such as {missing[:5]}")

    def test_placeholders_are_the_same(self):
        for addon in walk.our_addons(self.env):
            for source, translation in self._chinese(addon).items():
                for kind in (PLACEHOLDER, TAG):
                    with self.subTest(addon=addon, source=source):
                        self.assertEqual(Counter(kind.findall(source)), Counter(kind.findall(translation)), translation)

    def test_terms_are_not_pieces(self):
        """A term that begins or ends with a space was cut out of a sentence."""
        for addon in walk.our_addons(self.env):
            for row in TranslationModuleReader(self.env.cr, [addon]):
                if row[1] == "code":
                    with self.subTest(addon=addon, term=row[4]):
                        self.assertEqual(row[4], row[4].strip())

    def test_sentences_are_not_glued_in_python(self):
        for addon in walk.our_addons(self.env):
            root = walk.addon_path(addon)
            for path in sorted(root.rglob("*.py")):
                places = [node.lineno for node in _glue(ast.parse(path.read_text(encoding="utf-8")))]
                with self.subTest(file=f"{addon}/{path.relative_to(root)}"):
                    self.assertFalse(places, "translated text is put together from pieces in these lines")

    def test_sentences_are_not_glued_in_scripts(self):
        for addon in walk.our_addons(self.env):
            root = walk.addon_path(addon)
            for path in sorted(root.glob("static/src/**/*.js")):
                with self.subTest(file=f"{addon}/{path.relative_to(root)}"):
                    self.assertFalse(GLUE_IN_SCRIPT.findall(path.read_text(encoding="utf-8")))
