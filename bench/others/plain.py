"""An ordinary relational file of what a snapshot holds, as somebody would make it for a service of their own: plain.py SNAPSHOT OUT."""

import json
import sqlite3
import sys

TABLES = """
CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, url TEXT, source_id TEXT, source_name TEXT, published TEXT, language TEXT);
CREATE TABLE quotes (
    id TEXT PRIMARY KEY, article_id TEXT REFERENCES articles (id), type TEXT, text TEXT, speaker_id TEXT, speaker_name TEXT,
    speaker_as_written TEXT, cue TEXT, section TEXT, start INTEGER, "end" INTEGER, published TEXT, confidence REAL, annotator TEXT
);
"""

INDEXES = """
CREATE INDEX quotes_by_date ON quotes (published DESC, id);
CREATE INDEX quotes_by_speaker ON quotes (speaker_id, published DESC, id);
CREATE VIRTUAL TABLE quotes_fts USING fts5 (text, content = 'quotes');
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');
ANALYZE;
"""


def article(record):
    source = record.get("source", {})
    return (record["id"], record["title"], record.get("url"), source.get("id"), source.get("name"), record.get("published"), record["language"])


def quote(record):
    speaker, content = record.get("speaker", {}), record["content"]
    written, cue = record.get("speaker_as_written", {}), record.get("cue", {})
    return (
        record["id"], record["article"]["id"], record["type"], record.get("text"), speaker.get("id"), speaker.get("name"), written.get("exact"),
        cue.get("exact"), record["section"], content[0]["start"], content[-1]["end"], record["article"].get("published"), record["confidence"],
        record["annotator"],
    )


def main(snapshot, out):
    source = sqlite3.connect(f"file:{snapshot}?mode=ro&immutable=1", uri=True)
    target = sqlite3.connect(out)
    target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
    for table, row, places in (("articles", article, 7), ("quotes", quote, 14)):
        records = (row(json.loads(record)) for (record,) in source.execute(f"SELECT record FROM {table}"))
        target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * places)})", records)
    target.executescript(INDEXES)
    target.commit()
    target.execute("VACUUM")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
