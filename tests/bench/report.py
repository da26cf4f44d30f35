#!/usr/bin/python3
"""Makes RESULTS.md and its plots of what `bangfu_bench -o json` printed.

The same input on the same machine and day gives the same bytes.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "bangfu"  # ids in the SVG that do not change
matplotlib.rcParams["svg.fonttype"] = "none"  # texts as texts: small files
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of backend)

GROWN = (  # name, caption of its plot
    ("sheet_moved_p50", "first sheet after heads moved, ms"),
    ("explain_p50", "a page of 100 entries with proofs, ms"),
    ("import_rate", "import of everything, records/s"),
    ("memory_max", "largest process during the import, MiB"),
    ("start_s", "until the slowest service serves again, s"),
)


def number(value):
    """A number as people read it, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def machine():
    """What it ran on, as (what, value)."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True,
                            cwd=pathlib.Path(__file__).parent, check=False).stdout.strip()
    return (("processor", f"{model}, {os.cpu_count()} cores"),
            ("memory", f"{memory:.0f} GiB"),
            ("kernel", f"{platform.system()} {platform.release()}"),
            ("date", datetime.date.today().isoformat()),
            ("commit", commit or "unknown"))


def table(header, rows):
    """A table in Markdown; all columns but the first are right-aligned if they hold numbers."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def headline(results):
    rows = []
    for one in results:
        if "@" in one["name"] or one["name"].count(".") > 0:
            continue
        reached = {True: "yes", False: "**no**", None: ""}[one["reached"]]
        rows.append((f"`{one['name']}`", number(one["value"]), one["unit"],
                     number(one["baseline"]), number(one["ratio"]), one["requirement"], reached,
                     one["size"] or one["note"]))
    return table(("name", "value", "unit", "baseline", "ratio", "must reach", "reached", "over"),
                 rows)


def methods(results):
    lines = []
    for one in results:
        if "@" in one["name"] or not one["method"]:
            continue
        line = f"- `{one['name']}`: {one['method']}."
        if one["against"]:
            line += f" Baseline: {one['against']}."
        if one["note"]:
            line += f" ({one['note']})"
        lines.append(line)
    return "\n".join(lines)


def grown(results):
    """name -> {households: value}, of the lines of the growth."""
    names = {}
    for one in results:
        if one["households"] and "@" in one["name"] and one["value"] is not None:
            names.setdefault(one["name"].split("@")[0], {})[one["households"]] = one["value"]
    return names


def growth(results):
    names = grown(results)
    sizes = sorted({size for values in names.values() for size in values})
    rows = []
    for name, values in names.items():
        first, last = values.get(sizes[0]), values.get(sizes[-1])
        times = f"{last / first:.2f}" if first and last is not None else "–"
        rows.append((f"`{name}`", *(number(values.get(size)) for size in sizes), times))
    return table(("name", *(f"{size:,} households" for size in sizes), "last / first"), rows)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


def plot_growth(results, folder):
    names = grown(results)
    for name, caption in GROWN:
        values = names.get(name)
        if not values:
            continue
        figure, axes = plt.subplots(figsize=(5, 3))
        sizes = sorted(values)
        axes.plot(sizes, [values[size] for size in sizes], marker="o", color="#1f5f8b")
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("households")
        axes.set_title(caption, fontsize=10)
        axes.grid(alpha=.3)
        save(figure, folder / f"{name}.svg")
        yield name


def plot_bytes(results, folder):
    parts = [one for one in results
             if one["name"].startswith("bytes_") and "." in one["name"] and "@" not in one["name"]]
    if not parts:
        return
    figure, axes = plt.subplots(figsize=(6, .35 * len(parts) + 1))
    parts.sort(key=lambda one: one["value"])
    axes.barh([one["name"].removeprefix("bytes_") for one in parts],
              [one["value"] for one in parts], color="#1f5f8b")
    axes.set_title("bytes on disk per household, by table", fontsize=10)
    axes.grid(axis="x", alpha=.3)
    save(figure, folder / "bytes_per_household.svg")
    yield "bytes_per_household"


def plot_ratios(results, folder):
    """How far each line is from what it must reach: 1 is just there, more is better."""
    bars = []
    for one in results:
        if one["reached"] is None:
            continue
        what, sense, bound = one["requirement"].split()
        found, bound = one[what], float(bound)
        if not found or not bound:
            continue
        bars.append((one["name"], found / bound if sense == ">=" else bound / found))
    if not bars:
        return
    figure, axes = plt.subplots(figsize=(6, .35 * len(bars) + 1))
    bars.reverse()
    colours = ["#2e7d32" if margin >= 1 else "#b23b3b" for _, margin in bars]
    axes.barh([name for name, _ in bars], [margin for _, margin in bars], color=colours)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_title("times better than must be (1: just reached)", fontsize=10)
    save(figure, folder / "margins.svg")
    yield "margins"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path, nargs="+",
                        help="of one run, or of one for each part (--only)")
    parser.add_argument("--command", default="tests/bench/run")
    arguments = parser.parse_args()
    results = [line for part in arguments.results
               for line in json.loads(part.read_text(encoding="utf-8"))]
    plots = arguments.folder / "plots"
    plots.mkdir(exist_ok=True)
    for old in plots.glob("*.svg"):
        old.unlink()
    drawn = [*plot_ratios(results, plots), *plot_growth(results, plots),
             *plot_bytes(results, plots)]
    sections = ["# Measurements",
                f"Made by `{arguments.command.strip()} --report`; not to be edited.",
                table(("", ""), machine()),
                "A line is a figure against a baseline of the same run. A dash was not measured, "
                "and the last column says why.",
                headline(results)]
    if grown(results):
        sections += ["## Growth", growth(results)]
    sections += ["## Plots", "\n\n".join(f"![{name}](plots/{name}.svg)" for name in drawn),
                 "## Methods and baselines", methods(results)]
    (arguments.folder / "RESULTS.md").write_text("\n\n".join(sections) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
