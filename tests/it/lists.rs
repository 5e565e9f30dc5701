//! The rules of lists, the same for every resource: pages, cursors, offsets, order, samples, trimmed and embedded records.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::app::{TestApp, ids};

pub const LISTS: [&str; 6] = ["/v1/articles", "/v1/quotes", "/v1/people", "/v1/organisations", "/v1/sources", "/v1/mentions"];

/// Follows `next` to the end.
async fn walk(app: &TestApp, first: &str) -> (Vec<String>, u64) {
    let (mut seen, mut total, mut next) = (Vec::new(), None, Some(first.to_owned()));
    while let Some(path) = next {
        let answer = app.get(&path).await;
        let page = answer.json();
        assert_eq!(answer.status, 200, "{path}: {page}");
        seen.extend(ids(&page));
        let now = page["total"].as_u64().expect("a total");
        assert_eq!(*total.get_or_insert(now), now, "the total changes on the way");
        assert_eq!(answer.header("x-total-count"), now.to_string());
        next = page["next"].as_str().map(str::to_owned);
        let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")).unwrap_or_default();
        assert_eq!(answer.header("link"), link);
        assert_eq!(page["next_cursor"].is_null(), next.is_none());
    }
    (seen, total.expect("a first page"))
}

#[tokio::test]
async fn a_walk_along_next_visits_every_record_once() {
    let app = TestApp::samples().await;
    for list in LISTS {
        let (seen, total) = walk(&app, &format!("{list}?limit=3")).await;
        let unique: BTreeSet<_> = seen.iter().collect();
        assert_eq!(unique.len(), seen.len(), "{list} repeats records");
        assert_eq!(seen.len() as u64, total, "{list} skips records");
        assert!(total > 0, "{list} is empty");
    }
}

#[tokio::test]
async fn a_walk_gives_the_same_order_whatever_the_page_size() {
    let app = TestApp::samples().await;
    for sort in ["", "&sort=-published", "&sort=confidence,-position", "&sort=-article,position,-id", "&sort=-id"] {
        let (whole, _) = walk(&app, &format!("/v1/quotes?limit=200{sort}")).await;
        let (pieces, _) = walk(&app, &format!("/v1/quotes?limit=7{sort}")).await;
        assert_eq!(whole, pieces, "{sort}");
    }
}

#[tokio::test]
async fn every_sort_key_of_every_list_sorts_both_ways() {
    let app = TestApp::samples().await;
    let api = app.json("/openapi.json").await;
    for list in LISTS {
        let parameters = api["paths"][list]["get"]["parameters"].as_array().expect("parameters");
        let sort = parameters.iter().find(|parameter| parameter["name"] == "sort").expect("sort");
        let pattern = sort["schema"]["items"]["pattern"].as_str().expect("a pattern");
        // Relevance has one direction, and tests of its own.
        let words = pattern.trim_start_matches('^').trim_start_matches("-?").trim_start_matches('(').trim_end_matches(")$").split('|');
        let keys: BTreeSet<_> = words.map(|word| word.trim_start_matches('-')).filter(|key| *key != "relevance").collect();
        assert!(keys.len() > 2, "{keys:?}");
        for key in keys {
            let (up, _) = walk(&app, &format!("{list}?limit=200&sort={key},id")).await;
            let (mut down, _) = walk(&app, &format!("{list}?limit=200&sort=-{key},-id")).await;
            down.reverse();
            assert_eq!(up, down, "{list} by {key}");
        }
    }
}

#[tokio::test]
async fn quotes_come_newest_article_first_and_in_the_order_of_the_text() {
    let app = TestApp::samples().await;
    let quotes = app.all("/v1/quotes.ndjson").await;
    // A month comes where its first day would, and an article without a date after all others.
    let day = |quote: &Value| {
        format!("{:-<10}", quote["article"]["published"].as_str().unwrap_or_default()).replace("----", "-01-").replace("---", "-01")
    };
    let (mut apart, mut together) = (0, 0);
    for pair in quotes.windows(2) {
        if pair[0]["article"]["id"] == pair[1]["article"]["id"] {
            assert!(pair[0]["content"][0]["start"].as_u64() < pair[1]["content"][0]["start"].as_u64(), "{pair:?}");
            together += 1;
        } else {
            assert!(day(&pair[0]) >= day(&pair[1]), "{} comes before {}", day(&pair[0]), day(&pair[1]));
            apart += 1;
        }
    }
    assert!(apart == 9 && together > 100, "ten articles, each in one run: {apart}, {together}");
}

#[tokio::test]
async fn offset_skips_as_many_records_as_it_says() {
    let app = TestApp::samples().await;
    let all = app.ids("/v1/people").await;
    let page = app.json("/v1/people?offset=5&limit=4").await;
    assert_eq!(ids(&page), all[5..9]);
    let next = app.json(page["next"].as_str().expect("more follow")).await;
    assert_eq!(ids(&next), all[9..13], "next goes on where the page ended");
    let beyond = app.json("/v1/people?offset=10000").await;
    assert_eq!((ids(&beyond).len(), &beyond["next"], &beyond["total"]), (0, &Value::Null, &Value::from(all.len())));
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_its_order_and_its_version() {
    let app = TestApp::samples().await;
    let page = app.json("/v1/quotes?limit=2&type=direct").await;
    let cursor = page["next_cursor"].as_str().expect("more follow");
    for altered in [
        format!("/v1/quotes?type=mixed&cursor={cursor}"),
        format!("/v1/quotes?type=direct&sort=id&cursor={cursor}"),
        format!("/v1/quotes?cursor={cursor}"),
        format!("/v1/mentions?type=person&cursor={cursor}"),
        "/v1/quotes?type=direct&cursor=AAAA".to_owned(),
        "/v1/quotes?type=direct&cursor=e30".to_owned(),
    ] {
        app.get(&altered).await.problem(400, "invalid-cursor");
    }
    app.get(&format!("/v1/quotes?limit=50&fields=id&type=direct&cursor={cursor}")).await.json()["items"]
        .as_array()
        .expect("page size may change");
    let other = TestApp::five().await;
    let problem = other.get(&format!("/v1/quotes?limit=2&type=direct&cursor={cursor}")).await.problem(409, "dataset-version-mismatch");
    let version = page["dataset"]["version"].as_str().expect("a version");
    assert!(problem["detail"].as_str().expect("a detail").contains(version), "{problem}");
}

#[tokio::test]
async fn a_sample_is_reproducible_pages_like_any_list_and_grows_by_adding() {
    let app = TestApp::samples().await;
    let (first, total) = walk(&app, "/v1/mentions?sample=20&seed=7&limit=6").await;
    let (again, _) = walk(&app, "/v1/mentions?sample=20&seed=7&limit=20").await;
    let (other, _) = walk(&app, "/v1/mentions?sample=20&seed=8&limit=20").await;
    let (larger, _) = walk(&app, "/v1/mentions?sample=40&seed=7&limit=40").await;
    assert_eq!((first.len(), total), (20, 20));
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert!(first.iter().all(|id| larger.contains(id)), "a larger sample of the same seed holds the smaller one");
    let (all, _) = walk(&app, "/v1/sources?sample=10000").await;
    assert_eq!(all, app.ids("/v1/sources").await, "a sample larger than the list is the list");
    let rows = app.get("/v1/mentions.csv?sample=20&seed=7").await;
    assert_eq!((rows.header("x-total-count"), csv::Reader::from_reader(&*rows.body).records().count()), ("20", 20));
}

#[tokio::test]
async fn fields_trims_records_and_keeps_their_id() {
    let app = TestApp::samples().await;
    let page = app.json("/v1/articles?fields=title,published&limit=5").await;
    for article in page["items"].as_array().expect("items") {
        let names: Vec<_> = article.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(names, ["id", "title", "published"]);
    }
    let problem = app.get("/v1/articles?fields=titel").await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["did_you_mean"][0], "title");
}

#[tokio::test]
async fn include_embeds_each_related_record_once() {
    let app = TestApp::samples().await;
    let page = app.json("/v1/quotes?speaker=mara-tolvik&include=article,speaker").await;
    let articles: BTreeSet<_> =
        page["items"].as_array().expect("items").iter().map(|quote| quote["article"]["id"].clone().to_string()).collect();
    let included: Vec<_> =
        page["included"]["articles"].as_array().expect("articles").iter().map(|article| article["id"].to_string()).collect();
    assert_eq!(included, articles.into_iter().collect::<Vec<_>>());
    assert_eq!(ids(&serde_json::json!({ "items": page["included"]["entities"] })), ["mara-tolvik"]);
    assert!(page["included"]["articles"][0]["sections"].is_array(), "whole records are embedded");
    let bare = app.json("/v1/quotes?limit=1").await;
    assert!(bare.get("included").is_none());
    let articles = app.json("/v1/articles?include=entities&limit=200").await;
    assert_eq!(
        articles["included"]["entities"].as_array().map(Vec::len),
        Some(app.ids("/v1/people").await.len() + app.ids("/v1/organisations").await.len())
    );
    let mentions = app.json("/v1/mentions?include=article,entity&limit=1").await;
    assert_eq!(mentions["included"]["entities"][0]["id"], mentions["items"][0]["entity"]["id"]);
}
