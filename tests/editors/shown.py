#!/usr/bin/env python3
"""Opens an agent in a real editor in a terminal, and looks for what has to stand on its screen.

    shown.py NAME WORDS COMMAND...

NAME is the editor's, for the picture that is made where AGENTLS_SHOTS is a folder; WORDS are a regular
expression; the last word of COMMAND is the agent.
"""

import os
import sys
from pathlib import Path

from terminal import SESSION, finish, ok, picture, tmux, wait

name, words, *command = sys.argv[1:]
passed_on = [
    f"{key}={value}"
    for key, value in os.environ.items()
    if key.startswith(("XDG_", "EMACS")) or key in ("PATH", "HOME", "LC_ALL", "VIMRUNTIME", "ALE", "AGENTLS_VIM")
]
tmux("new-session", "-d", "-s", SESSION, "-x", "120", "-y", "34", "-c", str(Path(command[-1]).parents[2]),
     "env", *passed_on, "TERM=tmux-256color", "COLORTERM=truecolor", *command)
wait(words, f"shows {words}")
picture(name, f"An agent with its faults marked in {name}")
ok(f"on the screen stands: {words}")
finish(0)
