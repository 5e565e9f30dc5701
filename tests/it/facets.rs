//! Facets: every count is compared with what one finds by reading all records, and with the list that it leads to.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::store::{
    Snapshot,
    counting::Countable,
    facets::FacetRequest,
    quotes::{QuoteQuery, Quotes},
};
use reqwest::Method;
use serde_json::Value;

use crate::app::TestApp;

const OF_QUOTES: [&str; 13] = [
    "speaker",
    "addressee",
    "about",
    "person",
    "organisation",
    "source",
    "type",
    "cue",
    "section",
    "year",
    "month",
    "language",
    "annotator",
];
const OF_ARTICLES: [&str; 8] = ["speaker", "person", "organisation", "source", "year", "month", "language", "annotator"];

const QUOTE_FILTERS: [&str; 7] = [
    "",
    "speaker=sergei-lavrov,mara-tolvik&type=direct,indirect",
    "about=barack-obama,sergei-lavrov",
    "person=sergei-lavrov,joe-biden&person_not=mitt-romney",
    "q=-pier",
    "from=2013-02-10&to=2024-05",
    "source_not=reuters&min_confidence=0.9&section=body,title",
];
const ARTICLE_FILTERS: [&str; 5] =
    ["", "speaker=sergei-lavrov", "person=sergei-lavrov&section=title,body", "from=2013-02-10&to=2024-05", "text_status=held&q=the"];

/// The records that a filter leaves, each with the values that it has in a dimension, found without the store's help.
struct Truth {
    app: TestApp,
    path: &'static str,
    articles: BTreeMap<String, Value>,
    quotes: Vec<Value>,
    mentions: Vec<Value>,
}

impl Truth {
    async fn of(path: &'static str) -> Self {
        let app = TestApp::samples().await;
        let articles = app.all("/v1/articles.ndjson").await;
        let articles = articles.into_iter().map(|article| (article["id"].as_str().expect("an id").to_owned(), article)).collect();
        let mentions = "/v1/mentions.ndjson?section=title,standfirst,byline,dateline,date,heading,body,caption,credit,bio,footnote";
        let (quotes, mentions) = (app.all("/v1/quotes.ndjson").await, app.all(mentions).await);
        Self { app, path, articles, quotes, mentions }
    }

    /// The values of a record, each once.
    fn values(&self, dimension: &str, record: &Value, filter: &str) -> BTreeSet<String> {
        let is_quote = record.get("content").is_some();
        let article = if is_quote { &self.articles[record["article"]["id"].as_str().expect("an id")] } else { record };
        let published = article["published"].as_str();
        let ids = |entities: Vec<&Value>, r#type: &str| {
            let of_type = entities.into_iter().filter(|entity| entity["type"] == *r#type);
            of_type.filter_map(|entity| entity["id"].as_str().map(str::to_owned)).collect()
        };
        let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
        match (dimension, is_quote) {
            ("speaker" | "addressee", true) => one(record[dimension]["id"].as_str()),
            ("about", _) => record["about"].as_array().expect("about").iter().filter_map(|e| e["id"].as_str().map(str::to_owned)).collect(),
            ("person" | "organisation", true) => {
                let about = record["about"].as_array().expect("about").iter();
                ids(about.chain([&record["speaker"], &record["addressee"]]).collect(), dimension)
            }
            ("speaker", false) => {
                let quotes = self.quotes.iter().filter(|quote| quote["article"]["id"] == record["id"]);
                quotes.filter_map(|quote| quote["speaker"]["id"].as_str().map(str::to_owned)).collect()
            }
            ("person" | "organisation", false) => {
                let sections = filter.split('&').find_map(|pair| pair.strip_prefix("section="));
                let here = self.mentions.iter().filter(|mention| mention["article"]["id"] == record["id"]);
                let looked_at = here.filter(|mention| sections.is_none_or(|kinds| kinds.split(',').any(|kind| mention["section"] == kind)));
                ids(looked_at.map(|mention| &mention["entity"]).collect(), dimension)
            }
            ("source", _) => one(article["source"]["id"].as_str()),
            ("cue", _) => one(record["cue"]["exact"].as_str().map(str::to_lowercase).as_deref()),
            ("year", _) => one(published.map(|date| &date[..4])),
            ("month", _) => one(published.and_then(|date| date.get(..7))),
            ("language", _) => one(article["language"].as_str()),
            _ => one(record[dimension].as_str()),
        }
    }

    /// The records that a filter leaves.
    async fn records(&self, filter: &str) -> Vec<Value> {
        self.app.all(&format!("{}.ndjson?{filter}", self.path)).await
    }

    /// Counts the records of a filter as the server does, and compares every figure. The answer to a request for 200 counts.
    async fn check(&self, by: &[&str], filter: &str, records: &[Value]) -> Value {
        let (path, named) = (self.path, by.join(","));
        let answer = self.app.json(&format!("{path}/facets?by={named}&size=200&{filter}")).await;
        let mut expected: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        let mut present = 0;
        for record in records {
            let first = self.values(by[0], record, filter);
            let second = by.get(1).map(|dimension| self.values(dimension, record, filter));
            let mut found = 0;
            for value in &first {
                match &second {
                    None => *expected.entry(vec![value.clone()]).or_default() += 1,
                    Some(second) => {
                        for other in second {
                            *expected.entry(vec![value.clone(), other.clone()]).or_default() += 1;
                        }
                    }
                }
                found += second.as_ref().map_or(1, BTreeSet::len);
            }
            present += u64::from(found > 0);
        }
        let of = |name: &str| answer[name].as_u64().unwrap_or_else(|| panic!("{name} in {answer}"));
        let buckets = answer["buckets"].as_array().expect("buckets");
        let request = format!("{path}/facets?by={named}&{filter}");
        for bucket in buckets {
            let values: Vec<String> = serde_json::from_value(bucket["values"].clone()).expect("texts");
            assert_eq!(bucket["count"].as_u64(), expected.get(&values).copied(), "{values:?} of {request}");
        }
        assert_eq!(of("distinct"), expected.len() as u64, "{request}");
        assert_eq!(buckets.len(), expected.len().min(200), "{request}");
        assert_eq!(of("counted"), expected.values().sum::<u64>(), "{request}");
        assert_eq!((of("present"), of("total")), (present, records.len() as u64), "{request}");
        let shown: u64 = buckets.iter().filter_map(|bucket| bucket["count"].as_u64()).sum();
        assert_eq!(shown + of("other"), of("counted"), "{request}");
        assert_eq!(of("present") + of("missing"), of("total"), "{request}");
        let values = |bucket: &Value| serde_json::from_value::<Vec<String>>(bucket["values"].clone()).expect("texts");
        let order: Vec<_> = buckets.iter().map(|bucket| (std::cmp::Reverse(bucket["count"].as_u64()), values(bucket))).collect();
        assert!(order.is_sorted(), "{request}");
        answer
    }

    /// Follows every bucket to its list, which must have as many records as the bucket says.
    async fn follow(&self, answer: &Value) -> usize {
        let mut followed = 0;
        for bucket in answer["buckets"].as_array().expect("buckets") {
            let Some(list) = bucket["list"].as_str() else { continue };
            let page = self.app.json(&format!("{list}&limit=1&fields=id")).await;
            assert_eq!(page["total"], bucket["count"], "{list}");
            followed += 1;
        }
        followed
    }
}

#[tokio::test]
async fn counts_of_quotes_by_every_dimension_are_those_of_reading_them_all() {
    let truth = Truth::of("/v1/quotes").await;
    let mut followed = 0;
    for filter in QUOTE_FILTERS {
        let records = truth.records(filter).await;
        for dimension in OF_QUOTES {
            let answer = truth.check(&[dimension], filter, &records).await;
            followed += truth.follow(&answer).await;
            assert_eq!(answer["buckets"].as_array().map(|buckets| buckets.iter().all(|bucket| bucket["list"].is_string())), Some(true));
        }
    }
    assert!(followed > 500, "{followed}");
}

#[tokio::test]
async fn counts_of_articles_by_every_dimension_are_those_of_reading_them_all() {
    let truth = Truth::of("/v1/articles").await;
    let mut followed = 0;
    for filter in ARTICLE_FILTERS {
        let records = truth.records(filter).await;
        for dimension in OF_ARTICLES {
            let answer = truth.check(&[dimension], filter, &records).await;
            followed += truth.follow(&answer).await;
        }
    }
    assert!(followed > 300, "{followed}");
}

#[tokio::test]
async fn two_dimensions_count_pairs_and_what_lacks_either_is_missing() {
    let quotes = Truth::of("/v1/quotes").await;
    let records = quotes.records("").await;
    for first in OF_QUOTES {
        for second in OF_QUOTES.into_iter().filter(|second| *second != first) {
            let answer = quotes.check(&[first, second], "", &records).await;
            if (first, second) == ("speaker", "about") || (first, second) == ("person", "month") {
                assert!(quotes.follow(&answer).await > 5);
            }
        }
    }
    let articles = Truth::of("/v1/articles").await;
    let records = articles.records("section=body").await;
    for first in OF_ARTICLES {
        for second in OF_ARTICLES.into_iter().filter(|second| *second != first) {
            articles.check(&[first, second], "section=body", &records).await;
        }
    }
    let answer = articles.check(&["speaker", "year"], "section=body", &records).await;
    assert!(articles.follow(&answer).await > 10);
}

#[tokio::test]
async fn what_size_cuts_off_is_said_and_the_table_has_it_all() {
    let app = TestApp::samples().await;
    for (path, by, columns) in [
        ("/v1/quotes", "about", &["about", "about_label", "count"][..]),
        ("/v1/quotes", "speaker,source", &["speaker", "speaker_label", "source", "source_label", "count"]),
        ("/v1/articles", "person", &["person", "person_label", "count"]),
    ] {
        let whole = app.json(&format!("{path}/facets?by={by}&size=200")).await;
        let cut = app.json(&format!("{path}/facets?by={by}&size=3")).await;
        assert_eq!(cut["buckets"].as_array().map(Vec::len), Some(3));
        assert_eq!(cut["buckets"].as_array(), whole["buckets"].as_array().map(|all| all[..3].to_vec()).as_ref());
        let shown: u64 = cut["buckets"].as_array().expect("buckets").iter().filter_map(|bucket| bucket["count"].as_u64()).sum();
        assert_eq!(cut["other"].as_u64().map(|other| other + shown), cut["counted"].as_u64());
        assert!(cut["other"].as_u64() > Some(0), "the test says nothing");
        for same in ["distinct", "counted", "present", "missing", "total"] {
            assert_eq!(cut[same], whole[same], "{same}");
        }
        for sort in ["-count", "count,-value", "value", "-value"] {
            let listed = app.json(&format!("{path}/facets?by={by}&size=200&sort={sort}")).await;
            let table = app.get(&format!("{path}/facets.csv?by={by}&sort={sort}")).await;
            assert_eq!(table.header("x-total-count"), whole["distinct"].to_string());
            assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
            let mut reader = csv::Reader::from_reader(&*table.body);
            assert_eq!(reader.headers().expect("a header").iter().collect::<Vec<_>>(), columns);
            let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
            assert_eq!(rows.len().to_string(), whole["distinct"].to_string());
            for (row, bucket) in rows.iter().zip(listed["buckets"].as_array().expect("buckets")) {
                let dimensions = bucket["values"].as_array().expect("values").iter().zip(bucket["labels"].as_array().expect("labels"));
                let cells = dimensions.flat_map(|(value, label)| [value.as_str(), label.as_str()]).flatten().map(str::to_owned);
                assert_eq!(row.iter().collect::<Vec<_>>(), cells.chain([bucket["count"].to_string()]).collect::<Vec<_>>());
            }
        }
    }
}

#[tokio::test]
async fn values_are_named_and_none_is_guessed() {
    let app = TestApp::samples().await;
    let answer = app.json("/v1/quotes/facets?size=1").await;
    assert_eq!(answer["by"], serde_json::json!(["speaker"]), "speakers are counted unless something else is asked for");
    assert_eq!(answer["buckets"][0]["labels"][0], "Sergei Lavrov");
    let source = app.json("/v1/articles/facets?by=source&source=reuters").await;
    assert_eq!((&source["buckets"][0]["labels"][0], &source["missing"]), (&"Reuters".into(), &0.into()));
    let none = app.json("/v1/quotes/facets?speaker=sergei-lavrov&speaker_not=sergei-lavrov&by=about").await;
    for name in ["distinct", "counted", "other", "present", "missing", "total"] {
        assert_eq!(none[name], 0, "{name}");
    }
    assert_eq!(none["buckets"], serde_json::json!([]));
    // Nothing of a list of articles says that two speakers are both quoted in one.
    let besides = app.json("/v1/articles/facets?by=speaker&speaker=sergei-lavrov&size=200").await;
    for bucket in besides["buckets"].as_array().expect("buckets") {
        assert_eq!(bucket.get("list").is_some(), bucket["values"][0] == "sergei-lavrov", "{bucket}");
    }
    let version = answer["dataset"]["version"].as_str().expect("a version");
    let pinned = app.json(&format!("/v1/quotes/facets?dataset={version}&size=1")).await;
    assert_eq!(pinned["buckets"][0]["list"], format!("/v1/quotes?dataset={version}&speaker=sergei-lavrov"), "a pin is kept");
}

#[tokio::test]
async fn a_table_that_would_be_too_long_is_refused_rather_than_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("five.db");
    crate::app::seed_into(&db, &[], false).await;
    let snapshot = Snapshot::open(&db).await.expect("a snapshot");
    let by = vec![Quotes::dimension("speaker").expect("a dimension")];
    let request = FacetRequest { by, sort: vec!["-count".to_owned()] };
    let distinct = snapshot.facets::<Quotes>(&QuoteQuery::default(), &request, 1).await.expect("counts").distinct;
    let distinct = usize::try_from(distinct).expect("few");
    for (most, given) in [(distinct, Some(distinct)), (distinct - 1, None)] {
        let all = snapshot.all_facets::<Quotes>(&QuoteQuery::default(), &request, most).await.expect("counts");
        assert_eq!(all.map(|all| all.len()), given);
    }
}

#[tokio::test]
async fn what_cannot_be_counted_is_refused_with_what_can() {
    let app = TestApp::samples().await;
    for path in ["/v1/quotes/facets", "/v1/articles/facets", "/v1/quotes/facets.csv", "/v1/articles/facets.csv"] {
        for query in
            ["by=colour", "by=", "by=speaker,", "by=speaker,year,source", "by=year&by=year", "by=year,year", "sort=name", "limit=3"]
        {
            let problem = app.get(&format!("{path}?{query}")).await.problem(400, "invalid-parameter");
            assert_eq!(problem["errors"][0]["parameter"], query.split('=').next().expect("a name"), "{problem}");
        }
        let problem = app.get(&format!("{path}?by=sourse&speaker=lavrov")).await.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["did_you_mean"][0], "source");
        let of_quotes = path.contains("quotes");
        let allowed: BTreeSet<&str> = if of_quotes { OF_QUOTES.into() } else { OF_ARTICLES.into() };
        let told: BTreeSet<&str> = problem["errors"][0]["allowed"].as_array().expect("allowed").iter().filter_map(Value::as_str).collect();
        assert_eq!(told, allowed);
        assert_eq!(problem["errors"][1]["did_you_mean"][0], "sergei-lavrov", "all faults at once");
    }
    for query in ["size=0", "size=201", "size=-1", "size=ten", "size=3&size=4"] {
        app.get(&format!("/v1/quotes/facets?{query}")).await.problem(400, "invalid-parameter");
    }
    app.get("/v1/quotes/facets.csv?size=3").await.problem(400, "invalid-parameter");
    app.get("/v1/articles/facets?by=cue").await.problem(400, "invalid-parameter");
    app.get("/v1/quotes/facets?dataset=000000000000").await.problem(409, "dataset-version-mismatch");
    let problem = app.send(Method::GET, "/v1/quotes/facets", &[("accept", "text/csv")]).await.problem(406, "not-acceptable");
    assert!(problem["detail"].as_str().expect("a detail").contains("/v1/quotes/facets.csv"), "{problem}");
}
