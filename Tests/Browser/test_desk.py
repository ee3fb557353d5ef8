"""The desk in a real browser, through the real daemons: an agency's event to an alert on an open page, and all the way back.

`Scripts/browser` installs what it needs and runs it. Every child in it is synthetic. Screenshots go to .build/screenshots.
"""
import atexit
import json
import os
import re
import signal
import subprocess
import time
import unittest
import urllib.request
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("REFBUS_PROGRAMS", ROOT / ".build/debug"))
SHOTS = ROOT / ".build/screenshots"
SITE = ROOT / ".build/browser-site"
PASSWORD = "synthetic children only"
WIDTHS = (1366, 390)


class Demo:
    """The demonstration's daemons, started once."""

    def __init__(self):
        scripts = [str(ROOT / f"Config/scripts/child-{name}.yaml") for name in "qs"]
        self.process = subprocess.Popen(
            [str(PROGRAMS / "refbus"), "demo", *scripts, "--folder", str(SITE)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "REFBUS_SHARE": str(ROOT)},
        )
        atexit.register(self.stop)
        self.base = None
        for line in self.process.stdout:
            found = re.search(r"(http://127\.0\.0\.1:\d+)/", line)
            if found:
                self.base = found.group(1)
                break
        if not self.base:
            raise SystemExit("the demonstration did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)

    def adapter(self, agency):
        text = (SITE / f"Config/agencies/{agency}/adapter.yaml").read_text()
        return "http://" + re.search(r"^http: (\S+)", text, re.M).group(1)

    def tell(self, agency, kind, subject=None, data=None, number=[0]):
        """Gives an agency's adapter one event, as the agency's own system would."""
        number[0] += 1
        now = json.load(urllib.request.urlopen(self.base + "/health"))  # the desk is up
        assert now["state"] == "live", now
        when = self.now()
        event = {
            "specversion": "1.0", "id": f"browser-{os.getpid()}-{number[0]}", "source": f"/{agency}/browser-test",
            "type": f"referralbus.v1.{kind}", "time": when, "recordedtime": when,
            "datacontenttype": "application/json", "data": data or {},
        }
        if subject:
            event["subject"] = subject
        request = urllib.request.Request(
            self.adapter(agency) + "/events", json.dumps(event).encode(),
            {"Content-Type": "application/cloudevents+json"},
        )
        return json.load(urllib.request.urlopen(request))

    def now(self):
        """The journal's day: the demonstration plays in the past."""
        return "2016-01-15T11:00:00Z"

    def notices(self, agency):
        return json.load(urllib.request.urlopen(self.adapter(agency) + "/notices"))


class DeskTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        SHOTS.mkdir(parents=True, exist_ok=True)
        cls.demo = Demo()
        cls.play = sync_playwright().start()
        cls.browser = cls.play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.play.stop()
        cls.demo.stop()

    def enter(self, account="demo.worker", width=1366, **options):
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        self.faults = []
        foreign = []
        self.addCleanup(lambda: self.assertEqual(foreign, [], "a page loads from elsewhere"))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((self.demo.base, "data:", "blob:"))
                else foreign.append(request.url))
        page.goto(self.demo.base + "/login")
        page.fill("#account", account)
        page.fill("#password", PASSWORD)
        page.click(".sign-in button[type=submit]")
        page.wait_for_url(self.demo.base + "/")
        return page

    def child(self, page, name):
        page.goto(self.demo.base + "/")
        return page.locator("table.alerts .child a", has_text=name).first.get_attribute("href")

    def pages(self, page):
        """Every page of the desk, by name."""
        child = self.child(page, "Sam Sample")
        alert = page.locator("table.alerts tbody th a").first.get_attribute("href")
        return {
            "list": "/", "list-all": "/?show=all", "alert": alert, "alert-asking": f"{alert}?ask=0#ask-form",
            "child": child, "child-narrowed": f"{child}?topic=missing&asof=2015-11-30", "handover": "/handover", "password": "/password",
            "search": "/search", "answers": "/answers", "numbers": "/numbers?days=1825", "oversight": "/oversight",
            "pack": f"{child}/pack", "panel": "/panel", "not-here": "/alerts/A-0-0",
        }

    def test_every_page_is_accessible_and_fits(self):
        """axe finds nothing, nothing is wider than the window, and no page reports an error."""
        for width in WIDTHS:
            page = self.enter(width=width)
            for name, path in self.pages(page).items():
                with self.subTest(page=name, width=width):
                    self.faults.clear()
                    page.goto(self.demo.base + path)
                    self.look(page, f"{name}-{width}")
                    self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                    self.assertEqual([fault for fault in self.faults if "404" not in fault], [])

    def test_signing_in_is_accessible(self):
        for width in WIDTHS:
            context = self.browser.new_context(viewport={"width": width, "height": 900})
            self.addCleanup(context.close)
            page = context.new_page()
            page.goto(self.demo.base + "/login")
            self.look(page, f"login-{width}")

    def test_what_is_typed_can_be_looked_at(self):
        """A button that says whether it is pressed shows it, by the keyboard, too; what is sent is hidden again."""
        page = self.enter()
        page.goto(self.demo.base + "/password")
        fields = [page.locator(f"#{name}") for name in ("current", "new", "again")]
        kinds = lambda: [field.get_attribute("type") for field in fields]
        button = page.get_by_role("button", name="Show what is typed")
        self.assertEqual(button.get_attribute("aria-pressed"), "false")
        fields[2].focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        self.assertEqual((kinds(), button.get_attribute("aria-pressed")), (["text"] * 3, "true"))
        page.keyboard.press("Space")
        self.assertEqual((kinds(), button.get_attribute("aria-pressed")), (["password"] * 3, "false"))
        button.click()
        page.evaluate("document.querySelector('form[action=\"/password\"]').dispatchEvent(new Event('submit'))")
        self.assertEqual((kinds(), button.get_attribute("aria-pressed")), (["password"] * 3, "false"))
        bare = self.enter("demo.colleague", java_script_enabled=False)
        bare.goto(self.demo.base + "/password")
        self.assertEqual(bare.get_by_role("button", name="Show what is typed").count(), 0)
        self.assertFalse(bare.locator("#strength").is_visible())

    def test_the_meter_estimates_as_the_examples_have_it(self):
        examples = json.loads((ROOT / "Tests/Browser/strength.json").read_text())
        for width in WIDTHS:
            page = self.enter(width=width)
            page.goto(self.demo.base + "/password")
            words = page.locator("#strength-words")
            for password, step in examples:
                page.fill("#new", password)
                self.assertEqual(page.evaluate("document.getElementById('strength').value"), step, password)
                self.assertIn(f"({step} of 5)", words.inner_text())
            page.fill("#new", "four quiet sample words")
            page.get_by_role("button", name="Show what is typed").click()
            self.look(page, f"password-typed-{width}")
            page.fill("#new", "")
            self.assertEqual(words.inner_text(), "")

    def test_a_session_elsewhere_can_be_ended(self):
        lost = self.enter("demo.colleague", width=390)
        page = self.enter("demo.colleague")
        page.goto(self.demo.base + "/password")
        self.look(page, "sessions-1366")
        buttons = page.get_by_role("button", name="End it")
        while buttons.count():
            buttons.first.click()
            page.get_by_text("That session has ended.").wait_for()
        lost.goto(self.demo.base + "/")
        self.assertIn("/login", lost.url)
        page.goto(self.demo.base + "/")
        self.assertNotIn("/login", page.url)

    def look(self, page, name):
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        words = [f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:3]}"
                 for rule in found.response["violations"]]
        self.assertEqual(words, [], name)

    def test_text_at_double_size_still_fits(self):
        """200 % zoom is half the width in CSS pixels."""
        page = self.enter(width=683)
        for name, path in self.pages(page).items():
            with self.subTest(page=name):
                page.goto(self.demo.base + path)
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 683)

    def test_everything_works_without_scripts(self):
        page = self.enter("demo.colleague", java_script_enabled=False)
        page.locator("table.alerts tbody th a", has_text="interview").first.click()
        page.get_by_text("Add a note").click()
        page.fill("#note", "Written without scripts.")
        page.get_by_role("button", name="Add the note").click()
        self.assertIn("Written without scripts.", page.locator(".history").inner_text())
        page.screenshot(path=SHOTS / "no-scripts.png", full_page=True)

    def test_keyboard_alone_reaches_an_alert_and_acknowledges_it(self):
        page = self.enter("demo.colleague")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
        page.goto(page.url + "?severity=medium")
        link = page.locator("table.alerts tbody th a").first
        wanted = link.get_attribute("href")
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == wanted:
                break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        self.assertNotEqual(outline, "none", "the focus cannot be seen")
        page.keyboard.press("Enter")
        page.wait_for_url("**" + wanted)
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Acknowledge":
                break
        page.keyboard.press("Enter")
        page.get_by_text("Acknowledged. It is yours.").wait_for()
        self.assertIn("Acknowledged. It is yours.", page.locator(".banner.notice").inner_text())

    def test_the_whole_way_and_back(self):
        """An event at an adapter, an alert on an open page in under 2 s, acknowledged, asked, answered, closed, told."""
        page = self.enter()
        before = page.locator("table.alerts tbody tr").count()
        people = [{"name": "Male Browser", "handles": [f"handle{os.getpid()}"]}]
        self.demo.tell("police", "person.listed", data={"people": people, "register": "rso"})
        page.mouse.move(5, 5)
        start = time.monotonic()
        reply = self.demo.tell("school", "concern.observed", "s1", {
            "child": self.records("school"), "indicators": ["messages"], "observedBy": "professional",
            "handles": [f"handle{os.getpid()}"],
        })
        page.locator("table.alerts tbody tr").nth(before).wait_for(timeout=10_000)
        took = time.monotonic() - start
        print(f"from the adapter to the open page: {took * 1000:.0f} ms")
        self.assertLess(took, 2, reply)
        row = page.locator("table.alerts tbody tr:has(.tag.new)").filter(has_text="Sam Sample")
        row.filter(has_text="person of concern").first.locator("th a").click()
        page.get_by_role("button", name="Acknowledge").click()
        page.get_by_text("Ask an agency").click()
        page.select_option("#ask-agency", "school")
        page.fill("#ask-note", "Since when does the child know this person?")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_text("The question is on its way.").wait_for()
        number = re.search(r"Q-\d+", page.locator("table.requests").inner_text()).group(0)
        notice = self.wait(lambda: next((n for n in self.told("school") if number in n["text"]), None))
        self.assertIn("Since when does the child know this person?", notice["text"])
        self.answer("school", number, "Since the autumn, the child said.")
        page.wait_for_selector("#news:not([hidden])")
        page.get_by_role("button", name="Show now").click()
        page.wait_for_load_state()
        self.assertIn("Since the autumn, the child said.", page.locator("table.requests").inner_text())
        page.screenshot(path=SHOTS / "answered-1366.png", full_page=True)
        page.get_by_text("Close", exact=True).click()
        page.select_option("#outcome", "strategy discussion")
        page.fill("#rationale", "Strategy discussion today.")
        page.get_by_role("button", name="Close the alert").click()
        page.get_by_text("The alert is closed.").wait_for()
        self.wait(lambda: next((n for n in self.told("school") if n["kind"] == "outcome"), None))

    def answer(self, agency, number, words):
        """Answers on the page of the agency's adapter, as its people do: looks at it at both widths, then without scripts."""
        address = self.demo.adapter(agency)
        foreign = []
        self.addCleanup(lambda: self.assertEqual(foreign, [], "the adapter's page loads from elsewhere"))
        for width in WIDTHS:
            context = self.browser.new_context(viewport={"width": width, "height": 900})
            self.addCleanup(context.close)
            page = context.new_page()
            page.on("request", lambda request: None if request.url.startswith(address) else foreign.append(request.url))
            page.goto(address)
            self.look(page, f"adapter-{width}")
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
        context = self.browser.new_context(java_script_enabled=False)
        self.addCleanup(context.close)
        page = context.new_page()
        page.goto(address)
        page.fill(f"#words-{number}", words)
        page.fill(f"#owner-{number}", "Designated lead")
        page.get_by_role("button", name=f"Send the answer to {number}").click()
        self.assertIn("on its way to the CSE team", page.locator("p.done").inner_text())
        page.screenshot(path=SHOTS / "adapter-answered.png", full_page=True)

    def told(self, agency):
        found = self.demo.notices(agency)
        notices = found if isinstance(found, list) else found.get("notices", [])
        return [notice for notice in notices if "text" in notice]

    def records(self, agency):
        """The child as the agency's own records have it."""
        text = (ROOT / "Config/scripts/child-s.yaml").read_text()
        line = re.search(r"^  \w+: (\{ givenName: Sam.*\})$", text, re.M).group(1)
        fields = dict(re.findall(r'(\w+): "?([\w -]+)"?', line))
        return {name: fields[name].strip() for name in ("givenName", "familyName", "born", "sex") if name in fields}

    def wait(self, look, seconds=5):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = look()
            if found:
                return found
            time.sleep(0.05)
        self.fail("it did not come in time")

    def test_a_shift_is_handed_over_and_accepted(self):
        one, two = self.enter(), self.enter("demo.colleague", width=390)
        one.goto(self.demo.base + "/?severity=low")
        one.locator("table.alerts tbody th a").first.click()
        one.get_by_role("button", name="Acknowledge").click()
        one.goto(self.demo.base + "/handover")
        one.select_option("#to", "demo.colleague")
        one.get_by_role("button", name="Offer them").click()
        two.goto(self.demo.base + "/")
        two.get_by_role("link", name="Look at what is handed over").click()
        two.screenshot(path=SHOTS / "handed-390.png", full_page=True)
        two.get_by_role("button", name="Accept all of them").click()
        self.assertIn("Accepted. It is yours now.", two.locator(".banner.notice").inner_text())

    def test_a_pack_prints_with_page_numbers_and_its_hash_is_known(self):
        page = self.enter()
        page.goto(self.demo.base + self.child(page, "Sam Sample") + "/pack")
        printed = page.pdf(path=SHOTS / "pack.pdf", prefer_css_page_size=True)
        pages = max(int(count) for count in re.findall(rb"/Count (\d+)", printed))
        self.assertLess(pages, 16, "a table is printed as on a telephone")
        code = page.locator(".made strong").inner_text()
        refbus = [str(PROGRAMS / "refbus"), "audit"]
        told = subprocess.run([*refbus, "pack", code, "--site", str(SITE)], capture_output=True, text=True)
        self.assertIn("made by demo.worker", told.stdout, told.stderr)
        proof = subprocess.run([*refbus, "verify", "--site", str(SITE)], capture_output=True, text=True)
        self.assertEqual(proof.returncode, 0, proof.stderr)

    def test_what_is_possibly_one_is_shown_and_decided(self):
        """Two records and two adults wait for a person; a form decides each, on a wide and on a narrow window."""
        adult = {"name": "Kas Sample"}
        for agency, subject, given, born, extra in [
            ("police", "MP-BROWSER", "Ada", "2001-06-15", {"handles": ["h77"]}),
            ("health", "WH-BROWSER", "Adda", "2001-06-05", {}),
        ]:
            child = {"givenName": given, "familyName": "Example", "born": born}
            self.demo.tell(agency, "concern.observed", subject,
                           {"child": child, "indicators": ["messages"], "people": [{**adult, **extra}]})
        page = self.enter()
        self.find(page, "Ada Example")
        self.look(page, "possible-1366")
        page.set_viewport_size({"width": 390, "height": 900})
        self.look(page, "possible-390")
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 390)
        page.get_by_text("Decide about pair 1").click()
        page.fill("#adults-1", "The same man, by his car.")
        page.get_by_role("button", name="One adult", exact=True).click()
        page.wait_for_selector("text=Written down: one adult.")
        page.get_by_text("and decide about record 1").click()
        page.fill("#possible-1", "The hospital looked it up.")
        page.get_by_role("button", name="Different children").click()
        page.wait_for_selector("text=Written down: different children.")
        self.look(page, "possible-decided-390")
        self.assertEqual(page.get_by_text("Possibly this child, too").count(), 0)

    def find(self, page, name):
        """Opens a child's file by the search, giving a reason where one is asked for."""
        def found():
            page.goto(self.demo.base + "/search")
            page.fill("#q", name)
            page.get_by_role("button", name="Find").click()
            return page.get_by_role("link", name=name, exact=True).count()
        self.wait(found)
        page.get_by_role("link", name=name, exact=True).first.click()
        if page.locator("#reason").count():
            page.fill("#reason", "The school asked about her.")
            page.get_by_role("button", name="Open the file").click()
        page.wait_for_selector("#records")

    def test_a_live_update_never_takes_the_focus_away(self):
        page = self.enter()
        link = page.locator("table.alerts tbody th a").nth(2)
        link.focus()
        wanted = link.get_attribute("href")
        self.demo.tell("school", "concern.observed", "s1", {
            "child": self.records("school"), "indicators": ["tired"], "observedBy": "professional"})
        time.sleep(1)
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('href')"), wanted)

    def daemon(self, program):
        """The process of one of the demonstration's daemons, and whether it was this one's."""
        config = str(SITE)
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int(re.search(r"^PPid:\s+(\d+)", (entry / "status").read_text(), re.M).group(1))
            except (FileNotFoundError, ProcessLookupError):
                continue
            if Path(words[0].decode()).name == program and parent == self.demo.process.pid:
                return int(entry.name)
        self.fail(f"{program} does not run in {config}")

    def stopped(self, program):
        """Stops a daemon as if it hung; it goes on at the end at the latest."""
        process = self.daemon(program)
        os.kill(process, signal.SIGSTOP)
        self.addCleanup(os.kill, process, signal.SIGCONT)
        return process

    def test_a_page_whose_aggregator_or_desk_hangs_says_so_and_until_when(self):
        """Within 15 s a red bar says since when nothing is new, on every page, and goes when it is over."""
        lists, alert = self.enter(), self.enter("demo.colleague", width=390)
        alert.goto(self.demo.base + self.pages(alert)["alert"])
        child = alert.context.new_page()
        child.goto(self.demo.base + "/answers")
        pages = {"list-1366": lists, "alert-390": alert, "answers-390": child}
        titles = {name: page.title() for name, page in pages.items()}
        for program in ("aggregator", "cse-desk"):
            process = self.stopped(program)
            start = time.monotonic()
            for name, page in pages.items():
                page.bring_to_front()
                page.locator("#stale:not([hidden])").wait_for(timeout=(15 - (time.monotonic() - start)) * 1000)
                said = page.locator("#stale").inner_text()
                self.assertRegex(said, r"^Out of date: nothing new since .*\d\d:\d\d\..* Phone agencies about urgent matters", name)
                self.assertEqual("does not answer" in said, program == "cse-desk", said)
                self.assertEqual(page.title(), "Out of date: " + titles[name])
                page.screenshot(path=SHOTS / f"out-of-date-{program}-{name}.png")
            print(f"{program} hangs: said after {time.monotonic() - start:.1f} s")
            if program == "aggregator":
                self.look(lists, "out-of-date-1366")
            os.kill(process, signal.SIGCONT)
            for name, page in pages.items():
                page.bring_to_front()
                page.locator("#stale").wait_for(state="hidden", timeout=40_000)
                self.assertEqual(page.title().removeprefix("• "), titles[name])

    def test_a_page_without_scripts_says_when_it_was_made(self):
        page = self.enter("demo.colleague", java_script_enabled=False)
        for path in ("/", "/search"):
            page.goto(self.demo.base + path)
            self.assertRegex(page.locator(".banner.made").inner_text(), r"Made on .*\d\d:\d\d\. This page does not renew itself")
        page.screenshot(path=SHOTS / "made-no-scripts.png")
        self.assertFalse(self.enter().locator(".banner.made").is_visible())

    def test_names_and_numbers_are_found_as_they_are_heard(self):
        page = self.enter()
        for words, count in (("SAMPLE, sam", 1), ("Sampel", 1), ("nobody at all", 0)):
            page.goto(self.demo.base + "/search")
            page.fill("#q", words)
            page.get_by_role("button", name="Find").click()
            found = page.locator("table tbody th a", has_text="Sam Sample").count()
            self.assertEqual(found, count, words)
        self.assertIn("does not mean that the child is not known", page.locator("#none-found").inner_text())
        self.look(page, "none-found-1366")


class DeadDesk(DeskTest):
    """Kills daemons, so it has a demonstration of its own."""

    def test_a_page_whose_daemons_are_killed_says_so(self):
        lists = self.enter()
        alert = lists.context.new_page()
        alert.goto(self.demo.base + self.pages(alert)["alert"])
        for program in ("aggregator", "cse-desk"):
            os.kill(self.daemon(program), signal.SIGKILL)
            for page in (lists, alert):
                page.bring_to_front()
                page.locator("#stale:not([hidden])").wait_for(timeout=15_000)
                if program == "cse-desk":
                    page.get_by_text("The desk does not answer.").wait_for(timeout=15_000)
                self.assertTrue(page.title().startswith("Out of date: "), page.title())
            lists.screenshot(path=SHOTS / f"killed-{program}-1366.png")


def load_tests(loader, tests, pattern):
    """Whoever kills daemons runs the tests of living ones no second time."""
    suite = loader.loadTestsFromTestCase(DeskTest)
    suite.addTest(DeadDesk("test_a_page_whose_daemons_are_killed_says_so"))
    return suite


if __name__ == "__main__":
    unittest.main(verbosity=2)
