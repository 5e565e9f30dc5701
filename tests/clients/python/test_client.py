"""What a Python program does with this API through a generated client. The base address of a running server is in ONRECORD_URL."""

import os

import pytest

from onrecord_client import Client
from onrecord_client.api.articles import get_article_text
from onrecord_client.api.quotes import download_quotes_csv, get_quote, list_quotes
from onrecord_client.models import Problem, Quote, QuotePage, QuoteType
from onrecord_client.types import UNSET, File


@pytest.fixture(scope="module")
def client():
    with Client(base_url=os.environ["ONRECORD_URL"]) as client:
        yield client


def evidence(quote):
    """The spans of a quote that carry evidence."""
    named = [quote.speaker_as_written, quote.cue, quote.addressee_as_written]
    return quote.content + quote.verbatim + [span for span in named if span is not UNSET]


def check_span(span):
    assert span.start < span.end and span.start_utf16 < span.end_utf16
    if span.exact is not UNSET:
        assert len(span.exact) == span.end - span.start
        assert len(span.exact.encode("utf-16-le")) // 2 == span.end_utf16 - span.start_utf16


def test_pages_through_every_quote_of_a_speaker(client):
    ids, cursor = [], UNSET
    while cursor is not None:
        page = list_quotes.sync(client=client, speaker=["sergei-lavrov"], limit=7, cursor=cursor)
        assert isinstance(page, QuotePage)
        for quote in page.items:
            assert quote.speaker.id == "sergei-lavrov"
            for span in evidence(quote):
                check_span(span)
        ids += [quote.id for quote in page.items]
        assert (page.next_ is None) == (page.next_cursor is None)
        cursor = page.next_cursor
    assert len(ids) > 7
    assert len(ids) == page.total == len(set(ids))


def test_reads_the_evidence_for_a_quote(client):
    quote = get_quote.sync("f50b6904-907", client=client)
    assert isinstance(quote, Quote)
    assert quote.type_ is QuoteType.DIRECT
    assert quote.speaker.name == "Sergei Lavrov"
    assert quote.speaker_as_written.exact == "Lavrov"
    assert quote.cue.exact == "told"
    assert quote.addressee.id == "kommersant"
    assert quote.article.published == "2012-10-03"
    assert quote.verbatim[0].exact.startswith("If we talk about the 'reset'")
    assert quote.said_on is UNSET
    for span in evidence(quote):
        check_span(span)


def test_slices_a_text_by_code_points(client):
    article = "first-ferry-in-eighteen-months-ties-up-at-orvane-edc5fb3c"
    file = get_article_text.sync(article, client=client)
    assert isinstance(file, File)
    text = file.payload.read().decode()
    page = list_quotes.sync(client=client, article=[article], limit=200)
    assert page.total > 0
    for span in [span for quote in page.items for span in evidence(quote)]:
        assert text[span.start : span.end] == span.exact
        check_span(span)
    assert any(span.end_utf16 - span.start_utf16 > span.end - span.start for quote in page.items for span in quote.content)


def test_gets_a_typed_problem_for_a_speaker_that_does_not_exist(client):
    response = list_quotes.sync_detailed(client=client, speaker=["sergei-lavrow"])
    assert response.status_code == 400
    problem = response.parsed
    assert isinstance(problem, Problem)
    assert problem.type_ == "/problems/invalid-parameter"
    assert [fault.parameter for fault in problem.errors] == ["speaker"]
    assert problem.errors[0].did_you_mean[0] == "sergei-lavrov"


def test_gets_a_typed_problem_for_a_quote_that_does_not_exist(client):
    response = get_quote.sync_detailed("f50b6904-908", client=client)
    assert response.status_code == 404
    assert isinstance(response.parsed, Problem)
    assert response.parsed.status == 404
    assert response.parsed.type_ == "/problems/not-found"
    assert response.parsed.instance == "/v1/quotes/f50b6904-908"


def test_sends_arrays(client):
    wanted = {"speaker": ["sergei-lavrov", "mara-tolvik"], "type_": [QuoteType.DIRECT, QuoteType.MIXED]}
    page = list_quotes.sync(client=client, limit=200, **wanted)
    assert {quote.speaker.id for quote in page.items} == set(wanted["speaker"])
    assert {quote.type_ for quote in page.items} == set(wanted["type_"])


def test_trims_records_and_embeds_others(client):
    page = list_quotes.sync(client=client, fields=["speaker"], include=["article", "speaker"], sort=["-published", "id"], limit=3)
    assert len(page.items) == 3
    assert all(quote.cue is UNSET for quote in page.items)
    assert page.included.articles


def test_downloads_a_whole_list(client):
    response = download_quotes_csv.sync_detailed(client=client, speaker=["sergei-lavrov"])
    assert response.parsed.payload.read().startswith(b"id,")
    page = list_quotes.sync(client=client, speaker=["sergei-lavrov"], limit=1)
    assert response.headers["X-Total-Count"] == str(page.total)
