#!/usr/bin/env python3
"""Puts a program that is built into what people install it from: an archive, an npm package and a Python wheel.

    pack.py TARGET PROGRAM OUT     all three for one target, such as x86_64-unknown-linux-musl
    pack.py npm OUT                the npm package that chooses among those of the targets

Nothing is downloaded, neither here nor where the packages are installed: each holds one program. The same program
gives the same bytes. Needs Python 3.9 and nothing beside it.
"""

import base64
import gzip
import hashlib
import io
import json
import pathlib
import re
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"]

# Of each target: Node's names of the system and the processor, the C library where one is asked for, and the
# tags by which pip knows where a wheel may be installed. A static program runs with any C library.
TARGETS = {
    "x86_64-unknown-linux-musl": ("linux", "x64", None, ["manylinux_2_17_x86_64", "musllinux_1_1_x86_64"]),
    "aarch64-unknown-linux-musl": ("linux", "arm64", None, ["manylinux_2_17_aarch64", "musllinux_1_1_aarch64"]),
    "x86_64-apple-darwin": ("darwin", "x64", None, ["macosx_10_12_x86_64"]),
    "aarch64-apple-darwin": ("darwin", "arm64", None, ["macosx_11_0_arm64"]),
    "x86_64-pc-windows-msvc": ("win32", "x64", None, ["win_amd64"]),
    "aarch64-pc-windows-msvc": ("win32", "arm64", None, ["win_arm64"]),
    # To try things out on the machine that builds them: it asks for that machine's C library.
    "x86_64-unknown-linux-gnu": ("linux", "x64", "glibc", ["linux_x86_64"]),
    "aarch64-unknown-linux-gnu": ("linux", "arm64", "glibc", ["linux_aarch64"]),
}
RELEASED = [target for target, (_, _, libc, _) in TARGETS.items() if libc is None]


def manifest(key):
    text = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return re.search(rf'^{key} = "(.*)"$', text, re.MULTILINE)[1]


NAME, VERSION, SUMMARY, LICENCE = (manifest(key) for key in ["name", "version", "description", "license"])
KEYWORDS = re.findall(r'"(.*?)"', re.search(r"^keywords = \[(.*)\]$", (ROOT / "Cargo.toml").read_text(), re.M)[1])


def text(name):
    return (ROOT / name).read_bytes()


def program_name(target):
    return f"{NAME}.exe" if "windows" in target else NAME


def tar_gz(path, files):
    """Files, as (name, bytes, whether they are run), in an archive that says nothing of when and by whom it was made."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data, runs in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.mode = 0o755 if runs else 0o644
            archive.addfile(entry, io.BytesIO(data))
    with open(path, "wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packer:
        packer.write(packed.getvalue())


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, runs in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            archive.writestr(entry, data)


def archive(target, program, out):
    """What a person unpacks: the program, what it is, the licences."""
    folder = f"{NAME}-{VERSION}-{target}"
    files = [(f"{folder}/{program_name(target)}", program, True)]
    files += [(f"{folder}/{name}", text(name), False) for name in ["README.md", "CHANGELOG.md", *LICENCES]]
    if "windows" in target:
        zipped(out / f"{folder}.zip", files)
    else:
        tar_gz(out / f"{folder}.tar.gz", files)


def npm_name(target):
    system, processor, libc, _ = TARGETS[target]
    return "-".join(filter(None, [NAME, system, processor, "gnu" if libc else None]))


def npm_package(out, name, files, more):
    about = {"name": name, "version": VERSION, "description": SUMMARY, "license": LICENCE, "keywords": KEYWORDS, **more}
    files = [("package.json", (json.dumps(about, indent=2) + "\n").encode(), False), *files]
    files += [(licence, text(licence), False) for licence in LICENCES]
    tar_gz(out / f"{name}-{VERSION}.tgz", [(f"package/{path}", data, runs) for path, data, runs in files])


def npm_of_target(target, program, out):
    """The package that holds the program, and that npm installs on fitting machines alone."""
    system, processor, libc, _ = TARGETS[target]
    fits = {"os": [system], "cpu": [processor], **({"libc": [libc]} if libc else {})}
    readme = f"The program `{NAME}` for {system} on {processor}. Install the package `{NAME}`, which brings it along.\n"
    files = [(f"bin/{program_name(target)}", program, True), ("README.md", readme.encode(), False)]
    npm_package(out, npm_name(target), files, fits)


def npm(out):
    """The package that people install: it finds the program among those that npm has chosen, and starts it."""
    launcher = (ROOT / ".ci/release/launcher.js").read_bytes()
    files = [("bin/agentls.js", launcher, True), ("README.md", text("README.md"), False)]
    # Those for trying things out are looked for too, and never asked for.
    of_targets = {npm_name(target): VERSION for target in RELEASED}
    npm_package(out, NAME, files, {"bin": {NAME: "bin/agentls.js"}, "engines": {"node": ">=18"}, "optionalDependencies": of_targets})


def wheel(target, program, out):
    """Pip puts the program itself on the PATH: no Python runs."""
    tags = TARGETS[target][3]
    about = f"{NAME}-{VERSION}.dist-info"
    metadata = [
        "Metadata-Version: 2.1", f"Name: {NAME}", f"Version: {VERSION}", f"Summary: {SUMMARY}", f"License: {LICENCE}",
        f"Keywords: {','.join(KEYWORDS)}", "Description-Content-Type: text/markdown",
        *(f"License-File: {name}" for name in LICENCES), "", text("README.md").decode("utf-8"),
    ]
    described = ["Wheel-Version: 1.0", "Generator: pack.py", "Root-Is-Purelib: false", *(f"Tag: py3-none-{tag}" for tag in tags), ""]
    files = [
        (f"{NAME}-{VERSION}.data/scripts/{program_name(target)}", program, True),
        (f"{about}/METADATA", "\n".join(metadata).encode(), False),
        (f"{about}/WHEEL", "\n".join(described).encode(), False),
        *((f"{about}/licenses/{name}", text(name), False) for name in LICENCES),
    ]
    record = []
    for name, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record.append(f"{name},sha256={digest},{len(data)}")
    record.append(f"{about}/RECORD,,")
    files.append((f"{about}/RECORD", ("\n".join(record) + "\n").encode(), False))
    zipped(out / f"{NAME}-{VERSION}-py3-none-{'.'.join(tags)}.whl", files)


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "npm":
        out = pathlib.Path(arguments[1])
        out.mkdir(parents=True, exist_ok=True)
        npm(out)
    elif len(arguments) == 3 and arguments[0] in TARGETS:
        target, program, out = arguments[0], pathlib.Path(arguments[1]).read_bytes(), pathlib.Path(arguments[2])
        out.mkdir(parents=True, exist_ok=True)
        for pack in [archive, npm_of_target, wheel]:
            pack(target, program, out)
    else:
        sys.exit(__doc__ + "\nTargets: " + ", ".join(TARGETS))


main(sys.argv[1:])
