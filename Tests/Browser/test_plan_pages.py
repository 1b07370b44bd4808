"""The pages that `plan --html` writes, of few sites and of a fleet, as files in both languages, light and dark, wide and
on a phone.

    scripts/browser-tests test_plan_pages
"""

import os
import shutil
import subprocess
import tempfile
import unittest

from service import program
from test_stories import EXAMPLE, Story
from webdriver import Browser

SURCHARGE = "\npue_surcharges: {local: {above: 1.2, price: 0.1, kinds: data_center}}\n"


class PlanPages(Story):
    """One ingested example and one browser for all pages."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="carbongrade-plan-pages-")
        cls.portfolio = os.path.join(cls.folder, "portfolio")
        shutil.copytree(EXAMPLE, cls.portfolio)
        with open(os.path.join(cls.portfolio, "portfolio.yaml"), "a", encoding="utf-8") as file:
            file.write(SURCHARGE)
        subprocess.run([program(), "ingest", "--quiet", "-C", cls.portfolio], check=False)
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def every_way(self, name, *more):
        for language in ("en", "zh"):
            page = os.path.join(self.folder, f"{name}-{language}.html")
            subprocess.run(
                [program(), "plan", "-C", self.portfolio, "--period", "2025", "--quiet", "--format", "csv",
                 "--lang", language, "--html", page, *more], check=False, stdout=subprocess.DEVNULL)
            self.assertTrue(os.path.exists(page), page)
            # The widest page of a fleet holds a hundred rows of each table.
            self.assertLess(os.path.getsize(page), 1_000_000)
            for width in (1280, 390):
                self.browser.cdp("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
                for theme in ("light", "dark"):
                    self.browser.cdp("Emulation.setEmulatedMedia", {
                        "features": [{"name": "prefers-color-scheme", "value": theme}]})
                    self.browser.open("file://" + page)
                    with self.subTest(language=language, theme=theme, width=width):
                        self.assertTrue(self.browser.all("svg.chart"))
                        self.look(self.browser, f"{name}-{language}-{theme}-{width}")

    def test_plan(self):
        self.every_way("plan", "--budget", "600000")

    def test_fleet(self):
        self.every_way("fleet", "--fleet", "--budget", "600000", "--years", "3")


if __name__ == "__main__":
    unittest.main()
