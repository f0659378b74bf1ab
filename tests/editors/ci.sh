#!/usr/bin/env bash
# The editors' tests as part of .ci/run: Neovim, Helix and VS Code, at most ten minutes. Left out, with a word why,
# where a program that they need is missing, or where something has to be installed and the registries can't be
# reached. What is installed stays in target/editors.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
project=$(readlink -f "$here/../..")

for program in python3 npm c++ apt-get tmux git; do
  command -v "$program" >/dev/null || { echo "left out: $program is missing"; exit 0; }
done
cache=${AGENTLS_EDITORS:-$project/target/editors}
for name in protocol neovim helix node vscode playwright extension/node_modules/.package-lock.json; do
  [ -e "$cache/$name" ] && continue
  # Any small package will do.
  timeout 20 npm view playwright-core version >/dev/null 2>&1 || { echo "left out: the npm registry can't be reached"; exit 0; }
  break
done
# The one that the README's command has built.
[ ! -x "$project/target/release/agentls" ] || export AGENTLS_BIN=${AGENTLS_BIN:-$project/target/release/agentls}
timeout 600 "$here/run.sh" neovim helix vscode
