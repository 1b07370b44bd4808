"""A browser, driven over the W3C WebDriver protocol with the standard library alone."""

import base64
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request

# A machine that does other work as well takes its time; what does not come within it [s] does not come.
PATIENCE = 1_800

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Fault(Exception):
    """What the browser refused."""


class Element:
    """Something on a page."""

    def __init__(self, browser, identifier):
        self.browser = browser
        self.identifier = identifier

    def _ask(self, method, path, body=None):
        return self.browser.ask(method, f"/element/{self.identifier}{path}", body)

    def click(self):
        self._ask("POST", "/click", {})

    def type(self, text):
        self._ask("POST", "/value", {"text": text})

    def clear(self):
        self._ask("POST", "/clear", {})

    @property
    def text(self):
        return self._ask("GET", "/text")

    def attribute(self, name):
        return self._ask("GET", f"/attribute/{name}")

    @property
    def is_shown(self):
        return self._ask("GET", "/displayed")

    def find(self, selector):
        found = self._ask("POST", "/elements", {"using": "css selector", "value": selector})
        return [Element(self.browser, one[ELEMENT]) for one in found]


class Browser:
    """Chromium without a window; `with Browser(...) as browser:` ends it with its driver."""

    def __init__(self, width=1280, height=900, language="en", dark=False, downloads=None):
        driver = shutil.which("chromedriver")
        binary = shutil.which("chromium")
        if not driver or not binary:
            raise SystemExit("chromium and chromium-driver are needed")
        environment = dict(os.environ, LANGUAGE=language)
        self.process = subprocess.Popen(
            [driver, "--port=0", "--log-level=SEVERE"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment, text=True)
        self.base = None
        for line in self.process.stdout:
            if "started successfully on port" in line:
                port = "".join(c for c in line.rsplit("port", 1)[1] if c.isdigit())
                self.base = f"http://127.0.0.1:{port}"
                break
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-dev-shm-usage", f"--window-size={width},{height}", f"--lang={language}",
            f"--accept-lang={language}", "--force-prefers-reduced-motion",
        ]
        preferences = {"intl.accept_languages": language}
        if downloads:
            preferences["download.default_directory"] = downloads
        options = {"binary": binary, "args": arguments, "prefs": preferences}
        answer = self._send("POST", "/session", {
            "capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = answer["sessionId"]
        self.ask("POST", "/timeouts", {
            "script": PATIENCE * 1_000, "pageLoad": PATIENCE * 1_000, "implicit": 0})
        if dark:
            self.cdp("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": "dark"}]})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._send("DELETE", f"/session/{self.session}")
        except (Fault, OSError):
            pass
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def _send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise Fault(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def ask(self, method, path, body=None):
        return self._send(method, f"/session/{self.session}{path}", body)

    def cdp(self, command, parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, address):
        self.ask("POST", "/url", {"url": address})

    @property
    def address(self):
        return self.ask("GET", "/url")

    @property
    def title(self):
        return self.ask("GET", "/title")

    def all(self, selector):
        found = self.ask("POST", "/elements", {"using": "css selector", "value": selector})
        return [Element(self, one[ELEMENT]) for one in found]

    def one(self, selector, wait=PATIENCE):
        """The first element that fits; waits for it."""
        end = time.monotonic() + wait
        while True:
            found = self.all(selector)
            if found:
                return found[0]
            if time.monotonic() > end:
                raise AssertionError(f"no {selector} at {self.address}: {self.text()[:400]}")
            time.sleep(0.1)

    def until(self, what, wait=PATIENCE, why=""):
        """Waits until something is true."""
        end = time.monotonic() + wait
        while True:
            try:
                value = what()
            except Fault:
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"{why} did not happen at {self.address}: {self.text()[:600]}")
            time.sleep(0.1)

    def says(self, text):
        """Waits until the page says something: what was clicked may still be on its way to it."""
        self.until(lambda: text.lower() in self.text().lower(), why=f"`{text}`")

    def fill(self, **fields):
        for name, value in fields.items():
            element = self.one(f"[name='{name}']")
            if element._ask("GET", "/name") == "select":
                self.run("arguments[0].value = arguments[1];", element, value)
            else:
                element.clear()
                element.type(value)

    def text(self):
        return self.run("return document.querySelector('main')?.innerText || document.body.innerText")

    def run(self, script, *arguments):
        sent = [
            {ELEMENT: one.identifier} if isinstance(one, Element) else one for one in arguments
        ]
        return self.ask("POST", "/execute/sync", {"script": script, "args": sent})

    def accept(self):
        self.ask("POST", "/alert/accept", {})

    def log(self):
        """What the browser complained about."""
        return [
            entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})
            if entry["level"] in ("SEVERE", "WARNING")
        ]

    def picture(self, path):
        """The whole page as PNG."""
        size = self.cdp("Page.getLayoutMetrics", {})["cssContentSize"]
        shot = self.cdp("Page.captureScreenshot", {
            "format": "png", "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": size["width"],
                     "height": min(size["height"], 12_000), "scale": 1}})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
