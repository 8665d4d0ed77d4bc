"""Installing a Debian package that a test cannot do without, when we are allowed to. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


class MissingToolError(Exception):
    """One sentence for a person: what is missing and how to get it. Nothing is ever skipped instead."""


def install(*packages: str) -> bool:
    """As root or through `sudo -n`; False when that is not possible here. Output goes to stderr only on failure."""
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    print(f"Встановлюю пакунок Debian: {', '.join(packages)}… / Installing Debian's package…", file=sys.stderr, flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in ([*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode and "install" in command:
            print((done.stdout + done.stderr)[-2000:], file=sys.stderr)
            return False
    return True


def drop_cluster(version: str, name: str) -> None:
    """Debian makes and starts a cluster of its own when the server is first installed; we need only the programs."""
    prefix = _privilege()
    if prefix is not None and shutil.which("pg_dropcluster"):
        subprocess.run(
            [*prefix, "pg_dropcluster", "--stop", version, name], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )


def _privilege() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return None
