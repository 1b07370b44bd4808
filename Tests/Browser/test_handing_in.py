"""What others sign and hand in: a unit its figures, a verifier its countersignature."""

import os
import subprocess
import unittest

from service import program
from test_stories import OnExample
from webdriver import Browser


class HandingIn(OnExample):
    """On the example; the keys of unit and verifier lie beside the platform and never in it."""

    def run_program(self, *arguments):
        subprocess.run([program(), *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def key(self, name):
        path = os.path.join(self.platform.folder, name)
        self.run_program("keygen", "-o", path)
        with open(path + ".pub", encoding="utf-8") as file:
            return path, file.read()

    def test_submission_is_verified_and_rolled_up(self):
        browser = self.browser
        key, line = self.key("unit")
        out = os.path.join(self.platform.folder, "unit-report")
        self.run_program("report", "-C", self.platform.portfolio, "--period", "2025Q3", "-o", out, "--sign", key, "--quiet")
        self.go("/reports?lang=en")
        browser.one("a[href='/submissions']").click()
        self.choose("submission", os.path.join(out, "submission.json"))
        browser.one("form[action='/submissions'] button").click()
        browser.says("not among the trusted")
        self.look(browser, "submission-refused")
        self.go("/submissions?lang=en")
        browser.one("#keys").type(line)
        browser.one("form[action='/submissions/keys'] button").click()
        browser.until(lambda: "done=saved" in browser.address, why="keeping the key")
        self.choose("submission", os.path.join(out, "submission.json"))
        browser.one("form[action='/submissions'] button").click()
        browser.until(lambda: "done=taken" in browser.address, why="taking it")
        browser.says("2025Q3")
        browser.one("form[action='/submissions/roll-up'] button").click()
        browser.until(lambda: "done=reporting" in browser.address, why="asking for the report")

        def is_made():
            self.go("/submissions?lang=en")
            return browser.all("a[href$='/report.pdf']")
        browser.until(is_made, why="the report over it")
        self.look(browser, "submissions-rolled-up")
        self.go("/submissions?lang=zh")
        self.look(browser, "submissions-rolled-up-zh")

    def test_verifier_countersigns(self):
        browser = self.browser
        key, line = self.key("verifier")
        self.go("/certificates/issue?site=dc-nansha&scheme=gb-40879-2021&lang=en")
        browser.one("details.card summary").click()
        browser.fill(verifier_key=line.split()[0], verifier_name="Verifier Ltd", standard="ISO 14064-3:2019")
        self.look(browser, "issue-with-verifier")
        browser.one("details.card button.primary").click()
        browser.until(lambda: "done=issued" in browser.address, why="issuing")
        browser.says("awaits the verifier")
        self.assertFalse(browser.all("a[href$='/pdf']"))
        self.look(browser, "awaits-verifier")
        number = browser.address.split("/certificates/")[1].split("?")[0]
        credential = browser.run(
            "const x = new XMLHttpRequest(); x.open('GET', '/api/v1/certificates/' + arguments[0], false); x.send();"
            "return x.responseText;", number)
        path = os.path.join(self.platform.folder, number + ".json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(credential)
        signed = os.path.join(self.platform.folder, "signed")
        os.makedirs(signed, exist_ok=True)
        self.run_program("countersign", path, "--key", key, "-o", signed)
        self.choose("countersigned", os.path.join(signed, number + ".json"))
        browser.one("form[action$='/countersignature'] button").click()
        browser.until(lambda: "done=countersigned" in browser.address, why="taking it")
        self.assertTrue(browser.all("a[href$='/pdf']"))
        self.look(browser, "countersigned")
        with Browser() as stranger:
            stranger.open(self.platform.base + "/verify?lang=en")
            stranger.one("#certificate-file").type(os.path.join(signed, number + ".json"))
            self.assertNotIn("does not hold", stranger.one("#outcome").text)


if __name__ == "__main__":
    unittest.main()
