"""Translation check. Runs inside `odoo shell`, where `env` is known; prints one line of JSON.

Compares what the code says now (exported by Odoo) with `i18n/<addon>.pot` and `i18n/zh_CN.po` of each add-on.
"""

import io
import json
import os
import re
from pathlib import Path

import polib

LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%(?:\.\d+)?[sdfir]|\{\w*\}|</?[a-z][\w-]*")
SHOWN = 15  # findings of one kind and add-on that are printed in full


def placeholders(text):
    """Return what must stand in a translation too: named and plain placeholders and tags, sorted."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def catalogue(env, addon):
    """Return the template of an add-on as the code makes it now."""
    from odoo.tools.translate import trans_export

    buffer = io.BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    return buffer.getvalue().decode()


def read(path):
    """Return the entries of a catalogue file by term; none if it does not exist."""
    if not path.exists():
        return {}
    return {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def compare(addon, terms, template, translations):
    """Yield the findings of an add-on.

    :param terms: set of terms in the code; template, translations: entries by term
    """
    yield from listed(f"{addon}.pot lacks", terms - set(template))
    yield from listed(f"{addon}.pot has, but the code no longer says,", set(template) - terms)
    done = {term for term, entry in translations.items() if entry.msgstr and "fuzzy" not in entry.flags}
    yield from listed(f"{addon}: no {LANGUAGE} translation of", terms - done)
    different = {term for term in terms & done if placeholders(term) != placeholders(translations[term].msgstr)}
    yield from listed(f"{addon}: {LANGUAGE} has other placeholders in", different)


def listed(sentence, terms):
    """Yield one finding for each term, and one for the rest."""
    for term in sorted(terms)[:SHOWN]:
        yield f"{sentence} {json.dumps(term, ensure_ascii=False)}"
    if len(terms) > SHOWN:
        yield f"{sentence} {len(terms) - SHOWN} more terms"


def main(env, addons_folder, addons, write=False):
    """Print the findings of all add-ons as JSON, after a mark that no log line carries.

    :param write: bring `i18n/<addon>.pot` up to date first, where its terms differ
    """
    findings = []
    for addon in addons:
        folder = Path(addons_folder) / addon / "i18n"
        path, text = folder / f"{addon}.pot", catalogue(env, addon)
        terms = {entry.msgid for entry in polib.pofile(text)}
        if write and terms != set(read(path)):
            folder.mkdir(exist_ok=True)
            path.write_text(text)
        findings += compare(addon, terms, read(path), read(folder / f"{LANGUAGE}.po"))
    print("GAJ-FINDINGS " + json.dumps(findings))


if "env" in globals():
    main(
        globals()["env"],
        os.environ["GAJ_ADDONS"],
        os.environ["GAJ_LINT_ADDONS"].split(","),
        bool(os.environ.get("GAJ_LINT_WRITE")),
    )
