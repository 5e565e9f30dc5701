//! What is counted and listed by columns is what SQL finds: over invented articles and the samples, under many filters and their combinations.
//!
//! A list that was never counted is read by SQL as long as that is quick, as it is here; once its records were counted, its pages are stretches
//! of what matched. So two servers are asked: one only for lists, the other for counts too.

use std::{collections::BTreeSet, path::Path};

use onrecord::generate::{Options, generate};
use serde_json::Value;
use tempfile::TempDir;

use crate::app::{TestApp, ids, seed_into};

/// Two servers of one snapshot. Of more than a hundred articles, the most common words have postings.
struct Twins {
    _folder: TempDir,
    by_sql: TestApp,
    by_columns: TestApp,
}

impl Twins {
    async fn over(articles: u64, samples: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus");
        generate(&Options { articles, seed: 3, out: corpus.clone() }, |_| {}).expect("written");
        let db = folder.path().join("generated.db");
        seed_into(&db, &[corpus], samples).await;
        let serve = async |db: &Path| TestApp::serving(db).await;
        Self { by_sql: serve(&db).await, by_columns: serve(&db).await, _folder: folder }
    }

    /// The values that a facet shows first, and one of the last.
    async fn values(&self, list: &str, dimension: &str) -> Vec<String> {
        let mut values = Vec::new();
        for (sort, size) in [("-count", 3), ("count", 1)] {
            let facets = self.by_columns.json(&format!("{list}/facets?by={dimension}&sort={sort}&size={size}")).await;
            let buckets = facets["buckets"].as_array().expect("buckets").clone();
            values.extend(buckets.iter().map(|bucket| bucket["values"][0].as_str().expect("a value").to_owned()));
        }
        values
    }
}

/// Filters of a list, each alone and in pairs.
async fn filters(twins: &Twins, list: &str) -> Vec<String> {
    let of_quotes = list == "/v1/quotes";
    let (speakers, people) = (twins.values(list, "speaker").await, twins.values(list, "person").await);
    let (organisations, sources) = (twins.values(list, "organisation").await, twins.values(list, "source").await);
    let article = twins.by_sql.json("/v1/articles?limit=1&sort=title").await["items"][0]["id"].as_str().expect("an id").to_owned();
    let mut alone = vec![
        format!("speaker={},{}", speakers[0], speakers[3]),
        format!("speaker_not={}", speakers[0]),
        format!("person={},{}", people[0], people[1]),
        format!("person_all={},{}", people[0], people[1]),
        format!("person_not={}&organisation={}", people[0], organisations[0]),
        format!("organisation_not={}", organisations[0]),
        format!("source={},{}", sources[0], sources[1]),
        format!("source_not={}", sources[0]),
        format!("article={article}"),
        format!("article_not={article}"),
        "language=en".to_owned(),
        "language_not=en".to_owned(),
        "from=2008&to=2019-06".to_owned(),
        "to=2013-02-10".to_owned(),
        "q=council".to_owned(),
        "q=the%20-council".to_owned(),
        "q=-harbour".to_owned(),
        "q=government".to_owned(),
        "q=the%20government%20said".to_owned(),
        "q=of%20-the".to_owned(),
        "q=THE%20council".to_owned(),
        "q=court%20%22of%20the%22".to_owned(),
        "q=nowhere-to-be-found".to_owned(),
        "q=%22of%20the%22%20gov*".to_owned(),
        "annotator=curated".to_owned(),
        "section=title,caption,comment".to_owned(),
    ];
    alone.extend(if of_quotes {
        let (about, addressees) = (twins.values(list, "about").await, twins.values(list, "addressee").await);
        let cues = twins.values(list, "cue").await;
        vec![
            format!("about={},{}", about[0], about[1]),
            format!("about_all={},{}", about[0], about[1]),
            format!("about_not={}", about[0]),
            format!("addressee={},{}", addressees[0], addressees[1]),
            format!("addressee_not={}", addressees[0]),
            format!("cue={},{}", cues[0], cues[3]),
            "type=direct,mixed".to_owned(),
            "variants=exclude".to_owned(),
            "variants=only".to_owned(),
            "min_confidence=0.9".to_owned(),
        ]
    } else {
        vec!["text_status=withheld".to_owned(), format!("section=title,comment&person={}", people[0])]
    });
    let name = |filter: &str| filter.split('&').map(|pair| pair.split('=').next().map(str::to_owned)).collect::<BTreeSet<_>>();
    let mut all = alone.clone();
    for (n, one) in alone.iter().enumerate() {
        // Every filter with the next ones but two and five: each meets several others.
        for other in [&alone[(n + 3) % alone.len()], &alone[(n + 6) % alone.len()]] {
            if name(one).is_disjoint(&name(other)) {
                all.push(format!("{one}&{other}"));
            }
        }
    }
    all
}

#[tokio::test]
async fn pages_totals_and_cursors_are_the_same_however_they_are_found() {
    let twins = Twins::over(110, true).await;
    let mut wide = 0;
    for list in ["/v1/quotes", "/v1/articles"] {
        twins.by_columns.json(&format!("{list}/facets")).await;
        for filter in filters(&twins, list).await {
            // Before anything of the filter is known, the columns find what is asked for by name, and SQL the rest.
            let first = format!("{list}?{filter}&limit=9");
            assert_eq!(twins.by_columns.get(&first).await.text(), twins.by_sql.get(&first).await.text(), "{first}");
            let counted = twins.by_columns.json(&format!("{list}/facets?by=source&size=1&{filter}")).await;
            for page in ["limit=7", "limit=200", "limit=3&offset=5", "limit=2&offset=10000"] {
                let mut path = Some(format!("{list}?{filter}&{page}"));
                // Some pages of each walk, so that cursors are read too.
                for _ in 0..4 {
                    let Some(address) = path.take() else { break };
                    let (found, expected) = (twins.by_columns.get(&address).await, twins.by_sql.get(&address).await);
                    assert_eq!((found.status, expected.status), (expected.status, 200.try_into().expect("OK")), "{address}");
                    assert_eq!(found.text(), expected.text(), "{address}");
                    let expected = expected.json();
                    assert_eq!(counted["total"], expected["total"], "{address}");
                    wide += usize::from(ids(&expected).len() > 5);
                    path = expected["next"].as_str().map(str::to_owned);
                }
            }
        }
    }
    assert!(wide > 100, "{wide} pages say something");
}

#[tokio::test]
async fn every_count_is_the_total_of_the_list_that_it_leads_to() {
    let twins = Twins::over(110, true).await;
    let mut compared = 0;
    for (list, dimensions) in [
        ("/v1/quotes", &["speaker", "addressee", "about", "person", "source", "cue", "type", "month"][..]),
        ("/v1/articles", &["speaker", "person", "organisation", "source", "year", "language"]),
    ] {
        for (n, filter) in filters(&twins, list).await.into_iter().enumerate() {
            let one = dimensions[n % dimensions.len()];
            let other = dimensions[(n + 1 + n / dimensions.len() % (dimensions.len() - 1)) % dimensions.len()];
            for by in [one.to_owned(), format!("{one},{other}")] {
                let facets = twins.by_columns.json(&format!("{list}/facets?by={by}&size=4&{filter}")).await;
                let buckets = facets["buckets"].as_array().expect("buckets");
                let sum: u64 = buckets.iter().filter_map(|bucket| bucket["count"].as_u64()).sum();
                assert_eq!(facets["counted"].as_u64(), facets["other"].as_u64().map(|other| other + sum), "{by} {filter}");
                for bucket in buckets {
                    let Some(of_bucket) = bucket["list"].as_str() else { continue };
                    assert_eq!(twins.by_sql.json(of_bucket).await["total"], bucket["count"], "{of_bucket}");
                    compared += 1;
                }
            }
            let timeline = twins.by_columns.json(&format!("{list}/timeline?interval=quarter&{filter}")).await;
            for bucket in
                timeline["buckets"].as_array().expect("buckets").iter().filter(|bucket| bucket["count"].as_u64() > Some(0)).take(2)
            {
                if filter.contains("from=") || filter.contains("to=") {
                    continue;
                }
                let days = format!("from={}&to={}", bucket["start"].as_str().expect("a day"), bucket["end"].as_str().expect("a day"));
                let of_bucket = twins.by_sql.json(&format!("{list}?{filter}&{days}&limit=1")).await;
                assert_eq!(of_bucket["total"], bucket["count"], "{list} {filter} {days}");
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[tokio::test]
async fn totals_of_whole_lists_are_the_number_of_their_records() {
    let twins = Twins::over(20, true).await;
    for list in ["/v1/articles", "/v1/quotes", "/v1/people", "/v1/organisations", "/v1/sources", "/v1/mentions"] {
        let total = twins.by_sql.json(&format!("{list}?limit=1")).await["total"].clone();
        let records = twins.by_sql.all(&format!("{list}.ndjson")).await.len();
        assert_eq!(total, Value::from(records), "{list}");
    }
}

#[tokio::test]
async fn a_cursor_after_a_record_that_is_not_there_goes_on_where_it_would_stand() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let twins = Twins::over(20, false).await;
    twins.by_columns.json("/v1/quotes/facets?type=direct").await;
    let page = twins.by_columns.json("/v1/quotes?type=direct&limit=5").await;
    let bytes = URL_SAFE_NO_PAD.decode(page["next_cursor"].as_str().expect("more follow")).expect("base64");
    let mut cursor: Value = serde_json::from_slice(&bytes).expect("JSON");
    let last = cursor["k"].as_array().map_or(0, Vec::len) - 1;
    cursor["k"][last] = format!("{}-0", cursor["k"][last].as_str().expect("an id")).into();
    let altered = URL_SAFE_NO_PAD.encode(cursor.to_string());
    let next = twins.by_columns.json(page["next"].as_str().expect("an address")).await;
    let beside = twins.by_columns.json(&format!("/v1/quotes?type=direct&limit=5&cursor={altered}")).await;
    assert_eq!(ids(&next), ids(&beside), "nothing stands between the two");
}
