#!/usr/bin/env bash
# debs.sh SUITE DEST PACKAGE...
#
# Unpacks packages of any Debian suite, and all that they depend on, below DEST. Nothing on this
# machine changes, and no root is needed: apt gets a state of its own and an empty list of installed
# packages. Programs that are not of this machine's suite start with `DEST/run PROGRAM [ARG...]`.
set -euo pipefail
suite=$1 dest=$2
shift 2

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo "apt knows no mirror" >&2; exit 1; }

apt=$dest/.apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/state"
: >"$apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
options=(
  -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::Etc::preferences=-
  -o Dir::Etc::preferencesparts=- -o Dir::State="$apt/state" -o Dir::State::lists="$apt/lists"
  -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o Debug::NoLocking=1
  -o APT::Install-Recommends=0 -o APT::Sandbox::User="$(id -un)"
)
apt-get "${options[@]}" --quiet update
apt-get "${options[@]}" --quiet --yes --download-only install "$@"
for deb in "$apt"/cache/archives/*.deb; do dpkg-deb -x "$deb" "$dest"; done
rm -rf "$apt/cache" "$apt/lists"
