"""Every invariant of every add-on holds on a new database and on one with demo data, and is able to fail."""

import re

import pytest

from support import databases, invariants, our_addons

ALL = invariants.all_of()
WRITES = re.compile(r"\b(insert|update|delete|alter|drop|create|truncate|nextval|setval|for\s+update)\b", re.IGNORECASE)
NAMED = [pytest.param(invariant, id=invariant.name) for invariant in ALL]


def test_every_addon_has_invariants():
    assert {invariant.addon for invariant in ALL} == set(our_addons.names())


@pytest.mark.parametrize("invariant", NAMED)
def test_is_a_sentence_and_one_select(invariant):
    assert invariant.sentence.endswith("."), "The first line is a comment that says what must hold, as a sentence."
    assert invariant.breaks, "No line '-- break: …' shows that it can fail."
    assert re.match(r"(select|with)\b", invariant.select, re.IGNORECASE)
    assert ";" not in invariant.select, "One SELECT, no more."
    assert not WRITES.search(re.sub(r"'[^']*'", "''", invariant.select)), "An invariant only reads."


@pytest.mark.parametrize("invariant", NAMED)
def test_holds(invariant, test_template, demo_template):
    for database in (test_template, demo_template):
        with databases.connection(database) as cnx, cnx.cursor() as cr:
            cr.execute("SET TRANSACTION READ ONLY")
            cr.execute(invariant.select)
            assert cr.fetchall() == [], f"{invariant.sentence} Breached in {database}."


@pytest.mark.parametrize("invariant", NAMED)
def test_can_fail(invariant, demo_template):
    with databases.connection(demo_template) as cnx, cnx.cursor() as cr:
        cr.execute("SET session_replication_role = replica")
        for statement in invariant.breaks:
            cr.execute(statement)
        cr.execute(invariant.select)
        found = cr.fetchall()
        cnx.rollback()
    assert found, "The data were spoiled as the file says, and the SELECT found nothing."
