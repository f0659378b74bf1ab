#!/usr/bin/env python3
"""Drives a real Helix in a terminal of its own, and looks at its screen, its file and its log.

    helix.py HX LANGUAGES SCRATCH PROJECT

LANGUAGES is the languages.toml that people get; SCRATCH holds `home`. `agentls` has to
be on the PATH, and so has tmux.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from terminal import SESSION, fail, finish, keys, kill_server, ok, picture, screen, sessions, tmux, until, wait, wait_gone, write

helix, languages, scratch, project = sys.argv[1], *map(Path, sys.argv[2:5])
home = scratch / "home"
agent = project / ".claude/agents/courier.md"


def prompt(key, shown, text):
    """Answers the prompt that `key` opens in normal mode."""
    keys("Escape")
    wait(r"\bNOR\b", "normal mode")
    # Read together, Escape and the key after it are one key with Alt, which opens nothing.
    for _ in range(3):
        time.sleep(0.1)
        write(key)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if screen().rstrip("\n").split("\n")[-1].startswith(shown):
                write(text)
                keys("Enter")
                return
            time.sleep(0.02)
    fail(f"{key} opens a prompt")


def command(text):
    prompt(":", ":", text)


def search(text):
    keys("Escape")
    wait(r"\bNOR\b", "normal mode")
    time.sleep(0.1)
    keys("g", "g")
    prompt("/", "search:", text)


def choose(pattern):
    """Takes the entry of the menu of code actions. Its first entry is chosen when it opens."""
    wait(pattern, f"offers {pattern}")
    lines = screen().split("\n")
    row = next(row for row, line in enumerate(lines) if re.search(pattern, line))
    found = re.search(pattern, lines[row])
    above = row
    # The menu has a frame: the dash above its first entry.
    while lines[above][found.start()] != "─":
        above -= 1
    keys(*["Down"] * (row - above - 1), "Enter")
    wait_gone(pattern, "the menu closes")
    return found.group()


def messages():
    """What editor and server have said: pairs of a direction and a message."""
    log = home / "cache/helix/helix.log"
    text = log.read_text() if log.exists() else ""
    lines = re.findall(r"helix_lsp::transport \[INFO\] agentls (->|<-) (\{.*\})", text)
    return [(direction, json.loads(message)) for direction, message in lines]


def text_of(file):
    """What is on the disk. While Helix writes a file, there is none for a moment."""
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def published(name):
    """The codes of the last diagnostics for a file."""
    codes = None
    asked = {}
    for direction, message in messages():
        params = message.get("params") or {}
        if direction == "->" and message.get("method") == "textDocument/diagnostic":
            asked[message["id"]] = params["textDocument"]["uri"]
        if direction == "<-" and message.get("method") == "textDocument/publishDiagnostics" and params["uri"].endswith(name):
            codes = [found["code"] for found in params["diagnostics"]]
        if direction == "<-" and asked.get(message.get("id"), "").endswith(name):
            result = message.get("result") or {}
            codes = [found["code"] for found in result["items"]] if "items" in result else codes
    return codes


config = home / "config/helix"
config.mkdir(parents=True)
shutil.copy(languages, config)
(config / "config.toml").write_text(
    '[editor]\npopup-border = "menu"\nend-of-line-diagnostics = "hint"\n'
    '[editor.inline-diagnostics]\ncursor-line = "hint"\nother-lines = "hint"\n'
)

begin = time.monotonic()
version = subprocess.run([helix, "--version"], capture_output=True, text=True, check=True).stdout.strip()
ok(version)

passed_on = [f"{name}={os.environ[name]}" for name in os.environ if name.startswith("XDG_") or name in ("PATH", "HOME", "HELIX_RUNTIME")]
tmux("new-session", "-d", "-s", SESSION, "-x", "170", "-y", "60", "-c", str(project),
     "env", *passed_on, "TERM=tmux-256color", "COLORTERM=truecolor", helix, "-vv", str(agent))
# Else Escape and the key after it would be one key.
tmux("set", "-g", "escape-time", "0")

wait(r'Claude Code has no tool "Grpe"', "what is wrong is said beside the line")
wait(r'Claude Code ignores the key "colour"', "what is wrong is said beside the line")
wait(r"The model never sees these words", "what is wrong is said beside the line")
ok("what is wrong is said beside the line")
picture("helix", "An agent in Helix, with what is wrong beside each line")

search("Grpe")
keys("Space", "d")
wait(r"unknown-tool", "the list of diagnostics names the rule")
keys("Escape")
ok("the list of diagnostics names the rule")

search("^tools")
keys("A")
write(", Glo")
wait(r"│ *Glob\b", "offers the tool Glob")
keys("C-n")
keys("Enter")
wait(r"tools: Read, Write, Grpe, Glob\b", "takes the tool")
ok("completes a tool while typing")

search("^model: sonnet")
keys("c")
write("model: op")
wait(r"│ *opus\b", "offers the model opus")
keys("C-n")
keys("Enter")
wait(r"model: opus\b", "takes the model")
ok("completes a model while typing")

search("JWT")
keys("Space", "k")
wait(r"JSON Web Token", "explains a field of expertise")
keys("Escape")
wait_gone(r"JSON Web Token", "the explanation goes away")
ok("explains a field of expertise")

keys("Space", "a")
title = choose(r"Insert output format: \w+")
command("write")
wait(r"written", "is written")
before = agent.read_text()
if not re.search(r"(?m)^## .*Output Format$", before):
    fail("the output format is on disk", before)
ok(title)

lines = before.split("\n")
if lines[3:5] != ["tools: Read, Write, Grpe, Glob", "model: opus"] or not before.endswith("safe to send twice\n"):
    fail("the file has what was typed, and all that was there", before)
original = (Path(__file__).parent / "sample/courier.md").read_text()
original = original.replace("Grpe\n", "Grpe, Glob\n").replace("model: sonnet", "model: opus").split("\n")
kept = [line for line in original if line not in lines]
if kept:
    fail("the file has what was typed, and all that was there", kept)
ok("the file has what was typed, and all that was there")

search("colour")
keys("Space", "a")
choose(r"Rename to color")
wait(r"(?m)\bcolor: blue", "mends a key")
wait_gone(r"ignores the key", "what is mended is no longer marked")
ok("mends a key")

# A buffer without a name is nobody's agent until it is saved as one.
command("new")
wait(r"\[scratch\]", "a buffer without a name")
keys("i")
for line in ("---", "name: porter", "description: Carries. Use for what is heavy.", "colour: blue", "---", "Carry."):
    write(line)
    keys("Enter")
time.sleep(0.3)
if re.search(r"ignores the key", screen()):
    fail("leaves alone a buffer without a name")
porter = agent.parent / "porter.md"
command(f"write {porter.relative_to(project)}")
wait(r"written", "is written")
# Helix may ask what is wrong only when something is typed.
keys("o")
write("With care.")
wait(r'Claude Code ignores the key "colour"', "what is wrong is said once it is saved as an agent")
ok("serves a buffer without a name once it is saved as an agent")
command("buffer-close!")
porter.unlink()
wait(r"name: courier", "is back")

# Another name, in all files.
dispatcher = agent.parent / "dispatcher.md"
shutil.copy(Path(__file__).parent / "sample/dispatcher.md", dispatcher)
command("write")
until(lambda: "\ncolor: blue\n" in text_of(agent), "is written")
before = [text_of(agent), text_of(dispatcher)]
# Helix watches no files: the server learns of this one when it is opened.
command(f"open {dispatcher.relative_to(project)}")
wait(r"name: dispatcher", "the other file is shown")
command(f"open {agent.relative_to(project)}")
wait(r"name: courier", "is back")
search("name: courier")
keys("Space", "r")
wait(r"rename-to:", "asks for the new name")
keys("C-u")
write("carrier")
keys("Enter")
carrier = agent.parent / "carrier.md"
until(carrier.exists, "renames the file")
# One after the other: Helix has one line for what it says, and more is to be read there below.
for file in (carrier, dispatcher):
    command(f"open {file.relative_to(project)}")
    command("write")
    wait(rf"{file.name}' written", "is written")
command(f"open {carrier.relative_to(project)}")
wanted = [before[0].replace("name: courier", "name: carrier"), before[1].replace("`courier`", "`carrier`")]
until(lambda: [text_of(carrier), text_of(dispatcher)] == wanted, "both files have these very bytes")
if agent.exists():
    fail("the old file is gone")
agent = carrier
ok("renames an agent with its file, and where it is named")

# The server dies: Helix says so and works on, and `:lsp-restart` brings it back.
kill_server(scratch)
wait(r"Language server exited", "says that the server has ended")
wait_gone(r"The model never sees these words", "without a server nothing is marked")
ok("says that the server has ended")
search("Every message has an id")
keys("A")
write(" in a row")
command("write")
until(lambda: text_of(agent).endswith("safe to send twice in a row\n"), "is written without a server")
ok("without its server the editor works on")
command("lsp-restart")
until(lambda: len(sessions(scratch)) == 2, "starts another server")
keys("g", "g")
wait(r"The model never sees these words", "what is wrong is said again")
search("JWT")
keys("Space", "k")
wait(r"JSON Web Token", "explains a field of expertise again")
keys("Escape")
ok("`:lsp-restart` starts the server again")

command(f"write-quit-all")
until(lambda: tmux("has-session", "-t", SESSION).returncode != 0, "ends")
if "color: blue" not in agent.read_text():
    fail("is written at the end")
# Helix may tell of a file that has changed behind its goodbye.
sent = [message.get("method") for direction, message in messages() if direction == "->"]
sent = [method for method in sent if method != "workspace/didChangeWatchedFiles"]
if sent[-2:] != ["shutdown", "exit"]:
    fail("says goodbye to the server", sent[-4:])
ok("ends, and the server with it")

# Other Markdown: asked, and silent.
tmux("new-session", "-d", "-s", SESSION, "-x", "170", "-y", "60", "-c", str(project),
     "env", *passed_on, "TERM=tmux-256color", helix, "-vv", str(project / "README.md"))
tmux("set", "-g", "escape-time", "0")
wait(r"A page about the courier", "other Markdown is shown")


def opened():
    return any(
        message.get("method") == "textDocument/didOpen" and message["params"]["textDocument"]["uri"].endswith("README.md")
        for direction, message in messages()
        if direction == "->"
    )


until(opened, "the server is told of other Markdown")
search("Courier")
keys("Space", "k")
time.sleep(0.3)
if published("README.md"):
    fail("stays silent in other Markdown", published("README.md"))
errors = [message["error"] for direction, message in messages() if direction == "<-" and "error" in message]
if errors:
    fail("no request has failed", errors)
command("quit!")
until(lambda: tmux("has-session", "-t", SESSION).returncode != 0, "ends")
ok("stays silent in other Markdown; no request has failed")
ok(f"{time.monotonic() - begin:.1f} s, {len(messages())} messages")
finish(0)
