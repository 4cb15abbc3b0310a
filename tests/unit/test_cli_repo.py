"""What lies in the repository: add-ons that only tests need."""

import pytest

from gajcli import repo
from gajcli.errors import GajError


def companions(tmp_path, text, *names):
    settings = tmp_path / "pyproject.toml"
    settings.write_text(text)
    return repo.companions_of_tests(names, settings)


def test_charts_of_accounts_come_with_the_tests_of_assets():
    assert "l10n_cn" in repo.companions_of_tests(["gaj_assets"])
    assert "l10n_cn" not in repo.core_dependencies(["gaj_assets"])
    assert repo.companions_of_tests(["gaj_base"]) == []


def test_table_is_read_to_its_end(tmp_path):
    text = '[tool.gaj.test-companions]\n# why\ngaj_base = ["b", "a"]  # both\n\n[tool.other]\ngaj_base = ["c"]\n'
    assert companions(tmp_path, text, "gaj_base") == ["a", "b"]
    assert companions(tmp_path, text, "gaj_assets") == ["a", "b"]  # it brings gaj_base along
    assert companions(tmp_path, "[tool.other]\n", "gaj_base") == []


def test_what_is_no_list_is_refused(tmp_path):
    with pytest.raises(GajError, match="no list"):
        companions(tmp_path, "[tool.gaj.test-companions]\ngaj_base = l10n_cn\n", "gaj_base")
