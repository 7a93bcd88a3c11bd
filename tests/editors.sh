#!/bin/sh
# Completions in the shells, and the setups of docs/editors.md in Neovim, as far as these are installed.
# RULEBOOK names the program; NVIM a Neovim that is not on the path.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
program=${RULEBOOK:-$here/target/debug/rulebook}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/pack" && ln -s "$program" "$work/bin/rulebook"
PATH="$work/bin:$PATH"
has() { command -v "$1" >/dev/null; }
fail() { echo "$1" >&2; exit 1; }

if has zsh; then
    rulebook completions zsh >"$work/_rulebook"
    zsh -n "$work/_rulebook" || fail "zsh cannot read its completions"
    echo "zsh: its completions can be read"
fi
if has fish; then
    rulebook completions fish >"$work/rulebook.fish"
    fish -n "$work/rulebook.fish" || fail "fish cannot read its completions"
    fish -c "source $work/rulebook.fish; complete -C 'rulebook di'" | grep -q '^diff' || fail "fish does not complete"
    echo "fish: rulebook di is completed to diff"
fi
rulebook completions bash >"$work/rulebook.bash"
bash -c ". $work/rulebook.bash
    COMP_WORDS=(rulebook di); COMP_CWORD=1; _rulebook rulebook di rulebook; echo \"\${COMPREPLY[0]}\"" | grep -q '^diff$' ||
    fail "bash does not complete"
echo "bash: rulebook di is completed to diff"

nvim=${NVIM:-nvim}
has "$nvim" || { echo "Neovim is not installed"; exit 0; }
cat >"$work/pack/policy.yaml" <<'POLICY'
policy: p
tables:
  shops:
    key: id
    columns: { id: , sales: { type: number } }
    formulas:
      twice: saless * 2
POLICY
cat >"$work/look.lua" <<'LOOK'
vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, found in ipairs(vim.diagnostic.get(0)) do io.write(found.lnum + 1, ": ", found.message, "\n") end
vim.cmd("qa!")
LOOK
# The first block of Lua is for 0.11 and later, the second for those before.
block=$("$nvim" --headless -u NONE -c 'lua io.write(vim.fn.has("nvim-0.11"))' -c 'qa!' 2>&1)
[ "$block" = 1 ] && number=1 || number=2
awk -v number="$number" '/^```lua/ { n++; on = n == number; next } /^```/ { on = 0 } on' "$here/docs/editors.md" >"$work/init.lua"
said=$(cd "$work" && "$nvim" --headless -u "$work/init.lua" -c 'filetype on' -c 'edit pack/policy.yaml' -c "luafile $work/look.lua" 2>&1)
echo "$said" | grep -q '7: `saless` is no column' || fail "Neovim shows no finding: $said"
echo "Neovim ($("$nvim" --version | head -1)): the finding is shown"
