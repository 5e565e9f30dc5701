"""Runs the servers and the load, round by round in turn, and writes bench/RESULTS.md. Called by bench/run, which installs what it needs."""

import argparse
import json
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import time
import urllib.request

from comparisons import comparisons, questions
from latencies import requests, table

HERE = pathlib.Path(__file__).parent
PORT = 9800
# The server has the first core for itself, the load the second.
SERVER, LOAD = ["taskset", "-c", "0"], ["taskset", "-c", "1"]


class Contestant:
    """A server under way, with the address that it answers at."""

    def __init__(self, name, command, port, environment=None, folder=None):
        self.name, self.base = name, f"http://127.0.0.1:{port}"
        self.log = open(f"/tmp/onrecord-bench-{port}.log", "wb")
        self.process = subprocess.Popen(
            SERVER + command, env={**os.environ, **(environment or {})}, cwd=folder, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self, path):
        for _ in range(6000):
            try:
                with urllib.request.urlopen(self.base + path, timeout=30) as answer:
                    return answer.read(), answer.headers
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise SystemExit(f"{self.name} does not answer {path}: see {self.log.name}")

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def load(contestant, paths, header, seconds, connections):
    """Requests a second, and p50 and p99 in microseconds."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(HERE / "paths.lua"), contestant.base, "--", str(paths)]
    output = subprocess.run(LOAD + command + list(header), capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT"))
    requests, duration, _, errors, p50, p99 = map(int, line.split()[1:])
    if errors:
        raise SystemExit(f"{contestant.name}: {errors} of {requests} requests failed")
    return {"rate": requests * 1e6 / duration, "p50": p50, "p99": p99}


def rounds(sides, options):
    """Every side in turn, again and again: A B A B."""
    results = {name: [] for name, *_ in sides}
    for name, contestant, paths, header in sides:
        load(contestant, paths, header, 1, options.connections)
    for _ in range(options.rounds):
        for name, contestant, paths, header in sides:
            results[name].append(load(contestant, paths, header, options.seconds, options.connections))
    return results


def row(name, results, first):
    rates = [result["rate"] for result in results[name]]
    ratios = [ours["rate"] / theirs["rate"] for ours, theirs in zip(results[first], results[name], strict=True)]
    p50, p99 = (statistics.median(result[key] for result in results[name]) for key in ("p50", "p99"))
    shown = "" if name == first else f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    return f"| {name} | {statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f}) | {p50:.0f} | {p99:.0f} | {shown} |"


def written(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def prepared(articles, binary, work):
    """A snapshot of so many articles, and an ordinary relational file of the same."""
    folder = work / str(articles)
    snapshot, plain = folder / "snapshot.db", folder / "plain.db"
    folder.mkdir(parents=True, exist_ok=True)
    if not snapshot.exists():
        generated = folder / "generated"
        if not generated.exists():
            subprocess.run([binary, "generate", "--articles", str(articles), "--seed", "1", "--out", generated], check=True)
        subprocess.run([binary, "seed", generated, "--no-curated", "--db", snapshot], check=True)
    if not plain.exists():
        subprocess.run(["python3", HERE / "others/plain.py", snapshot, plain], check=True)
    return snapshot, plain


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} × {cpu}, Linux {platform.release()}"


def versions(work):
    def said(*command):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip().splitlines()[0]

    pip = {line.split("==")[0]: line.split("==")[1] for line in open(HERE / "others/requirements.txt").read().split()}
    node = json.load(open(HERE / "others/package.json"))["dependencies"]
    return [
        said("rustc", "--version"), said("nginx", "-v"), said("wrk", "-v").split(" Copyright")[0], f"Node {said('node', '--version')}",
        *(f"{name} {version}" for name, version in {**pip, **node}.items()),
    ]


def every_request(binary, snapshots, ports, options):
    """How long every kind of request takes, and what the servers take of memory."""

    def serving(size, *settings):
        port = next(ports)
        command = [str(binary), "serve", "--db", str(snapshots[size]), "--bind", f"127.0.0.1:{port}", "--log", "error", *settings]
        server = Contestant("onrecord", command, port, {"ONRECORD_LAME_DUCK_SECONDS": "0"})
        server.wait("/readyz")
        return server

    lines = [
        "## Every kind of request", "",
        f"One connection, one request after another, no cache of answers; microseconds, medians of {options.rounds} rounds. The first answer is that of a server which was asked only what stands above it.", "",
    ]
    servers = {}
    try:
        for size in snapshots:
            servers[size] = serving(size, "--cache-mib", "0")
        idle = {size: resident(server) for size, server in servers.items()}
        asked = lambda server, path: load(server, written(options.root / "target/bench/latency.paths", [path]), (), 1, 1)
        for line in table(servers, snapshots, options.rounds, asked):
            lines.append(line)
            print(line, flush=True)
        lines.append("")
        for size in snapshots:
            after = resident(servers[size])
            servers.pop(size).stop()
            servers[size] = serving(size)
            full, most = filled(servers[size], snapshots[size], options)
            lines.append(
                f"Resident size of the server of {size:,} articles: {idle[size]} MiB at first, {after} MiB after all of this; "
                f"with the usual cache of answers, full, and after every kind of request once, then two seconds of quotes: {full} MiB ({most} MiB at the most, meanwhile)."
            )
    finally:
        for server in servers.values():
            server.stop()
    return [*lines, ""]


def filled(server, snapshot, options):
    """MiB of memory of a server that keeps all the answers it has room for and was asked everything, and the most that it ever took."""
    quotes, speakers = questions(snapshot)
    paths = [f"/v1/quotes/{id}" for id in quotes] + [f"/v1/quotes?speaker={id}&limit=20" for id in speakers]
    load(server, written(options.root / "target/bench/filling.paths", paths), (), 15, options.connections)
    for path in requests(snapshot).values():
        server.wait(path)
    # What was needed in between goes back to the system some seconds later, while the server is used.
    time.sleep(5)
    load(server, written(options.root / "target/bench/filling.paths", paths[:1000]), (), 2, 1)
    time.sleep(5)
    return resident(server), resident(server, "VmHWM")


def resident(server, size="VmRSS"):
    """MiB of memory."""
    return int(next(line.split()[1] for line in open(f"/proc/{server.process.pid}/status") if line.startswith(size))) // 1024


def compared(binary, options, work, ports):
    """onrecord against others, and every kind of request."""
    snapshot, plain = prepared(options.articles, binary, work)
    lines = []
    for title, sides in comparisons(binary, snapshot, plain, work, ports, Contestant, written):
        if options.only and options.only not in title:
            continue
        sides = sides()
        try:
            results = rounds(sides, options)
        finally:
            for contestant in {contestant for _, contestant, *_ in sides}:
                contestant.stop()
        first = sides[0][0]
        rows = [row(name, results, first) for name, *_ in sides]
        lines += [f"## {title}", "", "| | requests a second | p50 µs | p99 µs | onrecord against it |", "| --- | --: | --: | --: | --: |", *rows, ""]
        print("\n".join(lines[-len(rows) - 5:]), flush=True)
    return lines if options.only else lines + every_request(binary, {options.articles: snapshot}, ports, options)


def main():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, default=1000, help="how many articles the snapshot holds (default: 1000)")
    parser.add_argument("--growth", type=int, nargs="+", metavar="ARTICLES", help="only how every kind of request grows over snapshots of so many articles")
    parser.add_argument("--rounds", type=int, default=5, help="how often each server is measured (default: 5)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each time (default: 3)")
    parser.add_argument("--connections", type=int, default=16, help="connections that the load keeps open (default: 16)")
    parser.add_argument("--only", help="only comparisons whose title holds this")
    parser.add_argument("--out", type=pathlib.Path, help="where to write the results (default: bench/RESULTS.md, or bench/GROWTH.md)")
    options = parser.parse_args()
    work, binary, ports = options.root / "target/bench", options.root / "target/release/onrecord", iter(range(PORT, PORT + 1000))
    if options.growth:
        given = f"--growth {' '.join(map(str, options.growth))} --rounds {options.rounds}"
        results = every_request(binary, {articles: prepared(articles, binary, work)[0] for articles in options.growth}, ports, options)
    else:
        given = f"--articles {options.articles} --rounds {options.rounds} --seconds {options.seconds}"
        results = [
            "No server writes a line for each request (onrecord: `--log error`). Medians of all rounds, with the least and the most; the ratio is that of each round: what onrecord answers for one request of the other.",
            "", *compared(binary, options, work, ports),
        ]
    about = f"{machine()}; the server on one core, the load (wrk, {1 if options.growth else options.connections} connections) on the other. {', '.join(versions(work))}."
    lines = ["# Growth" if options.growth else "# Results", "", f"`bench/run {given}`, {time.strftime('%Y-%m-%d')}.", "", about, "", *results]
    out = options.out or HERE / ("GROWTH.md" if options.growth else "RESULTS.md")
    out.write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    main()
