"""A service that is down is named on a partial sheet; when it is back, so is the whole sheet, and
the gateway has run on."""

import json

import sample
from process import wait_until
from suite import SERVICES, SuiteTest, imported, main

# What each service alone gives to a sheet.
PARTS = {
    "households": {"cases"},
    "projects": {"title", "organisation", "guidelines", "mode", "counties", "facilities",
                 "attestations"},
    "reporting": {"sections", "catalogue_version", "template_id", "template_version"},
}


class PartialSheet(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = imported(cls.class_suite(), sample.FOLDER)

    def sheet(self, *flags):
        run = self.suite.ctl("sheet", "show", sample.PROGRAMME, "--as-of", "2020-12-31", *flags)
        return run.code, run.out

    def sheet_json(self):
        code, out = self.sheet("-o", "json")
        return code, json.loads(out) if out else None

    def status(self):
        run = self.suite.ctl("status", "-o", "json")
        status = json.loads(run.out)
        serving = {service["service"]: service["serving"] for service in status["services"]}
        self.assertEqual("reporting_behind_entries" in status, all(serving.values()))
        return run.code, serving

    def wait_for_whole_sheet(self, whole):
        wait_until(lambda: self.sheet_json() == (0, whole), "the whole sheet")

    def test_each_service_that_is_down_is_named_and_comes_back(self):
        code, whole = self.sheet_json()
        self.assertEqual((code, whole["partial"], whole["unreachable"]), (0, False, []))
        gateway = self.suite.process("gateway").pid
        for service in SERVICES:
            with self.subTest(service):
                self.assertEqual(self.suite.stop(service), {service: 0})
                self.assert_partial_without(service, whole)
                self.suite.process(service).start()
                self.wait_for_whole_sheet(whole)
                self.assertEqual(self.status(), (0, dict.fromkeys((*SERVICES, "gateway"), True)))
        self.assertEqual(self.suite.process("gateway").pid, gateway)
        self.assertTrue(self.suite.process("gateway").running)

    def assert_partial_without(self, service, whole):
        code, partial = self.sheet_json()
        self.assertEqual(code, 4)
        self.assertTrue(partial["partial"])
        self.assertEqual([source["source"] for source in partial["unreachable"]], [service])
        self.assertTrue(partial["unreachable"][0]["reason"])
        for part in PARTS[service]:
            self.assertFalse(partial[part], part)
        kept = set().union(*PARTS.values()) - PARTS[service]
        if service == "reporting":
            kept -= {"cases"}  # whose wage reporting computes
        if service == "households":
            kept -= {"counties"}  # whose titles households knows
            self.assertEqual(partial["counties"],
                             [county | {"title": ""} for county in whole["counties"]])
        for part in kept:
            self.assertEqual(partial[part], whole[part], part)
        self.assertEqual({head["source"] for head in partial["source_heads"]},
                         set(SERVICES) - {service})
        code, text = self.sheet("--locale", "en")
        self.assertEqual(code, 4)
        self.assertRegex(text, rf"^!! PARTIAL: .*\n!!   {service}: ")
        self.assertEqual("catalogue " in text, service != "reporting")
        self.assertEqual(self.status(),
                         (3, {name: name != service for name in (*SERVICES, "gateway")}))

    def test_without_any_service_there_is_no_sheet(self):
        _, whole = self.sheet_json()
        self.suite.stop(*SERVICES)
        self.assertEqual(self.sheet_json(), (3, None))
        for service in SERVICES:
            self.suite.process(service).start()
        self.wait_for_whole_sheet(whole)


if __name__ == "__main__":
    main()
