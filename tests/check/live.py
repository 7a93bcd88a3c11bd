"""Compares the formulas of two workbooks: what one kept beside them, and what another program worked out.

    live.py OURS RECALCULATED

Every cell of OURS that holds a formula is compared with the same cell of RECALCULATED: numbers to one part in 1e9,
texts and truth values exactly. A blank is an empty text. Ends with 1 where any cell differs.
"""

import html
import re
import sys
import zipfile

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
KIND = re.compile(r'\bt="(\w+)"')
FORMULA = re.compile(r"<f\b")
VALUE = re.compile(r"<v[^>]*>(.*?)</v>", re.S)


def sheets(book):
    """The sheets of a workbook: name and path."""
    names = re.findall(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"', book.read("xl/workbook.xml").decode())
    rels = book.read("xl/_rels/workbook.xml.rels").decode()
    targets = {}
    for rel in re.findall(r"<Relationship [^>]*>", rels):
        targets[re.search(r'Id="([^"]*)"', rel)[1]] = re.search(r'Target="([^"]*)"', rel)[1]
    return [(html.unescape(name), "xl/" + targets[rid].removeprefix("/xl/")) for name, rid in names]


def shared(book):
    """The shared texts."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    text = book.read("xl/sharedStrings.xml").decode()
    items = re.findall(r"<si>(.*?)</si>|<si/>", text, re.S)
    return [html.unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", item, re.S))) for item in items]


def cells(book, path, texts, wanted=None):
    """The cells of a sheet: address, whether it is a formula, value."""
    for column, row, attributes, body in CELL.findall(book.read(path).decode()):
        address = column + row
        if wanted is not None and address not in wanted:
            continue
        value = VALUE.search(body)
        value = html.unescape(value[1]) if value else ""
        kind = KIND.search(attributes)
        kind = kind[1] if kind else "n"
        if kind == "s":
            value = texts[int(value)]
        elif kind == "b":
            value = value == "1"
        elif kind == "n" and value != "":
            value = float(value)
        elif kind == "inlineStr":
            value = html.unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", body, re.S)))
        elif kind == "e":
            value = "#ERROR " + value
        yield address, bool(FORMULA.search(body)), value


def same(ours, theirs):
    """Whether two values are the same."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours), abs(theirs))
    if isinstance(ours, bool) and isinstance(theirs, float):
        return float(ours) == theirs
    return ours == theirs


def main(ours, theirs, in_order=False):
    """Prints what differs, sheet by sheet; gives 1 where anything does. With `in_order`, sheets whose rows stand in an
    order of their results are left out: it may be another one."""
    ours, theirs = zipfile.ZipFile(ours), zipfile.ZipFile(theirs)
    our_texts, their_texts = shared(ours), shared(theirs)
    their_sheets = dict(sheets(theirs))
    compared = differing = 0
    names = [name for name, _ in sheets(ours)]
    by_result = set(names[1 : names.index("Parameters")]) if in_order else set()
    for name, path in sheets(ours):
        if name in by_result:
            continue
        own = {address: value for address, formula, value in cells(ours, path, our_texts) if formula}
        if not own:
            continue
        found = {address: value for address, _, value in cells(theirs, their_sheets[name], their_texts, own)}
        wrong = [(a, v, found.get(a, "")) for a, v in own.items() if not same(v, found.get(a, ""))]
        compared += len(own)
        differing += len(wrong)
        columns = {}
        for address, value, other in wrong:
            columns.setdefault(re.match(r"[A-Z]+", address)[0], []).append((address, value, other))
        for column, many in columns.items():
            print(f"  {name}!{column}: {len(many)} differ, such as " + "; ".join(f"{a}: {v!r} here, {o!r} there" for a, v, o in many[:2]))
    print(f"{compared} formulas compared, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
