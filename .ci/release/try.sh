#!/usr/bin/env bash
# try.sh [PROGRAM]: packs a program (by default target/debug/agentls), installs the packages from these files alone, in
# empty folders and without a network, and uses what was installed: its version, findings with their exit status, and a whole session
# with an editor's client. What node, npm or python3 is missing for is left out, with a word.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
project=$(readlink -f "$here/../..")
program=$(readlink -f "${1:-$project/target/debug/agentls}")
target=$(uname -m)-unknown-linux-gnu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

command -v python3 >/dev/null || { echo "left out: python3 is missing"; exit 0; }
python3 "$here/pack.py" "$target" "$program" first
python3 "$here/pack.py" npm first
python3 "$here/pack.py" "$target" "$program" second
python3 "$here/pack.py" npm second
diff -r first second && echo "packed twice: the same bytes"

mkdir -p project/.claude/agents
printf -- '---\nname: backend\ndescription: Builds servers. Use for endpoints.\ntools: Read, Grpe\n---\n\nYou build.\n' \
  >project/.claude/agents/backend.md

# used AGENTLS: what a person does with it first.
used() {
  [ "$("$1" --version)" = "$("$program" --version)" ] || { echo "$1 tells another version" >&2; return 1; }
  local status=0
  (cd project && "$1" check --format concise) >found || status=$?
  [ $status = 1 ] && grep -q unknown-tool found || { echo "$1 check: status $status" >&2; cat found >&2; return 1; }
  "$1" doctor >session || { cat session >&2; return 1; }
}

tar xzf first/agentls-*-"$target".tar.gz
used "$scratch"/agentls-*-"$target"/agentls && echo "archive: works"

if command -v npm >/dev/null; then
  mkdir npm
  (cd npm && npm init -y >/dev/null && npm install --offline --omit=optional --no-audit --no-fund --loglevel error \
    ../first/agentls-[0-9]*.tgz ../first/agentls-linux-*.tgz)
  used "$scratch/npm/node_modules/.bin/agentls" && echo "npm: works"
  rm -r npm/node_modules/agentls-linux-*
  status=0
  npm/node_modules/.bin/agentls --version 2>said || status=$?
  [ $status = 2 ] && grep -q "is not installed" said && echo "npm without its program: says so"
else
  echo "left out: npm is missing"
fi

python3 -m venv venv
venv/bin/pip install --quiet --no-index --disable-pip-version-check first/*.whl
used "$scratch/venv/bin/agentls" && echo "pip: works"
venv/bin/pip uninstall --quiet --yes agentls
[ ! -e venv/bin/agentls ] && echo "pip uninstall: nothing is left"
