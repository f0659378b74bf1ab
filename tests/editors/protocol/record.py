"""Stands in the server's place and writes down what editor and server say to each other.

Two lines before this one, written by run.sh, say what SERVER is, and which folder MESSAGES go to. Each
session makes a file there: one line for each message, as JSON: `{"from": "editor", "message": {…}}`.
What is no message is a line with `fault`. Called with anything but `server`, it becomes the program itself.
"""

import json
import os
import subprocess
import sys
import threading

if sys.argv[1:2] != ["server"]:
    os.execv(SERVER, sys.argv)  # noqa: F821

log = open(os.path.join(MESSAGES, f"{os.getpid()}.jsonl"), "a", buffering=1, encoding="utf-8")  # noqa: F821
lock = threading.Lock()
server = subprocess.Popen([SERVER, *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: F821


def write_down(line):
    with lock:
        log.write(json.dumps(line) + "\n")


def cut(buffer, sender):
    """Writes down the whole messages in the buffer; returns the rest."""
    while (end := buffer.find(b"\r\n\r\n")) >= 0:
        length = None
        for header in buffer[:end].split(b"\r\n"):
            name, _, value = header.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        if length is None:
            write_down({"from": sender, "fault": f"no length: {buffer[:end]!r}"})
            return b""
        body = buffer[end + 4 : end + 4 + length]
        if len(body) < length:
            break
        buffer = buffer[end + 4 + length :]
        try:
            write_down({"from": sender, "message": json.loads(body.decode("utf-8"))})
        except ValueError as fault:
            write_down({"from": sender, "fault": f"{fault}: {body[:200]!r}"})
    return buffer


def pass_on(source, target, sender):
    """Written down before it is passed on, so that the order of the file is the order of things."""
    buffer = b""
    while chunk := os.read(source, 65536):
        buffer = cut(buffer + chunk, sender)
        try:
            write_all(target, chunk)
        except OSError:
            break
    if buffer:
        write_down({"from": sender, "fault": f"half a message: {buffer[:200]!r}"})


def write_all(target, chunk):
    while chunk:
        chunk = chunk[os.write(target, chunk) :]


def listen():
    pass_on(0, server.stdin.fileno(), "editor")
    try:
        server.stdin.close()
    except OSError:
        pass


threading.Thread(target=listen, daemon=True).start()
pass_on(server.stdout.fileno(), 1, "server")
status = server.wait()
write_down({"from": "server", "ended": status})
os._exit(status if status >= 0 else 128 - status)
