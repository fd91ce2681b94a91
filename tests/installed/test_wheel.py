"""What ships: the wheel holds every tracked file of the package, its templates, styles and fonts, and works alone."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def tracked(*folders: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: there is no list of tracked files to compare with")
    return {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}


def test_the_wheel_holds_exactly_the_files_of_the_checkout(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = tracked("reportgen")
    expected |= {f"reportgen/{name}" for name in tracked("templates", "styles")}
    assert packed - expected == set()
    assert expected - packed == set()


def test_the_fonts_licences_ship_beside_them(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    fonts = {name.rsplit("/", 1)[0] for name in names if name.endswith(".ttf")}
    assert fonts
    assert {f"{folder}/LICENSE.txt" for folder in fonts} <= set(names)


def test_the_installed_package_finds_its_templates_and_fonts_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, system_site_packages=False)
    site = next((home / "lib").glob("python*/site-packages"))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # The dependencies are borrowed from this environment; the package itself must come from the wheel.
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    code = (
        "import reportgen, sys\n"
        "from reportgen.resources import shipped_fonts, styles_dir, templates_dir\n"
        "assert all(font.path.is_file() for font in shipped_fonts())\n"
        "print(reportgen.__file__, templates_dir(), styles_dir(), sep='\\n')"
    )
    done = subprocess.run(
        [home / "bin" / "python", "-I", "-c", f"import sys; sys.path += {borrowed!r}\n{code}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(Path(line).is_relative_to(site) for line in done.stdout.splitlines())
