#!/usr/bin/env bash
# Makes docs/report.png, the picture of the summary sheet, from a run of the shipped sample, and beside it
# docs/report.txt: the words and figures that stand in the picture. A test compares these with a run.
# Needs LibreOffice Calc, poppler-utils and fonts for Chinese and Korean:
#   apt-get install -y libreoffice-calc poppler-utils fonts-noto-cjk
set -euo pipefail
cd "$(dirname "$0")/.."
made="$(mktemp -d)"
trap 'rm -rf "$made"' EXIT

rulebook="${RULEBOOK:-}"
if [ -z "$rulebook" ]; then
  cargo build --release --quiet
  rulebook=target/release/rulebook
fi
"$rulebook" run rules/channel-scorecard samples/channel-scorecard.xlsx -o "$made/report.xlsx" --quiet
one_page='pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1"}}'
soffice --headless "-env:UserInstallation=file://$made/profile" --convert-to "$one_page" --outdir "$made" "$made/report.xlsx" >/dev/null 2>&1
# The summary is the first page.
pdftoppm -f 1 -l 1 -r "${DPI:-100}" -png -singlefile "$made/report.pdf" docs/report
pdftotext -f 1 -l 1 -layout "$made/report.pdf" - | tr -s ' \f' ' ' | sed 's/^ //; /^$/d' > docs/report.txt
ls -l docs/report.png
