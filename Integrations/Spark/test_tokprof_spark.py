"""Tests of tokprof_spark.py: python3 -m unittest -v, with TOKPROF naming the built program.

Those that need Spark run on local-cluster, with two executors in processes of their own.
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import tokprof_spark

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TOKPROF = os.environ.get("TOKPROF", os.path.join(ROOT, ".build/release/tokprof"))
TOKENIZER = os.environ.get("TOKPROF_TOKENIZER", os.path.join(ROOT, "Vocab/tokenizer.json"))

try:
    import pyspark
except ImportError:
    pyspark = None
HAS_SPARK = pyspark is not None and shutil.which("java") is not None
if not HAS_SPARK:
    print("*" * 70, "SKIPPED: pyspark or java is missing", "*" * 70, sep="\n", file=sys.stderr)


class Scratch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tokprof-spark-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def script(self, name, text):
        path = self.write(name, "#!/bin/sh\n" + text)
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return path


class PureTests(Scratch):
    def test_a_shard_ends_by_its_exit_code(self):
        end = '{"end":true,"records":"0","sha256":""}'
        ok = self.script("ok", f"echo '{end}'")
        self.assertEqual(tokprof_spark.map_shard([ok], 7), (7, 0, end.encode() + b"\n"))
        bad = self.script("bad", "echo 'error: poison' >&2; exit 3")
        self.assertEqual(tokprof_spark.map_shard([bad], 7), (7, 3, b"error: poison\n"))
        for code in ["exit 4", "kill -9 $$", "exit 0", f"printf '{end}'"]:
            with self.assertRaises((RuntimeError, IndexError)):
                tokprof_spark.map_shard([self.script("failing", code)], 7)

    def test_a_manifest_that_was_cut_off_is_refused(self):
        lines = [json.dumps({"shard": n, "shards": 3}) + "\n" for n in range(3)]
        self.assertEqual(tokprof_spark.shard_count(self.write("whole", "".join(lines))), 3)
        with self.assertRaises(SystemExit):
            tokprof_spark.shard_count(self.write("cut", "".join(lines[:2])))


@unittest.skipUnless(HAS_SPARK, "pyspark or java is missing")
class ClusterTests(Scratch):
    def setUp(self):
        super().setUp()
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ["PYTHONPATH"] = HERE
        os.mkdir(self.path("corpus"))
        for number in range(6):
            record = json.dumps({"text": f"Hello {number} – こんにちは, мир! " * 20})
            self.write(f"corpus/{number}.jsonl", (record + "\n") * 40)
        self.manifest = self.path("manifest.ndjson")
        self.tokprof("manifest", self.path("corpus"), "--shard-bytes", "40KB", "-o", self.manifest)
        whole = self.tokprof(
            "profile", "-t", TOKENIZER, "--no-store", "--json", self.path("corpus"))
        self.whole = whole.stdout

    def tokprof(self, *arguments, code=0):
        done = subprocess.run([TOKPROF, *arguments], capture_output=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def context(self):
        configuration = pyspark.SparkConf().setMaster("local-cluster[2,1,1024]")
        configuration.set("spark.ui.enabled", "false").set("spark.executor.memory", "512m")
        context = pyspark.SparkContext(conf=configuration.setAppName("test"))
        context.setLogLevel("OFF")
        self.addCleanup(context.stop)
        return context

    def run_spark(self, context, program=TOKPROF):
        options = tokprof_spark.argparse.Namespace(
            tokenizer=TOKENIZER, manifest=self.manifest, states=self.path("states"),
            output=self.path("profile.json"), tokprof=program, slice=1000, map_options=[])
        return tokprof_spark.run(context, options)

    def result(self):
        with open(self.path("profile.json"), "rb") as file:
            return file.read()

    def test_a_killed_executor_changes_nothing(self):
        slow = self.script("slow", f'sleep 0.4; exec "{TOKPROF}" "$@"')
        context = self.context()
        killed = []

        def kill():
            time.sleep(3)
            killed.append(executors_of(os.getpid())[0])
            os.kill(killed[0], signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        self.assertEqual(self.run_spark(context, slow), 0)
        thread.join()
        self.assertEqual(len(killed), 1)
        self.assertEqual(self.result(), self.whole)

        # States that come twice, and a run that has nothing left to do.
        shutil.copy(self.path("states/3.ndjson"), self.path("states/again.ndjson"))
        os.remove(self.path("profile.json"))
        idle = self.script("idle", f'[ "$1" = map ] && exit 70; exec "{TOKPROF}" "$@"')
        self.assertEqual(self.run_spark(context, idle), 0)
        self.assertEqual(self.result(), self.whole)

    def test_a_poison_record_fails_the_work_by_name(self):
        with open(self.path("corpus/4.jsonl"), "r+", encoding="utf-8") as file:
            file.write('{"text": oops')
        context = self.context()
        self.assertEqual(self.run_spark(context), 3)
        self.assertFalse(os.path.exists(self.path("profile.json")))
        missing = self.tokprof(
            "merge", "--manifest", self.manifest, self.path("states"), code=3).stderr.decode()
        self.assertIn("4.jsonl", missing)

    def test_rdd_pipe_loses_records_in_silence(self):
        """Why this integration does not use RDD.pipe."""
        context = self.context()
        failing = self.script("failing", "exit 3")
        records = context.parallelize(["{}"] * 10, 2)
        self.assertEqual(records.pipe(failing).collect(), [])
        with self.assertRaises(Exception):
            records.pipe(failing, checkCode=True).collect()


def executors_of(ancestor):
    """The processes of Spark's executors below a process."""
    parents, names = {}, {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                parents[int(entry)] = int(file.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{entry}/cmdline") as file:
                names[int(entry)] = file.read()
        except OSError:
            continue

    def is_below(process):
        while process in parents and process != ancestor:
            process = parents[process]
        return process == ancestor

    return sorted(
        process for process, name in names.items()
        if "CoarseGrainedExecutorBackend" in name and is_below(process))


if __name__ == "__main__":
    unittest.main()
