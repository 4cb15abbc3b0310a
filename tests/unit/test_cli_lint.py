"""The checks of `./gaj lint` that read the repository's files."""

import pytest

from gajcli import lint_repo, repo
from gajcli.lint_translations import compare, placeholders

MANIFEST = {
    "name": "Sample",
    "summary": "A sample",
    "version": "19.0.1.0.0",
    "category": "Government Affairs",
    "author": "GAJ contributors",
    "license": "AGPL-3",
    "depends": ["base"],
    "data": ["views/menus.xml"],
}


@pytest.fixture
def addons(tmp_path):
    """A repository with one faultless add-on; returns its folder of add-ons."""
    folder = tmp_path / "addons"
    (folder / "gaj_x" / "views").mkdir(parents=True)
    (folder / "gaj_x" / "views" / "menus.xml").write_text("<odoo/>")
    (folder / "gaj_x" / "__manifest__.py").write_text(repr(MANIFEST))
    return folder


def findings(addons, **changed):
    values = {key: value for key, value in (MANIFEST | changed).items() if value is not None}
    (addons / "gaj_x" / "__manifest__.py").write_text(repr(values))
    return list(lint_repo.manifest_findings("gaj_x", addons))


def test_a_good_manifest_has_no_finding(addons):
    assert findings(addons) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"license": "LGPL-3"}, "licence"),
        ({"version": "18.0.1.0.0"}, "version"),
        ({"version": "1.0"}, "version"),
        ({"author": "Somebody"}, "author"),
        ({"summary": None}, "summary is missing"),
        ({"qweb": []}, "unknown key qweb"),
        ({"data": ["views/menus.xml", "views/none.xml"]}, "views/none.xml is listed in the manifest but does not"),
        ({"data": ["views/menus.xml", "views/menus.xml"]}, "twice"),
        ({"data": []}, "views/menus.xml exists but the manifest does not list it"),
        ({"assets": {"web.assets_backend": ["gaj_x/static/src/**/*"]}}, "matches no file"),
        ({"assets": {"web.assets_backend": [("remove", "gaj_x/static/src/a.js")]}}, "matches no file"),
    ],
)
def test_a_bad_manifest_is_told(addons, changed, says):
    assert any(says in finding for finding in findings(addons, **changed))


def test_a_manifest_that_is_no_dictionary_is_told(addons):
    (addons / "gaj_x" / "__manifest__.py").write_text("open('x')")
    assert len(list(lint_repo.manifest_findings("gaj_x", addons))) == 1


def test_the_access_table_needs_no_listing(addons):
    (addons / "gaj_x" / "security").mkdir()
    (addons / "gaj_x" / "security" / "access_table.csv").write_text("model,operation,roles\n")
    assert findings(addons) == []


TEST = "@tagged({tags})\nclass TestX(TransactionCase):\n    def test_a(self):\n        pass\n"


@pytest.mark.parametrize(
    ("init", "tags", "count"),
    [
        ("from . import test_x", '"post_install", "-at_install", "gaj"', 0),
        ("", '"post_install", "-at_install", "gaj"', 1),
        ("from . import test_x", '"gaj"', 1),
    ],
)
def test_a_test_that_would_never_run_is_told(addons, init, tags, count):
    folder = addons / "gaj_x" / "tests"
    folder.mkdir()
    (folder / "__init__.py").write_text(init)
    (folder / "test_x.py").write_text(TEST.format(tags=tags))
    assert len(list(lint_repo.test_findings("gaj_x", addons))) == count


# Written in pieces: this file is read by the check that it tests.
FOREIGN = [
    "see " + "/" + "work/main/x.py",
    "path = '" + "/" + "root/.cache'",
    "cd " + "/" + "home/me/gaj",
    '"' + "/" + "opt/odoo" + '"',
    "../" + "outside/design.md",
    "../../" + "elsewhere.py",
    "C:" + "\\Users\\me",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_path_outside_the_repository_is_told(tmp_path, text):
    (tmp_path / "docs").mkdir()
    path = tmp_path / ("docs" if text.startswith("../../") else ".") / "page.md"
    path.write_text(f"first line\n{text}\n")
    assert [finding.split(": ")[0] for finding in lint_repo.foreign_paths(path, tmp_path)] == [
        f"{path.relative_to(tmp_path)}:2"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/" + "home/page",
        "/etc/odoo/odoo.conf",
        "import x from '../" + "tests/x';",
        "a/" + "work/b",
        "workers = 2",
        "$ROOT/" + "opt/x",
        "and so on .../",
    ],
)
def test_other_paths_are_not(tmp_path, text):
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "page.md"
    path.write_text(text)
    assert list(lint_repo.foreign_paths(path, tmp_path)) == []


def test_a_link_out_of_the_repository_is_told(tmp_path):
    inside = tmp_path / "repository"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert len(list(lint_repo.foreign_paths(inside / "link.txt", inside))) == 1


def test_a_long_file_is_told_unless_it_is_data(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("a.py", "data/b.xml", "c.csv"):
        (tmp_path / name).write_text("x\n" * 401)
    (tmp_path / "d.js").write_text("x\n" * 400)
    paths = [tmp_path / name for name in ("a.py", "data/b.xml", "c.csv", "d.js")]
    found = [finding for path in paths for finding in lint_repo.too_long(path, tmp_path)]
    assert found == ["a.py: 401 lines; split it (400 at most)"]


def test_xml_that_does_not_end_is_told(tmp_path):
    (tmp_path / "a.xml").write_text("<odoo><record></odoo>")
    assert len(list(lint_repo.malformed_xml(tmp_path / "a.xml", tmp_path))) == 1


def test_add_ons_come_after_those_they_need(addons):
    for name, depends in (("gaj_a", ["gaj_b"]), ("gaj_b", ["gaj_x"])):
        (addons / name).mkdir()
        (addons / name / "__manifest__.py").write_text(repr(MANIFEST | {"depends": depends}))
    assert repo.addon_names(addons) == ["gaj_x", "gaj_b", "gaj_a"]


class Entry:
    def __init__(self, msgstr, flags=()):
        self.msgstr, self.flags = msgstr, flags


@pytest.mark.parametrize(
    ("translations", "says"),
    [
        ({}, "no zh_CN translation"),
        ({"%(n)s chairs": Entry("")}, "no zh_CN translation"),
        ({"%(n)s chairs": Entry("%(n)s 把椅子", ["fuzzy"])}, "no zh_CN translation"),
        ({"%(n)s chairs": Entry("椅子")}, "other placeholders"),
        ({"%(n)s chairs": Entry("%(m)s 把椅子")}, "other placeholders"),
    ],
)
def test_an_incomplete_translation_is_told(translations, says):
    terms = {"%(n)s chairs"}
    (finding,) = compare("gaj_x", terms, dict.fromkeys(terms), translations)
    assert says in finding


def test_a_complete_translation_has_no_finding():
    terms = {"%(n)s chairs"}
    assert list(compare("gaj_x", terms, dict.fromkeys(terms), {"%(n)s chairs": Entry("%(n)s 把椅子")})) == []


def test_an_old_template_is_told():
    new, old = {"New"}, {"Old": None}
    found = list(compare("gaj_x", new, old, {"New": Entry("新")}))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100 % done", []),
        ("%s of %s", ["%s", "%s"]),
        ("%(a)s and %(b).2f", ["%(a)s", "%(b).2f"]),
        ("{name} {0}", ["{0}", "{name}"]),
        ("<b>bold</b>", ["</b", "<b"]),
    ],
)
def test_placeholders(text, expected):
    assert placeholders(text) == expected
