"""Clients that talk to a server as programs and browsers do."""

import itertools
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

_ids = itertools.count(1)


class RemoteError(Exception):
    """The server answered with an error; ``name`` is its class, such as ``odoo.exceptions.AccessError``."""

    def __init__(self, name, message, debug=""):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.debug = debug


class WebClient:
    """A session with cookies, as the web client has it. Without a login it is the public user."""

    def __init__(self, url, database, timeout=600):
        self.url = url
        self.database = database
        self.timeout = timeout
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def login(self, login, password):
        """Open a session; return self.

        :raises RemoteError: if the password is wrong
        """
        self.route("/web/session/authenticate", db=self.database, login=login, password=password)
        return self

    def route(self, path, **params):
        """Call a ``jsonrpc`` route; return its result.

        :raises RemoteError: if the server answers with an error
        :raises OSError: if the connection is lost
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params, "id": next(_ids)}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=self.timeout) as answer:
            reply = json.load(answer)
        if "error" in reply:
            data = reply["error"].get("data") or {}
            raise RemoteError(data.get("name", ""), data.get("message", ""), data.get("debug", ""))
        return reply.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model, as buttons and views do."""
        return self.route(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=args, kwargs=kwargs
        )

    def get(self, path):
        """Fetch a page; return ``(status, bytes)`` also when it is refused."""
        try:
            with self._opener.open(self.url + path, timeout=self.timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()


class Json2Client:
    """``POST /json/2/<model>/<method>`` with an API key, as other programs call."""

    def __init__(self, url, database, key, timeout=600):
        self.url = url
        self.database = database
        self.key = key
        self.timeout = timeout

    def call(self, model, method, **kwargs):
        """The result of the method; ``ids`` and ``context`` are two of the arguments.

        :raises RemoteError: if the server answers with an error
        """
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"bearer {self.key}",
            "X-Odoo-Database": self.database,
        }
        request = urllib.request.Request(f"{self.url}/json/2/{model}/{method}", json.dumps(kwargs).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            reply = json.loads(refusal.read() or b"{}")
            raise RemoteError(reply.get("name", str(refusal.code)), reply.get("message", "")) from refusal


def at_once(calls):
    """Run all ``calls`` (functions without arguments) at the same time.

    :return: for each, in order, ``(result, None)`` or ``(None, exception)``
    """

    def outcome(call):
        try:
            return call(), None
        except Exception as error:  # noqa: BLE001 - the caller asserts on it
            return None, error

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(outcome, calls))
