#!/usr/bin/env python3
"""Drives a real Kakoune with kakoune-lsp in a terminal of its own, and looks at its screen and its file.

    kakoune.py KAK SNIPPET SCRATCH PROJECT

SNIPPET is what people get; SCRATCH holds `home`. `agentls`, `kak-lsp` and tmux have to be on the PATH.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import terminal
from terminal import SESSION, fail, finish, keys, kill_server, ok, picture, screen, sessions, tmux, until, wait, write

kak, snippet, scratch, project = sys.argv[1], *map(Path, sys.argv[2:5])
home = scratch / "home"
agent = project / ".claude/agents/courier.md"


def command(text):
    keys("Escape")
    # Else Escape and the key after it are one key with Alt.
    time.sleep(0.1)
    write(":" + text)
    keys("Enter")


# The editor's server ends its session with the language server.
terminal.before_the_end = lambda: command("kill!")


def show(path, words):
    passed_on = [f"{name}={os.environ[name]}" for name in os.environ if name.startswith("XDG_") or name in ("PATH", "HOME", "LC_ALL", "KAKOUNE_RUNTIME")]
    tmux("new-session", "-d", "-s", SESSION, "-x", "170", "-y", "60", "-c", str(project),
         "env", *passed_on, "TERM=tmux-256color", kak, str(path))
    tmux("set", "-g", "escape-time", "0")
    wait(words, f"shows {path.name}")


config = home / "config/kak"
config.mkdir(parents=True)
(config / "kakrc").write_text(
    'evaluate-commands %sh{kak-lsp}\n'
    f'source "{snippet}/agentls.kak"\n'
    "set-option global startup_info_version 99999999\n"
    "set-option global autoinfo normal\n"
    "set-option global ui_options terminal_assistant=none\n"
)
begin = time.monotonic()
ok(subprocess.run([kak, "-version"], capture_output=True, text=True, check=True).stdout.strip())

# Other Markdown.
show(project / "README.md", "A page about the courier")
time.sleep(0.5)
if sessions(scratch):
    fail("leaves alone README.md")
command("quit!")
until(lambda: tmux("has-session", "-t", SESSION).returncode != 0, "ends")
ok("leaves alone README.md")

show(agent, "# Courier")
until(lambda: sessions(scratch), "starts the server")


def listed():
    command(f"edit '{agent}'")
    command("lsp-diagnostics")
    time.sleep(0.3)
    return re.search(r"courier\.md:4:\d+: .*Grpe", screen())


until(listed, "the list of diagnostics is filled")
for place in (r"4:21: .*unknown-tool\].*Grpe", r"6:1: .*unknown-key\].*colour", r"3:119: .*cut-text", r"9:3: .*no-output-format"):
    wait(r"courier\.md:" + place, f"the list of diagnostics has {place}")
ok("what is wrong is listed, with its place")
command(f"edit '{agent}'")
wait(r"(?m)^.*# Courier", "is back")

# Completion.
command('execute-keys gg/tools:<ret>gl')
write("a, Glo")
wait(r"\bGlob\b", "offers the tool Glob")
keys("C-n")
keys("Escape")
wait(r"tools: Read, Write, Grpe, Glob\b", "takes the tool")
ok("completes a tool while typing")
command("execute-keys gg/model:<ret>xssonnet<ret>")
write("cop")
wait(r"\bopus\b", "offers the model opus")
keys("C-n")
keys("Escape")
wait(r"model: opus\b", "takes the model")
ok("completes a model while typing")

# A field of expertise.
command("execute-keys gg/JWT<ret>")
command("lsp-hover")
wait(r"JSON Web Token", "explains a field of expertise")
ok("explains a field of expertise")
picture("kakoune", "An agent in Kakoune, with a field of expertise explained")

# Mending, and the output format, from the menu of code actions.
command("execute-keys gg/colour<ret>")
command("lsp-code-actions")
wait(r"Rename to color", "offers to mend a key")
write("Rename to color")
keys("Enter")
wait(r"(?m)\bcolor: blue", "mends a key")
ok("mends a key")
before = screen()
command("execute-keys gg/Courier<space>.the<ret>")
command("lsp-code-actions")
wait(r"Insert output format", "offers output formats")
write("Insert output format: implementation")
keys("Enter")
time.sleep(0.3)
command("write")
until(lambda: re.search(r"(?m)^## .*Output Format$", agent.read_text()), "the output format is on disk")
text = agent.read_text()
original = (Path(__file__).parent / "sample/courier.md").read_text()
original = original.replace("Grpe\n", "Grpe, Glob\n").replace("model: sonnet", "model: opus").replace("colour", "color")
lines = text.split("\n")
lost = [line for line in original.split("\n") if line not in lines]
if lost or not text.startswith(original[:200]) or not text.endswith("safe to send twice\n"):
    fail("the file has what was typed, and all that was there", str(lost))
ok("the file has what was typed, and all that was there")

# The server dies: Kakoune works on, and kakoune-lsp starts another one with the next thing that is done.
kill_server(scratch)
command("execute-keys geo-<space>one<space>more<esc>")
command("write")
until(lambda: agent.read_text().endswith("- one more\n"), "is written without a server")
ok("without its server the editor works on")
until(lambda: len(sessions(scratch)) == 2, "starts another server")
until(listed, "the list of diagnostics is filled again")
ok("another server is started")

ok(f"{time.monotonic() - begin:.1f} s")
finish(0)
