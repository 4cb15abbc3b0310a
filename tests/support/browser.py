"""Debian's Chromium, driven as a person at a desk or with a phone in the hand would."""

import os
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

DESKTOP = {"viewport": {"width": 1360, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser(*arguments):
    """A headless Chromium; ``arguments`` are further switches."""
    switches = [*QUIET, *arguments]
    if os.geteuid() == 0:
        switches.append("--no-sandbox")  # Chromium refuses its sandbox to root
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("GAJ_CHROMIUM") or "/usr/bin/chromium", args=switches
        )
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def visit(chromium, url, login, device):
    """A page of ``device`` on which ``login`` (password the same) has logged in; a script error fails the test."""
    context = chromium.new_context(**device, base_url=url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, login)
    try:
        yield page
    except BaseException:
        keep_picture(page)
        raise
    finally:
        context.close()
    assert not errors, "The page reported script errors:\n" + "\n".join(errors)


def keep_picture(page):
    """Write what a failed test saw into the folder of logs, if there is one."""
    if os.environ.get("GAJ_TEST_LOGS"):
        page.screenshot(path=Path(os.environ["GAJ_TEST_LOGS"]) / f"browser-{time.time_ns()}.png")


def log_in(page, login):
    """Log in through the form."""
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_url(lambda address: "/web/login" not in address)


def type_like_gun(page, text):
    """Type ``text`` as a scanner gun does: fast, then Enter, wherever the focus is."""
    page.keyboard.type(text, delay=5)
    page.keyboard.press("Enter")
