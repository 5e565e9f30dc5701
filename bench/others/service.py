"""The same questions answered by FastAPI and sqlite3, as a page of code would: uvicorn service:app, with PLAIN_DB set."""

import os
import sqlite3
import threading

from fastapi import FastAPI, HTTPException, Query

app = FastAPI()
here = threading.local()


def database():
    if not hasattr(here, "database"):
        here.database = sqlite3.connect(f"file:{os.environ['PLAIN_DB']}?mode=ro&immutable=1", uri=True)
        here.database.row_factory = sqlite3.Row
    return here.database


SELECT = "SELECT q.*, a.title AS article_title, a.source_name FROM quotes AS q JOIN articles AS a ON a.id = q.article_id"


@app.get("/quotes/{id}")
def get_quote(id: str):
    row = database().execute(f"{SELECT} WHERE q.id = ?", (id,)).fetchone()
    if row is None:
        raise HTTPException(404)
    return dict(row)


@app.get("/quotes")
def list_quotes(speaker: str | None = None, limit: int = Query(20, ge=1, le=200)):
    where, values = ("WHERE q.speaker_id = ?", [speaker]) if speaker else ("", [])
    rows = database().execute(f"{SELECT} {where} ORDER BY q.published DESC, q.id LIMIT ?", [*values, limit]).fetchall()
    total = database().execute(f"SELECT count(*) FROM quotes AS q {where}", values).fetchone()[0]
    return {"items": [dict(row) for row in rows], "total": total}
