"""Look at a page and its picture: no error, not blank, Chinese, and nothing of our add-ons left in English."""

import re

import polib
import zxingcpp

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%d")
ERRORS = ".o_error_dialog, .o_dialog_error, .o_notification:has(.bg-danger), .o_nocontent_error, .o_http_error"

# What a person can read: the lines of the text, and what stands greyed in empty boxes.
READABLE = """() => [
    ...document.body.innerText.split("\\n"),
    ...[...document.querySelectorAll("[placeholder]")].filter(box => box.offsetParent).map(box => box.placeholder),
]"""


class BadPicture(Exception):
    """Why a picture must not go into the handbook, as a sentence."""


def source_terms(addons):
    """The English terms of all add-ons that have another Chinese wording, as one pattern for a whole line of text."""
    terms = set()
    for path in addons.glob("*/i18n*/zh_CN.po"):
        for entry in polib.pofile(str(path)):
            if entry.msgstr and entry.msgstr != entry.msgid and _has_words(entry.msgid):
                terms.add(" ".join(entry.msgid.split()))
    if not terms:
        raise BadPicture(f"no translations were found in {addons}")
    return re.compile("|".join(sorted(map(_pattern, terms), key=len, reverse=True)))


def _has_words(term):
    """Return whether anything of ``term`` but its values can be English: "%s / %s" fits every pager."""
    return re.search("[A-Za-z]{2}", PLACEHOLDER.sub(" ", term))


def _pattern(term):
    parts, end = [], 0
    for match in PLACEHOLDER.finditer(term):
        parts += [re.escape(term[end : match.start()]), ".+?"]
        end = match.end()
    return "".join([*parts, re.escape(term[end:])])


def at_page(page, terms):
    """Check what can be read on the page.

    :raises BadPicture: with a sentence
    """
    if page.locator(ERRORS).count():
        raise BadPicture(f"the page shows an error: {page.locator(ERRORS).first.inner_text()[:300]}")
    lines = [" ".join(line.split()) for line in page.evaluate(READABLE)]
    lines = [line for line in lines if line]
    if not lines:
        raise BadPicture("the page is blank")
    if not any(map(CHINESE.search, lines)):
        raise BadPicture("there is no Chinese text on the page")
    english = sorted({line for line in lines if not CHINESE.search(line) and terms.fullmatch(line)})
    if english:
        raise BadPicture(f"not in Chinese although it is translated: {'; '.join(english)}")


def at_picture(picture):
    """Check that something can be seen.

    :raises BadPicture: with a sentence
    """
    shades = picture.convert("L").histogram()
    if max(shades) > 0.995 * sum(shades):
        raise BadPicture("the picture shows nothing")


def at_labels(picture):
    """Check that the labels on a printed sheet can be read.

    :raises BadPicture: with a sentence
    """
    if not zxingcpp.read_barcodes(picture):
        raise BadPicture("no label on the printed sheet can be read")
