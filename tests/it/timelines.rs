//! Timelines: what falls where on the calendar, what nobody looked at, and that everything adds up.

use std::{collections::BTreeMap, fs};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::{TestApp, seed_into};

/// When the articles of the little corpus were published, who speaks in each, and how often.
const ARTICLES: [(&str, &str, usize, &str); 13] = [
    ("2012-12-30", "Ada Finch", 1, "The Quay"),
    ("2012-12-31", "Ada Finch", 2, "The Quay"),
    ("2013-01-01", "Bo Tarn", 1, "The Mole"),
    ("2013-01-06", "Ada Finch", 0, "The Quay"),
    ("2013-01-07", "Ines Okoro", 1, "The Quay"),
    ("2013-03-31", "Ines Okoro", 1, "The Mole"),
    ("2013-04-01", "Ada Finch", 3, "The Quay"),
    ("2013-06", "Bo Tarn", 1, "The Quay"),
    ("2013", "Bo Tarn", 2, "The Mole"),
    ("2013-12-31", "Ada Finch", 1, "The Mole"),
    ("2015-01-02", "Ada Finch", 1, "The Quay"),
    ("", "Ada Finch", 1, "The Quay"),
    ("", "Bo Tarn", 0, "The Mole"),
];

async fn little() -> (TempDir, TestApp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut lines = Vec::new();
    for (n, (published, speaker, quotes, publisher)) in ARTICLES.iter().enumerate() {
        let said: Vec<String> = (0..*quotes)
            .map(|m| format!("“The ferry number {n}{m} will not sail again before the harbour is dredged,” said {speaker}."))
            .collect();
        let text = format!(
            "Case {n} of the harbour came before the council.\n\nThe hall was full when {speaker} came in from the rain.\n\n{}",
            said.join("\n\n")
        );
        let mut record =
            json!({ "id": format!("a{n}"), "title": format!("Harbour case {n}"), "text": text, "publisher": publisher, "language": "en" });
        if !published.is_empty() {
            record["published"] = (*published).into();
        }
        lines.push(record.to_string());
    }
    fs::write(folder.path().join("little.jsonl"), lines.join("\n")).expect("a file");
    let db = folder.path().join("little.db");
    seed_into(&db, &[folder.path().join("little.jsonl")], false).await;
    let app = TestApp::serving(&db).await;
    (folder, app)
}

/// The filter that leaves the little corpus: the five articles of every snapshot have other publishers.
const HERE: &str = "source=the-quay,the-mole";

/// Buckets as `value count/articles`, `-` where there is no article.
fn shown(timeline: &Value) -> Vec<String> {
    let buckets = timeline["buckets"].as_array().expect("buckets");
    let one = |bucket: &Value| {
        let count = bucket["count"].as_u64().map_or("-".to_owned(), |count| count.to_string());
        let articles = bucket["articles"].as_u64().expect("a number");
        let relative = bucket["count"].as_f64().zip(bucket["articles"].as_f64()).map(|(count, articles)| count / articles);
        assert_eq!(bucket["relative"].as_f64(), relative, "{bucket}");
        assert_eq!(bucket["count"].is_null(), articles == 0, "{bucket}");
        format!("{} {count}/{articles}", bucket["value"].as_str().expect("a name"))
    };
    buckets.iter().map(one).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

/// Checks that everything in a timeline adds up, and gives it.
async fn adds_up(app: &TestApp, list: &str, query: &str) -> Value {
    let timeline = app.json(&format!("{list}/timeline?{query}")).await;
    let buckets = timeline["buckets"].as_array().expect("buckets");
    let sum = |name: &str| buckets.iter().map(|bucket| bucket[name].as_u64().unwrap_or(0)).sum::<u64>();
    let rest = |name: &str| number(&timeline["undated"][name]) + number(&timeline["imprecise"][name]);
    assert_eq!(sum("count") + rest("count"), number(&timeline["total"]), "{query}");
    assert_eq!(sum("articles") + rest("articles"), number(&timeline["articles"]), "{query}");
    let filters = query.split('&').filter(|pair| !["interval", "split", "size"].contains(&pair.split('=').next().unwrap_or_default()));
    let filters = filters.collect::<Vec<_>>().join("&");
    assert_eq!(app.json(&format!("{list}?limit=1&{filters}")).await["total"], timeline["total"], "{query}");
    for pair in buckets.windows(2) {
        let (end, start) = (pair[0]["end"].as_str().expect("a day"), pair[1]["start"].as_str().expect("a day"));
        let end: jiff::civil::Date = end.parse().expect("a day");
        assert_eq!(end.tomorrow().expect("a day").to_string(), start, "{query}");
    }
    let Some(split) = timeline.get("split") else { return timeline };
    let series = split["series"].as_array().expect("series");
    for one in series.iter().chain([&split["other"], &split["missing"]]) {
        let points = one["points"].as_array().expect("points");
        let sum: u64 = points.iter().map(|point| point["count"].as_u64().unwrap_or(0)).sum();
        assert_eq!(sum + number(&one["undated"]) + number(&one["imprecise"]), number(&one["count"]), "{query}");
        assert_eq!(points.len(), buckets.len());
        for (point, bucket) in points.iter().zip(buckets) {
            assert_eq!((point["bucket"] == bucket["value"], point["count"].is_null()), (true, bucket["count"].is_null()));
        }
    }
    timeline
}

#[tokio::test]
async fn articles_fall_into_the_buckets_that_hold_all_of_their_date() {
    let (_folder, app) = little().await;
    let at = |interval: &str| format!("{HERE}&interval={interval}");
    let year = adds_up(&app, "/v1/quotes", &at("year")).await;
    assert_eq!(shown(&year), ["2012 3/2", "2013 10/8", "2014 -/0", "2015 1/1"]);
    assert_eq!((&year["undated"], &year["imprecise"]), (&json!({ "count": 1, "articles": 2 }), &json!({ "count": 0, "articles": 0 })));
    let quarter = adds_up(&app, "/v1/quotes", &at("quarter")).await;
    let quarters = [
        "2012-Q4 3/2",
        "2013-Q1 3/4",
        "2013-Q2 4/2",
        "2013-Q3 -/0",
        "2013-Q4 1/1",
        "2014-Q1 -/0",
        "2014-Q2 -/0",
        "2014-Q3 -/0",
        "2014-Q4 -/0",
    ];
    assert_eq!(shown(&quarter)[..9], quarters);
    assert_eq!(quarter["imprecise"], json!({ "count": 2, "articles": 1 }), "of 2013 as a whole");
    let month = adds_up(&app, "/v1/quotes", &at("month")).await;
    let months = ["2012-12 3/2", "2013-01 2/3", "2013-02 -/0", "2013-03 1/1", "2013-04 3/1", "2013-05 -/0", "2013-06 1/1"];
    assert_eq!(shown(&month)[..7], months);
    let week = adds_up(&app, "/v1/quotes", &at("week")).await;
    assert_eq!(
        shown(&week)[..4],
        ["2012-W52 1/1", "2013-W01 3/3", "2013-W02 1/1", "2013-W03 -/0"],
        "the last day of 2012 is of 2013's first week"
    );
    assert_eq!(week["buckets"].as_array().and_then(|weeks| weeks.last()).map(|week| &week["value"]), Some(&json!("2015-W01")));
    assert_eq!(week["imprecise"], json!({ "count": 3, "articles": 2 }), "a month lies in no week");
    let day = adds_up(&app, "/v1/quotes", &at("day")).await;
    assert_eq!(shown(&day)[..4], ["2012-12-30 1/1", "2012-12-31 2/1", "2013-01-01 1/1", "2013-01-02 -/0"]);
    assert_eq!(shown(&day)[7], "2013-01-06 0/1", "an article without a match is not the same as no article");
    let articles = adds_up(&app, "/v1/articles", &format!("{}&speaker=ada-finch", at("year"))).await;
    assert_eq!(shown(&articles), ["2012 2/2", "2013 2/8", "2014 -/0", "2015 1/1"]);
    assert_eq!(articles["undated"], json!({ "count": 1, "articles": 2 }));
}

#[tokio::test]
async fn the_denominator_is_what_was_looked_at_not_what_was_found() {
    let (_folder, app) = little().await;
    let of = |filter: &str| format!("interval=year&{filter}");
    let quay = adds_up(&app, "/v1/quotes", &of("source=the-quay&speaker=ada-finch")).await;
    assert_eq!(shown(&quay), ["2012 3/2", "2013 3/4", "2014 -/0", "2015 1/1"], "articles of the one source, whoever speaks in them");
    let searched = adds_up(&app, "/v1/quotes", &of(&format!("{HERE}&q=90"))).await;
    assert_eq!(shown(&searched), ["2012 0/2", "2013 1/8", "2014 -/0", "2015 0/1"]);
    let excluded = adds_up(&app, "/v1/quotes", &of(&format!("{HERE}&source_not=the-mole&type=indirect"))).await;
    assert_eq!(excluded["articles"], 8);
    let held = adds_up(&app, "/v1/articles", &of(&format!("{HERE}&text_status=withheld"))).await;
    assert_eq!((&held["total"], &held["articles"]), (&json!(0), &json!(13)));
}

#[tokio::test]
async fn from_and_to_bound_the_buckets_and_what_is_in_them() {
    let (_folder, app) = little().await;
    let of = |filter: &str| format!("{HERE}&{filter}");
    let wide = adds_up(&app, "/v1/quotes", &of("from=2011&to=2016&interval=year")).await;
    assert_eq!(shown(&wide), ["2011 -/0", "2012 3/2", "2013 10/8", "2014 -/0", "2015 1/1", "2016 -/0"]);
    let clipped = adds_up(&app, "/v1/quotes", &of("from=2012-12-31&to=2013-01-01&interval=month")).await;
    assert_eq!(shown(&clipped), ["2012-12 2/1", "2013-01 1/1"], "30 December is out of range, in count and articles alike");
    let empty = adds_up(&app, "/v1/quotes", &of("from=2014-02&to=2014-04&interval=month")).await;
    assert_eq!(shown(&empty), ["2014-02 -/0", "2014-03 -/0", "2014-04 -/0"]);
    let open = adds_up(&app, "/v1/quotes", &of("from=2014-11&interval=month")).await;
    assert_eq!(shown(&open), ["2014-11 -/0", "2014-12 -/0", "2015-01 1/1"]);
    let beyond = adds_up(&app, "/v1/quotes", &of("from=2016&interval=month")).await;
    assert_eq!((shown(&beyond), &beyond["total"]), (vec![], &json!(0)));
    let last = adds_up(&app, "/v1/quotes", &of("from=9999-12-20&to=9999-12-31&interval=week")).await;
    assert_eq!(shown(&last), ["9999-W51 -/0", "9999-W52 -/0"], "the calendar ends there");
    let first = adds_up(&app, "/v1/quotes", &of("from=0001&to=0001-01&interval=week")).await;
    assert_eq!(shown(&first)[0], "0001-W01 -/0");
}

#[tokio::test]
async fn a_split_gives_each_value_its_series_and_says_what_the_rest_come_to() {
    let (_folder, app) = little().await;
    let timeline = adds_up(&app, "/v1/quotes", &format!("{HERE}&interval=year&split=speaker&size=1")).await;
    let split = &timeline["split"];
    assert_eq!((&split["by"], &split["distinct"]), (&json!("speaker"), &json!(3)));
    assert_eq!((&split["series"][0]["value"], &split["series"][0]["label"]), (&json!("ada-finch"), &json!("Ada Finch")));
    let counts =
        |series: &Value| series["points"].as_array().expect("points").iter().map(|point| point["count"].as_u64()).collect::<Vec<_>>();
    assert_eq!(counts(&split["series"][0]), [Some(3), Some(4), None, Some(1)]);
    assert_eq!(counts(&split["other"]), [Some(0), Some(6), None, Some(0)]);
    assert_eq!(split["series"][0]["undated"], 1);
    assert!(split["other"].get("value").is_none() && split["missing"].get("value").is_none());
    let samples = TestApp::samples().await;
    for (list, dimensions) in [
        (
            "/v1/quotes",
            &["speaker", "addressee", "about", "person", "organisation", "source", "type", "cue", "section", "month", "language"][..],
        ),
        ("/v1/articles", &["speaker", "person", "organisation", "source", "year", "language", "annotator"]),
    ] {
        for dimension in dimensions {
            for filter in ["", "source_not=reuters", "person=sergei-lavrov"] {
                let timeline = adds_up(&samples, list, &format!("interval=month&split={dimension}&size=3&{filter}")).await;
                is_split_rightly(&samples, list, dimension, filter, &timeline).await;
            }
        }
    }
}

/// Compares the series with facets: by dimension for the whole, by dimension and month for each bucket.
async fn is_split_rightly(app: &TestApp, list: &str, dimension: &str, filter: &str, timeline: &Value) {
    let split = &timeline["split"];
    let facets = app.json(&format!("{list}/facets?by={dimension}&size=3&{filter}")).await;
    assert_eq!(
        (&split["distinct"], &split["other"]["count"], &split["missing"]["count"]),
        (&facets["distinct"], &facets["other"], &facets["missing"])
    );
    let named = |series: &Value| (series["value"].clone(), series["label"].clone(), series["count"].clone());
    let buckets = facets["buckets"].as_array().expect("buckets").iter();
    let expected: Vec<_> =
        buckets.map(|bucket| (bucket["values"][0].clone(), bucket["labels"][0].clone(), bucket["count"].clone())).collect();
    assert_eq!(
        split["series"].as_array().expect("series").iter().map(named).collect::<Vec<_>>(),
        expected,
        "{list} by {dimension}, {filter}"
    );
    if dimension == "month" {
        return;
    }
    let pairs = app.json(&format!("{list}/facets?by=month,{dimension}&size=200&{filter}")).await;
    assert_eq!(pairs["other"], 0, "the test says nothing");
    let mut of_month: BTreeMap<String, u64> = BTreeMap::new();
    for pair in pairs["buckets"].as_array().expect("buckets") {
        *of_month.entry(pair["values"][0].as_str().expect("a month").to_owned()).or_default() += number(&pair["count"]);
        for series in split["series"].as_array().expect("series").iter().filter(|series| series["value"] == pair["values"][1]) {
            let point = series["points"].as_array().expect("points").iter().find(|point| point["bucket"] == pair["values"][0]);
            assert_eq!(point.map(|point| &point["count"]), Some(&pair["count"]), "{pair} by {dimension}");
        }
    }
    for (n, bucket) in timeline["buckets"].as_array().expect("buckets").iter().enumerate() {
        let at = |series: &Value| series["points"][n]["count"].as_u64().unwrap_or(0);
        let sum: u64 = split["series"].as_array().expect("series").iter().map(at).sum();
        let month = bucket["value"].as_str().expect("a month");
        assert_eq!(sum + at(&split["other"]), of_month.get(month).copied().unwrap_or(0), "{month} by {dimension}");
        if ["source", "type", "cue", "section", "language", "annotator", "addressee"].contains(&dimension) {
            assert_eq!(sum + at(&split["other"]) + at(&split["missing"]), bucket["count"].as_u64().unwrap_or(0), "{month} by {dimension}");
        }
    }
}

#[tokio::test]
async fn every_bucket_counts_what_the_list_of_its_days_holds() {
    let (_folder, app) = little().await;
    for interval in ["day", "week", "month", "quarter", "year"] {
        for filter in ["", "&speaker=ada-finch"] {
            let timeline = adds_up(&app, "/v1/quotes", &format!("{HERE}{filter}&interval={interval}")).await;
            let buckets = timeline["buckets"].as_array().expect("buckets");
            for bucket in buckets.iter().filter(|bucket| number(&bucket["articles"]) > 0) {
                let days = format!("from={}&to={}", bucket["start"].as_str().expect("a day"), bucket["end"].as_str().expect("a day"));
                let quotes = app.json(&format!("/v1/quotes?{HERE}{filter}&{days}&limit=1")).await;
                let articles = app.json(&format!("/v1/articles?{HERE}&{days}&limit=1")).await;
                assert_eq!((&bucket["count"], &bucket["articles"]), (&quotes["total"], &articles["total"]), "{interval} {days}");
            }
        }
    }
}

#[tokio::test]
async fn the_table_holds_every_bucket_of_every_series() {
    let (_folder, app) = little().await;
    let timeline = app.json(&format!("/v1/quotes/timeline?{HERE}&split=speaker&size=2")).await;
    let table = app.get(&format!("/v1/quotes/timeline.csv?{HERE}&split=speaker&size=2")).await;
    let mut reader = csv::Reader::from_reader(&*table.body);
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, ["bucket", "start", "end", "series", "value", "label", "count", "articles", "relative"]);
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!((table.header("x-total-count"), rows.len()), ("20", 4 * (1 + 2 + 2)));
    for (n, bucket) in timeline["buckets"].as_array().expect("buckets").iter().enumerate() {
        let split = &timeline["split"];
        let series = split["series"].as_array().expect("series").iter().chain([&split["other"], &split["missing"]]);
        let counts: Vec<String> =
            [&bucket["count"]].into_iter().chain(series.map(|series| &series["points"][n]["count"])).map(ToString::to_string).collect();
        let found: Vec<&str> = rows[n * 5..n * 5 + 5].iter().map(|row| row[6].as_str()).collect();
        assert_eq!(found, counts.iter().map(|count| count.trim_start_matches("null")).collect::<Vec<_>>());
        assert!(rows[n * 5..n * 5 + 5].iter().all(|row| row[0] == bucket["value"] && row[7].parse() == Ok(number(&bucket["articles"]))));
    }
    let kinds: Vec<(&str, &str)> = rows[..5].iter().map(|row| (row[3].as_str(), row[4].as_str())).collect();
    assert_eq!(kinds, [("all", ""), ("value", "ada-finch"), ("value", "bo-tarn"), ("other", ""), ("missing", "")]);
    assert_eq!(rows[10][6..], ["", "0", ""], "nothing was looked at in 2014");
}

#[tokio::test]
async fn a_timeline_that_would_be_too_long_is_refused_and_says_what_would_do() {
    let app = TestApp::samples().await;
    for list in ["/v1/quotes", "/v1/articles"] {
        let problem = app.get(&format!("{list}/timeline?interval=day&from=0001")).await.problem(400, "invalid-parameter");
        assert_eq!(
            (&problem["errors"][0]["parameter"], &problem["errors"][0]["allowed"]),
            (&json!("interval"), &json!(["week", "month", "quarter", "year"]))
        );
        let problem = app.get(&format!("{list}/timeline.csv?interval=week&from=0000&to=9999")).await.problem(400, "invalid-parameter");
        assert!(problem["detail"].as_str().expect("a detail").contains("buckets"), "{problem}");
        app.get(&format!("{list}/timeline?interval=year&from=0000&to=9999")).await.json()["buckets"].as_array().expect("10,000 years");
        let problem = app.get(&format!("{list}/timeline?interval=day&split=person&size=200&from=1995&to=2020")).await;
        let problem = problem.problem(400, "invalid-parameter");
        assert!(problem["detail"].as_str().expect("a detail").contains("series"), "{problem}");
        for query in
            ["interval=decade", "interval=", "interval=day&interval=week", "split=colour", "split=speaker,source", "size=0", "size=201"]
        {
            app.get(&format!("{list}/timeline?{query}")).await.problem(400, "invalid-parameter");
        }
        let problem = app.get(&format!("{list}/timeline?size=5")).await.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["detail"], "means nothing without `split`");
        let problem = app.send(Method::GET, &format!("{list}/timeline"), &[("accept", "text/csv")]).await.problem(406, "not-acceptable");
        assert!(problem["detail"].as_str().expect("a detail").contains("/timeline.csv"), "{problem}");
    }
    app.get("/v1/articles/timeline?split=cue").await.problem(400, "invalid-parameter");
}
