"""What report.py and soak_report.py share: the machine, numbers, tables, plots."""

import datetime
import os
import pathlib
import platform
import subprocess

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "bangfu"  # ids in the SVG that do not change
matplotlib.rcParams["svg.fonttype"] = "none"  # texts as texts: small files
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of backend)


def number(value):
    """A number as people read it, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def add_run_flags(parser, command):
    """What a report says of the runs that it cannot find out."""
    parser.add_argument("--command", default=command, help="that made the results")
    parser.add_argument("--date", help="of the runs, if it was not today")
    parser.add_argument("--commit", help="that was measured, if it was not what is checked out")


def machine(run):
    """What it ran on, as (what, value); date and commit as the flags say, if they do."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True,
                            cwd=pathlib.Path(__file__).parent, check=False).stdout.strip()
    return (("processor", f"{model}, {os.cpu_count()} cores"),
            ("memory", f"{memory:.0f} GiB"),
            ("kernel", f"{platform.system()} {platform.release()}"),
            ("date", run.date or datetime.date.today().isoformat()),
            ("commit", run.commit or commit or "unknown"))


def table(header, rows):
    """A table in Markdown."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
