"""Fetching Debian packages through the isolated apt: from a real archive on this machine, whole, short and away."""

import functools
import hashlib
import http.server
import shutil
import subprocess
import threading

import pytest

from gajcli import debian, odoo_tree
from gajcli.errors import AptFailed, BrokenDownload, NoNetwork

pytestmark = pytest.mark.skipif(not shutil.which("apt-get"), reason="the set-up from Debian needs apt-get")
CONTROL = (
    "Package: {name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: a sample\n"
)


class Archive(http.server.SimpleHTTPRequestHandler):
    """Serves files; those in `short` are cut in the middle, as by a broken line."""

    short: set = set()
    asked: list = []

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.asked.append(self.path)
        path = self.translate_path(self.path)
        if self.path.rsplit("/", 1)[-1] in self.short:
            with open(path, "rb") as file:
                content = file.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            super().do_GET()


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with two packages on a local port; the isolated apt and the user's cache are this test's own."""
    pool = tmp_path / "mirror/debian"
    (pool / "dists/sid/main/binary-all").mkdir(parents=True)
    entries = ""
    for name in ("gaj-one", "gaj-two"):
        build = tmp_path / "build" / name
        (build / "DEBIAN").mkdir(parents=True)
        (build / "DEBIAN/control").write_text(CONTROL.format(name=name))
        (build / "usr/share").mkdir(parents=True)
        (build / "usr/share" / name).write_bytes(name.encode() * 5000)
        deb = pool / f"{name}_1.0_all.deb"
        subprocess.run(
            ["dpkg-deb", "-Znone", "--root-owner-group", "-b", build, deb], check=True, stdout=subprocess.DEVNULL
        )
        content = deb.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        entries += f"{CONTROL.format(name=name)}Filename: {deb.name}\nSize: {len(content)}\nSHA256: {digest}\n\n"
    (pool / "Packages").write_text(entries)
    handler = type("Handler", (Archive,), {"short": set(), "asked": []})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=tmp_path / "mirror")
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.address = f"http://127.0.0.1:{server.server_port}/debian"
    handler.server = server
    monkeypatch.setattr(debian, "APT", tmp_path / "apt")
    monkeypatch.setattr(debian, "DEBS", tmp_path / "apt/debs")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GAJ_DEBIAN_MIRROR", handler.address)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield handler
    server.shutdown()
    server.server_close()


def read_lists(archive):
    """Read the lists of the archive, which is flat and unsigned: the one thing that differs from Debian's."""
    debian.configure(archive.address, ("sid",))
    (debian.APT / "sources.list").write_text(f"deb [trusted=yes] {archive.address} ./\n")
    debian.apt_get("update", what="reading lists")


def test_packages_arrive_whole_and_are_unpacked_at_once_or_not_at_all(archive, tmp_path):
    read_lists(archive)
    debs = debian.fetch(["gaj-one", "gaj-two"])
    debian.unpack(debs, tmp_path / "tree", "unpacking")
    assert (tmp_path / "tree/usr/share/gaj-two").read_bytes() == b"gaj-two" * 5000
    assert odoo_tree.dangling(tmp_path / "tree") == []
    debs[1].write_bytes(debs[1].read_bytes()[:3000])
    with pytest.raises(BrokenDownload):
        debian.unpack(debs, tmp_path / "other", "unpacking")
    assert not list(tmp_path.glob("other*"))


def test_a_short_download_is_refused_and_the_next_run_fetches_only_what_is_missing(archive):
    read_lists(archive)
    archive.short.add("gaj-two_1.0_all.deb")
    with pytest.raises((BrokenDownload, NoNetwork)):
        debian.fetch(["gaj-one", "gaj-two"])
    archive.short.clear()
    archive.asked.clear()
    debs = debian.fetch(["gaj-one", "gaj-two"])
    assert [deb.name for deb in debs] == ["gaj-one_1.0_all.deb", "gaj-two_1.0_all.deb"]
    assert not [path for path in archive.asked if "gaj-one" in path]


def test_a_second_clone_takes_whole_files_from_the_users_cache_and_damaged_ones_from_the_archive(
    archive, monkeypatch, tmp_path
):
    read_lists(archive)
    debian.fetch(["gaj-one", "gaj-two"])
    kept = debian.user_cache() / "gaj-two_1.0_all.deb"
    kept.write_bytes(b"x" * kept.stat().st_size)
    monkeypatch.setattr(debian, "APT", tmp_path / "apt2")
    monkeypatch.setattr(debian, "DEBS", tmp_path / "apt2/debs")
    read_lists(archive)
    archive.asked.clear()
    debian.fetch(["gaj-one", "gaj-two"])
    fetched = [path for path in archive.asked if path.endswith(".deb")]
    assert fetched == ["/debian/gaj-two_1.0_all.deb"]


def test_a_cache_that_cannot_be_written_is_no_failure(archive, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    read_lists(archive)
    assert debian.fetch(["gaj-one"])[0].exists()


def test_a_package_that_debian_no_longer_has_is_named(archive):
    read_lists(archive)
    with pytest.raises(AptFailed, match="gaj-three"):
        debian.fetch(["gaj-three"])


def test_an_archive_without_debians_signature_is_refused(archive, tmp_path):
    release = tmp_path / "mirror/debian/dists/sid/Release"
    release.write_text(
        "Origin: Debian\nSuite: unstable\nCodename: sid\nComponents: main\nArchitectures: all\nSHA256:\n"
    )
    with pytest.raises((BrokenDownload, AptFailed), match=r"(?i)sign|Release"):
        debian.update(("sid",))


def test_a_server_that_is_away_is_no_network_and_nothing_stays(archive):
    archive.server.shutdown()
    archive.server.server_close()
    with pytest.raises(NoNetwork, match="cannot be reached"):
        debian.update(("sid",))
    assert list(debian.DEBS.iterdir()) == []
