#!/usr/bin/env bash
# The HTML reports of the shipped packs in headless Chromium: sorted, filtered, asked why, read without scripts, printed.
#   tests/html.sh [--short] [--pictures FOLDER]
# --short: one pack. --pictures: each page at the width of a desk and of a phone.
set -euo pipefail
cd "$(dirname "$0")/.."

packs=(channel-scorecard customer-managed industry-scan one-to-one strategic-accounts)
pictures=()
while [ $# -gt 0 ]; do
  case "$1" in
    --short) packs=(strategic-accounts) ;;
    --pictures) pictures=(--pictures "$(realpath -m "$2")"); shift ;;
    *) echo "usage: tests/html.sh [--short] [--pictures FOLDER]" >&2; exit 2 ;;
  esac
  shift
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
if ! command -v chromium >/dev/null && ! { apt-get update -qq && apt-get install -qq -y chromium; } >/dev/null 2>&1; then
  echo "NOT CHECKED: chromium cannot be installed here" >&2
  exit 0
fi
if ! { python3 -m venv "$work/python" && "$work/python/bin/pip" install --quiet websocket-client; }; then
  echo "NOT CHECKED: Python's websocket-client cannot be installed here" >&2
  exit 0
fi
cargo build --quiet
reports=()
for pack in "${packs[@]}"; do
  report="$work/$pack.html"
  "${CARGO_TARGET_DIR:-target}/debug/rulebook" run "rules/$pack" "samples/$pack.xlsx" -o "$report" --quiet
  reports+=("$report")
done
"$work/python/bin/python" tests/html.py "${reports[@]}" "${pictures[@]}"
