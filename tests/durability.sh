#!/usr/bin/env bash
# Reports outlive what happens to a run: killed at any moment, on a full disk, beside fifty others that write to the
# same place. What stands in the target is the old report or the new one, whole, and nothing lies beside it once
# another run has been there.
#
#   tests/durability.sh [--short] [PROGRAM]
#
# Reports are the same byte for byte for the same inputs, so a report is whole when its fingerprint is known.
set -euo pipefail
cd "$(dirname "$0")/.."

moments=200 writers=50
if [ "${1:-}" = "--short" ]; then
  moments=20 writers=10
  shift
fi
program="$(realpath "${1:-target/release/rulebook}")"
work="$(mktemp -d)"
pack="$work/pack" book="$work/orders.csv"
mounted=""
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$work"' EXIT
faults=0

mkdir "$pack"
cat >"$pack/policy.yaml" <<'POLICY'
policy: durable
parameters: { rate: 1 }
tables:
  orders:
    key: id
    columns: { id: , amount: { type: number } }
    formulas: { due: amount * rate }
POLICY
seq 1 4000 | awk 'BEGIN { print "id,amount" } { print "A" $1 "," $1 * 1.25 }' >"$book"

fault() {
  echo "FAULT: $*" >&2
  faults=$((faults + 1))
}

# What stands at a place: of a file its fingerprint, of a folder that of its files together.
print_of() {
  if [ -d "$1" ]; then
    (cd "$1" && find . -type f ! -name '.*' | sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
  elif [ -f "$1" ]; then
    sha256sum <"$1" | cut -d' ' -f1
  else
    echo nothing
  fi
}

# Everything that lies in a folder, hidden files too.
names_in() { (cd "$1" && find . -mindepth 1 | sort); }

# A run; its report depends on the rate.
run() {
  local rate="$1" target="$2"
  "$program" run "$pack" "$book" --quiet --set "rate=$rate" -o "$target" >"$work/said" 2>&1
}
old=2 new=3

now() { date +%s%N; }

# Killed at moments spread over the whole run.
killed() {
  local format="$1" name="$2" signal="$3"
  local folder="$work/$format-$signal" kept="$work/$format-kept"
  mkdir -p "$folder" "$kept"
  run "$old" "$kept/old-$name" && run "$new" "$kept/new-$name"
  local whole_old whole_new
  whole_old="$(print_of "$kept/old-$name")" whole_new="$(print_of "$kept/new-$name")"
  [ "$whole_old" != "$whole_new" ] || { fault "$format: the two reports do not differ, so this shows nothing"; return; }
  run "$old" "$folder/$name"
  local expected begun span stayed=0 taken=0 beside=0
  expected="$(names_in "$folder")"
  begun="$(now)"
  run "$old" "$folder/$name"
  span=$(($(now) - begun))
  for moment in $(seq 1 "$moments"); do
    # A shell lets what it starts in the background ignore SIGINT.
    env --default-signal=INT "$program" run "$pack" "$book" --quiet --set "rate=$new" -o "$folder/$name" \
      >/dev/null 2>&1 &
    local process=$! wait_for
    wait_for="$(awk -v span="$span" -v moment="$moment" -v moments="$moments" 'BEGIN { printf "%.4f", span / 1e9 * 1.3 * moment / moments }')"
    sleep "$wait_for"
    kill -"$signal" "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    case "$(print_of "$folder/$name")" in
      "$whole_old") stayed=$((stayed + 1)) ;;
      "$whole_new") taken=$((taken + 1)) ;;
      nothing) fault "$format, SIG$signal at $wait_for s: the report is lost" ;;
      *) fault "$format, SIG$signal at $wait_for s: neither the old report nor the new one" ;;
    esac
    [ "$(names_in "$folder")" = "$expected" ] || beside=$((beside + 1))
    run "$old" "$folder/$name" || fault "$format: after a kill the next run fails: $(cat "$work/said")"
    [ "$(names_in "$folder")" = "$expected" ] ||
      fault "$format, SIG$signal at $wait_for s: the next run leaves $(names_in "$folder" | comm -13 <(echo "$expected") - | tr '\n' ' ')"
  done
  echo "$format, SIG$signal: $moments moments, $stayed old, $taken new; the next run cleared up after $beside"
  [ "$stayed" -gt 0 ] && [ "$taken" -gt 0 ] || fault "$format: all kills before or all behind the end, so this shows little"
}

# On a disk of so many bytes; where none can be mounted, a limit on the size of files does.
full_disk() {
  local format="$1" name="$2" folder="$work/disk" tried=0 failed=0
  mkdir -p "$folder"
  for kib in 4 8 16 24 32 48 64 96 128 192 256 512; do
    if mount -t tmpfs -o "size=64m" tmpfs "$folder" 2>/dev/null; then
      mounted="$folder"
      run "$old" "$folder/$name"
      mount -o "remount,size=$(($(du -sk "$folder" | cut -f1) + kib))k" "$folder"
    else
      rm -rf "${folder:?}"/*
      run "$old" "$folder/$name"
    fi
    local before beside code=0
    before="$(print_of "$folder/$name")" beside="$(names_in "$folder")"
    if [ -n "$mounted" ]; then
      run "$new" "$folder/$name" || code=$?
    else
      (trap '' XFSZ; ulimit -f "$kib"; run "$new" "$folder/$name") || code=$?
    fi
    tried=$((tried + 1))
    if [ "$code" -ne 0 ]; then
      failed=$((failed + 1))
      [ "$(print_of "$folder/$name")" = "$before" ] || fault "$format, $kib KiB left: the old report is not what it was"
      [ "$(names_in "$folder")" = "$beside" ] || fault "$format, $kib KiB left: something was left behind"
      grep -q "cannot write" "$work/said" || fault "$format, $kib KiB left: it does not say why: $(cat "$work/said")"
    fi
    if [ -n "$mounted" ]; then
      umount "$folder"
      mounted=""
    fi
  done
  echo "$format, full disk: $tried sizes, $failed runs without room"
  [ "$failed" -gt 0 ] || fault "$format: the disk was never full, so this shows nothing"
}

# Many at once to one place: each ends well, and one of their reports stands there, whole.
beside_others() {
  local format="$1" name="$2" folder="$work/$format-many" processes=() known=""
  mkdir -p "$folder"
  for writer in $(seq 1 "$writers"); do
    "$program" run "$pack" "$book" --quiet --set "rate=$((writer + 10))" -o "$folder/$name" >"$work/writer-$writer" 2>&1 &
    processes+=($!)
  done
  for writer in $(seq 1 "$writers"); do
    wait "${processes[$((writer - 1))]}" || fault "$format: one of $writers fails: $(cat "$work/writer-$writer")"
  done
  local stands
  stands="$(print_of "$folder/$name")"
  for writer in $(seq 1 "$writers"); do
    run "$((writer + 10))" "$work/one-of-many-$name"
    known="$known $(print_of "$work/one-of-many-$name")"
    rm -rf "$work/one-of-many-$name"
  done
  case "$known" in
    *"$stands"*) ;;
    *) fault "$format: after $writers writers the report is none of theirs" ;;
  esac
  [ "$(find "$folder" -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || fault "$format: $writers writers leave something behind"
  echo "$format: $writers writers"
}

for kind in xlsx:report.xlsx json:report.json csv:report/; do
  format="${kind%%:*}" name="${kind#*:}"
  killed "$format" "$name" KILL
  full_disk "$format" "$name"
  beside_others "$format" "$name"
done
killed json report.json TERM
killed xlsx report.xlsx INT

if [ "$faults" -gt 0 ]; then
  echo "$faults faults" >&2
  exit 1
fi
echo "no torn file, no lost report, nothing left behind"
