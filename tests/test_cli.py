"""The command line as a whole: exit codes, help, what is imported, completion, pipes, interrupts."""

import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gtm as package
from gtm import cli, registry
from tests.small_launch import FILES, Gtm, write

ROOT = Path(__file__).parent.parent
HEAVY = {"yaml", "pydantic", "networkx", "jinja2", "rich"}
ESCAPE = "\x1b[31m\u202ex"


def process(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A whole process of the program, as a shell would start it."""
    return subprocess.run(
        [sys.executable, "-m", "gtm", *words], cwd=cwd, env=surroundings(**environment),
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def surroundings(**more: str) -> dict[str, str]:
    dropped = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GTM_DEBUG"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


# --- help ---------------------------------------------------------------------------------------


def test_alone_it_shows_help_and_every_command() -> None:
    said = process()
    assert (said.returncode, said.stderr) == (0, "")
    listed = re.findall(r"^  ([a-z-]+) {2,}\S", said.stdout.partition("Commands:")[2], re.MULTILINE)
    from gtm import commands

    assert listed == [name.replace("_", "-") for name in registry.names(commands)]
    assert {"check", "gate", "why", "explain", "graph", "completion", "status"} <= set(listed)


@pytest.mark.parametrize("name", cli.app.list_commands(cli.app.make_context("gtm", ["--no"], resilient_parsing=True)))
def test_every_command_has_help_with_a_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--help", "-h"):
        assert cli.run([name, option]) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"Usage: gtm {name}")
        assert len(said.splitlines()[2].strip()) > 20


def test_the_version_is_said() -> None:
    said = process("--version")
    assert (said.returncode, said.stdout) == (0, f"gtm {package.__version__}\n")


# --- errors and exit codes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("chek",), 2, "there is no command `chek`; did you mean `check`?"),
        (("__init__",), 2, "there is no command `__init__`"),
        (("check", "--nope"), 2, "No such option '--nope'"),
        (("check", "--as-of", "garbage"), 2, "`garbage` is not a date; write 2027-01-31"),
        (("check", "--as-of", "2027-02-30"), 2, "`2027-02-30` is not a date"),
        (("check", "--format", "xml"), 2, "'xml' is not one of"),
        (("gate", "--launch", "atlsa"), 2, "no launch `atlsa`; did you mean `atlas`?"),
        (("why",), 2, "Missing argument 'ID_OR_STAGE'"),
        (("completion", "tcsh"), 2, "'tcsh' is not one of"),
    ],
)
def test_a_slip_on_the_command_line_exits_with_2(gtm: Gtm, words: tuple[str, ...], code: int, said: str) -> None:
    got, out, err = gtm(*words)
    assert (got, out) == (code, "")
    assert err.startswith("gtm: ")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gtm.yaml": "workspace: {format: 2, name: Acme}\n"}, "format 2; this version reads format 1"),
        ({"playbook/journey.yaml": "stages: [\n"}, "no stages can be read"),
        ({"playbook/journey.yaml": None}, "no stages can be read"),
        ({"gtm.yaml": "workspace: [\n"}, "gtm.yaml cannot be understood"),
    ],
)
@pytest.mark.parametrize("command", ["check", "gate", "graph"])
def test_what_cannot_be_compiled_exits_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str | None], said: str, command: str
) -> None:
    code, out, err = Gtm(write(tmp_path, changes), capsys)(command)
    assert (code, out) == (3, "")
    assert said in err


def test_without_a_workspace_it_says_how_to_get_one(tmp_path: Path) -> None:
    for words in (("check",), ("-C", "elsewhere", "gate"), ("why", "-C", "elsewhere", "x")):
        said = process(*words, cwd=tmp_path)
        assert (said.returncode, said.stdout) == (3, "")
        assert "no gtm.yaml" in said.stderr
        assert "gtm init" in said.stderr


def test_the_workspace_is_given_before_or_after_the_command_or_found_upwards(gtm: Gtm, tmp_path: Path) -> None:
    wanted = gtm("why", "goal")
    assert wanted[0] == 0
    assert cli.run(["why", "-C", str(tmp_path), "goal"]) == 0
    inside = process("why", "goal", cwd=tmp_path / "playbook" / "buy")
    assert (inside.returncode, inside.stdout) == (0, wanted[1])


def test_the_nearer_workspace_wins(gtm: Gtm, tmp_path: Path) -> None:
    assert cli.run(["-C", "/nowhere", "why", "-C", str(tmp_path), "goal"]) == 0


def test_which_launch_has_to_be_clear(gtm: Gtm) -> None:
    second = FILES["launches/atlas/launch.yaml"].replace("Atlas 2.0", "Bora")
    gtm.write({"launches/bora/launch.yaml": second, "gtm.yaml": "workspace: {format: 1, name: Acme}\n"})
    code, _, err = gtm("gate")
    assert (code, err) == (2, "gtm: say which launch: --launch NAME; launches here: atlas, bora\n")
    assert gtm("gate", "--launch", "bora")[0] == 1


def test_words_of_the_command_line_cannot_speak(gtm: Gtm) -> None:
    for words in ("", "gate", "why", "check --launch", "check --as-of", "explain", "graph --team", "check -C", "check"):
        code, out, err = gtm(*words.split(), ESCAPE)
        assert code in {2, 3}
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err


def test_a_mistake_of_ours_is_said_in_two_lines_and_shown_in_full_on_request(
    gtm: Gtm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`explain` imports every check: one that is broken makes a real fault."""
    broken = (
        "import sys; sys.modules['gtm.checks.no_owner'] = type(sys)('gtm.checks.no_owner');"
        "from gtm.cli import main; main()"
    )
    for debug, wanted in (("", "send us what it prints"), ("1", "Traceback")):
        said = subprocess.run(
            [sys.executable, "-c", broken, "explain"], cwd=ROOT, env=surroundings(GTM_DEBUG=debug),
            capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert said.returncode == 70
        assert wanted in said.stderr
        assert ("Traceback" in said.stderr) == bool(debug)


# --- pipes, interrupts, full disks ---------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("check",), ("gate", "buy"), ("graph",), ("why", "buy"), ("--help",), ("--version",)]
)
def test_a_closed_pipe_is_silent_and_never_1(gtm: Gtm, words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    said = subprocess.run(
        [sys.executable, "-m", "gtm", "-C", str(gtm.folder), *words], cwd=ROOT, env=surroundings(),
        stdout=writer, stderr=subprocess.PIPE, timeout=120, check=False,
    )  # fmt: skip
    os.close(writer)
    assert said.returncode == 141
    assert said.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_the_environment(gtm: Gtm) -> None:
    with open("/dev/full", "wb") as full:
        said = subprocess.run(
            [sys.executable, "-m", "gtm", "-C", str(gtm.folder), "graph"], cwd=ROOT, env=surroundings(),
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
    assert (said.returncode, said.stderr) == (4, "gtm: no space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_ends_with_130_and_without_a_traceback(gtm: Gtm) -> None:
    """The output is longer than a pipe holds, so the process is sure to be inside a command."""
    many = "".join(f"  buy.sales.step-{n}: {{title: {'Long ' * 10}{n}}}\n" for n in range(700))
    gtm.write({"playbook/buy/sales.yaml": f"items:\n{many}"})
    with subprocess.Popen(
        [sys.executable, "-m", "gtm", "-C", str(gtm.folder), "graph"], cwd=ROOT, env=surroundings(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        assert select.select([running.stdout], [], [], 60)[0], "it has begun to write"
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
        assert running.stderr.read().strip() == b"gtm: interrupted"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_it_runs_with_its_streams_closed(gtm: Gtm) -> None:
    line = f'"{sys.executable}" -m gtm -C "{gtm.folder}" gate buy >&- 2>&-'
    assert subprocess.run(["sh", "-c", line], cwd=ROOT, env=surroundings(), timeout=120, check=False).returncode == 1


def test_a_terminal_without_our_letters_gets_others(gtm: Gtm) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "gtm", "-C", str(gtm.folder), "gate", "buy"], cwd=ROOT,
        env=surroundings(PYTHONIOENCODING="latin-1"), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert "? open" in said.stdout.decode("latin-1")
    assert "Deniz ?ahin" in said.stdout.decode("latin-1")


# --- colour ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_option_and_the_environment(
    gtm: Gtm, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for command in (("gate", "buy"), ("why", "buy"), ("check", "--min", "advice")):
        assert ("\x1b[" in gtm(*command, *words)[1]) == coloured, command


# --- what is imported ------------------------------------------------------------------------------


def loaded(*words: str, cwd: Path = ROOT, **environment: str) -> set[str]:
    """All modules that one whole run of the program has imported at its end."""
    code = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "from gtm.cli import main; main()"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=cwd, env=surroundings(**environment),
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    modules = set(said.stderr.split())
    assert "gtm.cli" in modules
    return modules


def imported(*words: str, cwd: Path = ROOT, **environment: str) -> set[str]:
    """The heavy libraries among them."""
    return HEAVY & loaded(*words, cwd=cwd, **environment)


@pytest.mark.parametrize(
    "words", [(), ("--version",), ("--help",), ("gate", "--help"), ("check", "-h"), ("completion", "bash"), ("chek",)]
)
def test_help_and_slips_import_nothing_heavy(words: tuple[str, ...]) -> None:
    assert imported(*words) == set()


@pytest.mark.parametrize(
    "line", ["gtm ", "gtm gate ", "gtm why buy.", "gtm graph --team ", "gtm explain no-", "gtm check --"]
)
def test_completion_imports_nothing_heavy(gtm: Gtm, line: str) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_GTM_COMPLETE": "bash_complete"}
    assert imported(cwd=gtm.folder, **words) == set()


@pytest.mark.parametrize("words", [("check",), ("gate", "buy"), ("why", "buy"), ("graph",)])
def test_plain_answers_import_neither_the_graph_library_nor_templates(gtm: Gtm, words: tuple[str, ...]) -> None:
    assert imported("-C", str(gtm.folder), *words).isdisjoint({"networkx", "jinja2", "rich"})


AUDIENCE = {
    "gtm.analysis.clientele", "gtm.analysis.customers", "gtm.analysis.journey", "gtm.analysis.journey_gaps",
    "gtm.analysis.personas", "gtm.analysis.phases", "gtm.analysis.portraits", "gtm.analysis.profile",
    "gtm.analysis.scale", "gtm.analysis.segments", "gtm.analysis.strategy", "gtm.checks.audience",
    "gtm.link.audience", "gtm.link.served", "gtm.model.audience", "gtm.model.flows", "gtm.model.personas",
    "gtm.model.profile", "gtm.model.scale",
}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [("check",), ("status",), ("tasks",), ("gate", "buy"), ("why", "buy"), ("set", "buy.sales.training", "doing")],
)
def test_a_workspace_without_an_audience_imports_none_of_it(gtm: Gtm, words: tuple[str, ...]) -> None:
    assert loaded("-C", str(gtm.folder), *words) & AUDIENCE == set()


def test_a_workspace_with_an_audience_imports_what_the_test_above_names(gtm: Gtm) -> None:
    gtm.write({"playbook/audience.yaml": "audience: {personas: {swift: {title: Swift}}}\n"})
    assert loaded("-C", str(gtm.folder), "check") >= AUDIENCE


# --- completion -----------------------------------------------------------------------------------


def complete(folder: Path, line: str) -> list[str]:
    """What bash would offer for a line that ends where the cursor stands."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_GTM_COMPLETE": "bash_complete"}
    said = process(cwd=folder, **words)
    assert said.returncode == 0
    return [entry.partition(",")[2] for entry in said.stdout.split()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("gtm ga", ["gate"]),
        ("gtm gate ", ["plan", "learn", "buy"]),
        ("gtm why learn.", ["learn.legal.eula", "learn.legal.export-check"]),
        ("gtm why b", ["buy", "buy.finance.credit-note", "buy.finance.e-invoice", "buy.finance.price-list",
                       "buy.finance.price-list/tr", "buy.finance.tax-codes", "buy.legal.order-form", "buy.sales.quota",
                       "buy.sales.training"]),
        ("gtm graph --team ", ["finance", "legal", "product", "sales"]),
        ("gtm graph --thread ", ["price-to-seller"]),
        ("gtm graph --gate l", ["learn"]),
        ("gtm graph --around learn.legal.e", ["learn.legal.eula", "learn.legal.export-check"]),
        ("gtm gate --launch ", ["atlas"]),
        ("gtm explain no-o", ["no-owner"]),
        ("gtm explain GTM40", [f"GTM40{number}" for number in range(1, 10)]),
        ("gtm completion z", ["zsh"]),
    ],
)  # fmt: skip
def test_ids_teams_stages_and_codes_complete(gtm: Gtm, line: str, wanted: list[str]) -> None:
    assert complete(gtm.folder, line) == wanted


def test_completion_outlives_a_broken_workspace(gtm: Gtm) -> None:
    gtm.write({"playbook/buy/sales.yaml": "items: [\n", "playbook/teams.yaml": "\x00\nteams:\n  legal: {}\n"})
    (gtm.folder / "playbook/buy/folder.yaml").mkdir()
    (gtm.folder / "launches" / "evil\n;rm").mkdir()
    assert complete(gtm.folder, "gtm graph --team ") == ["legal"]
    assert complete(gtm.folder, "gtm gate --launch ") == ["atlas"]
    assert complete(gtm.folder.parent, "gtm why b") == []


@pytest.mark.parametrize(
    ("shell", "part"),
    [("bash", "complete -o nosort -F"), ("zsh", "#compdef gtm"), ("fish", "complete --no-files --command gtm")],
)
def test_the_script_of_each_shell_calls_the_program(gtm: Gtm, shell: str, part: str) -> None:
    code, out, err = gtm("completion", shell)
    assert (code, err) == (0, "")
    assert part in out
    assert f"_GTM_COMPLETE={shell}_complete" in out


def test_the_script_is_understood_by_bash(gtm: Gtm) -> None:
    _, out, _ = gtm("completion", "bash")
    said = subprocess.run(["bash", "-n"], input=out, encoding="utf-8", capture_output=True, timeout=60, check=False)
    assert (said.returncode, said.stderr) == (0, "")


# --- hostile text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("check",), ("gate", "buy"), ("gate", "buy", "--agenda"), ("why", "buy"), ("graph",),
                                   ("graph", "--format", "mermaid"), ("gate", "buy", "--digest")])  # fmt: skip
def test_nothing_a_person_wrote_speaks_as_our_own_output(gtm: Gtm, words: tuple[str, ...]) -> None:
    evil = '"\\e]0;x\\a\\e[31m\\r::error::x\\n::set-output::y\\u202e##vso[task.x]\\u2066 [red]z"'
    changes: dict[str, str | None] = {
        path: re.sub("(title|waiting_on|text|reason|instead): "
                     "(Atlas 2.0|Set the quota|Tax office|Half.*?|Paper.*|Finance ch.*)(?=[,}\n])",
                     lambda found: f"{found[1]}: {evil}", text)
        for path, text in FILES.items()
    }  # fmt: skip
    names = "".join(f"  {one}: {{name: {evil}}}\n" for one in ("mina", "arda", "deniz", "sara"))
    gtm.write({**changes, "people.yaml": f"people:\n{names}"})
    code, out, err = gtm(*words, "--color", "never") if words[0] in {"check", "gate", "why"} else gtm(*words)
    assert code in {0, 1}, err
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out + err)
    assert not re.search(r"^\s*(::\w|##\[)", out + err, re.MULTILINE)
    assert words == ("gate", "buy", "--digest") or "set-output" in out, "the text itself is still there"
    assert "##vso[" not in out + err


@pytest.mark.parametrize("words", [("owners",), ("classify",), ("graph",), ("what-if", "--date", "2027-03-02")])
def test_an_answer_that_may_lack_something_says_so(gtm: Gtm, words: tuple[str, ...]) -> None:
    assert "PARTIAL" not in gtm(*words)[2]
    gtm.write({"launches/atlas/sales.yaml": "items: [\n"})
    code, _, said = gtm(*words)
    assert code == 0
    assert "PARTIAL: 1 file could not be read in full" in said
