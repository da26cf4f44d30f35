#!/usr/bin/python3
"""Keeps what `bangfu_soak --json` wrote in FOLDER/soak_runs/, and makes FOLDER/SOAK.md and plots of
all that is there: the last run on SQLite, and the last on PostgreSQL.

The same runs give the same bytes.
"""

import argparse
import json
import pathlib

from report_parts import add_run_flags, machine, number, plt, save, table

NOT_JUDGED = 1 / 6  # of the time, at the beginning: as memory_trend.cc judges


def plot(run, path):
    """Memory over time, a line for each process; what is judged is not shaded."""
    figure, axes = plt.subplots(figsize=(7, 3.6))
    for process in run["processes"]:
        samples = process["samples"]
        axes.plot([time_s / 60 for time_s, _ in samples], [mib for _, mib in samples],
                  label=process["name"], linewidth=1)
    last_min = max((process["samples"][-1][0] for process in run["processes"]), default=0) / 60
    axes.axvspan(0, last_min * NOT_JUDGED, color="black", alpha=.05, linewidth=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("minutes (shaded: not judged)")
    axes.set_title("resident memory, MiB", fontsize=10)
    axes.grid(alpha=.3)
    axes.legend(fontsize=7, ncols=2)
    save(figure, path)


def memory_row(process):
    if process["trend"] == "not judged":
        return (process["name"], "–", "–", "not judged: too few samples")
    trend = process["trend"] if process["trend"] == "flat" else "**not flat**"
    return (process["name"], number(process["mean_mib"]), number(process["rise_mib"]), trend)


def section(run, name):
    copies = "one of each process" if run["copies"] == 1 else f"{run['copies']} of each process"
    verified = sum(run["journals"].values())
    failures = f"{run['failures']} calls failed"
    if run["failures"]:
        failures += f", the first: {run['first_failure']}"
    return "\n\n".join([
        f"## {run['storage']}, {copies}",
        f"{'Soaked well' if run['good'] else '**Failed**'}: {failures}; the journals of {verified} of "
        f"{len(run['journals'])} partitions verify at the end (`bangfuctl journal verify`).",
        table(("", ""), (*run["machine"], ("command", f"`{run['command']}`"),
                         ("minutes", number(round(run["minutes"], 1))),
                         ("households to begin with", f"{run['households']:,}"))),
        table(("done", "how often"), [(what, f"{count:,}") for what, count in run["done"].items()]),
        table(("process", "MiB on average", "rose by MiB", "memory"),
              [memory_row(process) for process in run["processes"]]),
        f"Judged by: {run['rule']}.",
        f"![memory](soak_runs/{name}.svg)"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("run", type=pathlib.Path, nargs="?", help="to keep; without: those kept")
    add_run_flags(parser, "tests/bench/soak")
    arguments = parser.parse_args()
    runs = arguments.folder / "soak_runs"
    runs.mkdir(parents=True, exist_ok=True)
    if arguments.run:
        run = json.loads(arguments.run.read_text(encoding="utf-8"))
        run |= {"machine": machine(arguments), "command": arguments.command.strip()}
        kept = runs / f"{run['storage'].split()[0].lower()}.json"
        kept.write_text(json.dumps(run, ensure_ascii=False) + "\n", encoding="utf-8")
    sections = ["# Soak",
                "Made by `tests/bench/soak --record`; not to be edited. Mixed traffic through the "
                "gateway on real processes: imports of ledger entries in slices of 2000, ledger "
                "entries created and reversed one by one, households and persons registered, read "
                "back and enrolled, sheets, explanations with the proof of every entry."]
    for kept in sorted(runs.glob("*.json"), reverse=True):  # SQLite first
        run = json.loads(kept.read_text(encoding="utf-8"))
        plot(run, kept.with_suffix(".svg"))
        sections.append(section(run, kept.stem))
    (arguments.folder / "SOAK.md").write_text("\n\n".join(sections) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
