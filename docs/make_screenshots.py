#!/usr/bin/env python3
"""Remake the pictures of the handbook: drive a browser through a demo database in Chinese and look at each picture.

Run by ``./gaj docs [SCENE …]``, which serves the database and sets ``GAJ_URL``. The scenes are in ``scenes_*.py``; each
stands alone, those that change data come last. A scene fails with a sentence if its page shows an error, is blank, has no
Chinese text, or still shows a source term of our add-ons that has a translation.
"""

import io
import os
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests")]  # the browser is the one of the tests

import look  # noqa: E402
import scenes_account  # noqa: E402, F401 - they work in a company of their own
import scenes_life  # noqa: E402, F401
import scenes_register  # noqa: E402, F401 - its last scenes change data
from PIL import Image  # noqa: E402
from scenes import SCENES, SETTLE  # noqa: E402

from support.browser import browser, visit  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 150_000  # bytes of a picture


def take(chromium, chosen, terms):
    """Take one picture and look at it.

    :raises look.BadPicture: with a sentence
    """
    with visit(chromium, os.environ["GAJ_URL"], chosen.login, chosen.device) as page:
        picture = chosen.show(page)
        if picture is None:
            page.wait_for_timeout(SETTLE)
            look.at_page(page, terms)
            picture = Image.open(io.BytesIO(page.screenshot()))
        look.at_picture(picture)
        write_small(picture, FOLDER / f"{chosen.name}.png")


def write_small(picture, path):
    """Write ``picture`` with as many colours as fit into :data:`LARGEST` bytes."""
    for colours in (128, 64, 32, 16):
        file = io.BytesIO()
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            path.write_bytes(file.getvalue())
            return
    raise look.BadPicture(f"the picture takes {file.tell():,} bytes even with 16 colours")


def main(names):
    unknown = set(names) - {known.name for known in SCENES}
    if unknown:
        print(f"There is no scene {', '.join(sorted(unknown))}. There are: {', '.join(s.name for s in SCENES)}.")
        return 2
    FOLDER.mkdir(exist_ok=True)
    terms, failed = look.source_terms(ROOT / "addons"), []
    with ExitStack() as stack:
        chromium = stack.enter_context(browser())
        for chosen in SCENES:
            if names and chosen.name not in names:
                continue
            try:
                take(chromium, chosen, terms)
                print(f"{chosen.name}.png")
            except Exception as error:  # noqa: BLE001 - the other pictures are worth having
                failed.append(chosen.name)
                print(f"{chosen.name}: {error}")
    if failed:
        print(f"Not remade: {', '.join(failed)}.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
