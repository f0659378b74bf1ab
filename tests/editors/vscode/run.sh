#!/usr/bin/env bash
# run.sh CACHE VSCODE NODE EXTENSION SCRATCH WORKSPACE CHROMIUM: builds the extension, installs its package into
# a fresh VS Code, runs the suite inside the extension host, and then the one that looks at the screen. Called by ../run.sh.
#
# Of a current VS Code the package brings its server along, and none is on the PATH; of an old one the setting
# names the server. What is recorded is what stands in the server's place; the server itself is in the package of a
# second, clean profile.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cache=$1 vscode=$2 node=$3 extension=$4 scratch=$5 workspace=$6 chromium=$7
build=$cache/extension server=
trap stop EXIT

# No server is found by chance.
path=
while read -r folder; do
  [ -x "$folder/agentls" ] || path+=${path:+:}$folder
done < <(tr : '\n' <<<"$PATH")
export PATH=$path

# package SERVER: the package for this machine, with SERVER inside.
package() {
  npm run package --silent -- --target "$target" "$1" >"$scratch/package.log" 2>&1 || { cat "$scratch/package.log"; exit 1; }
}

stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; }
  server=
}

# Built in the cache: what npm installs stays out of the project.
mkdir -p "$build"
cmp -s "$extension/package-lock.json" "$build/package-lock.json" || rm -rf "$build/node_modules"
find "$build" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
tar -C "$extension" --exclude=./node_modules --exclude=./dist --exclude=./server -cf - . | tar -C "$build" -xf -
cd "$build"
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error >"$cache/extension.log" 2>&1 ||
  { rm -rf node_modules; cat "$cache/extension.log"; exit 1; }
npm test --silent >"$scratch/unit.log" 2>&1 || { cat "$scratch/unit.log"; exit 1; }
echo "ok: $(sed -n 's/^# pass /unit tests: /p' "$scratch/unit.log")"
npm run package --silent >"$scratch/package.log" 2>&1 || { cat "$scratch/package.log"; exit 1; }
size=$(stat -c %s dist/agentls.vsix)
code=$(python3 -c '
import sys, zipfile
print(sum(file.file_size for file in zipfile.ZipFile(sys.argv[1]).infolist() if file.filename.endswith(".js")))' dist/agentls.vsix)
[ "$code" -lt 300000 ] && [ "$size" -lt 300000 ] || { echo "not ok: the package has $size bytes, its code $code"; exit 1; }
echo "ok: the package has $size bytes without a server, and its code $code when it is unpacked"

# start PROFILE VSIX: a VS Code in whose PROFILE there is nothing but the package, at $port.
start() {
  local profile=$1 vsix=$2
  mkdir -p "$profile"/user/{User,Machine}
  echo "${setting:-"{}"}" >"$profile/user/Machine/settings.json"
  cp "$scratch/settings.json" "$profile/user/User/settings.json"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$node" "$here/start.mjs" "$cache/$vscode" "$port" "$profile" "$vsix" >"$scratch/install.log" 2>&1 ||
    { cat "$scratch/install.log"; exit 1; }
  "$node" "$here/start.mjs" "$cache/$vscode" "$port" "$profile" >"$scratch/server.log" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    grep -q listening "$scratch/server.log" && return
    sleep 0.1
  done
  cat "$scratch/server.log"
  exit 1
}

cat >"$scratch/settings.json" <<'JSON'
{
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "editor.quickSuggestions": { "other": "off", "comments": "off", "strings": "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.wordBasedSuggestions": "off",
  "extensions.autoCheckUpdates": false,
  "files.hotExit": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none"
}
JSON
export HOME=$scratch/home
# No marketplace.
export EXTENSIONS_GALLERY='{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}'
libraries=$(echo "$cache"/chromium/usr/lib/*-linux-gnu)
# in_browser SCRIPT ARGUMENT: one of the two suites.
in_browser() {
  local status=0
  LD_LIBRARY_PATH="$libraries:$libraries/pulseaudio${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" timeout 330 \
    "$node" "$here/$1.cjs" "$cache/playwright/node_modules/playwright-core" "$chromium" "$port" "$workspace" \
    "$2" "$cache/$vscode-$1.png" >"$scratch/$1.log" 2>&1 || status=$?
  grep -E '^(ok|not ok|ended|   [^ ])' "$scratch/$1.log" || cat "$scratch/$1.log"
  return $status
}
if [ "$vscode" = vscode ]; then
  target=linux-$("$node" -p process.arch)
  package "$scratch/bin/agentls"
  start "$scratch/profile" "dist/agentls-$target.vsix"
  in_browser host "$here/suite"
  in_browser screen "${AGENTLS_SHOTS:-}"
  stop
  package "$AGENTLS_BIN"
  start "$scratch/clean profile" "dist/agentls-$target.vsix"
  cp "$here/../sample/courier.md" "$workspace/.claude/agents/"
  in_browser host "$here/bundled"
else
  # VS Code takes the PATH of a login shell, which may be anything here.
  setting="{ \"agentls.server.path\": \"$scratch/bin/agentls\" }"
  start "$scratch/profile" dist/agentls.vsix
  in_browser host "$here/suite"
fi
