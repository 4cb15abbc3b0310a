#!/usr/bin/env python3
"""Print the access tables of the add-ons into ``docs/access.md`` (``--check``: only say whether it is current)."""

import argparse
import csv
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "access.md"
EVERYBODY = "*"
BASIC = ("read", "create", "write", "unlink")
NAMES = {
    EVERYBODY: "every employee",
    "base.group_portal": "portal users",
    "base.group_public": "visitors",
    "base.group_system": "administrators",
    "account.group_account_invoice": "Accounting: Billing",
    "account.group_account_manager": "Accounting: Administrator",
    "account.group_account_readonly": "Accounting: Read-only",
    "account.group_account_user": "Accounting: Accountant",
}
HEAD = """# Who may do what

Printed by `docs/make_access.py` from `addons/*/security/access_table.csv`; do not edit. The tests call every line
over remote calls as one user of each role: what is listed works, everything else is refused.

A role includes the roles that it implies. What a user may do with *which* records (own company, own department) is
decided by record rules in addition.
"""


def read_tables(addons=ROOT / "addons"):
    """Lines of all access tables: dicts of ``addon``, ``model``, ``operation``, ``roles`` (tuple), ``arguments``."""
    lines = []
    for path in sorted(addons.glob("*/security/access_table.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, line in enumerate(csv.DictReader(file), 2):
                if not (line.get("model") and line.get("operation")):
                    raise ValueError(f"{path}, line {number}: model or operation is missing")
                lines.append(
                    {
                        "addon": path.parents[1].name,
                        "model": line["model"].strip(),
                        "operation": line["operation"].strip(),
                        "roles": tuple((line.get("roles") or "").split()),
                        "arguments": (line.get("arguments") or "").strip(),
                    }
                )
    return lines


def role_names(addons=ROOT / "addons"):
    """Readable names of the groups that the add-ons define, as ``{external id: "Privilege: Name"}``."""
    names = dict(NAMES)
    for path in sorted(addons.glob("*/security/*.xml")):
        addon, privileges = path.parents[1].name, {}
        for record in ElementTree.parse(path).getroot().iter("record"):
            values = {field.get("name"): field for field in record.iter("field")}
            if record.get("model") == "res.groups.privilege":
                privileges[record.get("id")] = values["name"].text
            elif record.get("model") == "res.groups" and "name" in values:
                privilege = values["privilege_id"].get("ref") if "privilege_id" in values else None
                parts = [privileges.get(privilege), values["name"].text]
                names[f"{addon}.{record.get('id')}"] = ": ".join(dict.fromkeys(part for part in parts if part))
    return names


def render(lines, names):
    """The whole page as Markdown."""

    def allowed(line):
        return ", ".join(names.get(role, role) for role in line["roles"]) or "nobody"

    def place(line):
        return BASIC.index(line["operation"]) if line["operation"] in BASIC else len(BASIC), line["operation"]

    page = [HEAD]
    for addon in sorted({line["addon"] for line in lines}):
        page.append(f"## {addon}\n")
        mine = [line for line in lines if line["addon"] == addon]
        for model in sorted({line["model"] for line in mine}):
            page.append(f"### `{model}`\n\n| operation | allowed to |\n|---|---|")
            chosen = sorted((line for line in mine if line["model"] == model), key=place)
            page.extend(f"| `{line['operation']}` | {allowed(line)} |" for line in chosen)
            page.append("")
    return "\n".join(page)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is not current")
    options = parser.parse_args()
    text = render(read_tables(), role_names())
    if options.check:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print(f"{PAGE.name} is current." if current else f"{PAGE.name} is out of date: run docs/make_access.py")
        return 0 if current else 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
