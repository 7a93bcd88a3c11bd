"""Edits a policy or its workbook, makes the same edit in a report with formulas, has LibreOffice work that report out again,
and compares it with the report of a run of what was edited.

    live_edits.py RULEBOOK PACK BOOK FOLDER SEED COUNT [KIND…]

Kinds: `parameters` (a value on the sheet Parameters), `weights` (points moved between two measures, targets, worst
values, limits of bands), `rules` (a limit in a cell of a decision table), `inputs` (a number in a column that is read);
all of them in turns where none is named. FOLDER must hold a profile of LibreOffice that recalculates what it opens;
docs/live.sh makes one. Ends with 1 where anything differs.
"""

import html
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import live

NUMBER = r"-?\d[\d_]*(?:\.\d+)?"
LIMIT = re.compile(rf'(?:[<>]=?)\s*({NUMBER})(%?)')
MEASURE = re.compile(rf"^\s+\w+: \{{ weight: ({NUMBER})(%?)")
GOAL = re.compile(rf"\b(?:target|worst): ({NUMBER})(%?)(?=[,\s}}])")
BANDS = re.compile(r"^\s+bands: \{")
# Of these sheets nothing is typed over: they tell of the run.
TOLD = 8


def other(text, least=0.8, most=1.25):
    """Another number of the same form."""
    value = float(text.replace("_", ""))
    changed = value * random.uniform(least, most)
    if "." in text:
        return f"{changed:.{len(text.split('.')[1])}f}"
    return str(round(changed) if round(changed) != round(value) else round(value) + 1)


def replaced(lines, at, found, group=1):
    """The lines with another number in one place."""
    line = lines[at]
    lines[at] = line[: found.start(group)] + other(found[group]) + line[found.end(group) :]
    return lines[at].strip()


def weights(folder):
    """Moves weight between two measures, or changes a target, a worst value or the limit of a band."""
    path = folder / "policy.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    measures = [(at, MEASURE.match(line)) for at, line in enumerate(lines)]
    measures = [(at, found) for at, found in measures if found]
    pairs = [(a, b) for a, b in zip(measures, measures[1:]) if b[0] == a[0] + 1 and float(b[1][1]) > 5]
    goals = [(at, found) for at, _ in measures for found in GOAL.finditer(lines[at])]
    bands = [at for at, line in enumerate(lines) if BANDS.match(line)]
    what = random.choice([kind for kind, there in (("pair", pairs), ("goal", goals), ("band", bands)) if there])
    if what == "pair":
        (a, first), (b, second) = random.choice(pairs)
        for at, found, by in ((a, first, 5), (b, second, -5)):
            moved = f"{float(found[1]) + by:g}"
            lines[at] = lines[at][: found.start(1)] + moved + lines[at][found.end(1) :]
        said = f"{lines[a].strip()[:50]} / {lines[b].strip()[:50]}"
    elif what == "goal":
        said = replaced(lines, *random.choice(goals))
    else:
        at = random.choice(bands)
        limit = random.choice(re.findall(NUMBER, lines[at]))
        lines[at] = re.sub(rf"(?<![\d.]){re.escape(limit)}(?![\d.])", str(int(float(limit)) - 2), lines[at])
        said = lines[at].strip()
    path.write_text("\n".join(lines), encoding="utf-8")
    return said


def rules(folder):
    """Changes a limit in a cell of a decision table."""
    places = []
    for path in [folder / "policy.yaml", *sorted(folder.glob("*.csv"))]:
        lines = path.read_text(encoding="utf-8").split("\n")
        for at, line in enumerate(lines):
            if path.suffix == ".csv" or re.match(r"\s+- \{.*then: ", line):
                places += [(path, at, found) for found in LIMIT.finditer(line.split("#")[0])]
    path, at, found = random.choice(places)
    lines = path.read_text(encoding="utf-8").split("\n")
    said = replaced(lines, at, found)
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"{path.name}: {said}"


def inputs(book, target):
    """Changes a number in a cell of the workbook."""
    with zipfile.ZipFile(book) as source:
        name, part = random.choice(live.sheets(source))
        text = source.read(part).decode()
        plain = re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?><v>(\d+(?:\.\d+)?)</v></c>', text)
        # Small whole numbers may be months or keys, large ones days.
        plain = [(at, value) for at, value in plain if "." in value or 100 <= int(value) < 40_000 or int(value) > 60_000]
        at, value = random.choice(plain)
        changed = text.replace(re.search(rf'<c r="{at}"[^>]*><v>', text)[0] + value, re.search(rf'<c r="{at}"[^>]*><v>', text)[0] + other(value))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for member in source.namelist():
                made.writestr(member, changed if member == part else source.read(member))
    return f"{name}!{at}: {value}"


def parameters(path):
    """Numbers among the parameters: name and value. Those that also went into the plan are left out."""
    book = zipfile.ZipFile(path)
    texts = live.shared(book)
    part = dict(live.sheets(book))["Parameters"]
    cells = {address: value for address, _, value in live.cells(book, part, texts)}
    rows = sorted({int(re.sub(r"\D", "", address)) for address in cells if address[0] == "B"})
    numbers = [(cells.get(f"E{row}"), cells[f"B{row}"], row) for row in rows if isinstance(cells.get(f"B{row}"), float)]
    return [(name, value) for name, value, row in numbers if name and not cells.get(f"F{row}")]


def constants(book, path, texts):
    return {address: value for address, formula, value in live.cells(book, path, texts) if not formula}


def typed(base, goal, target):
    """The first report with what the second has in cells without formulas; None where rows stand in another order."""
    base, goal = zipfile.ZipFile(base), zipfile.ZipFile(goal)
    texts, goal_texts = live.shared(base), live.shared(goal)
    goal_sheets, names = dict(live.sheets(goal)), [name for name, _ in live.sheets(base)]
    first = names.index("Parameters")
    changed, count = {}, 0
    for name, part in live.sheets(base)[first : len(names) - TOLD // 2]:
        if name not in goal_sheets:
            return None
        old, new = constants(base, part, texts), constants(goal, goal_sheets[name], goal_texts)
        if old.keys() != new.keys():
            return None
        cells = {at: value for at, value in new.items() if not live.same(old[at], value)}
        if len(cells) > 200:
            return None
        count += len(cells)
        if cells:
            changed[part] = cells
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for member in base.namelist():
            data = base.read(member)
            for at, value in changed.get(member, {}).items():
                data = put(data.decode(), at, value).encode()
            made.writestr(member, data)
    return count


def put(text, at, value):
    """The sheet with another value in a cell."""
    style = r'<c r="%s"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)' % at
    if isinstance(value, bool):
        cell = rf'<c r="{at}"\1 t="b"><v>{int(value)}</v></c>'
    elif isinstance(value, float):
        cell = rf'<c r="{at}"\1><v>{value!r}</v></c>'
    else:
        cell = rf'<c r="{at}"\1 t="inlineStr"><is><t>{html.escape(value)}</t></is></c>'
    text, times = re.subn(style, cell.replace("\\1", "\\g<1>"), text, count=1, flags=re.S)
    assert times == 1, at
    return text


def run(rulebook, pack, book, target, *more):
    command = [rulebook, "run", str(pack), str(book), "-o", str(target), "--quiet", "--live", *more]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode in (0, 1)


def edit(kind, rulebook, pack, book, folder, base):
    """Makes an edit, and runs with it; what it was, or None where the program refuses it."""
    goal = folder / "edited-here.xlsx"
    if kind == "parameters":
        name, value = random.choice(parameters(base))
        changed = float(other(f"{value:g}" if value != int(value) else str(int(value)), 0.5, 1.6))
        return f"{name}: {value} -> {changed}" if run(rulebook, pack, book, goal, "--set", f"{name}={changed!r}") else None
    if kind == "inputs":
        said = inputs(book, folder / Path(book).name)
        return said if run(rulebook, pack, folder / Path(book).name, goal) else None
    shutil.rmtree(folder / "pack", ignore_errors=True)
    shutil.copytree(pack, folder / "pack")
    said = {"weights": weights, "rules": rules}[kind](folder / "pack")
    return said if run(rulebook, folder / "pack", book, goal) else None


def main(rulebook, pack, book, folder, seed, count, *kinds):
    """Tries so many edits; gives 1 where anything differs."""
    random.seed(int(seed))
    kinds, folder, base = kinds or ("parameters", "weights", "rules", "inputs"), Path(folder), Path(folder) / "base.xlsx"
    run(rulebook, pack, book, base)
    failed = done = tries = moved = 0
    while done < int(count) and tries < 5 * int(count):
        kind = kinds[tries % len(kinds)]
        tries += 1
        said = edit(kind, rulebook, pack, book, folder, base)
        cells = typed(base, folder / "edited-here.xlsx", folder / "edited.xlsx") if said else None
        if not cells:
            continue
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder.resolve()}/profile", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "theirs"), str(folder / "edited.xlsx")],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done += 1
        print(f"{kind}: {said} ({cells} cells)", flush=True)
        failed |= live.main(folder / "edited-here.xlsx", folder / "theirs" / "edited.xlsx", in_order=True)
    print(f"{done} edits tried, {tries - done} left: refused, of nothing shown, or with rows in another order")
    return failed


if __name__ == "__main__":
    os.makedirs(f"{sys.argv[4]}/theirs", exist_ok=True)
    sys.exit(main(*sys.argv[1:]))
