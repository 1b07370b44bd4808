"""What people do on the platform, in a real browser.

    python3 -m unittest discover -s Tests/Browser

Pictures go to CARBONGRADE_PICTURES where that names a folder.
"""

import os
import unittest

import accessibility
from service import ROOT, Platform
from webdriver import Browser

EXAMPLE = os.path.join(ROOT, "Examples", "pearl-river")
PASSWORD = "correct horse battery staple"


class Story(unittest.TestCase):
    """What stories have in common."""

    def look(self, browser, name, faults_allowed=()):
        """A picture where they are asked for, and the checks that every page must pass."""
        folder = os.environ.get("CARBONGRADE_PICTURES")
        if folder:
            os.makedirs(folder, exist_ok=True)
            browser.picture(os.path.join(folder, name + ".png"))
        # A page that says why it is none has its status as its heading.
        heading = browser.run("return document.querySelector('h1')?.innerText || ''").strip()
        self.assertEqual(heading.isdigit(), name.startswith("missing-"), f"{name}: {heading}")
        faults = [
            fault for fault in accessibility.check(browser)
            if not any(word in fault for word in faults_allowed)]
        self.assertEqual(faults, [], name)
        broken = [
            line for line in browser.log() if "favicon" not in line and "the server responded" not in line]
        self.assertEqual(broken, [], name)

    @staticmethod
    def become_owner(browser, platform):
        browser.open(platform.base + "/setup")
        browser.fill(code=platform.code, name="owner", password=PASSWORD, password_again=PASSWORD)
        browser.one("form button.primary").click()
        browser.until(lambda: "/setup" not in browser.address, why="becoming the owner")

    def owner(self, browser, platform):
        self.become_owner(browser, platform)
        browser.open(platform.base + "/")


class OnExample(Story):
    """Stories on one platform over the example, in one browser."""

    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(EXAMPLE, ingested=True)
        cls.browser = Browser()
        cls.become_owner(cls.browser, cls.platform)

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.platform.__exit__()

    def go(self, path):
        self.browser.open(self.platform.base + path)

    def choose(self, field, path):
        """Chooses a file whose text a script puts into a field."""
        self.browser.one(f"#{field}-file").type(path)
        self.browser.until(
            lambda: self.browser.run("return document.getElementById(arguments[0]).value.length > 1000", field),
            why="reading the file")


class FirstStart(Story):
    """From an empty folder to the first figures."""

    def test_from_nothing_to_figures(self):
        with Platform() as platform, Browser() as browser:
            browser.open(platform.base + "/setup")
            self.look(browser, "first-1-setup")
            browser.fill(code="WRONG-WRONG-WRONG-WRONG", name="owner", password=PASSWORD,
                         password_again=PASSWORD)
            browser.one("form button.primary").click()
            self.assertTrue(browser.one("#code-fault").text)
            self.assertEqual(browser.one("[name=name]").attribute("value"), "owner")
            self.owner(browser, platform)
            browser.one("[name=organisation]")
            self.look(browser, "first-2-start")
            browser.fill(
                organisation="Pearl River Data", organisation_zh="珠江数据", site_id="gz-1",
                site_name="Guangzhou 1", site_name_zh="广州一号", kind="data_center",
                region="CN-GD", timezone="Asia/Shanghai")
            browser.one("form button.primary").click()
            browser.one("#drop")
            self.look(browser, "first-3-uploads")
            self.upload(browser, self.file(platform))
            self.look(browser, "first-4-received")
            browser.one("a.look").click()
            browser.one("#declare")
            self.look(browser, "first-5-preview")
            browser.one("section [action$='/meters'] button.primary").click()
            browser.until(lambda: "done=declared" in browser.address, why="declaring the meters")
            # A file of this size is tried without being asked to.
            self.assertIn("2,102,380.000", browser.one("table.statement").text)
            self.assertIn(",cooling-1,twenty", browser.one("tr.bad .raw").text)
            self.look(browser, "first-5-trial")
            browser.one("form[action$='/book'] button").click()
            browser.one("#queue")
            browser.until(
                lambda: browser.all("[data-state=booked]"), why="booking")
            browser.open(platform.base + "/")
            browser.one(".figures")
            self.look(browser, "first-6-overview")
            self.assertIn("Guangzhou 1", browser.text())
            browser.one("tbody th a").click()
            browser.one("svg.chart")
            self.look(browser, "first-7-site")
            # PUE of the file below: (100 + 20) / 100.
            self.assertIn("1.200", browser.text())

    def file(self, platform):
        """A year of hours: the grid brings 120 kWh, IT uses 100, cooling 20; one cell is no number."""
        path = os.path.join(platform.folder, "gz-2025.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("timestamp,meter_id,value\n")
            for day in range(365):
                month, rest = 1, day
                for length in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31):
                    if rest < length:
                        break
                    rest -= length
                    month += 1
                for hour in range(24):
                    stamp = f"2025-{month:02}-{rest + 1:02}T{hour:02}:00:00+08:00"
                    file.write(f"{stamp},grid-main,120\n{stamp},ups-it,100\n")
                    value = "twenty" if (day, hour) == (10, 3) else "20"
                    file.write(f"{stamp},cooling-1,{value}\n")
        return path

    def wide(self, platform):
        """The same as a meter room exports it: a column each, whose names are no names of meters."""
        rows = {}
        with open(self.file(platform), encoding="utf-8") as file:
            for line in list(file)[1:]:
                stamp, _, value = line.rstrip().split(",")
                rows.setdefault(stamp, []).append(value)
        path = os.path.join(platform.folder, "july.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("时间;总进线电量(kWh);IT设备电量(kWh);冷却电量(kWh)\n")
            for stamp, values in rows.items():
                file.write(";".join([stamp] + values) + "\n")
        return path

    def upload(self, browser, path):
        browser.one("#files").type(path)
        browser.until(
            lambda: browser.all("#queue [data-state=received]"), why="sending the file")


class Example(OnExample):
    """Looking, deciding and certifying on the example."""

    def test_every_figure_leads_to_its_lines(self):
        """PUE on the overview, its chain, and the very lines of one hour."""
        self.go("/?period=2025&lang=en")
        self.browser.one("td.n a[href*='indicators.pue']").click()
        chain = self.browser.one(".chain").text
        for word in ("E_DC", "dcn-utility-a", "nansha-feeder-a-2025.csv.gz", "sha256"):
            self.assertIn(word, chain)
        self.go("/sites/dc-nansha/explain?figure=energy_kwh.it&hour=2025-07-01T13:00")
        self.assertRegex(self.browser.one(".chain").text, r"nansha-ups-2025\.csv\.gz:\d+: ")

    def test_what_if_reaches_the_next_level(self):
        """The gap that is told, set on the slider, gives the level; without a script as well."""
        self.go("/sites/dc-nansha/grades?scheme=gb-40879-2021&lang=en")
        gap = self.browser.one("h3 + p + ul li, h3 + ul li").text
        kilowatt_hours = int("".join(c for c in gap if c.isdigit()))
        megawatt_hours = -(-kilowatt_hours // 1000)
        self.go(f"/sites/dc-nansha/grades?scheme=gb-40879-2021&save_mwh={megawatt_hours}")
        marks = [one.text for one in self.browser.all("p.big .level")]
        self.assertEqual(marks, ["2", "1"])
        self.go(f"/sites/dc-nansha/grades?scheme=gb-40879-2021&save_mwh={megawatt_hours - 1}")
        marks = [one.text for one in self.browser.all("p.big .level")]
        self.assertEqual(marks, ["2", "2"])

    def test_certificate_from_grade_to_verification(self):
        """Issued from the grade's page, listed, verified by a stranger, revoked, and then it fails."""
        browser = self.browser
        self.go("/sites/dc-nansha/grades?scheme=gb-40879-2021&lang=en")
        browser.one("a[href*='/certificates/issue']").click()
        browser.one("tr.asked button").click()
        browser.until(lambda: "done=issued" in browser.address, why="issuing")
        self.look(browser, "certificate-issued")
        number = browser.address.split("/certificates/")[1].split("?")[0]
        credential = browser.run(
            "const done = arguments[0]; const x = new XMLHttpRequest();"
            "x.open('GET', '/api/v1/certificates/' + done, false); x.send(); return x.responseText;",
            number)
        with Browser() as stranger:
            stranger.open(self.platform.base + "/verify?lang=en")
            stranger.run("document.getElementById('certificate').value = arguments[0]", credential)
            stranger.one("form button.primary").click()
            outcome = stranger.one("#outcome").text
            self.assertNotIn("does not hold", outcome)
            self.assertIn("GB 40879", stranger.text() + outcome + credential)
            self.look(stranger, "verify-holds")
            # One digit changed, as a file this time.
            path = os.path.join(self.platform.folder, "changed.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(credential.replace('"level":"2"', '"level":"1"', 1))
            stranger.open(self.platform.base + "/verify?lang=zh")
            stranger.one("#certificate-file").type(path)
            self.assertIn("不通过", stranger.one("#outcome").text)
            self.look(stranger, "verify-fails")
        browser.fill(event="revoked", reason="a test")
        browser.one("form[action$='/status'] button").click()
        browser.accept()
        browser.until(lambda: "done=status" in browser.address, why="revoking")
        self.assertTrue(browser.all(".badge.revoked"))
        self.go("/certificates")
        self.look(browser, "certificates-after")
        self.assertIn(number[:12], browser.text())

    def test_sorted_and_filtered_by_links(self):
        self.go("/?period=2025&lang=en")
        self.browser.one("thead a[href*='sort=energy']").click()
        names = [one.text for one in self.browser.all("tbody th a")]
        self.assertEqual(names[:2], ["Huangpu telecom room", "Nansha data center"])
        self.assertEqual(self.browser.one("th[aria-sort]").attribute("aria-sort"), "ascending")
        self.browser.one("thead a[href*='sort=energy']").click()
        names = [one.text for one in self.browser.all("tbody th a")]
        self.assertEqual(names[:2], ["Nansha data center", "Huangpu telecom room"])
        self.go("/?period=2025&q=huangpu")
        self.assertEqual(len(self.browser.all("section[aria-labelledby=sites] tbody tr")), 1)

    def test_languages_keep_the_place(self):
        self.go("/sites/dc-nansha/grades?scheme=eu-2026-pue&period=2025&lang=en")
        self.browser.one("a.tool[hreflang='zh-CN']").click()
        self.assertIn("scheme=eu-2026-pue", self.browser.address)
        self.assertEqual(self.browser.one("html").attribute("lang"), "zh-CN")
        self.go("/grades")
        self.assertEqual(self.browser.one("html").attribute("lang"), "zh-CN", "the choice is kept")
        self.go("/grades?lang=en")

    def test_keyboard_alone(self):
        """The first press of Tab shows the way past the navigation; menus open and close by keys."""
        self.go("/?lang=en")
        self.browser.one("body").type("\ue004")
        active = "return document.activeElement.className"
        self.assertEqual(self.browser.run(active), "skip")
        self.browser.run("document.querySelector('details.menu summary').focus()")
        self.browser.one("details.menu summary").type("\ue007")
        self.assertTrue(self.browser.all("details.menu[open]"))
        self.browser.one("body").type("\ue00c")
        self.assertFalse(self.browser.all("details.menu[open]"))

    def test_roles_see_what_they_may(self):
        """A viewer of one site sees that site and no buttons that would be refused."""
        browser = self.browser
        self.go("/administration?lang=en")
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
        form = "form[action='/administration/users'] "
        for name, value in (("name", "viewer"), ("display_name", "Vi"), ("password", PASSWORD)):
            browser.one(form + f"[name={name}]").type(value)
        for name, value in (("role", "viewer"), ("scope", "site"), ("place", "tr-huangpu")):
            browser.run(
                "document.querySelector(arguments[0]).value = arguments[1]", form + f"[name={name}]", value)
        browser.one(form + "button.primary").click()
        browser.until(lambda: "done=saved" in browser.address, why="making a user")
        with Browser() as other:
            other.open(self.platform.base + "/sign-in?lang=en")
            other.fill(name="viewer", password=PASSWORD)
            other.one("form button.primary").click()
            other.until(lambda: "sign-in" not in other.address, why="signing in")
            text = other.text()
            self.assertIn("Huangpu", text)
            self.assertNotIn("Nansha", text)
            links = [one.attribute("href") for one in other.all("nav a")]
            self.assertFalse([one for one in links if "upload" in one or "admin" in one or "audit" in one])
            for path, status in (("/sites/dc-nansha", "404"), ("/administration", "403"), ("/uploads", "403")):
                seen = other.run(
                    "const x = new XMLHttpRequest(); x.open('GET', arguments[0], false); x.send();"
                    "return String(x.status)", path)
                self.assertEqual(seen, status, path)
            self.look(other, "viewer")

    def test_strangers_are_led_to_the_door(self):
        with Browser() as stranger:
            stranger.open(self.platform.base + "/sites/dc-nansha?period=2025&lang=en")
            stranger.one("main a.primary").click()
            stranger.fill(name="owner", password="wrong wrong wrong")
            stranger.one("form button.primary").click()
            self.assertTrue(stranger.one("[role=alert]").text)
            stranger.fill(name="owner", password=PASSWORD)
            stranger.one("form button.primary").click()
            stranger.until(lambda: "/sites/dc-nansha" in stranger.address, why="going on")


class Uploads(Story):
    """Sending files under bad conditions."""

    def test_a_broken_transfer_goes_on(self):
        """The server dies in the middle of a transfer; the page goes on where it stopped."""
        with Platform(EXAMPLE, ingested=True) as platform, Browser() as browser:
            self.owner(browser, platform)
            port = int(platform.base.rsplit(":", 1)[1])
            path = os.path.join(platform.folder, "big.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write("timestamp,meter_id,value\n")
                for number in range(3_000_000):
                    file.write(f"2030-01-01T00:00:00+08:00,nobody-{number % 7},{number}\n")
            browser.open(platform.base + "/uploads?lang=en")
            browser.one("#files").type(path)
            browser.until(
                lambda: browser.run("const bar = document.querySelector('#queue progress');"
                                    "return bar && bar.value > 0 && bar.value < bar.max"),
                why="a part of the transfer")
            platform.restart(9, port)
            browser.until(
                lambda: browser.all("#queue [data-state=received]"), why="going on")
            self.assertFalse(browser.all("#queue .fault"))

    def test_mended_rows_come_again(self):
        """Rows are rejected, downloaded, mended and booked; then the batch is taken back."""
        with Platform() as platform, Browser() as browser:
            self.owner(browser, platform)
            story = FirstStart("file")
            # A Chinese name is enough; the short name is proposed.
            browser.fill(
                organisation_zh="珠江数据", kind="data_center", region="CN-GD", timezone="Asia/Shanghai")
            browser.one("form button.primary").click()
            browser.one("#drop")
            story.upload(browser, story.wide(platform))
            browser.one("a.look").click()
            self.assertTrue(browser.all("form[action$='/book'] button[disabled]"))
            self.assertTrue(browser.one("#blocked").text)
            browser.one("section [action$='/meters'] button.primary").click()
            browser.until(lambda: "done=declared" in browser.address, why="declaring")
            self.assertFalse(browser.all("form[action$='/book'] button[disabled]"))
            self.assertIn("twenty", browser.one("tr.bad .raw").text)
            browser.open(platform.base + "/uploads?lang=en")
            browser.one("button.book").click()
            browser.until(lambda: browser.all("[data-state=booked]"), why="booking")
            browser.open(platform.base + "/uploads?lang=en")
            browser.one("details.batch summary").click()
            self.look(browser, "batch")
            link = browser.one("details.batch a[href*='rejected']").attribute("href")
            rows = browser.run(
                "const x = new XMLHttpRequest(); x.open('GET', arguments[0], false); x.send();"
                "return x.responseText", link)
            self.assertIn("twenty", rows)
            path = os.path.join(platform.folder, link.rsplit("/", 1)[1])
            self.assertEqual(os.path.basename(path), "july.rejected.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write(rows.replace("twenty", "20"))
            browser.one("#files").type(path)
            browser.until(
                lambda: browser.all("#queue [data-state=received]"), why="sending again")
            browser.one("#queue [data-state=received] button.book").click()
            browser.until(
                lambda: len(browser.all("#queue [data-state=booked]")) == 2, why="booking again")
            browser.open(platform.base + "/sites/site-1?lang=en")
            self.assertIn("100.00 %", browser.text())
            browser.open(platform.base + "/uploads?lang=en")
            browser.one("details.batch summary").click()
            browser.one("details.batch form[action$='/undo'] button").click()
            browser.accept()
            browser.until(lambda: "done=undoing" in browser.address, why="taking back")

            def is_back():
                browser.open(platform.base + "/uploads?lang=en")
                return len(browser.all("details.batch")) == 1
            browser.until(is_back, why="the batch to leave the ledger")


if __name__ == "__main__":
    unittest.main()
