"""Changes parameters in a report with formulas, has LibreOffice work it out again, and compares with a run that had the
same values set.

    live_edits.py RULEBOOK PACK BOOK FOLDER SEED COUNT

FOLDER must hold a profile of LibreOffice that recalculates what it opens; docs/live.sh makes one.
"""

import os
import random
import re
import subprocess
import sys
import zipfile

import live


def parameters(path):
    """Numbers among the parameters: name, row of the sheet, value. Those that also went into the plan are left out."""
    book = zipfile.ZipFile(path)
    texts = live.shared(book)
    part = dict(live.sheets(book))["Parameters"]
    cells = {address: value for address, _, value in live.cells(book, part, texts)}
    rows = sorted({int(re.sub(r"\D", "", address)) for address in cells if address[0] == "B"})
    numbers = [(cells.get(f"E{row}"), row, cells[f"B{row}"]) for row in rows if isinstance(cells.get(f"B{row}"), float)]
    return part, [(name, row, value) for name, row, value in numbers if name and not cells.get(f"F{row}")]


def edited(path, target, part, row, value):
    """The workbook with another value in a cell of a parameter."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in book.namelist():
            data = book.read(name)
            if name == part:
                pattern = re.compile(rf'(<c r="B{row}"[^>]*>\s*<v>)[^<]*(</v>)'.encode())
                data, times = pattern.subn(rb"\g<1>" + repr(value).encode() + rb"\g<2>", data)
                assert times == 1, (row, times)
            made.writestr(name, data)


def main(rulebook, pack, book, folder, seed, count):
    """Tries so many edits; ends with 1 where anything differs."""
    random.seed(int(seed))
    base = f"{folder}/base.xlsx"
    subprocess.run([rulebook, "run", pack, book, "-o", base, "--quiet", "--live"], check=False)
    part, found = parameters(base)
    failed = 0
    for number in range(int(count)):
        name, row, value = random.choice(found)
        changed = float(f"{value * random.uniform(0.5, 1.6):.3g}") if value != int(value) else float(max(1, round(value * random.uniform(0.5, 1.6))))
        edited(base, f"{folder}/edited.xlsx", part, row, changed)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", f"{folder}/theirs", f"{folder}/edited.xlsx"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ours = f"{folder}/set.xlsx"
        subprocess.run([rulebook, "run", pack, book, "-o", ours, "--quiet", "--live", "--set", f"{name}={changed!r}"], check=False)
        print(f"{name}: {value} -> {changed}", flush=True)
        failed |= live.main(ours, f"{folder}/theirs/edited.xlsx", in_order=True)
    return failed


if __name__ == "__main__":
    os.makedirs(f"{sys.argv[4]}/theirs", exist_ok=True)
    sys.exit(main(*sys.argv[1:]))
