"""A platform of its own for each story: the program itself, on a folder that goes away."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

# A machine that does other work as well takes its time; what does not come within it [s] does not come.
PATIENCE = 1_800

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def program():
    """The program under test: CARBONGRADE, else the newest build of this tree."""
    given = os.environ.get("CARBONGRADE")
    if given:
        return given
    built = [os.path.join(ROOT, ".build", kind, "carbongrade") for kind in ("debug", "release")]
    found = [path for path in built if os.path.exists(path)]
    if not found:
        raise SystemExit("build carbongrade first, or name it in CARBONGRADE")
    return max(found, key=os.path.getmtime)


class Platform:
    """`with Platform(folder) as platform:`; without a folder an empty one."""

    def __init__(self, source=None, ingested=False):
        self.folder = tempfile.mkdtemp(prefix="carbongrade-browser-")
        self.portfolio = os.path.join(self.folder, "portfolio")
        if source:
            shutil.copytree(source, self.portfolio)
            if ingested:
                subprocess.run([program(), "ingest", "--quiet", "-C", self.portfolio], check=False)
        else:
            os.makedirs(self.portfolio)
        self.lines = []
        self.start()

    def start(self, port=0):
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", NO_COLOR="1", LANG="C.UTF-8")
        self.process = subprocess.Popen(
            [program(), "serve", "-C", self.portfolio, "--port", str(port), "--lang", "en"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True)
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        self.base = self._wait(r"http://[0-9.:\[\]a-z]*:[0-9]+")

    def _read(self, process):
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))

    def _wait(self, pattern, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                found = re.search(pattern, line)
                if found:
                    return found.group(0)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError("the platform did not start:\n" + "\n".join(self.lines[-20:]))

    @property
    def code(self):
        """The code that the first start prints."""
        return self._wait(r"\b[A-Z0-9]{5}(-[A-Z0-9]{5})+\b")

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE)

    def restart(self, number=signal.SIGTERM, port=0):
        self.stop(number)
        self.lines.clear()
        self.start(port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def get(self, path):
        with urllib.request.urlopen(self.base + path, timeout=PATIENCE) as answer:
            return json.load(answer)
