//! The same utterance in different articles: found at seeding, listed for each quote, and counted once where that is asked for.

use std::{collections::BTreeMap, fs, path::Path};

use onrecord::{
    annotate::variants::find,
    domain::{ComparedQuote, PartialDate, QuoteType},
};
use serde_json::{Value, json};

use crate::app::{TestApp, ids, one_sample, seed_into};

const INTERVIEW: &str = "2b272f6d-1271";

/// Ids of quotes with whose variant each is and how many it has, of those that have any.
async fn grouped(app: &TestApp) -> Vec<(String, Option<String>, u64)> {
    let quotes = app.all("/v1/quotes.ndjson?sort=id&variants=only").await;
    let of = |quote: &Value| quote["variant_of"].as_str().map(str::to_owned);
    quotes
        .iter()
        .map(|quote| (quote["id"].as_str().expect("id").to_owned(), of(quote), quote["variants"].as_u64().expect("a count")))
        .collect()
}

#[tokio::test]
async fn the_interview_that_two_outlets_translate_is_found_and_nothing_else() {
    let app = TestApp::five().await;
    let of = |id: &str| (id.to_owned(), Some(INTERVIEW.to_owned()), 1);
    assert_eq!(
        grouped(&app).await,
        [of("01395ce7-1287"), of("01395ce7-1405"), of("01395ce7-484"), (INTERVIEW.to_owned(), None, 3)],
        "the three sentences of one outlet are parts of what the other has in one"
    );
    let listed = app.json(&format!("/v1/quotes/{INTERVIEW}/variants")).await;
    assert_eq!(ids(&listed), ["01395ce7-1287", "01395ce7-1405", "01395ce7-484"], "the most alike first");
    let evidence: Vec<_> = listed["items"].as_array().expect("items").iter().map(|item| item["evidence"].clone()).collect();
    assert_eq!(evidence, [json!("edit"), json!("rewording"), json!("rewording")]);
    assert_eq!(listed["items"][2]["quote"], app.json("/v1/quotes/01395ce7-484").await);
    let back = app.json("/v1/quotes/01395ce7-484/variants").await;
    assert_eq!(ids(&back), [INTERVIEW], "not the other sentences, which stand in the same article");
    assert_eq!(back["items"][0]["score"], listed["items"][2]["score"]);
}

#[tokio::test]
async fn variants_are_a_list_like_any_other() {
    let app = TestApp::five().await;
    let first = app.json(&format!("/v1/quotes/{INTERVIEW}/variants?limit=2&sort=-id&fields=score")).await;
    assert_eq!((ids(&first), &first["total"]), (vec!["01395ce7-484".to_owned(), "01395ce7-1405".to_owned()], &json!(3)));
    assert!(first["items"][0]["quote"].is_null(), "{first:#}");
    let rest = app.json(first["next"].as_str().expect("another page")).await;
    assert_eq!((ids(&rest), &rest["next"]), (vec!["01395ce7-1287".to_owned()], &Value::Null));
    let none = app.json("/v1/quotes/f50b6904-907/variants").await;
    assert_eq!((&none["items"], &none["total"]), (&json!([]), &json!(0)));
    app.get("/v1/quotes/f50b6904-908/variants").await.problem(404, "not-found");
    let problem = app.get(&format!("/v1/quotes/{INTERVIEW}/variants?sort=confidence")).await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["allowed"], json!(["score", "-score", "published", "-published", "id", "-id"]));
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    app.get(&format!("/v1/quotes/01395ce7-484/variants?limit=2&sort=-id&cursor={cursor}")).await.problem(400, "invalid-cursor");
}

#[tokio::test]
async fn an_utterance_can_be_counted_once() {
    let app = TestApp::five().await;
    let total = |page: Value| page["total"].as_u64().expect("a total");
    let (all, once) = (total(app.json("/v1/quotes").await), total(app.json("/v1/quotes?variants=exclude").await));
    assert_eq!(all - once, 3);
    let problem = app.get("/v1/quotes?variants=excluded").await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["did_you_mean"], json!(["exclude"]));
    let table = app.get("/v1/quotes.csv?variants=exclude&speaker=sergei-lavrov").await.text();
    assert!(table.lines().next().is_some_and(|head| head.ends_with(",annotator,fragment_url,variant_of,variants")), "{table}");
    assert!(table.lines().any(|row| row.starts_with(INTERVIEW) && row.ends_with(",,3")), "{table}");
}

/// A record of the wire: publisher, day, text.
fn record(id: &str, publisher: &str, day: &str, text: &str) -> String {
    json!({ "id": id, "title": format!("Dam at Kolm {id}"), "text": text, "publisher": publisher, "published": day, "language": "en" })
        .to_string()
}

/// Three outlets carry one report, a fourth its own; a year later the same is said again.
fn wire() -> Vec<String> {
    let said =
        "“The spillway was blocked with timber for two winters and the inspectors drove past it,” said Mara Tolvik, the mayor of Kolm.";
    let story = |end: &str| format!("The dam at Kolm was close to failing, a hearing was told.\n\n{said}\n\nThe hearing goes on {end}.");
    vec![
        record("one", "Orvane Post", "2021-03-02", &story("on Monday")),
        record("two", "Kessary Gazette", "2021-03-02", &story("next week")),
        record("three", "Harbour Times", "2021-03-03", &story("in April")),
        record(
            "four",
            "Island Mail",
            "2021-03-04",
            "The hearing about the dam was short.\n\nMara Tolvik, the mayor of Kolm, told the hearing that the spillway had been blocked with timber for two winters.\n\n“I have no more to say about the dam, and I have said it to everyone,” said Tolvik.",
        ),
        record("five", "Orvane Post", "2022-06-02", &story("a year late")),
    ]
}

async fn seeded(records: &[String]) -> TestApp {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("wire.jsonl"), records.join("\n")).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    TestApp::serving(&db).await
}

#[tokio::test]
async fn copies_are_one_group_of_the_earliest_a_report_is_in_it_and_a_year_later_is_another_time() {
    let app = seeded(&wire()).await;
    let mut evidence: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quote in app.all("/v1/quotes.ndjson?annotator=rules/0.1.0&variants=only").await {
        let path = format!("/v1/quotes/{}/variants", quote["id"].as_str().expect("id"));
        let listed = app.json(&path).await;
        assert_eq!(listed["total"], quote["variants"], "{path}");
        let of = listed["items"].as_array().expect("items").iter().map(|item| {
            assert_ne!(item["quote"]["article"]["id"], quote["article"]["id"]);
            format!(
                "{} {}",
                item["quote"]["article"]["source"]["id"].as_str().expect("a source"),
                item["evidence"].as_str().expect("evidence")
            )
        });
        let mut of: Vec<String> = of.collect();
        of.sort();
        evidence.insert(quote["article"]["source"]["id"].as_str().expect("a source").to_owned(), of);
    }
    let expected = json!({
        "harbour-times": ["island-mail report", "kessary-gazette copy", "orvane-post copy"],
        "island-mail": ["harbour-times report", "kessary-gazette report", "orvane-post report"],
        "kessary-gazette": ["harbour-times copy", "island-mail report", "orvane-post copy"],
        "orvane-post": ["harbour-times copy", "island-mail report", "kessary-gazette copy"],
    });
    assert_eq!(json!(evidence), expected);
    let once = app.all("/v1/quotes.ndjson?annotator=rules/0.1.0&variants=exclude&q=timber").await;
    let dates: Vec<_> = once.iter().map(|quote| quote["article"]["published"].as_str().expect("a date")).collect();
    assert_eq!(dates, ["2022-06-02", "2021-03-02"]);
}

#[tokio::test]
async fn the_order_of_the_documents_does_not_matter() {
    let mut records = wire();
    let one = grouped(&seeded(&records).await).await;
    assert_eq!(one.len(), 4 + 4, "those of the interview, and those of the wire: {one:#?}");
    records.reverse();
    assert_eq!(one, grouped(&seeded(&records).await).await);
}

#[tokio::test]
async fn the_same_quotes_are_variants_whether_texts_are_held_or_withheld() {
    // The same report in another paper: a word outside the quotes is another, of the same length.
    let (folder, sidecar, mut content) = one_sample();
    let text = fs::read_to_string(folder.path().join("pier.txt")).expect("text");
    let other = text.replacen("Work on a cracked", "Toil on a cracked", 1);
    assert_ne!(text, other);
    fs::write(folder.path().join("other.txt"), &other).expect("written");
    let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&other));
    content["document"]["sha256"] = sha256.into();
    content["document"]["name"] = "other.txt".into();
    fs::write(sidecar.with_file_name("other.json"), content.to_string()).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let held = grouped(&TestApp::serving(&db).await).await;
    assert!(held.len() >= 4 + 6, "those of the interview, and the long ones of both papers: {held:#?}");
    fs::remove_file(folder.path().join("pier.txt")).expect("removed");
    fs::remove_file(folder.path().join("other.txt")).expect("removed");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    assert_eq!(app.json("/v1/articles?text_status=held").await["total"], 0);
    assert_eq!(grouped(&app).await, held);
}

/// The pairs of one part of the test set.
fn pairs(part: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/variants").join(part).with_extension("jsonl");
    fs::read_to_string(file).expect("pairs").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// One side of a pair, on its own day or on one that all share.
fn side(pair: &Value, name: &str, shared_day: Option<&str>) -> ComparedQuote {
    let side = &pair[name];
    let date = |property: &str| shared_day.or(side[property].as_str()).map(|date| date.parse::<PartialDate>().expect("a date"));
    let said = date("said_on").map(|said| (said.first(), said.last()));
    let week = |published: PartialDate| (published.first().saturating_sub(jiff::Span::new().days(7)), published.last());
    ComparedQuote {
        id: name.to_owned(),
        article: name.to_owned(),
        r#type: serde_json::from_value::<QuoteType>(side["type"].clone()).expect("a type"),
        passages: vec![side["text"].as_str().expect("words").to_owned()],
        language: "en".to_owned(),
        said: said.or_else(|| date("published").map(week)),
    }
}

/// Precision and recall over the pairs of a part, each by itself, in thousandths.
fn figures(part: &str) -> (usize, usize) {
    let (mut right, mut found, mut there) = (0, 0, 0);
    for pair in pairs(part) {
        let is_found = !find(&[side(&pair, "a", None), side(&pair, "b", None)]).is_empty();
        let is_there = pair["same"] == true;
        found += usize::from(is_found);
        there += usize::from(is_there);
        right += usize::from(is_found && is_there);
    }
    (1000 * right / found, 1000 * right / there)
}

#[test]
fn variants_are_found_as_well_as_they_were() {
    assert!(pairs("dev").len() + pairs("held").len() >= 250);
    let (dev, held) = (figures("dev"), figures("held"));
    assert!(dev.0 >= 975 && dev.1 >= 830, "dev: precision {}, recall {} of 1000", dev.0, dev.1);
    assert!(held.0 >= 975 && held.1 >= 765, "held: precision {}, recall {} of 1000", held.0, held.1);
}

#[test]
fn nothing_of_one_subject_is_a_variant_of_another_though_one_said_all_on_one_day() {
    let mut all: Vec<ComparedQuote> = Vec::new();
    for (part, number, pair) in
        ["dev", "held"].iter().flat_map(|part| pairs(part).into_iter().enumerate().map(move |(n, pair)| (part, n, pair)))
    {
        let subject = pair["speaker"].as_str().expect("a speaker").to_owned();
        for name in ["a", "b"] {
            let side = side(&pair, name, Some("2020-02-02"));
            let id = format!("{subject}/{part}{number}{name}");
            all.push(ComparedQuote { article: id.clone(), id, ..side });
        }
    }
    let subject = |id: &str| id.split('/').next().expect("a subject").to_owned();
    let found = find(&all);
    let mixed: Vec<_> = found.iter().filter(|place| subject(&place.quote) != subject(&place.representative)).collect();
    assert!(mixed.is_empty(), "{mixed:#?}");
    assert!(found.len() > 300, "{}", found.len());
}

#[tokio::test]
async fn whom_no_article_names_has_variants_only_in_the_same_words_under_the_same_description() {
    let said = |whole: &str, who: &str, end: &str| {
        format!("The valves of the dam were shut.\n\n“{whole}” said {who}.\n\nThe dam is at Kolm, and nobody {end} it.")
    };
    let words = "The valves of the lower gallery had rusted solid and not one of them would turn,";
    let records = [
        record("one", "Orvane Post", "2021-03-02", &said(words, "an inspector", "visits")),
        record("two", "Kessary Gazette", "2021-03-02", &said(words, "an inspector", "paints")),
        record("three", "Harbour Times", "2021-03-02", &said(words, "a neighbour", "guards")),
        record("four", "Island Mail", "2021-03-02", &said("The valves of the lower gallery had rusted solid,", "an inspector", "counts")),
    ];
    let app = seeded(&records).await;
    let found = app.all("/v1/quotes.ndjson?annotator=rules/0.1.0&variants=only&sort=article").await;
    let sources: Vec<_> = found.iter().map(|quote| (&quote["article"]["source"]["id"], &quote["speaker_as_written"]["exact"])).collect();
    assert_eq!(sources.len(), 2, "{sources:?}");
    assert!(sources.iter().all(|(source, _)| matches!(source.as_str(), Some("orvane-post" | "kessary-gazette"))), "{sources:?}");
}
