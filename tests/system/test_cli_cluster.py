"""The private PostgreSQL cluster: made, started, killed, started again, stopped; never for another's files."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gajcli import cluster, host, postgres
from gajcli.env import ROOT
from gajcli.errors import NotWritable, PostgresTooOld

pytestmark = pytest.mark.skipif(
    not host.postgres_bin(), reason="the private cluster needs PostgreSQL's server programs"
)
USER = """
import sys, time
sys.path.insert(0, {cli!r})
from pathlib import Path
from gajcli import postgres
postgres.LEASE = Path({lease!r})
postgres.take_lease()
print("leased", flush=True)
time.sleep(600)
"""


@pytest.fixture
def place(monkeypatch):
    """A private folder with a short name that the server's user may enter; the cluster in it is stopped at the end."""
    # The test run's own folder, unless the clone lies where the server's user may not go (below /root).
    reachable = cluster.can_enter(Path(tempfile.gettempdir()), cluster.owner())
    folder = Path(tempfile.mkdtemp(prefix="gajt", dir=None if reachable else "/tmp"))
    folder.chmod(0o755)
    monkeypatch.setattr(cluster, "PRIVATE", folder)
    monkeypatch.setattr(cluster, "NOTE", folder / "postgres.home")
    monkeypatch.setattr(cluster, "PUBLIC_HOME", folder / "public")
    monkeypatch.setattr(postgres, "LEASE", folder / "lease")
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    cluster.stop()
    shutil.rmtree(folder)


def ask(query):
    """Return what psql prints for `query`."""
    command = [str(host.postgres_bin() / "psql"), "-X", "-A", "-t", "-d", "postgres", "-c", query]
    return subprocess.run(command, env=postgres.environ(), capture_output=True, text=True, check=True).stdout.strip()


def test_the_cluster_runs_unprivileged_on_a_socket_that_nobody_else_can_open(place):
    cluster.start()
    assert cluster.home() == place / "pg"
    assert os.stat(f"/proc/{cluster.running()}").st_uid != 0
    assert ask("SHOW listen_addresses") == ""
    assert (place / "pg").stat().st_mode & 0o777 == 0o700
    assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "t"
    pid = cluster.running()
    cluster.start()
    assert cluster.running() == pid
    cluster.stop()
    assert cluster.running() is None


def test_a_killed_cluster_starts_again_with_its_data(place):
    cluster.start()
    ask("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(cluster.running(), signal.SIGKILL)
    while cluster.running():
        time.sleep(0.05)
    cluster.start()
    assert ask("SELECT answer FROM kept") == "42"


def test_a_lock_file_whose_number_another_program_has_now_is_no_obstacle(place):
    cluster.start()
    lock_file = place / "pg/data/postmaster.pid"
    text = lock_file.read_text()
    cluster.stop()
    stranger = subprocess.Popen(["sleep", "600"])
    lock_file.write_text(text.replace(text.split("\n", 1)[0], str(stranger.pid), 1))
    cluster.start()
    assert cluster.running()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_set_up_cut_off_while_the_cluster_was_made_is_continued(place):
    part = place / "pg/data.part"
    part.mkdir(parents=True)
    (part / "PG_VERSION").write_text("15\n")
    cluster.start()
    assert not part.exists()
    assert ask("SELECT 1") == "1"


def test_a_long_path_gets_its_socket_elsewhere(place):
    short, long = place / "pg", place / ("x" * 100)
    assert cluster.socket_folder(short) == short / "run"
    assert cluster.socket_folder(long) != long / "run"
    name = f"{cluster.socket_folder(long)}/.s.PGSQL.{cluster.PORT}"
    assert len(os.fsencode(name)) <= cluster.SOCKET_PATH_LIMIT


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the cluster as another user")
def test_a_folder_that_the_servers_user_may_not_enter_sends_the_cluster_elsewhere(place):
    place.chmod(0o700)
    assert cluster.home().parent == place / "public"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the cluster as another user")
def test_a_cluster_elsewhere_goes_with_its_private_folder(place):
    place.chmod(0o700)
    kept = cluster.home() / "data" / "base"
    kept.mkdir(parents=True)
    assert cluster.home() and kept.exists(), "As long as the private folder is there the cluster stays."
    cluster.NOTE.unlink()  # as if the private folder had been deleted
    assert not cluster.home().exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another's folder")
def test_a_folder_that_somebody_else_put_there_is_not_used(place):
    folder = place / "theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(NotWritable):
        cluster.own_folder(folder, None)


def test_a_server_older_than_13_is_refused():
    cluster.refuse_old(13)
    with pytest.raises(PostgresTooOld, match="version 12"):
        cluster.refuse_old(12)


def test_the_last_who_leaves_stops_the_cluster_and_nobody_before(place):
    cluster.start()
    code = USER.format(cli=str(ROOT / "cli"), lease=str(place / "lease"))
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "leased\n"
    postgres.take_lease()
    assert postgres.release() is False
    assert cluster.running()
    other.kill()  # even so its lease ends
    other.wait()
    postgres.take_lease()
    assert postgres.release() is True
    assert cluster.running() is None
