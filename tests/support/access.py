"""Calls every operation of every model of ours as a user of each role, and says how each call ended."""

import inspect
from contextlib import contextmanager

import psycopg2
from odoo import api
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.service.model import call_kw

from odoo.addons.gaj_base.tests import walk
from support.access_table import Table, make_access

__all__ = ["Caller", "Table", "make_access"]

CANDIDATES = 60
ALLOWED, DENIED, REFUSED, CRASHED, UNKNOWN = "allowed", "denied", "refused", "crashed", "not called"
FILLERS = {
    "char": "Sample",
    "text": "Sample",
    "html": "<p>Sample</p>",
    "integer": 1,
    "float": 1.0,
    "monetary": 1.0,
    "boolean": True,
    "date": "2026-01-31",
    "datetime": "2026-01-31 08:00:00",
    "binary": "U2FtcGxl",
}


class Caller:
    """One user of each role, and one record of each model to call upon."""

    def __init__(self, env, table):
        self.company = walk.company_to_walk(env)
        # what is made here belongs where the users of the roles are
        self.env = env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        self.table = table
        self.users = walk.role_users(env)
        self.groups = {role: set(user.all_group_ids.ids) for role, user in self.users.items()}
        self.people = {role: self._demo_people(role) for role in self.users}
        self.cast = []
        self._join_a_department()
        self._samples = {model._name: self._find(model) for model in walk.touched_models(env)}
        env.flush_all()

    def _join_a_department(self):
        """Make each user an employee of a department above all of one institution, for rules about one's own."""
        departments = self.env["hr.department"].search([("company_id", "=", self.company.id)])
        own = max(departments.grouped("gaj_institution_id").values(), key=len, default=departments)
        top = departments.create(
            {"name": "Top", "company_id": self.company.id, "gaj_institution_id": own.gaj_institution_id.id}
        )
        own.filtered(lambda each: not each.parent_id).parent_id = top
        inside = [user for user in self.users.values() if user._is_internal()]
        # who answers for institutions does so for those of the company
        answered = [Command.set(self.env["gaj.institution"].search([("company_id", "=", self.company.id)]).ids)]
        for user in inside:
            user.gaj_institution_ids = answered
        self.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": top.id,
                    "company_id": user.company_id.id,
                }
                for user in inside
            ]
        )

    def _demo_people(self, role):
        """Users of the demo data who share most with ``role``: they own something, which a new user does not."""
        ours = {group.id for group in walk.our_roles(self.env).values()}
        roles = {
            user: ours & set(user.all_group_ids.ids)
            for user in walk.our_records(self.env, "res.users").filtered("active")
        }
        shared = {user: len(own & self.groups[role]) for user, own in roles.items()}
        # of those who share as much, who has least beyond it
        return sorted(filter(shared.get, shared), key=lambda user: (-shared[user], len(roles[user])))

    @contextmanager
    def playing(self, role):
        """Let the people of the demo data who can play ``role`` have this role and nothing else meanwhile."""
        savepoint = self.env.cr.savepoint()
        self.cast = self.people[role]
        for user in self.cast:
            user.group_ids = [Command.set(self.env.ref(role).ids)]
        self.env.flush_all()
        try:
            yield
        finally:
            self.cast = []
            self.env.clear()
            savepoint.close(rollback=True)
            self.env.registry.clear_cache()

    def has(self, role, wanted):
        """Whether the user of ``role`` is in one of the groups ``wanted`` (external ids, ``*`` every employee)."""
        if "*" in wanted and self.users[role]._is_internal():
            return True
        return any(self.env.ref(xmlid).id in self.groups[role] for xmlid in wanted if xmlid != "*")

    def _given(self, model, operation):
        """Arguments that the table gives for a call; ``"ref:addon.name"`` is the id of that record."""
        return {
            name: self.env.ref(value[4:]).id if isinstance(value, str) and value.startswith("ref:") else value
            for name, value in self.table.arguments.get(self.table.key(model, operation), {}).items()
        }

    def _values(self, model):
        """Values with which a record of ``model`` can perhaps be created: defaults, those given, anything fitting."""
        values = model.default_get(list(model._fields)) | self._given(model, "create")
        for name, item in model._fields.items():
            if not item.required or values.get(name) or item.compute or name in ("id", "create_uid", "write_uid"):
                continue
            if item.type == "many2one":
                values[name] = self._any(item.comodel_name).id
            elif item.type == "many2many":
                values[name] = [Command.set(self._any(item.comodel_name).ids)]
            elif item.type == "reference":
                values[name] = self._reference(model.sudo(False).env, item)
            elif item.type == "selection":
                values[name] = item.get_values(self.env)[0]
            else:
                values[name] = FILLERS.get(item.type)
        return values

    def _any(self, comodel):
        """A record that a link may point at: of our company or of none."""
        link = self.env[comodel]._fields.get("company_id")
        domain = [("company_id", "in", [False, self.company.id])] if link and link.store else []
        return self.env[comodel].search(domain, limit=1)

    def _reference(self, env, item):
        """Name and id of a record that the field accepts from the user of ``env``; rather one to be changed."""
        names = [name for name, _label in item._description_selection(env)]
        for name in sorted(names, key=lambda name: not env[name].has_access("write")):
            if found := self.env[name].search([], limit=1):
                return f"{name},{found.id}"
        return False

    def _create(self, model, user):
        """A record of ``model`` made in the name of ``user`` without looking at rights; None if it cannot be."""
        model = model.with_user(user).sudo()
        savepoint = self.env.cr.savepoint()
        try:
            record = model.create(self._values(model))
            record.flush_recordset()
        except (UserError, psycopg2.Error, ValueError, TypeError, KeyError):
            savepoint.close(rollback=True)
            self.env.clear()
            return None
        savepoint.close(rollback=False)
        return record

    def _find(self, model):
        """Ids of records of ``model`` to call upon; one is made if there is none and it can be."""
        if model._abstract or model._transient:
            return []
        found = model.with_context(active_test=False).search([], limit=CANDIDATES)
        return (found or self._create(model, self.env.user) or found).ids

    def sample(self, model, user, operation):
        """A record for the call, if there is one that this user may touch; else any; empty if there is none."""
        if model._transient:
            return self._create(model, user) or model.browse()
        records = model.with_user(user).browse(self._samples[model._name])
        for right in (operation if operation in walk.CRUD else "write", "read"):
            if mine := records._filtered_access(right):
                return mine[:1]
        own = records.browse()
        if own.has_access("read"):  # of many records, the user's own may not be among the first
            own = own.with_context(active_test=False).search([], limit=1)
        return own or records[:1]

    def call(self, model, operation, role):
        """``(how it ended, message)`` of one remote call as a user of ``role``; the database is as before.

        What a new user could not do, somebody of the demo data who plays this role tries: they own something.
        """
        wanted = self.table.roles.get(self.table.key(model, operation), frozenset())
        # what the role may do, somebody can; what it may not do, its best player cannot
        cast = self.cast if self.has(role, wanted) else self.cast[:1]
        for user in [self.users[role], *cast]:
            end = self._call_as(user, model, operation, self._given(model, operation))
            if end[0] != DENIED:
                break
        return end

    def _call_as(self, user, model, operation, arguments):
        savepoint = self.env.cr.savepoint()
        try:
            record = self.sample(model, user, operation)
            if not record and not self._works_on_nothing(model, operation):
                return UNKNOWN, "there is no record"
            positional, named = self._arguments(record, operation, arguments)
            env = api.Environment(self.env.cr, user.id, {"lang": "en_US", "tz": "Asia/Shanghai"})
            call_kw(env[model._name], operation, positional, named)
            env.flush_all()
        except AccessError as error:
            return DENIED, str(error)
        except (UserError, RedirectWarning, psycopg2.IntegrityError) as error:
            return REFUSED, str(error)
        except Exception as error:  # noqa: BLE001 - every crash is reported with its call
            return CRASHED, f"{type(error).__name__}: {error}"
        else:
            return ALLOWED, ""
        finally:
            self.env.cr.precommit.clear()
            self.env.cr.postcommit.clear()
            self.env.clear()
            savepoint.close(rollback=True)

    def _works_on_nothing(self, model, operation):
        """Whether the call means something without a record."""
        return operation == "create" or getattr(getattr(type(model), operation), "_api_model", False)

    def _arguments(self, record, operation, arguments):
        """Positional and named arguments of the remote call."""
        ids = record.ids
        if operation == "create":
            return [[self._copied(record)]], {}
        if operation == "read":
            return [ids, ["create_date"] if "create_date" in record._fields else ["id"]], {}
        if operation == "write":
            return [ids, self._unchanged(record)], {}
        if operation == "unlink":
            return [ids], {}
        method = getattr(type(record), operation)
        return ([] if getattr(method, "_api_model", False) else [ids]), arguments

    def _copied(self, record):
        record = record.sudo()
        if not record:
            return {}
        return record.copy_data()[0] if not record._transient else self._values(record.browse())

    def _unchanged(self, record):
        """A value that the record has already: writing it asks for the right and changes nothing."""
        for name, item in record._fields.items():
            if (
                item.store
                and item.type in ("char", "text", "integer", "boolean")
                and not item.readonly
                and not item.groups
            ):
                return {name: record.sudo()[name]}
        return {}


def operations(model):
    """Operations of ``model`` to be called; those of a mixin on records are called on the models that inherit it."""
    if walk.is_ours(model) and not model._abstract:
        yield from walk.CRUD
    for name, method in walk.our_public_methods(model).items():
        if not model._abstract or getattr(method, "_api_model", False):
            yield name


def is_callable_without(model, operation, arguments):
    """Whether the arguments of the table are enough to call the method."""
    if operation in walk.CRUD:
        return True
    return set(walk.required_parameters(getattr(type(model), operation))) <= set(arguments)


def fewest_roles(env, roles):
    """``roles`` without those that imply another one of them; ``*`` for every internal user."""
    shown = ["*"] if "base.group_user" in roles else []
    outside = [role for role in roles if role in ("base.group_portal", "base.group_public")]
    if shown:
        return shown + outside
    groups = {role: env.ref(role) for role in roles}
    return [
        role
        for role, group in sorted(groups.items())
        if not any(other != role and groups[other] in group.all_implied_ids for other in groups)
    ]


def every_call(env):
    """All ``(model, operation)`` of the suite: of our models, and what we added to those of others."""
    return [(model, operation) for model in walk.touched_models(env) for operation in operations(model)]


def line(model, operation, roles):
    """A line of an access table."""
    signature = "" if operation in walk.CRUD else str(inspect.signature(getattr(type(model), operation)))
    return f"{model._name},{operation},{' '.join(roles)},{signature and '   # ' + signature}"
