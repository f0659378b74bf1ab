"""The terminal in which an editor's test drives it: tmux, with a server of its own."""

import os
import subprocess

SESSION = "editor"
socket = f"agentls-{os.getpid()}"


def tmux(*arguments):
    command = ["tmux", "-L", socket, "-f", "/dev/null", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def screen():
    return tmux("capture-pane", "-p", "-t", SESSION).stdout


def keys(*names):
    tmux("send-keys", "-t", SESSION, *names)


def write(text):
    tmux("send-keys", "-t", SESSION, "-l", text)
