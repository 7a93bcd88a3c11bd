"""Opens HTML reports in headless Chromium and uses them as a reader does: sorts a table, filters it, opens a why,
follows the contents, prints. Fails on the first thing that is not as it should be, and on any message of the console.

    html.py REPORT.html… [--pictures FOLDER]
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import websocket  # the package websocket-client


class Browser:
    def __init__(self):
        program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        if program is None:
            sys.exit("there is no Chromium: apt-get install chromium")
        self.folder = tempfile.mkdtemp()
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={self.folder}"]
        self.process = subprocess.Popen([program, *arguments, "about:blank"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.socket = websocket.create_connection(self.page(), timeout=120)
        self.number, self.events = 0, []
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def page(self):
        port = pathlib.Path(self.folder, "DevToolsActivePort")
        for _ in range(300):
            if port.exists() and "\n" in port.read_text():
                address = f"http://127.0.0.1:{port.read_text().split()[0]}/json"
                pages = [page for page in json.load(urllib.request.urlopen(address)) if page["type"] == "page"]
                if pages:
                    return pages[0]["webSocketDebuggerUrl"]
            time.sleep(0.1)
        sys.exit("Chromium does not start")

    def call(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=f"(() => {{ {script} }})()", returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, address):
        for _ in range(600):
            if self.run("return document.readyState === 'complete' && location.href") == address:
                return
            time.sleep(0.1)
        sys.exit(f"{address} is not loaded")

    def open(self, path, width=1440, height=1000, scripts=True):
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        phone = width < 700
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=phone,
                  deviceScaleFactor=2 if phone else 1)
        address = pathlib.Path(path).resolve().as_uri()
        self.call("Page.navigate", url="about:blank")
        self.wait("about:blank")
        self.events.clear()
        self.call("Page.navigate", url=address)
        self.wait(address)

    def complaints(self):
        """What the console says, and every request but that for the page itself."""
        said = []
        for event in self.events:
            method, told = event["method"], event["params"]
            if method == "Log.entryAdded":
                said.append(told["entry"]["text"])
            elif method == "Runtime.exceptionThrown":
                said.append(told["exceptionDetails"]["text"])
            elif method == "Runtime.consoleAPICalled":
                said.append(json.dumps(told["args"]))
            elif method == "Network.requestWillBeSent" and told["request"]["url"].split("#")[0] != told["documentURL"].split("#")[0]:
                said.append("request: " + told["request"]["url"])
        return said

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def pages(self, path=None):
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True,
                           displayHeaderFooter=False)["data"]
        data = base64.b64decode(answer)
        if path:
            pathlib.Path(path).write_bytes(data)
        return data.count(b"/Type /Page\n") or data.count(b"/Type /Page")

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


# The table with the most rows, and its first column of numbers that differ.
TABLE = """
const tables = [...document.querySelectorAll('#review table.list, [id^=card-] table.list')];
const table = tables.sort((a, b) => b.tBodies[0].rows.length - a.tBodies[0].rows.length)[0];
const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
const shown = (column) => [...table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.cells[column].textContent);
const value = (text) => text === '' ? NaN : parseFloat(text.replace(/,/g, ''));
"""


def sorts(browser):
    found = browser.run(TABLE + """
        const column = heads.findIndex((head, at) => new Set(shown(at)).size > 1);
        const before = shown(column);
        heads[column].querySelector('button').click();
        const once = shown(column), way = heads[column].getAttribute('aria-sort');
        heads[column].querySelector('button').click();
        const twice = shown(column), back = heads[column].getAttribute('aria-sort');
        heads[column].querySelector('button').click();
        return { before, once, twice, after: shown(column), way, back, numeric: heads[column].classList.contains('n') };""")
    assert {found["way"], found["back"]} == {"ascending", "descending"}, found["way"]
    assert found["after"] == found["before"], "the third click gives the first order back"
    assert sorted(found["once"]) == sorted(found["before"]), "no row is lost"
    filled = [text for text in found["once"] if text]
    assert found["once"][:len(filled)] == filled, "what is blank comes last"
    assert [text for text in found["twice"] if text] != filled, "the second click turns it around"


def filters(browser):
    found = browser.run(TABLE + """
        const tools = table.closest('.scroll').previousElementSibling;
        const all = table.tBodies[0].rows.length;
        const text = table.tBodies[0].rows[all - 1].cells[2].textContent;
        const search = tools.querySelector('input');
        const ask = (box, value, event) => { box.value = value; box.dispatchEvent(new Event(event)); };
        ask(search, text, 'input');
        const rows = [...table.tBodies[0].rows];
        const some = rows.filter((row) => !row.hidden);
        const right = some.every((row) => row.textContent.toLowerCase().includes(text.toLowerCase()));
        const said = tools.lastElementChild.textContent;
        ask(search, 'no row says this', 'input');
        const none = rows.filter((row) => !row.hidden).length;
        ask(search, '', 'input');
        const box = tools.querySelector('select');
        let chosen = null;
        if (box) {
            ask(box, box.options[1].value, 'change');
            const left = rows.filter((row) => !row.hidden);
            chosen = left.length > 0 && left.every((row) => [...row.cells].some((cell) => cell.textContent === box.value));
            ask(box, '', 'change');
        }
        return { all, some: some.length, right, said, none, chosen, after: rows.filter((row) => !row.hidden).length };""")
    assert found["right"] and 0 < found["some"] <= found["all"], found
    assert found["some"] == found["all"] or found["said"], "it says how many rows are left"
    assert found["none"] == 0 and found["after"] == found["all"], found
    assert found["chosen"] in (True, None), found


def opens_a_why(browser):
    found = browser.run("""
        const link = document.querySelector('a.w');
        if (!link) return null;
        link.click();
        const dialog = document.querySelector('dialog');
        const text = dialog.textContent, open = dialog.open;
        dialog.querySelector('button').click();
        return { open, rows: dialog.querySelectorAll('tr').length, text: text.length, closed: !dialog.open };""")
    if found is not None:
        assert found["open"] and found["closed"] and found["rows"] > 1 and found["text"] > 40, found
    return found is not None


def unfolds(browser):
    found = browser.run("""
        const closed = [...document.querySelectorAll('main > section > details:not([open])')];
        const id = closed[0].querySelector('.body').id;
        document.querySelector(`nav a[href="#${id}"]`).click();
        return { id, open: closed[0].open };""")
    assert found["open"], found


def without_scripts(browser, path, why):
    """Everything is there, and a link to an account opens it."""
    browser.open(path, scripts=False)
    rows = browser.run("return document.querySelectorAll('table.list tbody tr').length")
    assert rows > 0 and browser.run("return document.querySelectorAll('.tools').length") == 0
    if why:
        href = browser.run("return document.querySelector('a.w').href")
        browser.call("Page.navigate", url=href)
        time.sleep(0.5)
        assert browser.run("return document.querySelector(decodeURIComponent(location.hash)).checkVisibility()"), href
    assert browser.complaints() == [], browser.complaints()


def look(browser, path, folder):
    name = pathlib.Path(path).stem
    browser.open(path)
    browser.picture(folder / f"{name}-desktop.png")
    for part in ["review", "card-0", "rules", "why", "run", "issues"]:
        if browser.run(f"const part = document.getElementById('{part}'); if (!part) return false;"
                       "for (let at = part; at; at = at.parentElement) if (at.localName === 'details') at.open = true;"
                       "const inner = part.querySelector('.account'); if (inner) inner.open = true;"
                       "part.parentElement.scrollIntoView(); return true;"):
            browser.picture(folder / f"{name}-{part}.png")
    if browser.run("const link = document.querySelector('a.w'); if (link) link.click(); return !!link"):
        browser.picture(folder / f"{name}-dialog.png")
    browser.open(path, width=390, height=844)
    browser.picture(folder / f"{name}-phone.png")
    for part in ["review", "card-0"]:
        if browser.run(f"const part = document.getElementById('{part}'); if (part) part.parentElement.scrollIntoView(); return !!part"):
            browser.picture(folder / f"{name}-phone-{part}.png")


def main():
    arguments = sys.argv[1:]
    folder = None
    if "--pictures" in arguments:
        at = arguments.index("--pictures")
        folder = pathlib.Path(arguments[at + 1])
        folder.mkdir(parents=True, exist_ok=True)
        del arguments[at:at + 2]
    browser = Browser()
    try:
        for path in arguments:
            browser.open(path)
            sorts(browser)
            filters(browser)
            why = opens_a_why(browser)
            unfolds(browser)
            assert browser.complaints() == [], browser.complaints()
            browser.open(path, width=390, height=844)
            assert browser.run("return document.documentElement.scrollWidth") <= 390, "a phone need not scroll sideways"
            assert browser.complaints() == [], browser.complaints()
            without_scripts(browser, path, why)
            browser.open(path)
            pages = browser.pages(folder and folder / f"{pathlib.Path(path).stem}.pdf")
            assert pages > 0, f"{path} prints nothing"
            if folder:
                look(browser, path, folder)
            size = os.path.getsize(path) / 1e6
            print(f"{pathlib.Path(path).name}: {size:.1f} MB, {pages} pages, why {'opens' if why else 'is not asked for'}, "
                  "the console is silent")
    finally:
        browser.close()


main()
