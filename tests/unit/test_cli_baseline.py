"""The add-ons beside which benchmarks are taken stay apart from the product, and their set is closed."""

from pathlib import Path

import pytest

from gajcli import baseline
from gajcli.env import ROOT

FILES = sorted((ROOT / "benchmarks").glob("*.requirements.txt"))


def package(folder: Path, name: str, *needs: str) -> None:
    """Put the description of an installed package into a folder."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {need}" for need in needs)]
    (info / "METADATA").write_text("\n".join(lines) + "\n")


def test_what_they_need_must_be_pinned(tmp_path):
    package(tmp_path, "odoo_addon_one", "odoo==19.0.*", "odoo-addon-two==19.0.*", "xlrd", 'extra-thing; extra == "x"')
    package(tmp_path, "odoo_addon_two", "xlsxwriter")
    assert baseline.unmet(tmp_path, {"xlrd": "1"}.get) == ["odoo-addon-two needs xlsxwriter"]
    assert baseline.unmet(tmp_path, {"xlrd": "1", "xlsxwriter": "1"}.get) == []


def test_every_pin_belongs_to_a_bench_and_is_exact():
    assert FILES
    for file in FILES:
        name = file.name.removeprefix("bench_").removesuffix(".requirements.txt")
        assert (ROOT / "benchmarks" / f"bench_{name}.py").exists()
        lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
        assert len(lines) == len(baseline.pinned(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_they_are_not_packages_of_the_product(file):
    product = {**baseline.pinned(ROOT / "requirements.txt"), **baseline.pinned(ROOT / "requirements-dev.txt")}
    assert not set(baseline.pinned(file)) & set(product)


def test_a_bench_without_pins_needs_nothing():
    assert baseline.ensure("labels") is None
