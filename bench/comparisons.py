"""What is compared with what: the same question to every server, as each of them is asked it."""

import random
import sqlite3
import urllib.parse

# So many different addresses that a cache of a few MiB cannot hold the answers.
ASKED = 20_000


def questions(snapshot):
    """Ids of quotes, and of people who are quoted at least 20 times, each in an order of its own."""
    database = sqlite3.connect(f"file:{snapshot}?mode=ro&immutable=1", uri=True)
    quotes = [id for (id,) in database.execute("SELECT id FROM quotes WHERE rowid % max(1, (SELECT count(*) FROM quotes) / 40000) = 0")]
    speakers = [id for (id,) in database.execute("SELECT speaker FROM quotes WHERE speaker IS NOT NULL GROUP BY 1 HAVING count(*) >= 20 ORDER BY count(*) DESC LIMIT 2000")]
    random.Random(1).shuffle(quotes)
    random.Random(1).shuffle(speakers)
    return quotes[:ASKED], speakers


def comparisons(binary, snapshot, plain, work, ports, Contestant, written):
    """Titles, and what starts the servers of each: a list of (name, server, file of paths, header)."""
    quotes, speakers = questions(snapshot)
    item, filtered = [f"/v1/quotes/{id}" for id in quotes], [f"/v1/quotes?speaker={id}&limit=20" for id in speakers]
    plain_item, plain_list = [f"/quotes/{id}" for id in quotes], [f"/quotes?speaker={id}&limit=20" for id in speakers]
    # Datasette writes a row's address with its own escapes for what is neither letter, digit, `-` nor `_`.
    row = [f"/plain/quotes/{id}.json" for id in quotes]
    table = [f"/plain/quotes.json?speaker_id={urllib.parse.quote(id)}&_sort_desc=published&_size=20" for id in speakers]

    def paths(name, lines):
        return written(work / f"{name}.paths", lines)

    def onrecord(*options):
        port = next(ports)
        command = [str(binary), "serve", "--db", str(snapshot), "--bind", f"127.0.0.1:{port}", "--log", "error", *options]
        contestant = Contestant("onrecord", command, port, {"TOKIO_WORKER_THREADS": "1", "ONRECORD_LAME_DUCK_SECONDS": "0"})
        contestant.wait("/readyz")
        return contestant

    def prebuilt(length):
        port = next(ports)
        command = [str(work / "prebuilt/release/prebuilt"), f"127.0.0.1:{port}", str(length)]
        contestant = Contestant("prebuilt", command, port, {"TOKIO_WORKER_THREADS": "1", "ONRECORD_LAME_DUCK_SECONDS": "0"})
        contestant.wait("/")
        return contestant

    def nginx(body):
        port = next(ports)
        folder = work / f"nginx-{port}"
        folder.mkdir(exist_ok=True)
        (folder / "body").write_bytes(body)
        (folder / "nginx.conf").write_text((work.parents[1] / "bench/others/nginx.conf").read_text().replace("PORT", str(port)))
        contestant = Contestant("nginx", ["nginx", "-p", f"{folder}/", "-c", "nginx.conf"], port, folder=folder)
        contestant.wait("/body")
        return contestant

    def datasette():
        port = next(ports)
        settings = ["--setting", "num_sql_threads", "1", "--setting", "default_cache_ttl", "0", "--setting", "suggest_facets", "off"]
        command = [str(work / "venv/bin/datasette"), "--immutable", str(plain), "--port", str(port), *settings]
        contestant = Contestant("Datasette", command, port)
        contestant.wait("/-/versions.json")
        return contestant

    def fastapi():
        port = next(ports)
        command = [str(work / "venv/bin/uvicorn"), "service:app", "--port", str(port), "--no-access-log"]
        contestant = Contestant("FastAPI", command, port, {"PLAIN_DB": str(plain)}, work.parents[1] / "bench/others")
        contestant.wait("/quotes?limit=1")
        return contestant

    def fastify():
        port = next(ports)
        contestant = Contestant("Fastify", ["node", "service.mjs", str(port)], port, {"PLAIN_DB": str(plain)}, work / "node")
        contestant.wait("/quotes?limit=1")
        return contestant

    def cached(lines, theirs):
        def sides():
            ours = onrecord()
            body, _ = ours.wait(lines[0])
            one, at = paths("one", lines[:1]), (lambda lines: paths(lines[0].strip("/").replace("/", "-")[:40], lines[:1]))
            return [
                ("onrecord", ours, one, ()),
                ("axum, prebuilt body", prebuilt(len(body)), one, ()),
                ("nginx, static file", nginx(body), at(["/body"]), ()),
                ("Datasette", datasette(), at(theirs), ()),
            ]
        return sides

    def unchanged():
        ours = onrecord()
        body, headers = ours.wait(item[0])
        one = paths("one", item[:1])
        return [("onrecord", ours, one, ("If-None-Match", headers["ETag"])), ("axum, prebuilt body", prebuilt(len(body)), one, ())]

    def uncached(name, lines, plain_lines, theirs):
        def sides():
            ours = onrecord("--cache-mib", "0")
            body, _ = ours.wait(lines[0])
            all_of, theirs_of = paths(name, lines), paths(f"plain-{name}", plain_lines)
            return [
                ("onrecord", ours, all_of, ()),
                ("axum, prebuilt body", prebuilt(len(body)), all_of, ()),
                ("Fastify + better-sqlite3", fastify(), theirs_of, ()),
                ("FastAPI + sqlite3", fastapi(), theirs_of, ()),
                ("Datasette", datasette(), paths(f"datasette-{name}", theirs), ()),
            ]
        return sides

    return [
        ("An item, in cache", cached(item, row)),
        ("A list of 20 with a filter, in cache", cached(filtered, table)),
        ("304", unchanged),
        ("An item, not in cache", uncached("items", item, plain_item, row)),
        ("A list of 20 with a filter, not in cache", uncached("lists", filtered, plain_list, table)),
    ]
