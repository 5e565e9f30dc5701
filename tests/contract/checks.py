"""What schemathesis cannot know of this API by its description: which values exist, and which 400s are right although the schema is met."""

import re

import schemathesis
from schemathesis import GenerationMode

PEOPLE = ["sergei-lavrov", "vladimir-putin", "mara-tolvik"]
ORGANISATIONS = ["nato", "reuters", "norrin-lines"]
EXISTING = {
    "about": PEOPLE + ORGANISATIONS,
    "addressee": PEOPLE,
    "annotator": ["curated"],
    "between": PEOPLE + ORGANISATIONS,
    "article": ["russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904", "the-town-that-argues-with-its-tide-4f370d43"],
    "cue": ["said", "according to", "posted"],
    "language": ["en"],
    "organisation": ORGANISATIONS,
    "person": PEOPLE,
    "source": ["reuters", "bbc-news", "orvane-courier"],
    "speaker": PEOPLE + ORGANISATIONS,
}

# Faults that no schema can rule out, by parameter.
BEYOND_SCHEMA = {
    "accessed": "names a day that does not exist",
    "cursor": "The cursor (is not one that this API gave out|belongs to a list with other filters)",
    "from": "names a day that does not exist",
    "interval": "gives [0-9]+ buckets, more than the [0-9]+ that are answered at once",
    "offset": "cannot stand beside `cursor`",
    "name": "cannot stand beside `(url|sha256)`|holds no letter or digit",
    "page": "is beyond the last page",
    "q": "holds (no letter or digit|no word to search for|`.*`, in which there is no letter or digit|[0-9]+ words and phrases)",
    "seed": "means nothing without `sample`",
    "sentences": "cannot stand beside `words`",
    "sha256": "cannot stand beside `url`",
    "since": "names a version that is not kept here",
    "size": "means nothing without `split`",
    "sort": "needs `q`|needs a word or a phrase in `q`|stands alone|cannot stand beside `sample`",
    "to": "names a day that does not exist|ends before `from`",
    "url": "is missing: give one of|is not an address of http or https",
}

# What a record is looked up by; a hash has a form that the schema says.
LOOKED_UP = {"url": "https://orvane.example/pier", "sha256": None, "name": "Sergey Lavrov"}


def existing(parameter):
    """The values known to exist for a parameter, or none where its values come from no vocabulary."""
    return EXISTING.get(re.sub("_(not|all)$", "", parameter))


@schemathesis.hook
def map_case(context, case):
    """Makes every second valid request one that should find something: values that exist for random ones, and nothing that excludes another.

    The others stay as they are: that such requests are refused, and how, is tested too.
    """
    query = case.query
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return case
    if case.operation.path == "/v1/lookup":
        # It takes exactly one of three, of a form that no pattern says: next to nothing that fits the schema would be answered.
        given = next((name for name in LOOKED_UP if name in (query or {})), "name")
        case.query = {given: LOOKED_UP[given] or query[given], **{name: value for name, value in (query or {}).items() if name not in LOOKED_UP}}
        return case
    if not query:
        return case
    if sum(map(len, map(str, query.values()))) % 2:
        return case
    for name, values in query.items():
        if existing(name) and isinstance(values, list):
            query[name] = [existing(name)[len(value) % len(existing(name))] for value in values]
    for name in ["cursor", "dataset", "to"]:
        query.pop(name, None)
    if "sentences" in query:
        query.pop("words", None)
    if "sample" not in query:
        query.pop("seed", None)
    return case


@schemathesis.check
def refusal_of_valid_data_is_explained(context, response, case):
    """A 400 to a request that fits the schema names only faults that a schema cannot rule out."""
    valid = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if not valid or response.status_code != 400:
        return
    problem = response.json()
    if problem["type"] == "/problems/invalid-cursor":
        assert "cursor" in case.query and re.match(BEYOND_SCHEMA["cursor"], problem["detail"]), problem
        return
    assert problem["type"] == "/problems/invalid-parameter" and problem["errors"], problem
    for fault in problem["errors"]:
        name = fault["parameter"]
        if case.query.get("edge") == "named_with" and re.match("means nothing with `edge=named_with`", fault["detail"]):
            continue
        if existing(name):
            assert re.search("that does not exist here$", fault["detail"]), fault
            assert fault["value"] not in existing(name), f"{fault['value']} exists, but is refused: {fault}"
        else:
            assert re.match(BEYOND_SCHEMA.get(name, "(?!)"), fault["detail"]), fault
