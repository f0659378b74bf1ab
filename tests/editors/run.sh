#!/usr/bin/env bash
# run.sh [neovim|helix|vscode]...
#
# Drives real editors against the real server: all of them where none is named. What is missing is
# installed below ${AGENTLS_EDITORS:-target/editors}; nothing outside of it changes.
#
#   AGENTLS_BIN       the server to test (default: target/debug/agentls, which is built)
#   AGENTLS_PATIENCE  seconds to wait for anything that should happen (default: 15)
#   NVIM, HX, CHROMIUM  use these programs and install none
#
# Needs Linux on x86-64 or ARM, python3 (all), tmux and apt (helix), npm, a C++ compiler and apt (vscode).
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
project=$(readlink -f "$here/../..")
cache=${AGENTLS_EDITORS:-$project/target/editors}
mkdir -p "$cache"
cache=$(readlink -f "$cache")
# shellcheck source=tests/editors/install.sh
. "$here/install.sh"

if [ -z "${AGENTLS_BIN:-}" ]; then
  (cd "$project" && cargo build --locked --quiet) || exit 1
  AGENTLS_BIN=${CARGO_TARGET_DIR:-$project/target}/debug/agentls
fi
AGENTLS_BIN=$(readlink -f "$AGENTLS_BIN")

# A scratch folder for one run: a home of its own, a project with an agent in it, and the server
# under its own name, first on the PATH.
prepare() {
  scratch=$(mktemp -d)
  workspace=$scratch/project
  mkdir -p "$scratch"/{home,bin} "$workspace/.claude/agents" "$workspace/.git"
  cp "$here/sample/courier.md" "$workspace/.claude/agents/"
  cp "$here/sample/README.md" "$workspace/"
  ln -s "$AGENTLS_BIN" "$scratch/bin/agentls"
}

# with_home COMMAND...: nothing of the person who runs this is read or written.
with_home() {
  env HOME="$scratch/home" PATH="$scratch/bin:$PATH" XDG_CONFIG_HOME="$scratch/home/config" \
    XDG_DATA_HOME="$scratch/home/data" XDG_STATE_HOME="$scratch/home/state" XDG_CACHE_HOME="$scratch/home/cache" "$@"
}

run_neovim() {
  with_home timeout 120 "$NVIM" --clean --headless -l "$here/neovim.lua" "$project/editors/neovim" "$workspace"
}

run_helix() {
  with_home timeout 120 python3 "$here/helix.py" "$HX" "$project/editors/helix/languages.toml" "$scratch"
}

run_vscode() {
  bash "$here/vscode/run.sh" "$cache" "$project/editors/vscode" "$scratch" "$CHROMIUM"
}

version_of() {
  case $1 in
    neovim) "$NVIM" --version | head -n 1 ;;
    helix) "$HX" --version ;;
    vscode) sed -n 's/^ *"version": "\(.*\)",$/VS Code \1/p' "$cache/vscode/package.json" | head -n 1 ;;
  esac
}

# once EDITOR: runs its test in a scratch folder of its own.
once() {
  prepare
  "run_$1"
  local status=$?
  rm -rf "$scratch"
  return $status
}

# A test that passes without a server shows nothing.
without_server() {
  ! AGENTLS_PATIENCE=2 AGENTLS_BIN=$(type -P false) once "$1" >"$cache/$1-without-server.log" 2>&1
}

failed=()
for editor in "${@:-neovim helix vscode}"; do
  for editor in $editor; do
    case $editor in neovim | helix | vscode) ;; *) echo "no test for $editor" >&2; exit 2 ;; esac
    echo "== $editor"
    if ! "install_$editor"; then
      failed+=("$editor")
      continue
    fi
    version_of "$editor"
    begin=$SECONDS
    if once "$editor" && { without_server "$editor" || { echo "passes without a server" >&2; false; }; }; then
      echo "$editor: passed in $((SECONDS - begin)) s"
    else
      echo "$editor: FAILED after $((SECONDS - begin)) s" >&2
      failed+=("$editor")
    fi
  done
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
