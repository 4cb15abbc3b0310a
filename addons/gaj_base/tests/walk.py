"""What the contract tests walk: models, fields, methods, roles and add-ons of the suite, whatever is installed."""

import inspect
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import get_module_path

CRUD = ("create", "read", "write", "unlink")


def our_addons(env):
    """Names of the installed ``gaj_*`` add-ons, sorted."""
    modules = env["ir.module.module"].sudo().search([("name", "=like", r"gaj\_%"), ("state", "=", "installed")])
    return sorted(modules.mapped("name"))


def addon_path(addon):
    """Folder of an add-on."""
    return Path(get_module_path(addon))


def is_ours(model):
    """Whether one of our add-ons defines ``model`` (and does not merely extend it)."""
    return (model._original_module or "").startswith("gaj_")


def our_models(env, abstract=False):
    """Empty recordsets of our models with a table, sorted by name; with ``abstract`` those without one too."""
    return [env[name] for name in sorted(env.registry) if is_ours(env[name]) and (abstract or not env[name]._abstract)]


def our_classes(model):
    """The classes that our add-ons wrote for ``model`` or for a mixin from which it inherits, but not for all models."""
    return [
        cls
        for cls in type(model).mro()
        if cls.__module__.startswith("odoo.addons.gaj_") and getattr(cls, "_name", None) != "base"
    ]


def touched_models(env):
    """Empty recordsets of all models to which our add-ons added code: ours and core's."""
    return [env[name] for name in sorted(env.registry) if our_classes(env[name])]


def our_fields(model):
    """Fields that our add-ons added to ``model``, by name."""
    return {
        name: field
        for name, field in model._fields.items()
        if field._modules and all(module.startswith("gaj_") for module in field._modules)
    }


def our_public_methods(model):
    """Methods of ours that can be called from outside, by name, without the four basic operations."""
    found = {}
    for cls in our_classes(model):
        for name, member in vars(cls).items():
            if name.startswith("_") or name in CRUD or not inspect.isfunction(member):
                continue
            if any(getattr(getattr(base, name, None), "_api_private", False) for base in type(model).mro()):
                continue
            found.setdefault(name, getattr(type(model), name))
    return dict(sorted(found.items()))


def required_parameters(method):
    """Names of the parameters, after ``self``, that have no default."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    return [
        parameter.name
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]


def our_roles(env):
    """Groups that our add-ons define, as ``{external id: group}``, sorted."""
    lines = env["ir.model.data"].sudo().search([("module", "=like", r"gaj\_%"), ("model", "=", "res.groups")])
    return {line.complete_name: env["res.groups"].browse(line.res_id) for line in lines.sorted("complete_name")}


def company_to_walk(env):
    """The company that has our demonstration data; Odoo's main company where there are none."""
    return env.ref("gaj_base.demo_company", raise_if_not_found=False) or env.ref("base.main_company")


def role_users(env):
    """One new user for each role, with this role and what it implies and nothing else, by external id.

    ``base.group_user`` is an internal user without a role of ours, ``base.group_portal`` a portal user and
    ``base.group_public`` the public user.
    """
    groups = our_roles(env) | {
        xmlid: env.ref(xmlid) for xmlid in ("base.group_user", "base.group_portal", "base.group_public")
    }
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True, mail_create_nolog=True)
    company = company_to_walk(env)
    made = users.create(
        [
            {
                "name": f"Contract {xmlid}",
                "login": f"contract_{xmlid}",
                "lang": "en_US",
                "group_ids": [Command.set(group.ids)],
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
            for xmlid, group in groups.items()
        ]
    )
    return dict(zip(groups, made, strict=True))


def our_records(env, model, **where):
    """Records of a catalogue model (views, menus, actions …) that carry an external id of our add-ons."""
    lines = env["ir.model.data"].sudo().search([("module", "=like", r"gaj\_%"), ("model", "=", model)])
    records = env[model].sudo().browse(lines.mapped("res_id")).exists()
    return records.filtered(lambda record: all(record[name] == wanted for name, wanted in where.items()))
