"""Where Odoo is taken from, links of the unpacked tree, fingerprints of add-ons, the pinned packages."""

import importlib.metadata
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gajcli import addons, odoo_tree
from gajcli.env import ROOT
from gajcli.errors import UnknownAddon, WrongOdoo


def odoo(folder, version):
    """Put the trace of an Odoo of `version` into `folder`."""
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, 0, FINAL, 0, '')\n")
    return folder


def test_an_odoo_19_is_found_as_checkout_package_and_installation(tmp_path):
    checkout = odoo(tmp_path / "src", 19)
    assert odoo_tree.locate(str(checkout)) == checkout
    assert odoo_tree.locate(str(checkout / "odoo")) == checkout
    site = odoo(tmp_path / "env/lib/python3.11/site-packages", 19)
    assert odoo_tree.locate(str(tmp_path / "env")) == site


def test_another_odoo_or_none_is_refused_by_name(tmp_path):
    with pytest.raises(WrongOdoo, match=r"is Odoo 18\.0"):
        odoo_tree.locate(str(odoo(tmp_path / "old", 18)))
    with pytest.raises(WrongOdoo, match="holds no Odoo"):
        odoo_tree.locate(str(tmp_path / "nowhere"))


def test_the_add_ons_of_a_checkout_lie_in_two_folders_of_a_package_in_one(tmp_path):
    folder = odoo(tmp_path, 19)
    assert odoo_tree.addon_folders(folder) == [folder / "addons", folder / "odoo" / "addons"]
    (folder / "odoo" / "addons" / "mail").mkdir(parents=True)
    assert odoo_tree.addon_folders(folder) == [folder / "odoo" / "addons"]


def test_links_that_lead_nowhere_or_out_of_the_tree_are_found(tmp_path):
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    (tree / "a").mkdir(parents=True)
    outside.write_text("x")
    (tree / "file").write_text("x")
    (tree / "a" / "good").symlink_to("../file")
    (tree / "folder").symlink_to("a")
    (tree / "a" / "gone").symlink_to("../missing")
    (tree / "a" / "out").symlink_to("../../outside")
    (tree / "a" / "absolute").symlink_to(outside)
    assert odoo_tree.dangling(tree) == ["a/absolute", "a/gone", "a/out"]


def test_a_fingerprint_sees_every_change_but_tests_and_compiled_files(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "models" / "a.py").write_text("one")
    before = addons.fingerprint(tmp_path)
    (tmp_path / "tests" / "test_a.py").write_text("x")
    (tmp_path / "models" / "a.pyc").write_text("x")
    assert addons.fingerprint(tmp_path) == before
    (tmp_path / "models" / "a.py").write_text("two")
    changed = addons.fingerprint(tmp_path)
    (tmp_path / "models" / "a.py").rename(tmp_path / "models" / "b.py")
    assert len({before, changed, addons.fingerprint(tmp_path)}) == 3


def test_only_what_changed_is_upgraded_and_what_is_new_installed():
    made_with = {"gaj_a": "1", "gaj_b": "1", "requirements": "1"}
    assert addons.outdated(made_with, made_with) == ([], [])
    assert addons.outdated(made_with, {**made_with, "gaj_b": "2", "gaj_c": "1"}) == (["gaj_b"], ["gaj_c"])
    assert addons.outdated(made_with, {**made_with, "requirements": "2"}) == (["base"], [])
    assert addons.outdated(made_with, {"gaj_a": "1", "requirements": "1"}) == ([], [])


def test_a_misspelt_add_on_is_refused_with_the_list():
    with pytest.raises(UnknownAddon, match=r"no add-on gaj_bsae.*gaj_base"):
        addons.known(["gaj_bsae"])
    assert addons.known(["gaj_base", "sale"]) == ["gaj_base", "sale"]


def pins(*files):
    """Return the packages that hold for this interpreter: {canonical name: version}."""
    lines = [line.strip() for file in files for line in (ROOT / file).read_text().splitlines()]
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    active = [requirement for requirement in requirements if not requirement.marker or requirement.marker.evaluate()]
    result = {canonicalize_name(one.name): re.fullmatch(r"==([^*,]+)", str(one.specifier))[1] for one in active}
    assert len(result) == len(active), "a package is pinned twice"
    return result


@pytest.mark.parametrize("files", [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")])
def test_what_is_pinned_needs_nothing_that_is_not_pinned(files):
    # rlPyCairo draws with cairocffi as well as with pycairo, which has no wheel; Odoo itself is no wheel either.
    elsewhere = {"odoo", "pycairo"}
    pinned, missing = pins(*files), []
    for name in pinned:
        for text in importlib.metadata.requires(name) or []:
            need = Requirement(text)
            if need.marker and not need.marker.evaluate({"extra": ""}):
                continue
            other = canonicalize_name(need.name)
            if other not in elsewhere and not need.specifier.contains(pinned.get(other, ""), prereleases=True):
                missing.append(f"{name} needs {text}")
    assert missing == []


def test_what_is_installed_is_what_is_pinned():
    pinned = pins("requirements.txt", "requirements-dev.txt")
    assert {name: importlib.metadata.version(name) for name in pinned} == pinned
