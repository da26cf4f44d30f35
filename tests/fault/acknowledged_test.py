"""What was acknowledged stays, whether the service is asked to stop or killed; and a service that
is asked to stop ends by itself, with 0, whatever is under way."""

import signal
import threading

import grpc

from suite import JOURNALS, SuiteTest, main

IMPORT = "bangfu.households.v1.HouseholdsService/ImportRecords"
STREAM = "bangfu.journal.v1.JournalService/StreamEntries"
COUNTY = "510524"
VILLAGES_IN_BATCH = 20
# A drain that took this long would mean that nobody was asked to end.
DRAIN_S = 60
STOP_S = 20
BATCHES_MAX = 40_000  # what the codes of a county's villages are enough for


def batch(number):
    """A batch of villages; the first enters the county, too."""
    records = []
    if number == 0:
        records.append({"county": {"name": f"counties/{COUNTY}", "province": "四川省",
                                   "titles": [{"text": "叙永县", "language_code": "zh-CN"}]}})
    for village in range(number * VILLAGES_IN_BATCH, (number + 1) * VILLAGES_IN_BATCH):
        records.append({"village": {"name": f"counties/{COUNTY}/villages/{COUNTY}{village:06}",
                                    "title": "示例村", "township": "示例镇"}})
    return {"request_id": f"batch-{number}", "county": COUNTY, "records": records}


class Importer:
    """Streams batches without end, and keeps what was acknowledged."""

    def __init__(self, client):
        self.client = client
        self.acknowledged = []
        self.error = None

    def run(self, stop_after, then, batches=BATCHES_MAX):
        """Sends until the stream ends; calls `then` once so many were acknowledged."""
        ended = threading.Event()

        def requests():
            for number in range(batches):
                if ended.is_set():
                    return
                yield self.client.message(IMPORT, batch(number))

        try:
            for answer in self.client.stream(IMPORT, requests(), timeout=300):
                assert not answer.result.violations, answer
                self.acknowledged.append(answer.result)
                if len(self.acknowledged) == stop_after:
                    then()
        except grpc.RpcError as error:
            self.error = error
        ended.set()


class Acknowledged(SuiteTest):
    def interrupted(self, through, number):
        """A suite whose households was sent a signal amid an import, and the importer."""
        # A client that never ends may go on for this long, and is cut off then.
        suite = self.fresh_suite(extra_flags=["--drain-timeout-s", "1"])
        importer = Importer(suite.client(through))
        importer.run(30, lambda: suite.process("households").send(number))
        self.assertIsNotNone(importer.error, "the stream outlived the service")
        self.assertIn(importer.error.code(),
                      (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED))
        return suite, importer

    def assert_nothing_lost(self, suite, importer):
        suite.process("households").start()
        acknowledged = len(importer.acknowledged)
        size = suite.entries("households")
        self.assertGreaterEqual(size, importer.acknowledged[-1].position.size)
        again = Importer(suite.client("households"))
        again.run(0, None, batches=acknowledged)
        self.assertEqual([result.request_id for result in again.acknowledged],
                         [result.request_id for result in importer.acknowledged])
        for first, second in zip(importer.acknowledged, again.acknowledged):
            self.assertTrue(second.repeated)
            self.assertEqual(second.recorded_count, first.recorded_count)
        self.assertEqual(suite.entries("households"), size)

    def test_sigterm_amid_an_import_ends_with_0_and_loses_nothing(self):
        for through in ("households", "gateway"):
            with self.subTest(through):
                suite, importer = self.interrupted(through, signal.SIGTERM)
                self.assertEqual(suite.process("households").wait(STOP_S), 0)
                self.assert_nothing_lost(suite, importer)

    def test_kill_amid_an_import_loses_nothing(self):
        for through in ("households", "gateway"):
            with self.subTest(through):
                suite, importer = self.interrupted(through, signal.SIGKILL)
                self.assertEqual(suite.process("households").wait(), -signal.SIGKILL)
                self.assert_nothing_lost(suite, importer)

    def test_a_request_id_again_has_no_second_effect(self):
        suite = self.fresh_suite()
        client = suite.client("gateway")
        requests = [batch(0), batch(0), dict(batch(1), request_id="batch-0")]
        answers = client.stream(IMPORT, (client.message(IMPORT, one) for one in requests))
        first, second = next(answers).result, next(answers).result
        self.assertEqual((first.repeated, second.repeated), (False, True))
        self.assertEqual(second.recorded_count, VILLAGES_IN_BATCH + 1)
        self.assertEqual(second.position, first.position)
        with self.assertRaises(grpc.RpcError) as caught:
            next(answers)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.ALREADY_EXISTS)
        self.assertIn(b"REQUEST_ID_REUSED", dict(caught.exception.trailing_metadata())[
            "grpc-status-details-bin"])
        self.assertEqual(suite.entries("households"), VILLAGES_IN_BATCH + 1)


class Drained(SuiteTest):
    def followed(self, suite, through, journal):
        """An open stream that follows a journal; it has been answered once."""
        client = suite.client(through)
        Importer(suite.client("gateway")).run(0, None, batches=1)
        stream = client.stream(STREAM, {"follow": True}, journal=journal, timeout=300)
        if journal == "households":
            self.assertEqual(len(next(stream).entries), VILLAGES_IN_BATCH + 1)
        else:
            stream.initial_metadata()
        return stream

    def assert_ends(self, stream):
        """The stream ends, and says that the service is gone."""
        with self.assertRaises(grpc.RpcError) as caught:
            next(stream)
        self.assertIn(caught.exception.code(),
                      (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED))

    def test_an_open_follow_stream_does_not_hold_up_the_end(self):
        for through in ("households", "gateway"):
            with self.subTest(through):
                suite = self.fresh_suite(extra_flags=["--drain-timeout-s", str(DRAIN_S)])
                stream = self.followed(suite, through, "households")
                suite.process("households").send(signal.SIGTERM)
                self.assertEqual(suite.process("households").wait(STOP_S), 0)
                self.assert_ends(stream)

    def test_the_gateway_ends_with_a_stream_through_it(self):
        suite = self.fresh_suite(extra_flags=["--drain-timeout-s", "1"])
        stream = self.followed(suite, "gateway", "households")
        suite.process("gateway").send(signal.SIGTERM)
        self.assertEqual(suite.process("gateway").wait(STOP_S), 0)
        self.assert_ends(stream)

    def test_all_end_with_0_in_any_order(self):
        for order in (("households", "projects", "reporting", "gateway"),
                      ("gateway", "reporting", "projects", "households")):
            with self.subTest(order):
                suite = self.fresh_suite(extra_flags=["--drain-timeout-s", str(DRAIN_S)])
                for name in order:
                    suite.process(name).send(signal.SIGTERM)
                    self.assertEqual(suite.process(name).wait(STOP_S), 0)

    def test_health_tells_the_drain(self):
        suite = self.fresh_suite()
        for journal in JOURNALS:
            self.assertEqual(suite.stop(journal), {journal: 0})
            run = suite.ctl("status")
            self.assertEqual(run.code, 3)
            self.assertRegex(run.out, rf"{journal} +NOT SERVING")


if __name__ == "__main__":
    main()
