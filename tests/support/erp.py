"""What a journey asks the server beside the screen: the same calls that the web client makes, as the same user."""


def call(page, model, method, *args, **kwargs):
    """The result of ``model.method`` as the user of ``page``.

    :raises AssertionError: with the server's sentence, if it refuses
    """
    params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
    answer = page.request.post(
        "/web/dataset/call_kw", data={"jsonrpc": "2.0", "method": "call", "params": params}
    ).json()
    assert "error" not in answer, answer["error"]["data"]["message"]
    return answer.get("result")


def open_action(page, xmlid, suffix=""):
    """Show the window action ``xmlid`` (``suffix``: ``/new`` or ``/<id>``) and wait for its view."""
    page.goto(f"/odoo/action-{xmlid}{suffix}")
    page.wait_for_selector(".o_content .o_view_controller, .o_content > .o_form_view_container, .o_content > div")


def press(page, name, confirm=False):
    """Press the button of the form that calls ``name``; ``confirm`` its question."""
    page.click(f".o_form_view button[name={name}]:visible")
    if confirm:
        page.click(".modal footer .btn-primary")
        page.wait_for_selector(".modal", state="detached")
