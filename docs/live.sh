#!/usr/bin/env bash
# Has LibreOffice work out the formulas of `rulebook run … --live` for every shipped pack, and compares each cell with the
# value that the run gave; with EDITS=20 also after so many edits of each pack. Needs LibreOffice Calc and Python: apt-get install -y libreoffice-calc
set -euo pipefail
cd "$(dirname "$0")/.."
made="${MADE:-$(mktemp -d)}"
[ -n "${MADE:-}" ] || trap 'rm -rf "$made"' EXIT

rulebook="${RULEBOOK:-}"
if [ -z "$rulebook" ]; then
  cargo build --release --quiet
  rulebook=target/release/rulebook
fi
# Every formula is worked out when a file is opened, whoever wrote it.
profile="$made/profile"
mkdir -p "$profile/user" "$made/ours" "$made/theirs"
cat > "$profile/user/registrymodifications.xcu" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XML
failed=0
for pack in ${PACKS:-channel-scorecard customer-managed industry-scan one-to-one strategic-accounts}; do
  "$rulebook" run "rules/$pack" "samples/$pack.xlsx" -o "$made/ours/$pack.xlsx" --quiet --live
  soffice --headless "-env:UserInstallation=file://$profile" --convert-to xlsx:"Calc MS Excel 2007 XML" \
    --outdir "$made/theirs" "$made/ours/$pack.xlsx" >/dev/null 2>&1
  echo "$pack"
  python3 tests/check/live.py "$made/ours/$pack.xlsx" "$made/theirs/$pack.xlsx" || failed=1
  # So many edits of parameters, weights, rules and inputs, made in the report and in what it is made from.
  if [ "${EDITS:-0}" -gt 0 ]; then
    python3 tests/check/live_edits.py "$rulebook" "rules/$pack" "samples/$pack.xlsx" "$made" "${SEED:-1}" "$EDITS" || failed=1
  fi
done
exit $failed
