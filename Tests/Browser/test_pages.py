"""Every page in both languages, light and dark, wide and on a phone: a test for each page, in one browser.

    scripts/browser-tests test_pages
    scripts/browser-tests test_pages.Pages.test_plan
"""

import unittest

from test_stories import OnExample

PAGES = {
    "overview": "/", "site": "/sites/dc-nansha", "room": "/sites/tr-huangpu",
    "quarter": "/sites/dc-nansha?period=2025Q3", "meter": "/sites/dc-nansha/meters/dcn-ups-a",
    "explain": "/sites/dc-nansha/explain?figure=indicators.pue",
    "lines": "/sites/dc-nansha/explain?figure=energy_kwh.it&hour=2025-07-01T13:00",
    "findings": "/sites/dc-nansha/findings", "grades": "/grades",
    "site_grades": "/sites/dc-nansha/grades", "plan": "/plan?budget=600000&years=3",
    "uploads": "/uploads", "certificates": "/certificates", "issue": "/certificates/issue",
    "reports": "/reports", "submissions": "/submissions", "audit": "/audit",
    "administration": "/administration", "account": "/account", "verify": "/verify",
    "missing": "/sites/nowhere",
}


class Pages(OnExample):
    """One platform on the example and one browser for all of them."""

    def every_way(self, name, path):
        mark = "&" if "?" in path else "?"
        for width in (1280, 390):
            self.browser.cdp("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
            for language in ("en", "zh"):
                for theme in ("light", "dark"):
                    self.browser.open(f"{self.platform.base}{path}{mark}lang={language}&theme={theme}")
                    with self.subTest(language=language, theme=theme, width=width):
                        # Why something cannot be shown is a page as well.
                        self.assertEqual(bool(self.browser.all("section.message")), name == "missing")
                        self.look(self.browser, f"{name}-{language}-{theme}-{width}")


def one(name, path):
    def test(self):
        self.every_way(name, path)
    test.__doc__ = f"{path}, eight ways."
    return test


for name, path in PAGES.items():
    setattr(Pages, "test_" + name, one(name, path))


if __name__ == "__main__":
    unittest.main()
