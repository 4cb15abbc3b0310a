"""What benches stand on: figures, measuring, throw-away databases, Odoo in this process and as a server.

`./gaj bench` runs `python harness.py NAME OUTPUT` once for each bench, in a process of its own.
"""

import contextlib
import importlib
import importlib.util
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import requests

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 120


def figure(bench, figure, value, unit, *, size, baseline=None, bound=None, more_is_better=False):
    """Return one row of the report.

    :param baseline: the same figure of what people use instead, taken in the same run
    :param bound: what the design demands; `value` must not be above it (below it where more is better)
    """
    ratio = None
    if baseline is not None and value and baseline:
        ratio = round(value / baseline if more_is_better else baseline / value, 3)
    holds = bound is None or (value >= bound if more_is_better else value <= bound)
    return {
        "bench": bench,
        "figure": figure,
        "size": size,
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "ratio": ratio,
        "bound": bound,
        "ok": bool(holds),
    }


def peak_mb(pid="self"):
    """Return the highest resident memory of a process since it began, or since its mark was set back, in MB."""
    return _status_mb(pid, "VmHWM")


def _status_mb(pid, key):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pid):
    """Return the CPU seconds that a process has used, or 0 if it is not on this machine."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    values = text.rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICKS


def _own_cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


class Measure:
    """What a block has cost; see `measure`."""

    wall_s = cpu_python_s = cpu_postgres_s = peak_mb = growth_mb = 0.0
    queries = 0

    @property
    def cpu_s(self):
        return self.cpu_python_s + self.cpu_postgres_s


@contextlib.contextmanager
def measure(cr=None):
    """Measure a block. With a cursor (Odoo's or psycopg2's) the CPU time of its backend counts too.

    Parallel workers of PostgreSQL are no part of the backend: they are not counted.
    """
    result = Measure()
    connection = getattr(cr, "_cnx", None) or getattr(cr, "connection", None)
    backend = connection.get_backend_pid() if connection is not None else 0
    local = backend and b"postgres" in _command_line(backend)
    Path("/proc/self/clear_refs").write_text("5")  # sets the mark of the highest memory back to what is held now
    held, queries = _status_mb("self", "VmRSS"), getattr(cr, "sql_log_count", 0)
    python, postgres = _own_cpu(), cpu_seconds(backend) if local else 0.0
    began = time.perf_counter()
    yield result
    result.wall_s = time.perf_counter() - began
    result.cpu_python_s = _own_cpu() - python
    result.cpu_postgres_s = cpu_seconds(backend) - postgres if local else 0.0
    result.queries = getattr(cr, "sql_log_count", 0) - queries
    result.peak_mb = peak_mb()
    result.growth_mb = result.peak_mb - held


def _command_line(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


class Session(requests.Session):
    """A person logged in to a server."""

    def __init__(self, url):
        super().__init__()
        self.url = url
        self.trust_env = False

    def rpc(self, route, **params):
        """Call a jsonrpc route and return its result.

        :raises RuntimeError: with the server's message
        """
        answer = self.post(self.url + route, json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            raise RuntimeError(content["error"]["data"].get("message") or content["error"]["message"])
        return content.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model and return its result."""
        return self.rpc("/web/dataset/call_kw", model=model, method=method, args=list(args), kwargs=kwargs)


class Server:
    """An Odoo server in a process of its own."""

    def __init__(self, process, url, database):
        self.process, self.url, self.database = process, url, database

    @property
    def pid(self):
        return self.process.pid

    def peak_mb(self):
        """Return the highest memory that one of its processes has held, in MB."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return max(peak_mb(pid) for pid in [self.pid, *children])

    def login(self, login, password):
        """Return a `Session` of this person."""
        session = Session(self.url)
        session.rpc("/web/session/authenticate", db=self.database, login=login, password=password)
        return session


class Environment:
    """What `figures(env)` is given; explained in README.md."""

    def __init__(self):
        self.root = Path(__file__).resolve().parents[1]
        self.scratch = Path(os.environ["GAJ_BENCH_SCRATCH"])
        self.font = Path(os.environ["GAJ_FONT"]) if os.environ.get("GAJ_FONT") else None
        self._conf = os.environ["GAJ_ODOO_CONF"]
        self._odoo_bin = os.environ["GAJ_ODOO_BIN"]
        self._prefix = os.environ["GAJ_BENCH_PREFIX"]
        self._log = Path(os.environ["GAJ_BENCH_LOG"])
        self._others = os.environ.get("GAJ_BENCH_OTHERS")
        self._count = 0

    def rules(self, addon):
        """Return the pure `rules` package of an add-on, imported without Odoo."""
        name = f"{addon}_rules"
        if name not in sys.modules:
            init = self.root / "addons" / addon / "rules" / "__init__.py"
            spec = importlib.util.spec_from_file_location(name, init, submodule_search_locations=[str(init.parent)])
            sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[name])
        return importlib.import_module(name)

    def connect(self, name):
        """Return a plain psycopg2 connection."""
        return psycopg2.connect(dbname=name)

    def beside(self, function, *arguments):
        """Return what `function(env, *arguments)` of a bench returns in a process that sees the add-ons it pins.

        This process, and so the product, does not see them. Arguments and result pass as JSON.

        :raises RuntimeError: if that process fails; its words are in the bench's log
        """
        if not self._others:
            raise RuntimeError(f"{function.__module__} pins no add-ons of others")
        conf, output = self.scratch / "others.conf", self.scratch / f"{function.__name__}.json"
        lines = Path(self._conf).read_text().splitlines()
        conf.write_text(
            "\n".join(f"{line},{self._others}" if line.startswith("addons_path") else line for line in lines) + "\n"
        )
        call = json.dumps([function.__module__, function.__name__, arguments])
        with self._log.open("ab") as log:
            status = subprocess.run(
                [sys.executable, __file__, "--call", call, str(output)],
                env={**os.environ, "GAJ_ODOO_CONF": str(conf), "ODOO_RC": str(conf)},
                cwd=self.scratch,
                stdout=log,
                stderr=subprocess.STDOUT,
            ).returncode
        if status:
            raise RuntimeError(f"{function.__name__} failed; see {self._log}")
        return json.loads(output.read_text())

    def _execute(self, *statements):
        with contextlib.closing(self.connect("postgres")) as cnx:
            cnx.autocommit = True
            with cnx.cursor() as cr:
                for statement in statements:
                    cr.execute(statement)
                return cr.fetchall() if cr.description else []

    def _template(self, addons):
        """Return the database with these add-ons that is copied; it is made at its first use in this run."""
        name = f"{self._prefix}tpl_{'_'.join(addons)}"[:63]
        made = self.scratch.parent / f"{name}.made"
        if not made.exists():
            self._execute(
                f'DROP DATABASE IF EXISTS "{name}"',
                f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'",
            )
            self._odoo("server", name, "-i", ",".join(addons), "--stop-after-init", "--no-http").check_returncode()
            made.touch()
        return name

    def _odoo(self, command, name, *options):
        with self._log.open("ab") as log:
            arguments = [sys.executable, self._odoo_bin, command, "-c", self._conf, "-d", name, *options]
            return subprocess.run(arguments, cwd=self.scratch, stdout=log, stderr=subprocess.STDOUT)

    @contextlib.contextmanager
    def database(self, *addons):
        """Give the name of a new database with `addons`, no demo data; it is dropped at the end."""
        template = self._template(addons)
        self._count += 1
        name = f"{self._prefix}{os.getpid()}_{self._count}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name
        finally:
            self._close(name)
            self._execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
                f'DROP DATABASE IF EXISTS "{name}"',
            )

    @staticmethod
    def _close(name):
        if "odoo.modules.registry" in sys.modules:
            sys.modules["odoo.modules.registry"].Registry.delete(name)
            sys.modules["odoo.sql_db"].close_db(name)

    @contextlib.contextmanager
    def odoo(self, name):
        """Give an environment of the superuser on a database, in this process; what is not committed is undone."""
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry
        from odoo.tools import config

        if not config["addons_path"] or config["config"] != self._conf:
            config.parse_config(["-c", self._conf, "-d", name, "--log-level=warn", f"--logfile={self._log}"])
        with Registry(name).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            cr.rollback()

    @contextlib.contextmanager
    def server(self, name, workers=0):
        """Give a `Server` on a database while the block runs.

        :raises RuntimeError: if it does not answer within two minutes
        """
        port, gevent_port = _free_port(), _free_port()
        options = [f"--workers={workers}", "--max-cron-threads=0", f"--http-port={port}", "--http-interface=127.0.0.1"]
        options += [f"--gevent-port={gevent_port}", f"--db-filter=^{name}$", "--log-level=warn"]
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, self._odoo_bin, "server", "-c", self._conf, "-d", name, *options],
                cwd=self.scratch,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            server = Server(process, f"http://127.0.0.1:{port}", name)
            self._wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @staticmethod
    def _wait(server):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.process.poll() is None:
            with contextlib.suppress(requests.RequestException):
                if Session(server.url).get(server.url + "/web/health", timeout=60).ok:
                    return
            time.sleep(0.2)
        raise RuntimeError("the server does not answer")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(name, output):
    """Run one bench and write its rows as JSON."""
    bench = importlib.import_module(f"bench_{name}")
    rows = list(bench.figures(Environment()))
    Path(output).write_text(json.dumps(rows, ensure_ascii=False))


def call(what, output):
    """Run one function of a bench for `Environment.beside` and write its result as JSON."""
    module, function, arguments = json.loads(what)
    result = getattr(importlib.import_module(module), function)(Environment(), *arguments)
    Path(output).write_text(json.dumps(result))


if __name__ == "__main__":
    # A bench imports this file as `harness`: it must meet the same module, not a second copy.
    sys.modules["harness"] = sys.modules["__main__"]
    if sys.argv[1] == "--call":
        call(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
