"""The package as people get it: wheel, wheel from the sdist, editable install; no network."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import gtm
from gtm import assets

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("checklists", "templates")
VERSION = gtm.__version__
SHIPPED = ("gtm", *KINDS, ".ci", "tests", "docs")
PLACES = f"from gtm import assets; [print(assets.folder(kind)) for kind in {KINDS!r}]"


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a program that must succeed, run far from the checkout."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }


def build(kind: str, source: Path, output: Path) -> Path:
    """The one file that `python -m build` makes of the source folder."""
    run(
        *(sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", output),
        source,
        cwd=output.parent,
    )
    (built,) = output.iterdir()
    return built


class Installation:
    """A fresh environment with gtm in it; other packages are borrowed from the one under test."""

    def __init__(self, home: Path, *what: str | Path) -> None:
        self.home = home
        venv.create(home, with_pip=False)
        self.programs = home / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.programs / Path(sys.executable).name
        printed = "import sysconfig; print(sysconfig.get_path('purelib'))"
        self.packages = Path(run(self.python, "-I", "-c", printed, cwd=home).strip())
        # A path file adds the folder's packages, but not the path files in it: the editable
        # install of the checkout stays out.
        borrowed = sysconfig.get_path("purelib")
        (self.packages / "borrowed.pth").write_text(borrowed + "\n", "utf-8")
        run(
            *(sys.executable, "-m", "pip", "--python", self.python, "install", "--no-index"),
            *("--no-deps", "--no-build-isolation", "--ignore-installed", *what),
            cwd=home,
        )

    def folders(self) -> dict[str, Path]:
        """Where this installation says its checklists and templates are."""
        lines = run(self.python, "-c", PLACES, cwd=self.home).splitlines()
        return dict(zip(KINDS, map(Path, lines), strict=True))

    def version(self) -> str:
        """What the installed command says about itself."""
        return run(self.programs / "gtm", "--version", cwd=self.home)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build reads, so that building leaves nothing behind in the real one."""
    copy = tmp_path_factory.mktemp("source") / "checkout"
    copy.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, copy)
        elif path.name in SHIPPED:
            ignored = shutil.ignore_patterns("__pycache__", ".DS_Store")
            shutil.copytree(path, copy / path.name, ignore=ignored)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel") / "out")


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", checkout, tmp_path_factory.mktemp("sdist") / "out")


@pytest.fixture(scope="module")
def wheel_of_sdist(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return build("wheel", source, tmp_path_factory.mktemp("again") / "out")


def test_the_wheel_holds_the_code_and_every_bundled_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for kind in KINDS:
        prefix = f"gtm/_data/{kind}/"
        packed = {name.removeprefix(prefix): data for name, data in members.items() if name.startswith(prefix)}
        assert packed
        assert packed == contents(ROOT / kind)
    code = {name for name in members if name.endswith(".py")}
    assert code == {f"gtm/{name}" for name in contents(ROOT / "gtm") if name.endswith(".py")}
    assert {name.split("/")[0] for name in members} == {"gtm", f"gtm_readiness-{VERSION}.dist-info"}


def test_the_metadata_says_what_pip_must_know(wheel: Path) -> None:
    information = f"gtm_readiness-{VERSION}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{information}/METADATA").decode("utf-8").splitlines()
        scripts = archive.read(f"{information}/entry_points.txt").decode("utf-8").split("\n")
        licence = archive.read(f"{information}/licenses/LICENSE")
    assert f"Version: {VERSION}" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: MIT" in metadata
    assert "Provides-Extra: forecast" in metadata
    assert [line for line in metadata if line.startswith("Requires-Dist: numpy")] == [
        "Requires-Dist: numpy; extra == 'forecast'"
    ]
    assert "gtm = gtm.cli:main" in scripts
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_the_sdist_holds_what_a_rebuild_and_its_tests_need(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"} <= names
    assert {".ci/test", "tests/test_packaging.py", "gtm/__init__.py"} <= names
    for kind in KINDS:
        assert {f"{kind}/{name}" for name in contents(ROOT / kind)} <= names


def test_a_wheel_of_the_sdist_is_the_same_wheel(wheel: Path, wheel_of_sdist: Path) -> None:
    assert wheel_of_sdist.name == wheel.name
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(wheel_of_sdist) as second:
        assert {name: first.read(name) for name in first.namelist()} == {
            name: second.read(name) for name in second.namelist()
        }


@pytest.mark.parametrize("origin", ["wheel", "wheel_of_sdist"])
def test_an_installed_wheel_runs_and_finds_its_files(
    origin: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    installed = Installation(tmp_path / "env", request.getfixturevalue(origin))
    assert VERSION in installed.version()
    for kind, folder in installed.folders().items():
        assert folder == installed.packages.resolve() / "gtm" / "_data" / kind
        assert contents(folder) == contents(ROOT / kind)


def test_an_editable_install_reads_the_checkout_and_not_a_stale_copy(checkout: Path, tmp_path: Path) -> None:
    own = tmp_path / "checkout"
    shutil.copytree(checkout, own)
    installed = Installation(tmp_path / "env", "--editable", own)
    for kind in KINDS:  # what an older build backend leaves behind
        stale = installed.packages / "gtm" / "_data" / kind
        stale.mkdir(parents=True, exist_ok=True)
        (stale / "stale.yaml").write_text("stale: true\n", "utf-8")
        (own / kind / "new.yaml").write_text("new: true\n", "utf-8")
    assert VERSION in installed.version()
    for kind, folder in installed.folders().items():
        assert folder == own.resolve() / kind
        assert "new.yaml" in contents(folder)
        assert "stale.yaml" not in contents(folder)


def test_this_checkout_uses_its_own_folders() -> None:
    assert [assets.folder(kind) for kind in KINDS] == [ROOT / kind for kind in KINDS]


@pytest.mark.parametrize("kind", ["", "playbook", "../tests", "templates/.."])
def test_only_the_two_kinds_can_be_asked_for(kind: str) -> None:
    with pytest.raises(ValueError, match="no such kind"):
        assets.folder(kind)


def test_a_missing_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "gtm" / "assets.py"))
    with pytest.raises(FileNotFoundError, match=r"lacks the folder .*templates"):
        assets.folder("templates")


def test_a_foreign_folder_beside_an_installed_package_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()  # as another distribution may leave in site-packages
    ours = tmp_path / "gtm" / "_data" / "templates"
    ours.mkdir(parents=True)
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "gtm" / "assets.py"))
    assert assets.folder("templates") == ours.resolve()


def test_asking_for_the_version_imports_nothing_else(tmp_path: Path) -> None:
    program = "import sys; old = set(sys.modules); import gtm; print(sorted(set(sys.modules) - old))"
    assert run(sys.executable, "-c", program, cwd=tmp_path).strip() == "['gtm']"


def test_the_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    for pin in pins:
        name, equals, version = pin.partition("==")
        assert equals, pin
        assert name.replace("-", "").replace("_", "").replace(".", "").isalnum(), pin
        assert version.replace(".", "").replace("post", "").isalnum(), pin
