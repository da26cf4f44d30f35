#!/usr/bin/python3
"""Makes RESULTS.md and its plots of what `bangfu_bench -o json` printed.

The same input on the same machine and day gives the same bytes.
"""

import argparse
import json
import pathlib

from report_parts import add_run_flags, machine, number, plt, save, table

GROWN = (  # name, caption of its plot
    ("sheet_moved_p50", "first sheet after heads moved, ms"),
    ("explain_p50", "a page of 100 entries with proofs, ms"),
    ("sheet_cached_64", "sheets at 64 callers, heads unmoved, sheets/s"),
    ("import_rate", "import of everything, records/s"),
    ("import_applied_rate", "entries imported and applied, entries/s"),
    ("single_write_gateway", "single writes at 64 callers, writes/s"),
    ("verify_rate", "entries verified, entries/s"),
    ("memory_max", "largest process during the import, MiB"),
    ("start_s", "until the slowest service serves again, s"),
    ("bytes_per_household", "bytes on disk per household"),
    ("sheet_moved_postgres", "first sheet after heads moved, PostgreSQL, ms"),
    ("plain_sql", "30 figures by plain SQL; dashed: the sheet; ms"),
)


def is_main(one):
    """Whether the line is one of the first table: of no single size, and of no part of a total."""
    return "@" not in one["name"] and "." not in one["name"]


def reached(one):
    if one["reached"] is None:
        return "not asked here" if one["requirement"] and one["value"] is not None else ""
    return "yes" if one["reached"] else "**no**"


def headline(results):
    names = grown(results)
    rows = [(f"`{one['name']}`", number(one["value"]), one["unit"], number(one["baseline"]),
             number(one["ratio"]), one["requirement"], reached(one), growth_of(one, names),
             one["size"] if one["value"] is not None else one["note"])
            for one in results if is_main(one)]
    return table(("name", "value", "unit", "baseline", "ratio", "must reach", "reached", "growth",
                  "over"), rows)


def growth_of(one, names):
    """How much the line grew from the first size to the last, or why that is not said."""
    values = names.get(one["grows_like"], {})
    if len(values) < 2:
        return one["growth"] or "not measured in this run"
    sizes = sorted(values)
    first, last = values[sizes[0]], values[sizes[-1]]
    # What goes from nothing to something has no factor that says anything.
    times = f"× {last / first:.2f}" if first and last / first < 1000 else "–"
    name = "" if one["grows_like"] == one["name"] else f"`{one['grows_like']}` "
    return f"{name}{times} ({short(sizes[0])} → {short(sizes[-1])})"


def short(households):
    """10,000 as 10⁴."""
    digits = str(households)
    if digits.strip("0") in ("1", "3") and len(digits) > 3:
        power = str(len(digits) - 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"10{power}" if digits[0] == "1" else f"3 × 10{power}"
    return f"{households:,}"


def sentence(text):
    """Ending in one full stop."""
    return text.rstrip(".") + "."


def methods(results):
    """One paragraph for the lines that are measured alike."""
    alike = {}
    for one in results:
        if is_main(one) and one["value"] is not None:
            # What is said in figures may differ; the growth's reasons are short and few.
            key = (one["method"], one["against"], one["note"], one["growth"])
            alike.setdefault(key, []).append(one)
    lines = []
    for (method, against, note, growth), ones in alike.items():
        line = "- " + ", ".join(f"`{one['name']}`" for one in ones) + ": " + sentence(method)
        if ones[0]["baseline"] is not None:
            line += " Baseline: " + sentence(against)
        else:
            line += " Baseline: " + sentence(against or "none")
        if growth:
            line += " Growth: " + sentence(growth)
        if note:
            line += " " + sentence(note[0].upper() + note[1:])
        lines.append(line)
    return "\n".join(lines)


def left_out(results):
    """Sizes without values, and why."""
    return "\n".join(f"- `{one['name'].split('@')[0]}`, {one['size']}: {one['note']}."
                     for one in results if "@" in one["name"] and one["value"] is None)


def grown(results):
    """name -> {households: value}, of the lines of the growth."""
    names = {}
    for one in results:
        if one["households"] and "@" in one["name"] and one["value"] is not None:
            names.setdefault(one["name"].split("@")[0], {})[one["households"]] = one["value"]
    return names


def with_ratio(value, ratio):
    return number(value) if ratio is None else f"{number(value)} ({number(ratio)})"


def growth(results):
    names = grown(results)
    ratios = {(one["name"].split("@")[0], one["households"]): one["ratio"]
              for one in results if "@" in one["name"]}
    sizes = sorted({size for values in names.values() for size in values})
    growths = {one["name"] for one in results if not one["grows_like"]}
    rows = []
    for name, values in names.items():
        first, last = values[min(values)], values[max(values)]
        grows = first and len(values) > 1 and name not in growths
        times = f"{last / first:.2f}" if grows else "–"
        rows.append((f"`{name}`", *(with_ratio(values.get(size), ratios.get((name, size)))
                                    for size in sizes), times))
    return table(("name", *(f"{size:,} households" for size in sizes), "last / first"), rows)


def merge(parts):
    """Lines of several runs in the order of the runs; a line that came again stands as the last run
    has it, unless that could not measure it."""
    lines = {}
    for part in parts:
        for one in json.loads(part.read_text(encoding="utf-8")):
            known = lines.get(one["name"])
            if known is None or known["value"] is None or one["value"] is not None:
                lines[one["name"]] = one
    return list(lines.values())


def plot_growth(results, folder):
    names = grown(results)
    for name, caption in GROWN:
        values = names.get(name)
        if not values:
            continue
        figure, axes = plt.subplots(figsize=(5, 3))
        sizes = sorted(values)
        axes.plot(sizes, [values[size] for size in sizes], marker="o", color="#1f5f8b")
        if name == "plain_sql":
            baselines = {one["households"]: one["baseline"] for one in results
                         if one["name"].startswith(name + "@")}
            axes.plot(sizes, [baselines[size] for size in sizes], marker="o", color="#b23b3b",
                      linestyle="--")
            axes.set_yscale("log")
        axes.set_xscale("log")
        if axes.get_yscale() == "linear":
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
    save(figure, folder / "bytes_by_table.svg")
    yield "bytes_by_table"


def plot_ratios(results, folder):
    """How far each line is from what it must reach: 1 is just there, more is better."""
    bars = []
    for one in results:
        if one["reached"] is None:
            continue
        what, sense, bound = one["requirement"].split()[:3]
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
    add_run_flags(parser, "tests/bench/run")
    arguments = parser.parse_args()
    results = merge(arguments.results)
    plots = arguments.folder / "plots"
    plots.mkdir(parents=True, exist_ok=True)
    for old in plots.glob("*.svg"):
        old.unlink()
    drawn = [*plot_ratios(results, plots), *plot_growth(results, plots),
             *plot_bytes(results, plots)]
    sections = ["# Measurements",
                f"Made by `{arguments.command}`; not to be edited.",
                table(("", ""), machine(arguments)),
                "A line is a figure against a baseline of the same run, how often it was measured "
                "says its method. A dash was not measured, and the last column says why. Growth is "
                "the last size's value over the first's, of another line where one is named.",
                headline(results)]
    if grown(results):
        sections += ["## Growth", "In brackets: the ratio to the baseline of the same size.",
                     growth(results)]
    if left_out(results):
        sections += ["Left out:", left_out(results)]
    sections += ["## Plots", "\n\n".join(f"![{name}](plots/{name}.svg)" for name in drawn),
                 "## Methods and baselines", methods(results)]
    (arguments.folder / "RESULTS.md").write_text("\n\n".join(sections) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
