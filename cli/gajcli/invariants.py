"""The sentences that hold in every database at every moment, as SQL that must return no row. Pure.

Each add-on keeps its own in `invariants/*.sql`; those here hold for every add-on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gajcli.errors import GajError


@dataclass(frozen=True)
class Invariant:
    """One sentence and the SELECT that finds its breaches; `sql` returns at most a few rows when all is well."""

    addon: str
    name: str
    sentence: str
    sql: str


def parse(addon: str, name: str, text: str) -> Invariant:
    """Return the invariant in the text of a file: the sentence is its first line, a comment.

    :raises GajError: if there is no sentence, no SELECT, or more than one statement
    """
    lines = text.strip().splitlines()
    sentence = lines[0].removeprefix("--").strip() if lines and lines[0].startswith("--") else ""
    statement = "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()
    statement = statement.removesuffix(";").rstrip()
    if not sentence or sentence.startswith("break:"):
        raise GajError(f"{addon}/invariants/{name}: the first line must say, after --, what must hold.")
    if not statement.upper().startswith(("SELECT", "WITH")):
        raise GajError(f"{addon}/invariants/{name}: an invariant is one SELECT that returns no row.")
    if _has_second_statement(statement):
        raise GajError(f"{addon}/invariants/{name}: an invariant is one SELECT; there are several statements.")
    return Invariant(addon, name.removesuffix(".sql"), sentence, statement)


def _has_second_statement(statement: str) -> bool:
    """Return whether a semicolon stands outside quoted text and comments."""
    unquoted = "".join(statement.split("'")[::2])
    return any(";" in line.partition("--")[0] for line in unquoted.splitlines())


def of_addon(addons: Path, addon: str) -> list[Invariant]:
    """Return the invariants of one add-on, by file name."""
    paths = sorted((addons / addon / "invariants").glob("*.sql"))
    return [parse(addon, path.name, path.read_text()) for path in paths]


# Odoo notes every constraint and index that a model declares, also when PostgreSQL refused it: then there is only
# a line in the log of the installation, and the database guarantees nothing.
# Abstract models have no table; each model that inherits from them has a constraint of its own.
OURS = (
    "JOIN ir_module_module a ON a.id = c.module JOIN ir_model m ON m.id = c.model "
    "WHERE a.name LIKE 'gaj\\_%' AND a.state = 'installed' AND m.abstract IS NOT TRUE"
)
GENERAL = [
    Invariant(
        "every add-on",
        "declared_constraints",
        "Every constraint that a model declares exists in PostgreSQL.",
        "SELECT a.name AS addon, c.name AS constraint_name, c.definition FROM ir_model_constraint c "
        f"{OURS} AND c.type = 'u' AND COALESCE(c.definition, '') <> '' AND NOT EXISTS ("
        "SELECT FROM pg_constraint p WHERE p.conname = left(c.name, 63) AND p.convalidated)",
    ),
    Invariant(
        "every add-on",
        "declared_indexes",
        "Every index that a model declares exists in PostgreSQL.",
        "SELECT a.name AS addon, c.name AS index_name, c.definition FROM ir_model_constraint c "
        f"{OURS} AND c.type = 'i' AND COALESCE(c.definition, '') <> '' AND NOT EXISTS ("
        "SELECT FROM pg_class p WHERE p.relname = left(c.name, 63) AND p.relkind = 'i')",
    ),
    Invariant(
        "every add-on",
        "valid_indexes",
        "Every index of our tables is valid and ready.",
        "SELECT i.indexrelid::regclass::text AS index_name, i.indrelid::regclass::text AS table_name FROM pg_index i "
        "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname LIKE 'gaj\\_%' AND NOT (i.indisvalid AND i.indisready)",
    ),
    Invariant(
        "every add-on",
        "required_columns",
        "Every required field of our models is NOT NULL in PostgreSQL.",
        "SELECT f.model, f.name AS field FROM ir_model_fields f "
        "JOIN pg_class t ON t.relname = replace(f.model, '.', '_') AND t.relkind = 'r' "
        "JOIN pg_attribute k ON k.attrelid = t.oid AND k.attname = f.name AND NOT k.attisdropped "
        "WHERE f.model LIKE 'gaj.%' AND f.required AND f.store AND NOT k.attnotnull",
    ),
    Invariant(
        "every add-on",
        "no_addon_halfway",
        "No add-on waits to be installed, upgraded or removed.",
        "SELECT name AS addon, state FROM ir_module_module WHERE state IN ('to install', 'to upgrade', 'to remove')",
    ),
]
