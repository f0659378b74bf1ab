#!/usr/bin/env bash
# run.sh CACHE EXTENSION SCRATCH CHROMIUM: builds the extension, installs its package into a fresh
# VS Code, and runs the suite inside the extension host. Called by ../run.sh.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cache=$1 extension=$2 scratch=$3 chromium=$4
profile=$scratch/profile node=$cache/node/bin/node build=$cache/extension
vsix=$build/dist/agentls.vsix

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
size=$(stat -c %s "$vsix")
[ "$size" -lt 307200 ] || { echo "not ok: the package has $size bytes"; exit 1; }
echo "ok: the package has $size bytes"

mkdir -p "$profile"/user/{User,Machine}
# VS Code takes the PATH of a login shell, which may be anything here.
echo "{ \"agentls.server.path\": \"$scratch/bin/agentls\" }" >"$profile/user/Machine/settings.json"
cat >"$profile/user/User/settings.json" <<'JSON'
{
  "chat.disableAIFeatures": true,
  "editor.quickSuggestions": { "other": "off", "comments": "off", "strings": "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.wordBasedSuggestions": "off",
  "extensions.autoCheckUpdates": false,
  "files.hotExit": "off",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none"
}
JSON
export HOME=$scratch/home
# No marketplace.
export EXTENSIONS_GALLERY='{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}'
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

"$node" "$here/start.mjs" "$cache/vscode" "$port" "$profile" "$vsix" >"$scratch/install.log" 2>&1 ||
  { cat "$scratch/install.log"; exit 1; }
"$node" "$here/start.mjs" "$cache/vscode" "$port" "$profile" >"$scratch/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true' EXIT
for _ in $(seq 200); do
  grep -q listening "$scratch/server.log" && break
  sleep 0.1
done

libraries=$(echo "$cache"/chromium/usr/lib/*-linux-gnu)
status=0
LD_LIBRARY_PATH="$libraries:$libraries/pulseaudio${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" timeout 120 \
  "$node" "$here/browser.cjs" "$cache/playwright/node_modules/playwright-core" "$chromium" "$port" "$scratch/project" \
  "$here/suite" "$cache/vscode.png" >"$scratch/suite.log" 2>&1 || status=$?
grep -E '^(ok|not ok|   |ended)' "$scratch/suite.log" || cat "$scratch/suite.log"
exit $status
