"""A file is replaced whole or not at all: kills, two writers, links, rights, a full disk."""

import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gtm.edit import write
from tests.running import environment, gtm
from tests.small_launch import write as workspace

OLD, NEW = b"items: {}\n", b"items: {a: b}\n"
LEGAL = "launches/atlas/legal.yaml"
EULA = "learn.legal.eula"

LOOP = """\
import sys
from gtm.edit import write
root, size = sys.argv[1], int(sys.argv[2])
values = [bytes([letter]) * size for letter in b"ab"]
print("ready", flush=True)
now = open(root + "/f.yaml", "rb").read()
while True:
    for new in values:
        write.write(root, "f.yaml", now, new)
        now = new
"""


def test_the_new_bytes_stand_there_with_the_old_mode_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "f.yaml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    path.chmod(0o640)
    write.write(str(tmp_path), "sub/f.yaml", OLD, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(path.parent) == ["f.yaml"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_stays_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(OLD)
    os.chown(path, 1234, 1235)
    write.write(str(tmp_path), "f.yaml", OLD, NEW)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 1235)


def test_a_new_file_is_made_with_its_folder_and_never_over_another(tmp_path: Path) -> None:
    write.write(str(tmp_path), "company/legal.yaml", None, NEW)
    assert (tmp_path / "company" / "legal.yaml").read_bytes() == NEW
    with pytest.raises(write.Changed):
        write.write(str(tmp_path), "company/legal.yaml", None, OLD)
    assert (tmp_path / "company" / "legal.yaml").read_bytes() == NEW


@pytest.mark.parametrize("meanwhile", [b"items: {}", None])
def test_what_somebody_wrote_meanwhile_is_not_overwritten(tmp_path: Path, meanwhile: bytes | None) -> None:
    path = tmp_path / "f.yaml"
    if meanwhile is not None:
        path.write_bytes(meanwhile)
    with pytest.raises(write.Changed):
        write.write(str(tmp_path), "f.yaml", OLD, NEW)
    assert (path.read_bytes() if path.exists() else None) == meanwhile


def test_a_link_is_not_replaced_and_its_target_is_named(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_bytes(OLD)
    (tmp_path / "f.yaml").symlink_to("real.yaml")
    with pytest.raises(write.Refused, match=r"is a link; change the file it points at: real\.yaml"):
        write.write(str(tmp_path), "f.yaml", OLD, NEW)
    assert (tmp_path / "f.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == OLD


def test_a_folder_that_leads_out_of_the_workspace_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "company").symlink_to("../out")
    with pytest.raises(write.Refused, match="leaves the workspace"):
        write.write(str(tmp_path / "root"), "company/f.yaml", None, NEW)
    assert not os.listdir(tmp_path / "out")


def test_a_read_only_file_stays_even_for_root(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(OLD)
    (tmp_path / "f.yaml").chmod(0o444)
    with pytest.raises(write.Refused, match="read-only"):
        write.write(str(tmp_path), "f.yaml", OLD, NEW)
    assert (tmp_path / "f.yaml").read_bytes() == OLD


def test_a_full_disk_leaves_the_old_file_and_one_line(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    root = workspace(tmp_path)
    before = (root / LEGAL).read_bytes()
    limits = (600, 600)  # bytes a file may have in that process: as on a disk with no more room

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    ran = subprocess.run(
        [sys.executable, "-m", "gtm", "-C", str(root), "set", EULA, f"answer={'x' * 2000}"],
        capture_output=True, env=environment(PYTHONDONTWRITEBYTECODE="1"), cwd=root,
        preexec_fn=little_room, check=False,
    )  # fmt: skip
    assert ran.returncode == 4
    assert ran.stderr.decode().count("\n") == 1
    assert "too large" in ran.stderr.decode()
    assert (root / LEGAL).read_bytes() == before
    assert not [name for name in os.listdir((root / LEGAL).parent) if name.startswith(".gtm")]


def test_what_a_killed_run_left_is_swept_away_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(OLD)
    (tmp_path / ".gtm-edit-1").write_bytes(b"half")
    write.write(str(tmp_path), "f.yaml", OLD, NEW)
    assert os.listdir(tmp_path) == ["f.yaml"]


def test_a_kill_at_any_instant_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    dice = random.Random(7)
    size = 300_000
    whole = {bytes([letter]) * size for letter in b"ab"}
    (tmp_path / "f.yaml").write_bytes(b"a" * size)
    seen = set()
    for _ in range(int(os.environ.get("GTM_KILLS", "25"))):
        command = [sys.executable, "-c", LOOP, str(tmp_path), str(size)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(dice.random() * 0.03)
            child.send_signal(signal.SIGKILL)
        found = (tmp_path / "f.yaml").read_bytes()
        assert found in whole
        seen.add(found[:1])
    assert seen == {b"a", b"b"}, "the kills came at different instants"


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each adds its own lines to one file, reading again when the other was faster."""
    (tmp_path / "f.yaml").write_bytes(b"")
    count, retries = 40, []

    def add(name: str) -> None:
        for number in range(count):
            while True:
                old = (tmp_path / "f.yaml").read_bytes()
                try:
                    write.write(str(tmp_path), "f.yaml", old, old + f"{name}{number}\n".encode())
                    break
                except write.Changed:
                    retries.append(name)

    threads = [threading.Thread(target=add, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = (tmp_path / "f.yaml").read_text().split()
    assert sorted(found) == sorted(f"{name}{number}" for name in "ab" for number in range(count))


def test_two_commands_at_once_both_have_their_say(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    words = {EULA: "one", "buy.legal.order-form": "two"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "gtm", "-C", str(root), "set", id, f"note={note}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), cwd=root,
        )
        for id, note in words.items()
    ]  # fmt: skip
    for one in running:
        _, said = one.communicate()
        assert one.returncode == 0, said.decode()
    text = (root / LEGAL).read_text()
    assert "note: one" in text
    assert "note: two" in text


def test_a_launch_folder_behind_a_link_inside_the_workspace_is_left_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    gtm(root, "set", EULA, "status=doing")
    (root / LEGAL).rename(root / "launches" / "atlas" / "real.yaml")
    (root / LEGAL).symlink_to("real.yaml")
    (root / "launches" / "atlas" / "real.yaml").rename(root / "real.yaml")
    (root / LEGAL).unlink()
    (root / LEGAL).symlink_to("../../real.yaml")
    before = (root / "real.yaml").read_bytes()
    ran = gtm(root, "set", EULA, "status=done")
    assert ran.returncode == 4
    assert b"is a link; change the file it points at: ../../real.yaml" in ran.stderr
    assert (root / "real.yaml").read_bytes() == before
