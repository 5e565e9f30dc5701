//! Offsets, texts, contexts and annotations: what a reader needs to highlight a text, and that they agree with it.

use serde_json::Value;

use crate::app::TestApp;

/// Every object in a JSON value that has the shape of a span with words.
fn spans(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("start_utf16") && object.contains_key("exact") {
                found.push(value.clone());
            }
            object.values().for_each(|value| spans(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| spans(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_span_of_a_held_text_gives_its_words_in_code_points_and_in_utf_16() {
    let app = TestApp::samples().await;
    let (mut checked, mut apart) = (0, 0);
    for article in app.ids("/v1/articles?text_status=held").await {
        let text = app.get(&format!("/v1/articles/{article}/text")).await.text();
        let points: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut found = Vec::new();
        for record in app
            .all(&format!("/v1/quotes.ndjson?article={article}"))
            .await
            .iter()
            .chain(&app.all(&format!("/v1/mentions.ndjson?article={article}")).await)
        {
            spans(record, &mut found);
        }
        for span in found {
            let at = |name: &str| span[name].as_u64().expect("a number") as usize;
            assert_eq!(points[at("start")..at("end")].iter().collect::<String>(), span["exact"].as_str().expect("words"));
            assert_eq!(String::from_utf16_lossy(&units[at("start_utf16")..at("end_utf16")]), span["exact"].as_str().expect("words"));
            checked += 1;
            apart += usize::from(at("start") != at("start_utf16"));
        }
    }
    assert!(checked > 200 && apart > 10, "{checked} spans checked, {apart} of them after characters beyond the basic plane");
}

#[tokio::test]
async fn a_text_is_served_as_it_is_or_withheld_with_a_reason() {
    let app = TestApp::samples().await;
    let held = app.json("/v1/articles?text_status=held&limit=1").await["items"][0].clone();
    let text = app.get(&format!("/v1/articles/{}/text", held["id"].as_str().expect("an id"))).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(text.text().chars().count() as u64, held["characters"].as_u64().expect("a number"));
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&text.body);
    assert_eq!(hex::encode(digest), held["sha256"].as_str().expect("a hash"));
    let withheld = app.json("/v1/articles?text_status=withheld&limit=1").await["items"][0].clone();
    app.get(&format!("/v1/articles/{}/text", withheld["id"].as_str().expect("an id"))).await.problem(404, "text-withheld");
    app.get("/v1/articles/no-such-article/text").await.problem(404, "not-found");
}

#[tokio::test]
async fn a_withheld_article_still_says_who_said_what_in_their_own_words() {
    let app = TestApp::five().await;
    let quotes = app.all("/v1/quotes.ndjson").await;
    for quote in &quotes {
        assert!(quote["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{quote}");
        let words = |name: &str| quote[name].as_array().expect("spans").iter().filter(|span| span["exact"].is_string()).count();
        let spans = |name: &str| quote[name].as_array().expect("spans").len();
        assert_eq!(words("verbatim"), spans("verbatim"), "the speaker's own words are served");
        if quote["type"] == "direct" {
            assert!(quote["text"].is_string());
        } else {
            assert_eq!(words("content"), 0, "the journalist's words are not");
            assert!(quote.get("text").is_none());
        }
    }
    assert!(quotes.len() > 50);
}

#[tokio::test]
async fn context_stands_around_the_quote_and_ends_where_comments_begin() {
    let app = TestApp::samples().await;
    for quote in app.all("/v1/quotes.ndjson?source=orvane-courier").await {
        let id = quote["id"].as_str().expect("an id");
        let context = app.json(&format!("/v1/quotes/{id}/context?words=15")).await;
        let text = app.get(&format!("/v1/articles/{}/text", context["article"].as_str().expect("an id"))).await.text();
        let points: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        spans(&context, &mut found);
        for span in &found {
            let range = span["start"].as_u64().expect("start") as usize..span["end"].as_u64().expect("end") as usize;
            assert_eq!(points[range].iter().collect::<String>(), span["exact"].as_str().expect("words"));
        }
        assert_eq!(context["passage"]["start"], quote["content"][0]["start"]);
        let article = app.json(&format!("/v1/articles/{}", context["article"].as_str().expect("an id"))).await;
        let furniture = ["comment", "comment_meta", "promo", "boilerplate", "spam"];
        for section in
            article["sections"].as_array().expect("sections").iter().filter(|section| furniture.iter().any(|kind| section["kind"] == *kind))
        {
            for span in &found {
                assert!(
                    span["end"].as_u64() <= section["start"].as_u64() || span["start"].as_u64() >= section["end"].as_u64(),
                    "{span} in {section}"
                );
            }
        }
    }
    app.get("/v1/quotes/0b621e21-709/context?words=5&sentences=1").await.problem(400, "invalid-parameter");
    TestApp::five().await.get("/v1/quotes/f50b6904-907/context").await.problem(404, "text-withheld");
}

#[tokio::test]
async fn annotations_are_a_w3c_page_whose_selectors_agree() {
    let app = TestApp::samples().await;
    let article = app.ids("/v1/articles?text_status=held").await.swap_remove(0);
    let answer = app.get(&format!("/v1/articles/{article}/annotations")).await;
    assert_eq!(answer.header("content-type"), "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"");
    let page = answer.json();
    assert_eq!((&page["@context"], &page["type"]), (&"http://www.w3.org/ns/anno.jsonld".into(), &"AnnotationPage".into()));
    let text: Vec<char> = app.get(&format!("/v1/articles/{article}/text")).await.text().chars().collect();
    let slice = |from: usize, to: usize| text[from..to].iter().collect::<String>();
    let mut by_words = 0_u64;
    for annotation in page["items"].as_array().expect("items") {
        assert_eq!(annotation["type"], "Annotation");
        for target in annotation["target"].as_array().expect("targets") {
            assert_eq!(target["source"], format!("/v1/articles/{article}/text"));
            let position = &target["selector"][0];
            let (start, end) = (position["start"].as_u64().expect("start") as usize, position["end"].as_u64().expect("end") as usize);
            assert!(start < end && end <= text.len());
            if let Some(quote) = target["selector"].get(1) {
                by_words += 1;
                assert_eq!(quote["exact"], slice(start, end));
                assert_eq!(quote["prefix"], slice(start.saturating_sub(32), start));
                assert_eq!(quote["suffix"], slice(end, (end + 32).min(text.len())));
            }
        }
    }
    let counts = app.json(&format!("/v1/articles/{article}")).await;
    assert!(Some(by_words) >= counts["counts"]["mentions"].as_u64(), "mentions and quotes are found by their words");
    let ids: std::collections::HashSet<_> = page["items"].as_array().expect("items").iter().map(|item| item["id"].to_string()).collect();
    assert_eq!(ids.len(), page["items"].as_array().expect("items").len(), "every annotation has an id of its own");
}
