#!/usr/bin/env python3
"""Checks what a server has said in recorded sessions against the protocol.

    check.py FOLDER         each session of the folder, as record.py has written it down
    check.py --mutate FOLDER  breaks its messages in many ways, and tells which of them go unnoticed
    check.py --asked FOLDER   says whether all that the server offers was asked for, and our own methods

Each message of the server is read into the types of lsprotocol, which Microsoft generates from the
protocol's model, and written again: what is not the same is not in the protocol. Besides, what no type
says: each request is answered once, nothing is asked that the editor has not offered, and each range
lies inside of its document, in the unit that was agreed on.
"""

import copy
import enum
import json
import sys
from pathlib import Path

from lsprotocol import converters, types

converter = converters.get_converter()

# What the editor has to have offered before the server may ask for it.
OFFERS = {
    "workspace/configuration": "workspace.configuration",
    "workspace/applyEdit": "workspace.applyEdit",
    "workspace/codeLens/refresh": "workspace.codeLens.refreshSupport",
    "workspace/diagnostic/refresh": "workspace.diagnostics.refreshSupport",
    "workspace/inlayHint/refresh": "workspace.inlayHint.refreshSupport",
    "workspace/semanticTokens/refresh": "workspace.semanticTokens.refreshSupport",
    "workspace/workspaceFolders": "workspace.workspaceFolders",
    "window/workDoneProgress/create": "window.workDoneProgress",
    "window/showDocument": "window.showDocument.support",
}
REGISTERED = {
    "workspace/didChangeConfiguration": "workspace.didChangeConfiguration.dynamicRegistration",
    "workspace/didChangeWatchedFiles": "workspace.didChangeWatchedFiles.dynamicRegistration",
}

# Our own methods, and what they answer: docs/protocol.md.
TEXT, FLAG, NUMBER, OR_NULL = (str,), (bool,), (int,), (str, type(None))
POSITION = {"line": NUMBER, "character": NUMBER}
OWN = {
    "agentls/preview": {"verdict": TEXT, "loads": FLAG, "launches": FLAG, "name": OR_NULL, "page": TEXT},
    "agentls/choices": {
        "tools": [{"id": TEXT, "title": TEXT, "places": [{"project", "user"}]}],
        "kinds": [{"id": TEXT, "title": TEXT}],
        "languages": [TEXT],
    },
    "agentls/newAgent": {"uri": TEXT, "name": TEXT, "text": TEXT},
    "agentls/agents": {
        "complete": FLAG,
        "agents": [
            {
                "uri": TEXT,
                "range": {"start": POSITION, "end": POSITION},
                "name": TEXT,
                "below": TEXT,
                "description": TEXT,
                "tool": {"id": TEXT, "title": TEXT},
                "scope": {"project", "user", "plugin", "managed", None},
                "loads": FLAG,
                "areas": [TEXT],
                "handsOverTo": [NUMBER],
            }
        ],
    },
}


# What may be asked of a server that offers it. What has no method of its own is left out.
OFFERED = {
    "callHierarchyProvider": ["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
    "codeActionProvider": ["textDocument/codeAction", "codeAction/resolve"],
    "colorProvider": ["textDocument/documentColor", "textDocument/colorPresentation"],
    "completionProvider": ["textDocument/completion", "completionItem/resolve"],
    "diagnosticProvider": ["textDocument/diagnostic"],
    "documentFormattingProvider": ["textDocument/formatting"],
    "documentOnTypeFormattingProvider": ["textDocument/onTypeFormatting"],
    "linkedEditingRangeProvider": ["textDocument/linkedEditingRange"],
    "renameProvider": ["textDocument/prepareRename", "textDocument/rename"],
    "semanticTokensProvider": ["textDocument/semanticTokens/full"],
    "workspaceSymbolProvider": ["workspace/symbol"],
    "workspace": ["workspace/willRenameFiles"],
    "positionEncoding": [],
    "textDocumentSync": [],
}


# Of these, what is not there is `null`.
OWN_OR_NULL = {"agentls/preview"}


def differences(said, read, path=""):
    """What of `said` is not in `read`, or is otherwise there."""
    if isinstance(said, dict) and isinstance(read, dict):
        for key, value in said.items():
            if key in read:
                yield from differences(value, read[key], f"{path}/{key}")
            elif value is not None:
                yield f"{path}/{key} is not in the protocol"
        for key, value in read.items():
            if key not in said and value is not None:
                yield f"{path}/{key} is missing"
    elif isinstance(said, list) and isinstance(read, list):
        if len(said) != len(read):
            yield f"{path} has {len(said)} items, read as {len(read)}"
        for at, (one, other) in enumerate(zip(said, read)):
            yield from differences(one, other, f"{path}/{at}")
    elif isinstance(read, enum.Enum):
        yield from differences(said, read.value, path)
    elif type(said) is not type(read) or said != read:
        yield f"{path} is {said!r}, read as {read!r}"


def shape_faults(said, shape, path=""):
    """What of an answer of our own is not of its shape."""
    if isinstance(shape, dict):
        if not isinstance(said, dict):
            yield f"{path} is no object"
            return
        for name, wanted in shape.items():
            key = name.rstrip("?")
            if key in said:
                yield from shape_faults(said[key], wanted, f"{path}/{key}")
            elif not name.endswith("?"):
                yield f"{path}/{key} is missing"
        known = {name.rstrip("?") for name in shape}
        yield from (f"{path}/{key} is not known" for key in said if key not in known)
    elif isinstance(shape, list):
        if not isinstance(said, list):
            yield f"{path} is no list"
            return
        for at, item in enumerate(said):
            yield from shape_faults(item, shape[0], f"{path}/{at}")
    elif shape is None:
        if said is not None:
            yield f"{path} is not null"
    elif isinstance(shape, set):
        if said not in shape:
            yield f"{path} is {said!r}"
    elif not isinstance(said, shape) or isinstance(said, bool) and bool not in shape:
        yield f"{path} is {said!r}"


def type_faults(message, method):
    """What of a message is not as the protocol's types say. `method` is that of the request, for an answer."""
    if message.get("jsonrpc") != "2.0":
        return ["jsonrpc is not 2.0"]
    if "method" not in message:
        if ("result" in message) == ("error" in message):
            return ["an answer has either a result or an error"]
        if "error" in message:
            error = message["error"]
            right = type(error.get("code")) is int and isinstance(error.get("message"), str)
            return [] if right and set(error) <= {"code", "message", "data"} else [f"no error: {error}"]
    if method in OWN:
        if message["result"] is None and method in OWN_OR_NULL:
            return []
        return list(shape_faults(message["result"], OWN[method]))
    request, response, *_ = types.METHOD_TO_TYPES.get(method, (None, None))
    cls = request if "method" in message else response
    if cls is None:
        return [f"{method} is not in the protocol"]
    if "method" in message and types.message_direction(method) == "clientToServer":
        return [f"{method} is for editors to say"]
    try:
        return list(differences(message, converter.unstructure(converter.structure(message, cls), cls)))
    except Exception as fault:  # noqa: BLE001: whatever the types throw
        return [f"{type(fault).__name__}: {fault}"]


def at(tree, dotted):
    for key in dotted.split("."):
        tree = (tree or {}).get(key)
    return tree


class Text:
    """A document as the editor has it, with a way to measure its lines."""

    UNITS = {"utf-8": lambda text: len(text.encode()), "utf-16": lambda text: len(text.encode("utf-16-le")) // 2, "utf-32": len}

    def __init__(self, text, unit):
        self.text, self.unit = text, unit

    def lines(self):
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def offset(self, position):
        begin = 0
        text = self.text
        for _ in range(position["line"]):
            ends = [end for end in (text.find("\n", begin), text.find("\r", begin)) if end >= 0]
            if not ends:
                return len(text)
            begin = min(ends) + (2 if text[min(ends) : min(ends) + 2] == "\r\n" else 1)
        measure, count = self.UNITS[self.unit], 0
        for index in range(begin, len(text)):
            if count >= position["character"] or text[index] in "\r\n":
                return index
            count += measure(text[index])
        return len(text)

    def changed(self, changes):
        text = self
        for change in changes:
            if "range" not in change:
                text = Text(change["text"], self.unit)
                continue
            begin, end = text.offset(change["range"]["start"]), text.offset(change["range"]["end"])
            text = Text(text.text[:begin] + change["text"] + text.text[end:], self.unit)
        return text

    def holds(self, position):
        lines = self.lines()
        if position["line"] >= len(lines):
            return False
        return position["character"] <= self.UNITS[self.unit](lines[position["line"]])


def ranges(value):
    if isinstance(value, dict):
        if set(value) == {"start", "end"} and isinstance(value["start"], dict) and "line" in value["start"]:
            yield value
        else:
            for item in value.values():
                yield from ranges(item)
    elif isinstance(value, list):
        for item in value:
            yield from ranges(item)


class Session:
    def __init__(self):
        self.asked = {"editor": {}, "server": {}}
        self.offered, self.unit, self.texts, self.versions = {}, "utf-16", {}, {}
        self.asked_to_end = self.said_goodbye = False

    def faults(self, sender, message):
        """What is wrong with a message of the server. One of the editor is only taken note of."""
        method = message.get("method")
        request = None
        if method and "id" in message:
            self.asked[sender][json.dumps(message["id"])] = message
        elif not method:
            other = "server" if sender == "editor" else "editor"
            request = self.asked[other].pop(json.dumps(message.get("id")), None)
        if sender == "editor":
            self.note(method, message.get("params") or {})
            return []
        if not method and request is None:
            return ["answers what nobody has asked"]
        what = method or request["method"]
        found = [f"{what}: {fault}" for fault in type_faults(message, what)]
        if method:
            found += self.unoffered(method, message.get("params") or {})
        if found:
            return found
        if what == "initialize" and "result" in message:
            self.unit = message["result"]["capabilities"].get("positionEncoding", "utf-16")
            offered = at(self.offered, "general.positionEncodings") or ["utf-16"]
            if self.unit not in offered:
                found.append(f"initialize: nobody has offered {self.unit}")
        return found + self.misplaced(what, request, message)

    def note(self, method, params):
        document = params.get("textDocument") or {}
        uri = document.get("uri")
        if method == "initialize":
            self.offered = params["capabilities"]
        elif method == "textDocument/didOpen":
            self.texts[uri] = [Text(document["text"], self.unit)]
            self.versions[uri] = document["version"]
        elif method == "textDocument/didChange":
            self.texts.setdefault(uri, [Text("", self.unit)])
            self.texts[uri].append(self.texts[uri][-1].changed(params["contentChanges"]))
            self.versions[uri] = document["version"]
        elif method == "shutdown":
            self.asked_to_end = True
        elif method == "exit":
            self.said_goodbye = True

    def unoffered(self, method, params):
        found = []
        if method in OFFERS and not at(self.offered, OFFERS[method]):
            found.append(f"{method}: the editor has not offered {OFFERS[method]}")
        if method == "client/registerCapability":
            for registration in params.get("registrations", []):
                wanted = REGISTERED.get(registration["method"])
                if wanted is None or not at(self.offered, wanted):
                    found.append(f"{method}: the editor does not take {registration['method']}")
        if method == "textDocument/publishDiagnostics" and "version" in params:
            newest = self.versions.get(params["uri"])
            if newest is not None and params["version"] is not None and params["version"] > newest:
                found.append(f"{method}: version {params['version']} is not there yet")
        return found

    def misplaced(self, what, request, message):
        """Ranges that lie in none of the document's versions of late: an answer may be one behind."""
        asked = (request or {}).get("params") or {}
        uri = (asked.get("textDocument") or {}).get("uri") or (message.get("params") or {}).get("uri")
        texts = self.texts.get(uri, [])[-8:]
        said = message.get("result") if request else message.get("params")
        # These lead to other files.
        if not texts or what in ("textDocument/rename", "textDocument/references", "textDocument/definition"):
            return []
        if isinstance(said, dict) and "diagnostics" in said or what == "textDocument/diagnostic":
            said = [found["range"] for found in said.get("diagnostics", said.get("items", []))]
        elif what == "textDocument/codeAction":
            said = [found["range"] for action in said or [] for found in action.get("diagnostics") or []]
        elif what == "textDocument/prepareCallHierarchy":
            return []
        return [
            f"{what}: no version of the document has {place}"
            for place in ranges(said)
            if not any(text.holds(place["start"]) and text.holds(place["end"]) for text in texts)
        ]


def lines_of(file):
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def check(folder):
    sessions = sorted(Path(folder).glob("*.jsonl"))
    count, found, methods = 0, [], set()
    for file in sessions:
        session, ended = Session(), None
        for line in lines_of(file):
            if "ended" in line:
                ended = line["ended"]
            elif "fault" in line:
                # An editor that is killed says half a message.
                found += [f"{file.name}: {line['fault']}"] if line["from"] == "server" else []
            else:
                message = line["message"]
                count += line["from"] == "server"
                if line["from"] == "server" and "method" in message:
                    methods.add(message["method"])
                elif line["from"] == "server":
                    methods.add((session.asked["editor"].get(json.dumps(message.get("id"))) or {}).get("method", "?"))
                found += [f"{file.name}: {fault}" for fault in session.faults(line["from"], message)]
        # An editor may kill the server right behind its goodbye.
        if session.said_goodbye and ended is not None:
            left = [message["method"] for message in session.asked["editor"].values()]
            found += [f"{file.name}: {method} is never answered" for method in left]
            # Not every editor says `shutdown` before `exit`.
            if ended != (0 if session.asked_to_end else 1):
                found.append(f"{file.name}: ends with {ended} after `exit`")
    return len(sessions), count, methods, found


def never_asked(folder):
    """What the server offers, and nobody has asked for in any session."""
    offered, asked = set(OWN), set()
    for file in Path(folder).glob("*.jsonl"):
        for line in lines_of(file):
            message = line.get("message", {})
            asked.add(message.get("method") if line["from"] == "editor" else None)
            result = message.get("result")
            capabilities = result.get("capabilities", {}) if isinstance(result, dict) else {}
            for name, value in capabilities.items():
                # `hoverProvider` answers `textDocument/hover`.
                if value:
                    offered.update(OFFERED.get(name, [f"textDocument/{name.removesuffix('Provider')}"]))
    return sorted(offered - asked), len(offered)


def mutations(value, path=()):
    """A message with one thing wrong: each member is left out, misspelt, and given another type."""
    if isinstance(value, dict):
        for key, member in value.items():
            here = (*path, key)
            # What these hold is the sender's own affair.
            if path[-1:] == ("data",) or key in ("data", "initializationOptions", "registerOptions"):
                continue
            yield here, "leave out", None
            yield here, "misspell", None
            if isinstance(member, str):
                yield here, "set", 5
            elif isinstance(member, bool):
                yield here, "set", "yes"
            elif isinstance(member, int):
                yield here, "set", -1 if key in ("line", "character") else 4711 if key in ("kind", "severity") else "1"
            yield from mutations(member, here)
    elif isinstance(value, list) and value:
        yield from mutations(value[0], (*path, 0))


def broken(message, path, how, value):
    message = copy.deepcopy(message)
    inside = message
    for key in path[:-1]:
        inside = inside[key]
    if how == "set":
        inside[path[-1]] = value
    else:
        member = inside.pop(path[-1])
        if how == "misspell":
            inside[f"{path[-1]}_"] = member
    return message


def mutate(folder):
    """The share of broken messages that is noticed. What may be missing may be left out, so it is not all."""
    seen, caught, missed = set(), 0, []
    for file in sorted(Path(folder).glob("*.jsonl")):
        asked = {}
        for line in lines_of(file):
            message = line.get("message")
            if message is None:
                continue
            if line["from"] == "editor":
                if "id" in message and "method" in message:
                    asked[json.dumps(message["id"])] = message["method"]
                continue
            method = message.get("method") or asked.get(json.dumps(message.get("id")))
            if method is None:
                continue
            for path, how, value in mutations(message):
                mark = (method, tuple(key for key in path if isinstance(key, str)), how)
                if mark in seen or path[0] in ("jsonrpc", "id", "method"):
                    continue
                seen.add(mark)
                if type_faults(broken(message, path, how, value), method):
                    caught += 1
                elif how != "leave out":
                    missed.append(f"{method} {'/'.join(map(str, path))}: {how}")
    return caught, missed


def main():
    if sys.argv[1] == "--mutate":
        caught, missed = mutate(sys.argv[2])
        print(f"ok: {caught} broken messages are noticed; {len(missed)} are not")
        print("\n".join(f"   unnoticed: {what}" for what in missed))
        # What is open in the protocol itself, such as the kind of a code action, is not many.
        return 0 if caught > 10 * len(missed) else 1
    if sys.argv[1] == "--asked":
        missing, count = never_asked(sys.argv[2])
        print("\n".join(f"not ok: {method} is offered, and never asked for" for method in missing) or f"ok: all {count} methods were asked for")
        return 1 if missing else 0
    sessions, count, methods, found = check(sys.argv[1])
    for fault in found:
        print(f"not ok: {fault}")
    if sessions == 0 or count == 0:
        print("not ok: nothing was recorded")
        return 1
    if not found:
        print(f"ok: {count} messages of the server in {sessions} sessions are as the protocol says ({len(methods)} methods)")
    return 1 if found else 0


sys.exit(main())
