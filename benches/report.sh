#!/usr/bin/env bash
# All figures of speed and size: what an editor waits for, beside another server if one is named, and what each stage of
# a keystroke costs.
#
#   benches/report.sh                 agentls alone
#   benches/report.sh agnix-lsp       beside another server, in the same run
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
# With the program as it is released: its size is one of the figures.
cargo bench --quiet --profile release --bench session -- ${1:+--peer "$1"}
cargo bench --quiet --bench analysis
