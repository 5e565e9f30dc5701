"""How long each kind of request takes, and how that grows with the number of articles."""

import sqlite3
import statistics
import time

from comparisons import questions


def requests(snapshot):
    """Names, and the address of each in this snapshot."""
    quotes, speakers = questions(snapshot)
    database = sqlite3.connect(f"file:{snapshot}?mode=ro&immutable=1", uri=True)
    article = database.execute("SELECT id FROM articles LIMIT 1 OFFSET 7").fetchone()[0]
    speaker, rare = speakers[0], rare_word(database)
    source = database.execute("SELECT id FROM sources ORDER BY articles DESC, id LIMIT 1").fetchone()[0]
    return {
        "quote": f"/v1/quotes/{quotes[0]}",
        "quote in context": f"/v1/quotes/{quotes[0]}/context",
        "quote as JSON-LD": f"/v1/quotes/{quotes[0]}/jsonld",
        "quote, variants": f"/v1/quotes/{quotes[0]}/variants",
        "quote, citation": f"/v1/quotes/{quotes[0]}/citation",
        "article": f"/v1/articles/{article}",
        "text": f"/v1/articles/{article}/text",
        "annotations": f"/v1/articles/{article}/annotations",
        "annotations of all articles": "/v1/annotations",
        "annotations of all articles, page 10": "/v1/annotations?page=10",
        "person": f"/v1/people/{speaker}",
        "quotes": "/v1/quotes",
        "quotes, page 400": "/v1/quotes?offset=9975",
        "quotes of an article": f"/v1/quotes?article={article}",
        "quotes of a person": f"/v1/quotes?speaker={speaker}",
        "quotes that a person has a part in": f"/v1/quotes?person={speaker}",
        "quotes, three filters": f"/v1/quotes?speaker_not={speaker}&type=direct&from=2015",
        "quotes, a common word": "/v1/quotes?q=government",
        "quotes, a rare word": f"/v1/quotes?q={rare}",
        "quotes, a phrase": "/v1/quotes?q=%22of%20the%22",
        "quotes, a common word, by relevance": "/v1/quotes?q=government&sort=-relevance",
        "quotes, a rare word, by relevance": f"/v1/quotes?q={rare}&sort=-relevance",
        "quotes, a sample": "/v1/quotes?sample=20&seed=1",
        "articles": "/v1/articles",
        "articles by title": "/v1/articles?sort=title",
        "articles that name a person": f"/v1/articles?person={speaker}",
        "articles that quote a person": f"/v1/articles?speaker={speaker}",
        "articles that name a person, of a source": f"/v1/articles?person={speaker}&source={source}",
        "articles, a rare word": f"/v1/articles?q={rare}",
        "articles, a common word": "/v1/articles?q=government",
        "articles, a common word, by relevance": "/v1/articles?q=government&sort=-relevance",
        "articles, a rare word, by relevance": f"/v1/articles?q={rare}&sort=-relevance",
        "people": "/v1/people?sort=-quotes",
        "organisations": "/v1/organisations",
        "sources": "/v1/sources",
        "mentions": "/v1/mentions",
        "mentions of a person": f"/v1/mentions?person={speaker}",
        "facets": "/v1/quotes/facets?by=speaker",
        "facets, one filter": "/v1/quotes/facets?by=source&type=direct",
        "facets, a common word": "/v1/quotes/facets?by=source&q=government",
        "facets of articles": "/v1/articles/facets?by=person",
        "timeline": "/v1/quotes/timeline?interval=month",
        "timeline, one filter": f"/v1/quotes/timeline?interval=year&speaker={speaker}",
        "timeline, a common word": "/v1/quotes/timeline?interval=year&q=government",
        "concordance, a rare word": f"/v1/concordance?q={rare}",
        "graph": "/v1/graph?edge=speaks_about&min_weight=2",
        "graph of names": "/v1/graph?edge=named_with&min_weight=2",
        "lookup of a name": f"/v1/lookup?name={speaker}",
        "suggest": "/v1/suggest?q=ann",
        "suggest, a slip": "/v1/suggest?q=goverment",
        "dataset": "/v1/dataset",
        "dataset as JSON-LD": "/v1/dataset/jsonld",
        "data package": "/v1/datapackage.json",
        "versions": "/v1/dataset/versions",
    }


def rare_word(database):
    """A word of some quotes, of 5 to 50."""
    database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, quote_search, row)")
    return database.execute("SELECT term FROM vocabulary WHERE doc BETWEEN 5 AND 50 AND term GLOB '[a-z]*' LIMIT 1").fetchone()[0]


def milliseconds(contestant, path):
    begun = time.perf_counter()
    contestant.wait(path)
    return (time.perf_counter() - begun) * 1000


def table(servers, snapshots, rounds, asked):
    """Lines of a table: p50, p99 and the first answer of each request in each snapshot, and how p50 grows from the first snapshot to the last.

    `asked` gives p50 and p99 of a server for a path. The servers are asked in turn, round by round.
    """
    sizes = list(servers)
    addresses = {size: requests(snapshots[size]) for size in sizes}
    heads = [f"{size:,}: p50 | p99 | first" for size in sizes] + (["growth of p50"] if len(sizes) > 1 else [])
    yield f"| | {' | '.join(heads)} |"
    yield f"| --- |{' --: |' * (3 * len(sizes) + (len(sizes) > 1))}"
    for name in addresses[sizes[0]]:
        first = {size: milliseconds(servers[size], addresses[size][name]) for size in sizes}
        results = {size: [] for size in sizes}
        for _ in range(rounds):
            for size in sizes:
                results[size].append(asked(servers[size], addresses[size][name]))
        cells = [
            f"{statistics.median(one['p50'] for one in results[size]):.0f} | {statistics.median(one['p99'] for one in results[size]):.0f} | {first[size]:.0f} ms"
            for size in sizes
        ]
        if len(sizes) > 1:
            growth = [last["p50"] / one["p50"] for one, last in zip(results[sizes[0]], results[sizes[-1]], strict=True)]
            cells.append(f"{statistics.median(growth):.1f} ({min(growth):.1f}–{max(growth):.1f})")
        yield f"| {name} | {' | '.join(cells)} |"
