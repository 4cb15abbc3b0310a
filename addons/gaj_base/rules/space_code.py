"""How people write a room: ``1号楼612``, ``１号楼-612室``, ``1 号楼 612``."""

import re
import unicodedata

_GLUE = re.compile(r"[\s\-‐-―_/、,.·#]+")
_ROOM_SUFFIX = re.compile(r"(?<=[0-9A-Z])(室|房间|房)$")
_ROOM_AT_END = re.compile(r"[A-Z]?[0-9]{3,4}[A-Z]?$")


def normalise(raw):
    """Return the key by which a written place is compared: half-width capitals, no separators, no 室 at the end."""
    text, before = raw or "", None
    while text != before:  # taking a blank away can join what stood around it to one character
        before = text
        text = _GLUE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return _ROOM_SUFFIX.sub("", text)


def split_room(raw):
    """Return ``(building, room)`` of a written room, ``None`` if ``raw`` does not end with a room number.

    A room number is three or four digits, perhaps with a letter before or after: the digits in
    front of the last two are the floor.
    """
    text = normalise(raw)
    room = _ROOM_AT_END.search(text)
    if not room or not room.start():
        return None
    return text[: room.start()], room.group()


def floor_of(room):
    """Return the floor number that the room number ``room`` begins with (``1207`` → 12).

    :raises ValueError: if ``room`` is no room number
    """
    if not _ROOM_AT_END.fullmatch(room):
        raise ValueError(f"{room!r} is no room number")
    return int("".join(char for char in room if char.isdigit())[:-2])


def sort_key(code):
    """Return ``code`` with its numbers padded, so that ``2号楼`` comes before ``10号楼``."""
    return re.sub(r"[0-9]+", lambda number: number.group().zfill(6), normalise(code))
