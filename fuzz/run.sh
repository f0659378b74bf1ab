#!/usr/bin/env bash
# Fuzzes: fuzz/run.sh [SECONDS [TARGET…]]. Without arguments each target runs for 15 minutes, one after the other.
# Needs a nightly compiler and `cargo install cargo-fuzz`. Inputs that fail are left in fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")"

seconds="${1:-900}"
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  targets=(frames text_sync syntax verdict rules matrix format convert glossary)
fi

# The first inputs: the samples and the examples of the rules, each behind a byte that chooses a tool.
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target"
  number=0
  for sample in ../tests/samples/*.md ../docs/rules/*.md "../tests/fuzzed/found/$target"/*; do
    [ -f "$sample" ] || continue
    number=$((number + 1))
    { printf "\\x$(printf %02x $((number % 16)))"; cat "$sample"; } > "corpus/$target/seed-$number"
  done
done

failed=0
for target in "${targets[@]}"; do
  printf '== %s, %s s\n' "$target" "$seconds"
  cargo +nightly fuzz run "$target" -- -max_total_time="$seconds" -max_len=8192 -timeout=20 -print_final_stats=1 -verbosity=0 || failed=1
done
exit $failed
