"""Golden outputs: what a command is known to print, kept as files beside the tests.

`golden("name.txt", text)` compares with tests/golden/<module of the test>/name.txt. Run with
`--golden-update` to write what is printed now, and read the difference before it is committed. A
golden file that no test asked for fails the run, as far as its module ran in full.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"
USED = pytest.StashKey[set[Path]]()
BROKEN = pytest.StashKey[set[str]]()  # modules of which not every test ran to its end
Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[USED] = set()
    config.stash[BROKEN] = set()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the golden file of that name."""
    config = request.config

    def compare(name: str, text: str) -> None:
        file = FOLDER / request.path.stem / name
        config.stash[USED].add(file)
        if config.getoption("--golden-update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
            return
        assert file.exists(), f"{file} is not there; write it with --golden-update"
        assert text.split("\n") == file.read_bytes().decode().split("\n"), f"{file.name} differs"

    return compare


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        item.config.stash[BROKEN].add(item.path.stem)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]
    if report.outcome != "passed":
        item.config.stash[BROKEN].add(item.path.stem)
    return report  # type: ignore[return-value]


def unused(config: pytest.Config, ran: set[str]) -> list[Path]:
    """Golden files that nobody asked for, in modules that ran in full."""
    partly = any("::" in argument for argument in config.args)
    if partly or not FOLDER.is_dir():
        return []
    whole = config.args == config.getini("testpaths")
    here = {path.stem for path in Path(__file__).parent.glob("**/test_*.py")}
    left = []
    for file in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        module = file.relative_to(FOLDER).parts[0]
        ended = module in ran and module not in config.stash[BROKEN]
        if file not in config.stash[USED] and (ended or (whole and module not in here)):
            left.append(file)
    return left


def pytest_sessionfinish(session: pytest.Session) -> None:
    ran = {item.path.stem for item in session.items} if session.testscollected else set()
    left = unused(session.config, ran)
    if left and session.exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly:
        for file in left:
            print(f"\nno test asked for {file.relative_to(FOLDER.parent)}: delete it")  # noqa: T201
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
