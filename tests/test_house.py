"""The rules of the house: who imports what, how long things are, and what must not be written."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for package in ("scrapers", "pipeline") for path in (ROOT / package).rglob("*.py")
)
PYTHON_FILES = MODULES + sorted((ROOT / "tests").rglob("*.py"))
MIDDLE = ("parse", "extract", "dates", "exports", "merg", "model")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: write imports in full"
            assert node.module is not None
            yield node.module


def top_imports_of(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports_of(path)}


def calls_in(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def users_of(*libraries: str) -> set[str]:
    return {name_of(path) for path in MODULES if top_imports_of(path) & set(libraries)}


def test_scrapers_never_import_the_pipeline():
    assert [name for name in users_of("pipeline") if name.startswith("scrapers/")] == []


def test_only_the_fetcher_speaks_http():
    speakers = users_of("httpx", "requests", "urllib3", "aiohttp", "socket", "http")
    allowed = ("scrapers/fetcher", "pipeline/serving.py")  # serving looks whether its port is free

    assert [name for name in speakers if not name.startswith(allowed)] == []


def test_only_the_store_speaks_sql():
    speakers = users_of("sqlite3", "sqlite_utils")

    assert [name for name in speakers if not name.startswith("pipeline/store/")] == []


def test_only_the_command_line_prints_and_exits():
    talking = {"print", "exit", "quit", "sys.exit", "os._exit", "click.echo"}
    outside = [path for path in MODULES if not name_of(path).startswith("pipeline/cli/")]

    assert [name_of(path) for path in outside if talking & set(calls_in(path))] == []
    assert [
        name for name in users_of("click", "rich") if not name.startswith("pipeline/cli/")
    ] == []


def test_the_middle_has_no_clock_and_opens_nothing():
    forbidden = re.compile(r"(^|\.)(now|utcnow|today|sleep|urlopen|getenv)$|^time\.|^open$")
    inner = [
        path
        for path in MODULES
        if path.is_relative_to(ROOT / "pipeline")
        and path.relative_to(ROOT / "pipeline").as_posix().startswith(MIDDLE)
    ]

    assert [
        f"{name_of(path)}: {call}"
        for path in inner
        for call in calls_in(path)
        if forbidden.search(call)
    ] == []


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_of)
def test_files_and_functions_stay_short(path):
    source = path.read_text(encoding="utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert source.count("\n") <= 400
    assert [
        node.name
        for node in functions
        if node.end_lineno and node.end_lineno - node.lineno + 1 > 60
    ] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_twins_the_standard_library(path):
    twins = {"csv", "json", "calendar", "http", "html", "types", "string", "logging", "queue"}

    assert path.stem not in twins


def test_no_file_names_a_package_registry_or_a_place_on_a_machine():
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.org", "deb." + "debian"]
    places = ["/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "bash_jobs", "/opt/" + "wheels"]
    forbidden = re.compile("|".join(re.escape(part) for part in hosts + places))

    assert [
        f"{name_of(path)}: {found[0]}"
        for path in tracked_files()
        if (found := forbidden.search(path.read_text(encoding="utf-8", errors="replace")))
    ] == []


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listing.returncode == 0:
        return [path for name in listing.stdout.split("\0") if (path := ROOT / name).is_file()]
    places = ["scrapers", "pipeline", "tests", "data", "notebooks"]  # a download without history
    return [path for place in places for path in (ROOT / place).rglob("*.*") if path.is_file()]


def pins_in(name: str) -> dict[str, set[str]]:
    """Package -> its pinned versions; a package may have one pin for each Python."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==(\S+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_with_its_hashes(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    if "dev" in name:
        wanted += project["optional-dependencies"]["dev"]
    pins = pins_in(name)

    for requirement in map(Requirement, wanted):
        versions = pins.get(requirement.name.lower().replace("_", "-"), set())
        assert versions, f"{requirement.name} is not pinned; run make lock"
        assert all(requirement.specifier.contains(version) for version in versions)
    entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text(encoding="utf-8").strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "torch" not in pins


def test_both_pin_files_agree():
    shipped, with_tools = pins_in("requirements.txt"), pins_in("requirements-dev.txt")

    assert {name: with_tools.get(name) for name in shipped} == shipped
