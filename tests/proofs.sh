#!/usr/bin/env bash
# Proofs over the shipped packs that take too long for `cargo test`, which has the same over smaller samples: they run
# the largest pack over its 97,000 rows many times.
#
#   tests/proofs.sh [--all]
#
# `--all` also tries thousands of slips in the packs (ten minutes more).
set -euo pipefail
cd "$(dirname "$0")/.."

cargo test --quiet --lib --test packs -- --ignored the_largest_pack
if [ "${1:-}" = "--all" ]; then
  cargo test --quiet --release --test packs -- --ignored many_slips
fi
