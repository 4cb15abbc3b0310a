"""Only what the add-ons' access tables allow succeeds over remote calls, for each role and for users with none."""

import pytest

from support import databases
from support.inside import superuser

SHOWN = 300


@pytest.fixture(scope="module")
def env(demo_template):
    name = databases.new("access", demo_template)
    with superuser(name) as environment:
        yield environment
    databases.drop(name)


@pytest.fixture(scope="module")
def access(env):
    """The module that calls; it imports Odoo, which ``env`` has set up."""
    from support import access as module

    return module


@pytest.fixture(scope="module")
def outcomes(env, access):
    """``{(model, operation): {role: (how it ended, message)}}`` of every call."""
    table = access.Table.read()
    caller = access.Caller(env, table)
    calls = [
        (model, operation)
        for model, operation in access.every_call(env)
        if access.is_callable_without(model, operation, table.arguments.get(table.key(model, operation), {}))
    ]
    found = {(model._name, operation): {} for model, operation in calls}
    for role in caller.users:
        with caller.playing(role):
            for model, operation in calls:
                found[model._name, operation][role] = caller.call(model, operation, role)
    found["caller"] = caller
    return found


def _fail(problems, advice):
    assert not problems, f"{len(problems)} problems. {advice}\n" + "\n".join(problems[:SHOWN])


def test_every_operation_has_a_line(env, access, outcomes):
    table, missing = access.Table.read(), []
    for model, operation in access.every_call(env):
        if table.key(model, operation):
            continue
        ends = outcomes.get((model._name, operation), {})
        able = [role for role, (end, _text) in ends.items() if end in (access.ALLOWED, access.REFUSED)]
        missing.append(access.line(model, operation, access.fewest_roles(env, able)))
    _fail(missing, "Add these lines to security/access_table.csv; the roles shown are those that can today: decide!")


def test_lines_name_what_exists(env, access):
    table = access.Table.read()
    known = {(model._name, operation) for model, operation in access.every_call(env)}
    known |= {table.key(model, operation) for model, operation in access.every_call(env)}
    stale = [f"{model},{operation}" for model, operation in table.roles if (model, operation) not in known]
    _fail(stale, "No public operation of this name: remove the line, or was it renamed?")
    roles = {role for wanted in table.roles.values() for role in wanted if role != "*"}
    _fail([role for role in sorted(roles) if not env.ref(role, raise_if_not_found=False)], "No such group:")


def test_methods_can_be_called(env, access):
    table = access.Table.read()
    problems = [
        access.line(model, operation, table.roles.get(table.key(model, operation), ()))
        for model, operation in access.every_call(env)
        if not access.is_callable_without(model, operation, table.arguments.get(table.key(model, operation), {}))
    ]
    _fail(problems, "These methods cannot be called without arguments: give some in the fourth column.")


def test_there_is_a_record_of_each_model(env, access, outcomes):
    caller = outcomes["caller"]
    without = [
        model._name
        for model in access.walk.our_models(env)
        if model._auto and not caller.sample(model, env.user, "read")
    ]
    _fail(without, "No demo record, and none can be made of defaults: add one to the demo data.")


def _problem(access, model, allowed, wanted, end):
    """What is wrong with a call that ended so; None if nothing is."""
    if end == access.UNKNOWN or (end == access.CRASHED and not access.walk.is_ours(model)):
        return None  # another test names models without a record; methods of others may need more than a record
    if allowed:
        return {access.DENIED: "allowed by the table, but denied", access.CRASHED: "crashed"}.get(end)
    if end == access.REFUSED and not wanted:
        return None  # what nobody may do is refused to everybody, in whatever words
    return {
        access.ALLOWED: "SUCCEEDED, and the table does not allow it",
        access.REFUSED: "refused for another reason before rights were checked",
        access.CRASHED: "crashed before rights were checked",
    }.get(end)


def test_only_what_the_table_allows_succeeds(env, access, outcomes):
    table, caller, found = access.Table.read(), outcomes["caller"], {}
    for model, operation in access.every_call(env):
        wanted = table.roles.get(table.key(model, operation), frozenset())
        for role, (end, text) in outcomes.get((model._name, operation), {}).items():
            problem = _problem(access, model, caller.has(role, wanted), wanted, end)
            if problem:
                found.setdefault((f"{model._name}.{operation}: {problem}", text[:160]), []).append(role)
    problems = [f"{call}: {text!r} as {' '.join(roles)}" for (call, text), roles in found.items()]
    _fail(problems, "Mend the rights or the table.")


def test_the_printed_table_is_current(access):
    module = access.make_access()
    page = module.render(module.read_tables(), module.role_names())
    assert module.PAGE.exists(), "Run docs/make_access.py."
    assert module.PAGE.read_text(encoding="utf-8") == page, "docs/access.md is out of date: run docs/make_access.py."
