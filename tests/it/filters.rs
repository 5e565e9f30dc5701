//! Filters: each is compared with what one finds by reading all records.

use serde_json::Value;

use crate::app::TestApp;

/// Checks that a filter leaves exactly the records for which `keep` holds, and at least one of them.
async fn check(app: &TestApp, list: &str, query: &str, keep: impl Fn(&Value) -> bool) {
    let all = app.all(&format!("{list}.ndjson")).await;
    let mut expected: Vec<&str> = all.iter().filter(|record| keep(record)).filter_map(|record| record["id"].as_str()).collect();
    let mut found = app.ids(&format!("{list}?{query}")).await;
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected, "{list}?{query}");
    assert!(!expected.is_empty(), "{list}?{query} finds nothing: the test says nothing");
    assert!(expected.len() < all.len(), "{list}?{query} finds everything: the test says nothing");
}

fn about(quote: &Value, id: &str) -> bool {
    quote["about"].as_array().is_some_and(|about| about.iter().any(|entity| entity["id"] == id))
}

fn takes_part(quote: &Value, id: &str) -> bool {
    quote["speaker"]["id"] == id || quote["addressee"]["id"] == id || about(quote, id)
}

#[tokio::test]
async fn quotes_are_filtered_by_who_speaks_to_whom_about_whom() {
    let app = TestApp::samples().await;
    let quotes = "/v1/quotes";
    check(&app, quotes, "speaker=sergei-lavrov", |q| q["speaker"]["id"] == "sergei-lavrov").await;
    check(&app, quotes, "speaker=sergei-lavrov,mara-tolvik", |q| {
        q["speaker"]["id"] == "sergei-lavrov" || q["speaker"]["id"] == "mara-tolvik"
    })
    .await;
    check(&app, quotes, "speaker=sergei-lavrov&speaker=mara-tolvik", |q| {
        q["speaker"]["id"] == "sergei-lavrov" || q["speaker"]["id"] == "mara-tolvik"
    })
    .await;
    check(&app, quotes, "speaker_not=sergei-lavrov", |q| q["speaker"]["id"] != "sergei-lavrov").await;
    check(&app, quotes, "addressee=kommersant", |q| q["addressee"]["id"] == "kommersant").await;
    check(&app, quotes, "addressee_not=kommersant", |q| q["addressee"]["id"] != "kommersant").await;
    check(&app, quotes, "about=barack-obama", |q| about(q, "barack-obama")).await;
    check(&app, quotes, "about_not=barack-obama", |q| !about(q, "barack-obama")).await;
    check(&app, quotes, "person=sergei-lavrov", |q| takes_part(q, "sergei-lavrov")).await;
    check(&app, quotes, "person_not=sergei-lavrov,mara-tolvik", |q| !takes_part(q, "sergei-lavrov") && !takes_part(q, "mara-tolvik")).await;
    check(&app, quotes, "organisation=kommersant", |q| takes_part(q, "kommersant")).await;
    check(&app, quotes, "person_all=joe-biden,sergei-lavrov", |q| takes_part(q, "joe-biden") && takes_part(q, "sergei-lavrov")).await;
    check(&app, quotes, "about_all=joe-biden,sergei-lavrov", |q| about(q, "joe-biden") && about(q, "sergei-lavrov")).await;
}

#[tokio::test]
async fn quotes_are_filtered_by_how_and_where_they_stand() {
    let app = TestApp::samples().await;
    let quotes = "/v1/quotes";
    check(&app, quotes, "type=direct,mixed", |q| q["type"] != "indirect").await;
    check(&app, quotes, "cue=told,says", |q| q["cue"]["exact"] == "told" || q["cue"]["exact"] == "says").await;
    check(&app, quotes, "section=title", |q| q["section"] == "title").await;
    check(&app, quotes, "source=reuters", |q| q["article"]["source"]["id"] == "reuters").await;
    check(&app, quotes, "source_not=reuters", |q| q["article"]["source"]["id"] != "reuters").await;
    check(&app, quotes, "type=direct&speaker=sergei-lavrov&source_not=reuters", |q| {
        q["type"] == "direct" && q["speaker"]["id"] == "sergei-lavrov" && q["article"]["source"]["id"] != "reuters"
    })
    .await;
}

#[tokio::test]
async fn dates_are_inclusive_at_their_own_precision_and_never_guessed() {
    let app = TestApp::samples().await;
    let published = |record: &Value| record["published"].as_str().unwrap_or_default().to_owned();
    check(&app, "/v1/articles", "from=2014", |a| *published(a) >= *"2014").await;
    check(&app, "/v1/articles", "to=2013-02", |a| !published(a).is_empty() && *published(a) < *"2013-03").await;
    check(&app, "/v1/articles", "from=2014-09-29&to=2014-09-29", |a| published(a) == "2014-09-29").await;
    // An article dated 2014-09 is certainly in September, but not certainly in its last week.
    check(&app, "/v1/articles", "from=2014-09&to=2014-09", |a| published(a).starts_with("2014-09")).await;
    check(&app, "/v1/articles", "from=2014-09-24&to=2014-09-30", |a| published(a).starts_with("2014-09-")).await;
}

#[tokio::test]
async fn articles_are_filtered_by_who_is_named_and_quoted_in_them() {
    let app = TestApp::samples().await;
    let mentions = app.all("/v1/mentions.ndjson").await;
    let names = |article: &Value, id: &str| mentions.iter().any(|m| m["article"]["id"] == article["id"] && m["entity"]["id"] == id);
    check(&app, "/v1/articles", "person=donald-trump", |a| names(a, "donald-trump")).await;
    check(&app, "/v1/articles", "organisation=nato&person_not=donald-trump", |a| names(a, "nato") && !names(a, "donald-trump")).await;
    check(&app, "/v1/articles", "person_all=barack-obama,hillary-clinton", |a| names(a, "barack-obama") && names(a, "hillary-clinton"))
        .await;
    let quotes = app.all("/v1/quotes.ndjson").await;
    let quotes_whom = |article: &Value, id: &str| quotes.iter().any(|q| q["article"]["id"] == article["id"] && q["speaker"]["id"] == id);
    check(&app, "/v1/articles", "speaker=sergei-lavrov", |a| quotes_whom(a, "sergei-lavrov")).await;
    check(&app, "/v1/articles", "speaker_not=sergei-lavrov", |a| !quotes_whom(a, "sergei-lavrov")).await;
    check(&app, "/v1/articles", "text_status=held", |a| a["text_status"] == "held").await;
}

#[tokio::test]
async fn people_and_organisations_are_found_by_the_company_they_keep() {
    let app = TestApp::samples().await;
    let mentions = app.all("/v1/mentions.ndjson").await;
    let together = |a: &str, b: &str| {
        let articles_of =
            |id: &str| mentions.iter().filter(|m| m["entity"]["id"] == id).map(|m| m["article"]["id"].clone()).collect::<Vec<_>>();
        articles_of(a).iter().any(|article| articles_of(b).contains(article))
    };
    let id = |record: &Value| record["id"].as_str().unwrap_or_default().to_owned();
    check(&app, "/v1/organisations", "organisation=nato", |o| id(o) != "nato" && together(&id(o), "nato")).await;
    check(&app, "/v1/people", "organisation=nato", |p| together(&id(p), "nato")).await;
    check(&app, "/v1/people", "source=reuters", |p| {
        mentions.iter().any(|m| m["entity"]["id"] == p["id"] && m["article"]["source"]["id"] == "reuters")
    })
    .await;
    check(&app, "/v1/people", "min_quoted_articles=2", |p| p["counts"]["quoted_articles"].as_u64() >= Some(2)).await;
    check(&app, "/v1/people", "min_articles=3&min_quotes=5", |p| {
        p["counts"]["articles"].as_u64() >= Some(3) && p["counts"]["quotes"].as_u64() >= Some(5)
    })
    .await;
    check(&app, "/v1/sources", "from=2023", |s| s["first_published"].as_str() >= Some("2023")).await;
    check(&app, "/v1/mentions", "type=organisation&article_not=the-town-that-argues-with-its-tide-4f370d43", |m| {
        m["entity"]["type"] == "organisation" && m["article"]["id"] != "the-town-that-argues-with-its-tide-4f370d43"
    })
    .await;
    check(&app, "/v1/mentions", "person=sergei-lavrov&section=title", |m| m["entity"]["id"] == "sergei-lavrov" && m["section"] == "title")
        .await;
}

#[tokio::test]
async fn search_finds_words_phrases_prefixes_and_leaves_out_exclusions() {
    let app = TestApp::samples().await;
    let words = |quote: &Value| {
        format!("{} {}", quote["text"].as_str().unwrap_or_default(), quote["summary"].as_str().unwrap_or_default()).to_lowercase()
    };
    let verbatim = |quote: &Value| {
        quote["verbatim"].as_array().into_iter().flatten().filter_map(|s| s["exact"].as_str()).collect::<String>().to_lowercase()
    };
    let has = |quote: &Value, part: &str| words(quote).contains(part) || verbatim(quote).contains(part);
    let whole = |quote: &Value, word: &str| words(quote).split(|c: char| !c.is_alphanumeric()).any(|other| other == word);
    check(&app, "/v1/quotes", "q=pier", |q| whole(q, "pier")).await;
    check(&app, "/v1/quotes", "q=%22program+failure%22", |q| has(q, "program failure")).await;
    check(&app, "/v1/quotes", "q=sanction*", |q| has(q, "sanction")).await;
    check(&app, "/v1/quotes", "q=-reset+lavrov", |q| has(q, "lavrov") && !has(q, "reset")).await;
    check(&app, "/v1/quotes", "q=-pier", |q| !whole(q, "pier")).await;
    check(&app, "/v1/people", "q=sergey", |p| p["names"].to_string().contains("Sergey")).await;
    check(&app, "/v1/people", "q=rene", |p| p["names"].to_string().contains("Ren\u{e9}") || p["names"].to_string().contains("Rene\u{301}"))
        .await;
}

#[tokio::test]
async fn comments_and_furniture_are_searched_and_listed_only_when_asked_for() {
    let app = TestApp::samples().await;
    let ids = app.ids("/v1/people?section=comment").await;
    assert!(ids.contains(&"mao-zedong".to_owned()), "{ids:?}");
    assert!(!app.ids("/v1/people").await.contains(&"mao-zedong".to_owned()));
    assert_eq!(app.get("/v1/people/mao-zedong").await.status, 200, "a record exists wherever its name stands");
    let hidden = app.ids("/v1/mentions?section=comment,promo,spam,boilerplate,comment_meta").await;
    let visible = app.all("/v1/mentions.ndjson").await;
    assert!(!hidden.is_empty() && visible.iter().all(|mention| !hidden.contains(&mention["id"].as_str().unwrap_or_default().to_owned())));
}

#[tokio::test]
async fn search_reaches_texts_and_comments_of_articles_that_are_held() {
    let app = TestApp::samples().await;
    let sample = app.all("/v1/articles.ndjson?text_status=held").await;
    let article = sample.iter().find(|article| article["sections"].to_string().contains("comment")).expect("a sample with comments");
    let text = app.get(&format!("/v1/articles/{}/text", article["id"].as_str().expect("an id"))).await.text();
    let comment = article["sections"].as_array().expect("sections").iter().find(|section| section["kind"] == "comment").expect("a comment");
    let range = comment["start"].as_u64().expect("start") as usize..comment["end"].as_u64().expect("end") as usize;
    let words: String = text.chars().skip(range.start).take(range.len()).collect();
    let phrase = words.split(|c: char| !c.is_ascii_alphabetic() && c != ' ').max_by_key(|part| part.len()).expect("words").trim();
    let query = format!("q=%22{}%22", phrase.replace(' ', "+"));
    assert_eq!(app.ids(&format!("/v1/articles?{query}&section=comment")).await, [article["id"].as_str().expect("an id")]);
    assert_eq!(app.ids(&format!("/v1/articles?{query}")).await, Vec::<String>::new(), "{phrase} is only in the comment");
}
