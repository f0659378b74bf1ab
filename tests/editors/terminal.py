"""The terminal in which an editor's test drives it (tmux, with a server of its own), and how such a test waits and ends."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from picture import svg

SESSION = "editor"
patience = float(os.environ.get("AGENTLS_PATIENCE", "30"))
socket = f"agentls-{os.getpid()}"


def tmux(*arguments):
    command = ["tmux", "-L", socket, "-f", "/dev/null", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def screen():
    return tmux("capture-pane", "-p", "-t", SESSION).stdout


def keys(*names):
    tmux("send-keys", "-t", SESSION, *names)


def write(text):
    tmux("send-keys", "-t", SESSION, "-l", "--", text)


def before_the_end():
    """What an editor needs to be told before its terminal goes; a test puts its own in this place."""


def finish(status):
    before_the_end()
    tmux("kill-server")
    sys.exit(status)


def fail(what, seen=""):
    print(seen or screen())
    print(f"not ok: {what}", file=sys.stderr)
    finish(1)


def ok(what):
    print(f"ok: {what}")


def until(there, what):
    end = time.monotonic() + patience
    while not (seen := there()):
        if time.monotonic() > end:
            fail(what)
        time.sleep(0.03)
    return seen


def wait(pattern, what):
    return until(lambda: re.search(pattern, screen()), what)


def wait_gone(pattern, what):
    until(lambda: not re.search(pattern, screen()), what)


def sessions(scratch):
    """The conversations with a server so far, the newest at the end. Each is called after its process."""
    return sorted((scratch / "messages").glob("*.jsonl"), key=lambda file: file.stat().st_ctime)


def kill_server(scratch):
    """Kills the newest server as a machine without memory would: it says no goodbye."""
    os.kill(int(sessions(scratch)[-1].stem), signal.SIGKILL)


def picture(name, title):
    """A picture of the screen for the documentation, where there is a folder for those."""
    shots = os.environ.get("AGENTLS_SHOTS")
    if not shots:
        return
    size = tmux("display-message", "-p", "-t", SESSION, "#{window_width} #{window_height}").stdout.split()
    tmux("resize-window", "-t", SESSION, "-x", "120", "-y", "34")
    time.sleep(1)
    # With the blanks at the ends of lines, which may have a colour.
    seen = tmux("capture-pane", "-e", "-p", "-N", "-t", SESSION).stdout
    (Path(shots) / f"{name}.svg").write_text(svg(seen, title))
    tmux("resize-window", "-t", SESSION, "-x", size[0], "-y", size[1])
    time.sleep(1)
