"""`gtm init`: what it writes, that it compiles, that nothing is lost or left half-written."""

import os
import select
import shlex
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm import cli, disk, pipeline, syntax
from gtm.analysis import near_date
from gtm.diagnostics import Severity
from gtm.edit import answers, form, landing
from gtm.edit.text import one_line, scalar, slug

TODAY = "2026-09-01"
SAAS = ["--title", "Atlas 2.0", "--date", "2027-05-20", "--traits", "saas,subscription"]
PROFILES = {
    "business cloud service": ("1", "saas,subscription,enterprise,personal-data,api", "tr,de,us"),
    "cloud service, medium": ("2", "saas,subscription,payments,consumer", "de"),
    "feature": ("3", "saas,subscription", ""),
    "device through a channel": ("2", "physical,connected,channel,regulated", "fr,tr"),
    "installed": ("1", "on-prem,enterprise,migration,third-party,public-sector", "us"),
    "app": ("2", "mobile-app,consumer,payments,localised,ai", "tr"),
    "marketplace": ("1", "saas,marketplace,open-source,multi-product,beta", "nl,at"),
    "nothing said": ("1", "none", ""),
}


def gtm(*words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """gtm as another process, with nobody at its stdin."""
    return subprocess.run(
        [sys.executable, "-m", "gtm", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **(env or {})},
        check=False,
    )


def found(root: Path, *more: str) -> None:
    """A workspace at `root`, made in this process."""
    assert cli.run(["init", str(root), *SAAS, "--as-of", TODAY, *more]) == 0


def content(root: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_first_status_says_to_name_people_first(tmp_path: Path) -> None:
    found(tmp_path / "new")
    first = gtm("-C", str(tmp_path / "new"), "status", "--as-of", TODAY).stdout
    [said] = [line for line in first.splitlines() if line.startswith("NOBODY IS NAMED YET")]
    path = said.rpartition(" ")[2]
    assert (tmp_path / "new" / path).is_file()
    launch = (tmp_path / "new" / path).read_text("utf-8")
    assert "  leads:" in launch
    (tmp_path / "new" / path).write_text(launch.replace("    legal:  ", "    legal: mina  "), "utf-8")
    assert "NOBODY IS NAMED YET" not in gtm("-C", str(tmp_path / "new"), "status", "--as-of", TODAY).stdout


# --- what it writes -----------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_a_fresh_workspace_compiles_without_a_warning(tmp_path: Path, profile: str) -> None:
    tier, traits, markets = PROFILES[profile]
    root = tmp_path / "new"
    words = ["--title", profile, "--date", "2027-05-20", "--traits", traits, "--tier", tier, "--markets", markets]
    assert cli.run(["init", str(root), *words, "--as-of", TODAY]) == 0
    files = pipeline.read(pipeline.load(str(root)))
    (name,) = files.launches
    snapshot = pipeline.compile(files, date.fromisoformat(TODAY), name)
    loud = [str((one.span, one.message)) for one in snapshot.diagnostics if one.severity >= Severity.WARNING]
    assert loud == []
    written = {id for one in files.documents for id in one.records.get("items", {}) if one.path[:3] in {"lau", "com"}}
    assert written == set(snapshot.launch.items)
    assert snapshot.launch.items


def test_a_fresh_workspace_passes_check_and_shows_its_status(tmp_path: Path) -> None:
    found(tmp_path / "new")
    assert gtm("-C", str(tmp_path / "new"), "check", "--fail-on", "warning", "--as-of", TODAY).returncode == 0
    shown = gtm("-C", str(tmp_path / "new"), "status", "--as-of", TODAY)
    assert shown.returncode == 0
    assert "Atlas 2.0" in shown.stdout
    assert "\nTOO EARLY TO SAY " in shown.stdout  # the playbook's dates hold, but nobody has said a word


def test_a_market_that_no_rules_know_is_said(tmp_path: Path) -> None:
    done = gtm("init", "new", *SAAS, "--markets", "de,germany", "--as-of", TODAY, cwd=tmp_path)
    assert done.returncode == 0
    assert "No rules come with the market germany" in done.stderr
    assert "market de:" not in done.stderr


def test_the_form_reads_as_a_form(tmp_path: Path) -> None:
    found(tmp_path / "new", "--markets", "tr,de")
    text = (tmp_path / "new/launches/atlas-2-0/legal.yaml").read_text("utf-8")
    lines = text.splitlines()
    assert lines.pop(0) == "# yaml-language-server: $schema=../../.gtm/launches.schema.json"
    assert lines[0].startswith("# Legal for Atlas 2.0, launch Thu 20 May 2027.")
    assert "todo | doing | blocked | done | not-applicable" in text
    start = lines.index("  learn.legal.subscription-agreement:")
    block = lines[start + 1 : lines.index("", start)]
    assert text.endswith("    evidence:\n")
    assert max(map(len, lines[:6])) <= 104
    assert block[0] == "    #: Finish the subscription agreement      MUST, Learn · Product counsel"
    assert block[1].startswith("    #: Question: How do term, renewal")
    assert block[2].startswith("    #: Done when: The approved terms")
    assert any(line.startswith("    #: Due Fri 2 Apr. You wait for: ") for line in block)
    assert any("Waits for you: " in line for line in block)
    assert block[-5:] == ["    status:", "    owner:", "    finished:", "    answer: |", "    evidence:"]
    finance = (tmp_path / "new/launches/atlas-2-0/finance.yaml").read_text("utf-8")
    assert "/tr:" in finance
    assert "/de:" in finance


def test_the_next_due_comes_first(tmp_path: Path) -> None:
    found(tmp_path / "new")
    files = pipeline.read(pipeline.load(str(tmp_path / "new")))
    launch = pipeline.compile(files, date.fromisoformat(TODAY), "atlas-2-0").launch
    for document in files.documents:
        if document.path.startswith(("launches/", "company/")):
            dues = [launch.items[id].due for id in document.records.get("items", {})]
            assert dues == sorted(dues), document.path


def test_a_filled_in_form_is_understood(tmp_path: Path) -> None:
    root = tmp_path / "new"
    found(root)
    team = root / "launches/atlas-2-0/legal.yaml"
    head, _, tail = team.read_text("utf-8").partition("  learn.legal.subscription-agreement:\n")
    filled = (
        tail.replace("    status:\n", "    status: done\n", 1)
        .replace("    owner:\n", "    owner: mina\n", 1)
        .replace("    finished:\n", "    finished: 2026-08-31\n", 1)
        .replace("    answer: |\n", "    answer: |\n      Yearly: renews unless told #2291, 30 days before.\n", 1)
        .replace("    evidence:\n", "    evidence:\n      - ref: LG-2291\n        date: 2026-08-31\n", 1)
    )
    team.write_text(f"{head}  learn.legal.subscription-agreement:\n{filled}", "utf-8")
    people = root / "people.yaml"
    people.write_text(people.read_text("utf-8").replace("  # mina:\n  #   name:", "  mina:\n    name:"), "utf-8")
    snapshot = pipeline.run(pipeline.load(str(root)), date.fromisoformat(TODAY), "atlas-2-0")
    assert [one.message for one in snapshot.diagnostics if one.severity is Severity.ERROR] == []
    item = snapshot.launch.items["learn.legal.subscription-agreement"]
    assert (item.owner, item.state.answer) == ("mina", "Yearly: renews unless told #2291, 30 days before.\n")
    assert snapshot.study.readiness[item.id].kind == "proven"


def test_a_standing_item_is_filled_in_for_the_company(tmp_path: Path) -> None:
    root = tmp_path / "new"
    found(root)
    team = root / "company/support.yaml"
    team.write_text(team.read_text("utf-8").replace("    status:\n", "    status: doing\n", 1), "utf-8")
    launch = pipeline.run(pipeline.load(str(root)), date.fromisoformat(TODAY), "atlas-2-0").launch
    assert [item.standing for item in launch.items.values() if item.status == "doing"] == [True]


def test_it_writes_unix_lines_and_usual_rights(tmp_path: Path) -> None:
    found(tmp_path / "new")
    there = content(tmp_path / "new")
    assert "launches/atlas-2-0/decisions/.gitkeep" in there
    assert not [path for path, text in there.items() if b"\r" in text or (not text.endswith(b"\n") and text)]
    (tmp_path / "usual").mkdir()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_line_ends_of_a_windows_checkout_are_not_copied(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\nb: 2\r\n")
    (tmp_path / "b.bin").write_bytes(b"\r\n")
    assert landing.bundle(str(tmp_path)) == {"a.yaml": b"a: 1\nb: 2\n", "b.bin": b"\r\n"}


@pytest.mark.parametrize(
    "title", ["Pricing: floor", "[legal] review", "no", "@mina # 2", 'say "hi"', "1.10", "şğıİ ایران"]
)
def test_titles_stay_what_was_typed(tmp_path: Path, title: str) -> None:
    root = tmp_path / "new"
    assert (
        cli.run(["init", str(root), "--title", title, "--date", "2027-05-20", "--traits", "saas", "--name", title]) == 0
    )
    files = pipeline.read(pipeline.load(str(root)))
    assert [one.message for one in files.diagnostics] == []
    assert (files.workspace.name, next(iter(files.launches.values()))[0].title) == (title, title)


@given(st.text())
def test_any_text_is_one_value_and_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    rows, diagnostics = syntax.read("x.yaml", f"# {line}\ntitle: {scalar(text)}\n")
    assert rows is not None
    assert (rows.data, diagnostics) == ({"title": line}, [])


def test_folders_are_named_after_titles() -> None:
    assert slug("Şık Işıltı Ğüç İlk Çözüm") == "sik-isilti-guc-ilk-cozum"
    assert slug("Straße & Łódź") == "strasse-lodz"
    assert slug("اطلس ۲") == "launch-2"
    assert slug("../..") == "launch"
    assert len(slug("a" * 500)) == 60


def test_hostile_playbook_text_stays_inside_its_comment(tmp_path: Path) -> None:
    root = tmp_path / "new"
    found(root)
    evil = '"x\\n    status: done\\u2028y\\u202ez\\x1b[31m"'
    path = root / "playbook/learn/legal.yaml"
    old = "    title: Finish the subscription agreement\n"
    path.write_text(path.read_text("utf-8").replace(old, f"    title: {evil}\n    proof: {evil}\n"), "utf-8")
    path.write_text(path.read_text("utf-8").replace("    proof: The approved terms\n", "", 1), "utf-8")
    study = pipeline.run(pipeline.load(str(root)), date.fromisoformat(TODAY), "atlas-2-0").study
    item = study.launch.items["learn.legal.subscription-agreement"]
    assert "\u202e" in item.title
    lines = form.entry(study, item)
    assert all(len(line.splitlines()) <= 1 and line.isprintable() for line in lines)
    assert [line for line in lines if line.startswith("    status")] == ["    status:"]


# --- what it says -------------------------------------------------------------------------------


def test_it_says_what_applies_what_was_removed_and_what_is_next(tmp_path: Path) -> None:
    done = gtm("init", "a b", *SAAS, "--markets", "de", "--as-of", TODAY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "of this launch" in done.stdout
    assert "standing (proven once for the company)" in done.stdout
    assert "for other kinds of product" in done.stdout
    assert "The trait eu is added: it comes with de." in done.stderr
    commands = [line.strip().split("  ")[0] for line in done.stdout.rpartition("Next:")[2].strip().splitlines()]
    assert [command.split()[-1] for command in commands] == ["status", "tasks", "check"]
    for command in commands:
        assert gtm(*shlex.split(command)[1:], cwd=tmp_path).returncode == 0


def test_a_near_date_is_said_and_compressed(tmp_path: Path) -> None:
    words = ["--title", "Soon", "--date", "2026-11-10", "--traits", "saas", "--as-of", TODAY]
    plain = gtm("init", str(tmp_path / "a"), *words)
    assert "are past already on Tue 1 Sep 2026:" in plain.stdout
    assert "and" in plain.stdout
    assert "write `compress: 0." in plain.stdout
    assert gtm("init", str(tmp_path / "b"), *words, "--compress").returncode == 0
    study = pipeline.run(pipeline.load(str(tmp_path / "b")), date.fromisoformat(TODAY), "soon").study
    assert study.launch.written.compress is not None
    assert near_date.past(study) == []
    known = next(line for line in plain.stdout.splitlines() if "write `compress:" in line)
    assert f"`compress: {study.launch.written.compress:g}`" in known


@pytest.mark.parametrize("days", range(1, 200, 11))
def test_compressing_leaves_no_date_in_the_past(tmp_path: Path, days: int) -> None:
    today = date.fromisoformat(TODAY)
    words = ["--title", "Soon", "--date", (today + timedelta(days)).isoformat(), "--traits", "saas", "--tier", "2"]
    assert cli.run(["init", str(tmp_path / "x"), *words, "--as-of", TODAY, "--compress"]) == 0
    study = pipeline.run(pipeline.load(str(tmp_path / "x")), today, "soon").study
    assert near_date.past(study) == []


def test_a_reader_that_leaves_early_is_no_failure_to_write(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, "-m", "gtm", "init", str(tmp_path / "new"), *SAAS]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    os.close(writer)
    assert "nothing was written" not in done.stderr
    assert (tmp_path / "new/gtm.yaml").is_file()


@pytest.mark.parametrize("when", ["1990-01-01", "2200-12-31"])
def test_far_dates_do_no_harm(tmp_path: Path, when: str) -> None:
    words = ["--title", "Far", "--date", when, "--traits", "saas", "--markets", "tr=T+99999d", "--compress"]
    assert cli.run(["init", str(tmp_path / "x"), *words]) == 0


def test_a_date_gone_by_or_on_a_weekend_is_said(tmp_path: Path) -> None:
    gone = gtm(
        "init", str(tmp_path / "a"), "--title", "A", "--date", "2026-08-29", "--traits", "none", "--as-of", TODAY
    )
    assert gone.returncode == 0
    assert "The launch date is 3 days ago" in gone.stdout
    assert "Sat 29 Aug 2026, is not a working day" in gone.stdout


# --- what it refuses ----------------------------------------------------------------------------


def test_missing_options_are_named_with_an_example(tmp_path: Path) -> None:
    done = gtm("init", "new", "--title", "Atlas", cwd=tmp_path)
    assert done.returncode == 2
    assert "--date and --traits are missing; for example: gtm init acme --title" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--traits", "sass"], "--traits: there is no trait `sass`; did you mean `saas`?"),
        (["--traits", "zzzz"], "known: ai, api"),
        (["--date", "16.02.2027"], "--date: `16.02.2027` is not a date; write 2027-01-31"),
        (["--date", "2027-02-30"], "is not a date"),
        (["--tier", "4"], "--tier: `4` is no tier; write 1 (major"),
        (["--markets", "T R!"], "no name of a market"),
        (["--markets", "de=soon"], "no date of a market"),
        (["--markets", "2"], "countries by two letters"),
        (["--timezone", "Europe/Istambul"], "did you mean `Europe/Istanbul`?"),
        (["--title", " \n "], "a title is needed"),
        (["--as-of", "today"], "is not a date"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(tmp_path: Path, words: list[str], said: str) -> None:
    done = gtm("init", "new", *SAAS, *words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_existing_workspace_is_never_touched(tmp_path: Path) -> None:
    found(tmp_path)
    before = content(tmp_path)
    for words in (SAAS, ["--example", "atlas"]):
        done = gtm("init", *words, cwd=tmp_path)
        assert done.returncode == 2
        assert "is a workspace already: gtm init --launch NAME adds a launch" in done.stderr
    assert gtm("init", *SAAS, cwd=tmp_path / "launches").returncode == 2
    assert gtm("init", "launches/inner", *SAAS, cwd=tmp_path).returncode == 2
    assert gtm("init", "--launch", "atlas-2-0", *SAAS, cwd=tmp_path).returncode == 2
    assert content(tmp_path) == before


def test_files_of_others_are_kept_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours")
    found(tmp_path)
    assert (tmp_path / "README.md").read_text() == "ours"
    other = tmp_path / "other"
    (other / "playbook").mkdir(parents=True)
    done = gtm("init", str(other), *SAAS)
    assert done.returncode == 2
    assert "holds playbook already" in done.stderr
    assert content(other) == {}


def test_a_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine")
    assert gtm("init", "f", *SAAS, cwd=tmp_path).returncode == 2
    assert gtm("init", "f/g", *SAAS, cwd=tmp_path).returncode == 4
    assert (tmp_path / "f").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX rights")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    target = closed / "new" if os.geteuid() else Path("/proc/new")  # for root nothing else is closed
    done = gtm("init", str(target), *SAAS)
    assert done.returncode == 4
    assert "nothing was written" in done.stderr


# --- all or nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize("exists", [False, True])
def test_a_failure_half_way_leaves_nothing(tmp_path: Path, exists: bool) -> None:
    root = tmp_path / "new"
    if exists:
        root.mkdir()
        (root / "kept").write_text("kept")
    before = content(tmp_path)
    with pytest.raises((NotADirectoryError, FileExistsError)):
        landing.land(str(root), {"a": b"1", "people.yaml": b"", "a/b": b"2", "gtm.yaml": b""})
    assert content(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == (["new"] if exists else [])


def test_a_path_in_the_way_moves_everything_back(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/taken").write_text("theirs")
    with pytest.raises(FileExistsError):
        landing.land(str(tmp_path), {"a/b": b"1", "sub/taken": b"2"})
    assert content(tmp_path) == {"sub/taken": b"theirs"}


def test_a_kill_while_writing_leaves_no_workspace(tmp_path: Path) -> None:
    script = (
        "import os, sys; from gtm.edit import landing\n"
        "write = landing._write\n"
        "def stop(path, content):\n"
        "    if path.endswith('b'): os.kill(os.getpid(), 9)\n"
        "    write(path, content)\n"
        "landing._write = stop\n"
        "landing.land(sys.argv[1], {'gtm.yaml': b'1', 'a': b'1', 'b': b'1'})\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "new")], check=False, env=environment)
    assert not (tmp_path / "new").exists()
    (tmp_path / "there").mkdir()
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "there")], check=False, env=environment)
    assert disk.find(str(tmp_path / "there")) is None
    found(tmp_path / "there")  # what was left behind is hidden and in nobody's way


# --- one more launch, and examples --------------------------------------------------------------


def test_one_more_launch_adds_only_new_files(tmp_path: Path) -> None:
    root = tmp_path / "new"
    found(root)
    before = content(root)
    words = ["--date", "2027-08-05", "--traits", "physical,connected,channel", "--markets", "fr", "--tier", "2"]
    done = gtm("init", "--launch", "Işık Mini", *words, "--as-of", TODAY, cwd=root / "launches")
    assert done.returncode == 0, done.stderr
    assert "gtm status --launch isik-mini" in done.stdout or f"gtm -C {root} status --launch isik-mini" in done.stdout
    after = content(root)
    written = {path: text for path, text in before.items() if not path.startswith(".gtm/")}
    assert {path: text for path, text in after.items() if path in written} == written
    assert gtm("-C", str(root), "schema", "--check").returncode == 0  # what is generated knows the new ids
    assert "title: Işık Mini\n" in (root / "launches/isik-mini/launch.yaml").read_text("utf-8")
    files = pipeline.read(pipeline.load(str(root)))
    for name in ("atlas-2-0", "isik-mini"):
        snapshot = pipeline.compile(files, date.fromisoformat(TODAY), name)
        assert [one.message for one in snapshot.diagnostics if one.severity >= Severity.WARNING] == []
        assert all(item.stated for item in snapshot.launch.items.values())


def test_one_more_launch_needs_a_workspace(tmp_path: Path) -> None:
    done = gtm("init", "--launch", "mini", *SAAS, cwd=tmp_path)
    assert done.returncode == 3
    assert "without --launch, gtm init sets one up" in done.stderr


def test_one_more_launch_needs_a_readable_playbook(tmp_path: Path) -> None:
    found(tmp_path)
    (tmp_path / "playbook/learn/legal.yaml").write_text("items: [")
    before = content(tmp_path)
    done = gtm("init", "--launch", "mini", *SAAS, cwd=tmp_path)
    assert done.returncode == 3
    assert "playbook/learn/legal.yaml cannot be read in full" in done.stderr
    assert content(tmp_path) == before


def test_examples_are_listed_copied_and_alive(tmp_path: Path) -> None:
    listed = gtm("init", "--example", "list", cwd=tmp_path).stdout.split()
    assert "atlas" in listed
    for name in listed:
        done = gtm("init", "--example", name, name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Delete `example:` in gtm.yaml" in done.stdout
        assert gtm("-C", name, "status", cwd=tmp_path).returncode == 0
    wrong = gtm("init", "--example", "atlsa", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean `atlas`?" in wrong.stderr


# --- on a terminal ------------------------------------------------------------------------------

pty = pytest.importorskip("pty", reason="needs a POSIX terminal")


def talk(cwd: Path, typed: list[tuple[str, str]], *words: str) -> tuple[int, str]:
    """gtm init in a terminal: after each awaited text, what a person types. Its exit code and screen."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        os.execv(sys.executable, [sys.executable, "-m", "gtm", "init", *words])
    screen, at = b"", 0
    for awaited, answer in [*typed, ("", "")]:
        while not awaited or awaited.encode() not in screen[at:]:
            patience = 30
            while not select.select([terminal], [], [], 2)[0]:
                assert patience, f"it waits at:\n{screen.decode()}"
                patience -= 1
                if not awaited and typed and typed[-1][1] == "\x03":
                    os.write(terminal, b"\x03")  # the first fell between prompt and reading; people press again
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # how a terminal on Linux says that nobody holds its other end
                piece = b""
            if not piece:
                break
            screen += piece
        at = len(screen)
        if answer:
            os.write(terminal, answer.encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), screen.decode()


def test_a_person_is_asked_and_may_slip(tmp_path: Path) -> None:
    code, screen = talk(
        tmp_path,
        [
            ("title", "Işık 2.0\r"),
            ("Launch date", "16.2.2027\r"),
            ("Launch date", "2026-11-10\r"),
            ("Numbers or names", "sass\r"),
            ("Numbers or names", "1, saas\r"),
            ("Markets", "tr,de\r"),
            ("Tier", "2\r"),
            ("Organisation", "Işık A.Ş.\r"),
            ("Time zone", "Europe/Istanbul\r"),
            ("calendars/tr.yaml", "y\r"),
            ("Scale the dates", "y\r"),
        ],
        "my launch",
        "--as-of",
        TODAY,
    )
    assert code == 0, screen
    assert "is not a date; write 2027-01-31" in screen
    assert "did you mean `saas`?" in screen
    assert "2  medium: a larger addition; " in screen
    files = pipeline.read(pipeline.load(str(tmp_path / "my launch")))
    record = files.launches["isik-2-0"][0]
    assert files.workspace.name == "Işık A.Ş."
    assert set(record.traits) == {"ai", "saas", "eu"}
    assert (record.title, record.tier, record.compress is not None) == ("Işık 2.0", 2, True)


def test_ctrl_c_half_way_leaves_nothing(tmp_path: Path) -> None:
    code, screen = talk(tmp_path, [("title): ", "Atlas\r"), ("2027-01-31: ", "\x03")], "new")
    assert code == 130, screen
    assert list(tmp_path.iterdir()) == []


def test_complete_options_ask_nothing_on_a_terminal(tmp_path: Path) -> None:
    code, screen = talk(tmp_path, [], "new", *SAAS)
    assert code == 0, screen
    assert (tmp_path / "new/gtm.yaml").is_file()


# --- the parts ----------------------------------------------------------------------------------


def test_answers_are_read_as_people_type_them() -> None:
    known = ["ai", "eu", "saas"]
    assert answers.traits("saas; AI", known) == ["ai", "saas"]
    assert answers.traits("3 2", known) == ["eu", "saas"]
    assert answers.traits("none", known) == []
    assert answers.markets("TR, de=2027-03-02 us=T+2w") == {"tr": "T", "de": "2027-03-02", "us": "T+2w"}
    assert answers.markets("-") == {}
    with pytest.raises(answers.Unclear):
        answers.traits("4", known)
