#!/usr/bin/env bash
# run.sh [EDITOR]...
#
# Drives real editors against the real server: neovim, neovim_next, helix, vscode, vscode_old, emacs, vim,
# kakoune, claude_code, zed; all of them where none is named. What is missing is installed below
# ${AGENTLS_EDITORS:-target/editors}; nothing outside of it changes, but for
# the compiler's target that Zed wants.
#
#   AGENTLS_BIN       the server to test (default: target/debug/agentls, which is built)
#   AGENTLS_PATIENCE  seconds to wait for anything that should happen (default: 30)
#   AGENTLS_SHOTS     a folder for the pictures of the documentation; without it, none are made
#   NVIM, HX, CHROMIUM, EMACS  use these programs and install none
#
# Each editor runs twice: with the server, and with `false` in its place, when its test has to fail. What
# editor and server say is recorded and held against the protocol.
#
# Needs Linux on x86-64 or ARM, python3 (all), tmux (all but vscode), npm and a C++ compiler (vscode), and
# apt (all but neovim).
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
export AGENTLS_BIN
python=$(python3 -c 'import sys; print(sys.executable)')

# A scratch folder for one run: a home of its own, and a project with agents in it, behind a link and with
# all in its name that paths and URIs write differently. First on the PATH is the recorder, which starts the server.
prepare() {
  local folder="Büro #1" link="Straße #2, 50% leer"
  # Eglot takes the letters of a URI for Latin 1: it would not know the file again.
  [ "$1" = emacs ] && folder="Buro #1" link="Strasse #2, 50% leer"
  scratch=$(mktemp -d)
  workspace="$scratch/$link"
  mkdir -p "$scratch"/{home,bin,messages} "$scratch/$folder/.claude/agents"
  git init --quiet "$scratch/$folder"
  ln -s "$folder" "$workspace"
  cp "$here"/sample/courier.md "$workspace/.claude/agents/"
  cp "$here"/sample/README.md "$workspace/"
  { printf '#!%s -IS\nSERVER = "%s"\nMESSAGES = "%s"\n' "$python" "$AGENTLS_BIN" "$scratch/messages"; cat "$here/protocol/record.py"; } \
    >"$scratch/bin/agentls"
  chmod +x "$scratch/bin/agentls"
}

# with_home COMMAND...: nothing of the person who runs this is read or written.
with_home() {
  env LC_ALL=C.UTF-8 HOME="$scratch/home" PATH="$scratch/bin:$PATH" XDG_CONFIG_HOME="$scratch/home/config" \
    XDG_DATA_HOME="$scratch/home/data" XDG_STATE_HOME="$scratch/home/state" XDG_CACHE_HOME="$scratch/home/cache" \
    timeout 180 "$@"
}

# shown NAME COMMAND...: the agent as it was, in an editor in a terminal, which says on its screen what is wrong.
shown() {
  rm -f "$workspace"/.claude/agents/*
  cp "$here"/sample/courier.md "$workspace/.claude/agents/"
  with_home python3 "$here/shown.py" "$1" 'no tool "Grpe"' "${@:2}" "$workspace/.claude/agents/courier.md"
}

run_neovim() {
  with_home "$NVIM" --clean --headless -l "$here/neovim.lua" "$project/editors/neovim" "$workspace" &&
    shown neovim "$NVIM" --clean -n -i NONE --cmd "set runtimepath^=$project/editors/neovim termguicolors" \
      -c 'lua vim.diagnostic.config({ virtual_lines = true })'
}

run_neovim_next() {
  with_home env VIMRUNTIME="$cache/neovim_next/usr/share/nvim/runtime" \
    "$NVIM_NEXT" --clean --headless -l "$here/neovim.lua" "$project/editors/neovim" "$workspace"
}

run_helix() {
  with_home python3 "$here/helix.py" "$HX" "$project/editors/helix/languages.toml" "$scratch" "$workspace"
}

run_vscode() {
  bash "$here/vscode/run.sh" "$cache" vscode "$cache/node/bin/node" "$project/editors/vscode" "$scratch" "$workspace" "$CHROMIUM"
}

run_vscode_old() {
  bash "$here/vscode/run.sh" "$cache" vscode_old "$(type -P node)" "$project/editors/vscode" "$scratch" "$workspace" "$CHROMIUM"
}

run_emacs() {
  with_home env EMACSLOADPATH="$(find -L "$cache"/emacs/usr/share/emacs/*/lisp -type d | tr "\n" :)" EMACSDATA="$(echo "$cache"/emacs/usr/share/emacs/*/etc)" \
    "$EMACS" --dump-file="$(echo "$cache"/emacs/usr/lib*/emacs/*/*/emacs-*.pdmp)" -Q --batch -l "$project/editors/emacs/agentls.el" \
    -l "$here/emacs.el" "$workspace" &&
    EMACSLOADPATH="$(find -L "$cache"/emacs/usr/share/emacs/*/lisp -type d | tr "\n" :)" EMACSDATA="$(echo "$cache"/emacs/usr/share/emacs/*/etc)" \
      shown emacs "$EMACS" --dump-file="$(echo "$cache"/emacs/usr/lib*/emacs/*/*/emacs-*.pdmp)" -Q -nw \
      --eval '(setq inhibit-startup-screen t)' -l "$project/editors/emacs/agentls.el" \
      --eval "(add-hook 'eglot-managed-mode-hook #'flymake-show-buffer-diagnostics)"
}

run_vim() {
  with_home env VIMRUNTIME="$(echo "$cache"/vim/usr/share/vim/vim9*)" ALE="$cache/vim/usr/share/vim-ale" \
    AGENTLS_VIM="$project/editors/vim" WORKSPACE="$workspace" \
    "$VIM_PROGRAM" -N -u NONE -i NONE -n -es -S "$here/vim.vim" </dev/null &&
    VIMRUNTIME="$(echo "$cache"/vim/usr/share/vim/vim9*)" ALE="$cache/vim/usr/share/vim-ale" AGENTLS_VIM="$project/editors/vim" \
      shown vim "$VIM_PROGRAM" -N -u NONE -i NONE -n -c 'let &runtimepath = $ALE . "," . $VIMRUNTIME . "," . $ALE . "/after"' \
      -c 'set background=dark | filetype plugin on | syntax on | runtime plugin/ale.vim | exe "source" fnameescape($AGENTLS_VIM . "/agentls.vim") | edit | 4'
}

run_kakoune() {
  with_home python3 "$here/kakoune.py" "$KAK" "$project/editors/kakoune" "$scratch" "$workspace"
}

# Claude Code itself says what the plugin brings along. It talks to no model, and not to the server.
# The extension as Zed builds it, and what it is found by. No Zed is driven.
run_zed() {
  (cd "$project/editors/zed" && CARGO_TARGET_DIR="$cache/zed" cargo build --locked --release --quiet --target wasm32-wasip2) &&
    [ -s "$cache/zed/wasm32-wasip2/release/zed_agentls.wasm" ] &&
    python3 -c 'import sys, tomllib; e = tomllib.load(open(sys.argv[1], "rb")); assert e["language_servers"][e["id"]]["languages"] == ["Markdown"]' \
      "$project/editors/zed/extension.toml"
}

run_claude_code() {
  local claude=$cache/claude_code/node_modules/.bin/claude said
  said=$(with_home "$claude" plugin validate "$project/editors/claude-code" 2>&1) || { echo "$said"; return 1; }
  grep -q 'lspServers: agentls' <<<"$said" || { echo "$said"; return 1; }
  echo "ok: the plugin holds together, and brings the server along"
  # What is said of the plugin; what Claude Code's own directory of plugins wants is no matter here.
  [ -z "${AGENTLS_SHOTS:-}" ] || sed "1s#: .*/editors/#: editors/#; 5q" <<<"$said" | PYTHONPATH=$here python3 -c '
import sys
from picture import svg
screen = "$ claude plugin validate editors/claude-code\n" + sys.stdin.read()
open(sys.argv[1], "w").write(svg(screen, "What Claude Code says of the plugin"))' "$AGENTLS_SHOTS/claude-code.svg"
  cp -r "$project/editors/claude-code" "$scratch/plugin"
  rm "$scratch/plugin/.lsp.json"
  ! with_home "$claude" plugin validate "$scratch/plugin" 2>&1 | grep -q 'lspServers: agentls' || return 1
  echo "ok: without its file it brings none"
}

version_of() {
  case $1 in
    neovim) "$NVIM" --version | head -n 1 ;;
    neovim_next) "$NVIM_NEXT" --version | head -n 1 ;;
    helix) "$HX" --version ;;
    vscode*) sed -n 's/^ *"version": "\(.*\)",$/VS Code \1/p' "$cache/$1/package.json" | head -n 1 ;;
    emacs) echo "Emacs $(basename "$(dirname "$(echo "$cache"/emacs/usr/share/emacs/*/etc)")")" ;;
    vim) VIMRUNTIME=$cache/vim/usr/share/vim "$VIM_PROGRAM" --version | head -n 1 ;;
    kakoune) "$KAK" -version; kak-lsp --version ;;
    zed) sed -n 's/^zed_extension_api = "\(.*\)"$/Zed extension API \1/p' "$project/editors/zed/Cargo.toml" ;;
    claude_code) sed -n 's/^ *"version": "\(.*\)",$/Claude Code \1/p' "$cache/claude_code/node_modules/@anthropic-ai/claude-code/package.json" ;;
  esac
}

# once EDITOR: runs its test in a scratch folder of its own, and checks what was said there.
once() {
  prepare "$1"
  "run_$1"
  local status=$?
  if [ $status -eq 0 ] && talks "$1"; then
    "$cache/protocol/bin/python" "$here/protocol/check.py" "$scratch/messages" || status=1
    "$cache/protocol/bin/python" "$here/protocol/check.py" --mutate "$scratch/messages" | grep -v unnoticed || status=1
    [ "$1" != vscode ] || "$cache/protocol/bin/python" "$here/protocol/check.py" --asked "$scratch/messages" || status=1
    if [ -d "$cache/protocol_types" ]; then
      node "$here/protocol/check.cjs" "$cache/protocol_types/node_modules" "$scratch/messages" || status=1
    fi
  fi
  if [ "$(basename "$AGENTLS_BIN")" != false ]; then
    rm -rf "$cache/messages/$1" && mkdir -p "$cache/messages" && mv "$scratch/messages" "$cache/messages/$1"
  fi
  rm -rf "$scratch"
  return $status
}

# Whether an editor's test talks to the server: the others only look at what is written for the editor.
talks() {
  [ "$1" != claude_code ] && [ "$1" != zed ]
}

# A test that passes without a server shows nothing.
without_server() {
  ! talks "$1" || ! AGENTLS_PATIENCE=2 AGENTLS_BIN=$(type -P false) once "$1" >"$cache/$1-without-server.log" 2>&1
}

known="neovim neovim_next helix vscode vscode_old emacs vim kakoune claude_code zed"
[ $# -gt 0 ] || set -- $known
install_protocol || exit 1
failed=() table=() whole=$SECONDS
for editor in "$@"; do
  case " $known " in *" $editor "*) ;; *) echo "no test for $editor" >&2; exit 2 ;; esac
  echo "== $editor"
  if ! "install_$editor"; then
    failed+=("$editor")
    table+=("$editor|not installed|")
    continue
  fi
  version=$(version_of "$editor" | tr '\n' ' ')
  echo "$version"
  begin=$SECONDS
  if ! once "$editor"; then
    outcome="FAILED"
  elif ! without_server "$editor"; then
    outcome="FAILED: passes without a server"
  else
    outcome="passed; fails without a server"
    talks "$editor" || outcome="passed"
  fi
  echo "$editor: $outcome, $((SECONDS - begin)) s"
  [[ $outcome != FAILED* ]] || failed+=("$editor")
  table+=("$editor|${version% }|$((SECONDS - begin)) s: $outcome")
done
echo
printf '%s\n' "${table[@]}" | while IFS='|' read -r editor version outcome; do
  printf '%-12s %-44.44s %s\n' "$editor" "$version" "$outcome"
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
echo "all passed in $((SECONDS - whole)) s: $*"
