"""Fixtures of the suite tests: templates, databases, servers. ``support`` explains the environment."""

import os

import pytest

from gajcli import repo
from support import databases, our_addons
from support.odoo_process import Server, run
from support.settings import settings


@pytest.fixture(scope="session", autouse=True)
def _databases_dropped_at_the_end():
    os.environ["TZ"] = "UTC"
    yield
    databases.drop_all()


@pytest.fixture(scope="session")
def core_template():
    """Database with the add-ons that ours need, and none of ours."""
    if settings().core_template:
        return settings().core_template
    name = databases.new("core")
    run(name, "-i", ",".join([*our_addons.core_dependencies(), *repo.companions_of_tests(our_addons.names())]))
    return name


@pytest.fixture(scope="session")
def test_template(core_template):
    """Database with all our add-ons, no demo data."""
    if settings().test_template:
        return settings().test_template
    name = databases.new("all", core_template)
    run(name, "-i", ",".join(our_addons.names()))
    return name


@pytest.fixture(scope="session")
def demo_core_template():
    """Database with the add-ons that ours need and their demo data."""
    if settings().demo_core_template:
        return settings().demo_core_template
    name = databases.new("core_demo")
    run(name, "-i", ",".join(our_addons.core_dependencies()), "--with-demo", "--load-language=zh_CN")
    return name


@pytest.fixture(scope="session")
def demo_template(request):
    """Database with all our add-ons, demo data and the language zh_CN."""
    if settings().demo_template:
        return settings().demo_template
    name = databases.new("demo", request.getfixturevalue("demo_core_template"))
    run(name, "-i", ",".join(our_addons.names()), "--with-demo")
    return name


@pytest.fixture
def demo_database(demo_template):
    """A fresh copy of the demo database, dropped after the test."""
    name = databases.new("copy", demo_template)
    yield name
    databases.drop(name)


@pytest.fixture
def empty_database(test_template):
    """A fresh copy of the database without demo data, dropped after the test."""
    name = databases.new("copy", test_template)
    yield name
    databases.drop(name)


@pytest.fixture
def server(demo_database):
    """A running server on a fresh copy of the demo database; the test fails if it logs an error."""
    with Server(demo_database) as running:
        yield running
