"""What the scenes of the handbook share: how one is declared, and what several of them need."""

from collections import namedtuple

import look

from support.camera import page_pictures
from support.erp import call

DESKTOP = {"viewport": {"width": 1366, "height": 768}}
SETTLE = 600  # milliseconds in which menus close and images arrive

Scene = namedtuple("Scene", "name login device show")
SCENES = []


def scene(name, login="manager", device=DESKTOP):
    """Declare how to come to the picture ``name``: as whom, on which device."""

    def declare(show):
        SCENES.append(Scene(name, login, device, show))
        return show

    return declare


def first_id(page, model, domain, order="id"):
    """The first record of ``model`` that fits ``domain``."""
    found = call(page, model, "search", domain, order=order, limit=1)
    if not found:
        raise look.BadPicture(f"the demo data hold no {model} with {domain}")
    return found[0]


def room_with_assets(page):
    """A room in which a handful of cards stand."""
    cards = call(page, "gaj.asset", "search_read", [["space_id.kind", "=", "room"]], ["space_id"], order="id")
    rooms = [card["space_id"][0] for card in cards if card["space_id"]]
    return max(dict.fromkeys(rooms), key=lambda room: min(rooms.count(room), 9))


def upper_part(sheet, share):
    """The upper ``share`` of a printed page."""
    return sheet.crop((0, 0, sheet.width, int(sheet.height * share)))


def paper(page, model, kind, ids):
    """The first page of a paper, as it leaves the printer."""
    answer = page.request.get(f"/gaj/paper/{model}/{kind}.pdf", params={"ids": ",".join(map(str, ids))})
    if answer.headers["content-type"] != "application/pdf":
        raise look.BadPicture(f"{model}/{kind}.pdf answers {answer.status} with {answer.headers['content-type']}")
    return page_pictures(answer.body(), dpi=100)[0]


def without_messages(page):
    """Leave out what the system noted below the form: it did so in the language of whoever took the step."""
    page.add_style_tag(content=".o-mail-Form-chatter { display: none !important; }")
