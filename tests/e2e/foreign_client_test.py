"""A client that has nothing of ours but the gateway's address: Debian's grpcio and reflection."""

import grpc

import sample
from reflection import REFLECTION
from suite import SuiteTest, imported, main

SERVICES = {
    "bangfu.gateway.v1.AchievementSheetService",
    "bangfu.gateway.v1.SuiteService",
    "bangfu.households.v1.HouseholdsService",
    "bangfu.journal.v1.JournalService",
    "bangfu.projects.v1.ProjectsService",
    "bangfu.reporting.v1.ReportingService",
    "grpc.health.v1.Health",
    REFLECTION,
}
GET_SHEET = "bangfu.gateway.v1.AchievementSheetService/GetAchievementSheet"
STREAM = "bangfu.journal.v1.JournalService/StreamEntries"
HEADS = "bangfu.journal.v1.JournalService/ListTreeHeads"


class ForeignClient(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = imported(cls.class_suite(), sample.FOLDER)
        cls.client = cls.suite.client("gateway")

    def test_it_lists_every_service(self):
        self.assertEqual(set(self.client.services()), SERVICES)

    def test_it_gets_the_sheet(self):
        sheet = self.client.call(GET_SHEET, {
            "name": f"programmes/{sample.PROGRAMME}/achievementSheet",
            "as_of": {"year": 2020, "month": 12, "day": 31}, "language_code": "en"})
        self.assertFalse(sheet.partial)
        self.assertEqual(sheet.organisation,
                         "China Electronics Technology Group Corporation (CETC)")
        figures = [figure.value_text for section in sheet.sections for figure in section.figures]
        for value in ("93", "15,000.00", "21,520,000.00", "1,770,000.00", "2,820,000.00"):
            self.assertIn(value, figures)

    def test_unary_and_streaming_calls_are_forwarded(self):
        for journal in ("households", "projects"):
            heads = self.client.call(HEADS, journal=journal).tree_heads
            self.assertEqual({(head.journal, head.county): (head.size, head.root_hash.hex())
                              for head in heads},
                             {key: head for key, head in self.suite.heads().items()
                              if key[0] == journal})
            streamed = list(self.client.stream(STREAM, {}, journal=journal))
            self.assertEqual(sum(len(part.entries) for part in streamed),
                             sum(head.size for head in heads))

    def test_what_does_not_exist_is_told_as_such(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.call(GET_SHEET, {"name": "programmes/none/achievementSheet"})
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_a_call_without_a_deadline_is_refused(self):
        for process in ("households", "projects", "reporting", "gateway"):
            with self.subTest(process), self.assertRaises(grpc.RpcError) as caught:
                client = self.suite.client(process)
                method = {"reporting": "bangfu.reporting.v1.ReportingService/GetProgress",
                          "gateway": GET_SHEET}.get(process, HEADS)
                client.call(method, timeout=None)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
            self.assertIn(b"DEADLINE_REQUIRED", dict(caught.exception.trailing_metadata())[
                "grpc-status-details-bin"])


if __name__ == "__main__":
    main()
