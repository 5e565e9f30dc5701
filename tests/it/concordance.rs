//! The concordance: every place and no other, with what stands around it; compared with what one finds by reading the texts oneself.

use std::{collections::BTreeSet, fs, ops::Range, path::PathBuf, sync::LazyLock};

use regex::Regex;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::app::{TestApp, seed_into};

/// Articles made for searching: accents both ways, apostrophes, hyphens, other scripts, and quotes.
fn corpus() -> Vec<Value> {
    let article = |title: &str, date: &str, source: &str, text: &str| json!({ "title": title, "date": date, "publisher": source, "language": "en", "text": text });
    vec![
        article(
            "Lanterns over Brackwater",
            "2019-03-02",
            "Brackwater Post",
            "Lanterns over Brackwater\n\nThe lantern keeper lit the old lantern at six. Nobody else may touch the Lantern, and nobody did.\n\n\
             \"The lantern is older than the town,\" Orla Fennick said. \"We keep it because it keeps us.\"\n\n\
             The town pays for the oil. Lantern-light, lanterns and lantern\u{2019}s glass: the café sells all three.",
        ),
        article(
            "A café without walls",
            "2019-03-02",
            "Quay Weekly",
            "A café without walls\n\nThe cafe\u{301} on the quay has no walls. CAFÉ or cafe, its naïve sign won't say; the re-opened kitchen doesn't care.\n\n\
             Orla Fennick said that the lantern would hang there in winter. The old lantern, that is \u{1f6a2} and no other lantern.\n\n\
             Visitors write 日本語 と 日本 in the book, or שלום, or Привет, ёлка. Room №5 costs ½ of room 12.",
        ),
        article(
            "Nothing to see",
            "2020",
            "Quay Weekly",
            "Nothing to see\n\nThe harbour was empty, as it is when no lantern burns. =2+2 was written on the wall, and -lantern below it.",
        ),
    ]
}

/// A word as one sees it, whatever the tokenizer says: letters and digits with their accents.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}\p{M}]+").expect("a pattern"));

static FOLDER: OnceCell<TempDir> = OnceCell::const_new();

/// The snapshot with these articles and the samples.
async fn database() -> PathBuf {
    let folder = FOLDER.get_or_init(|| async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lines: Vec<String> = corpus().iter().map(ToString::to_string).collect();
        fs::write(folder.path().join("corpus.jsonl"), lines.join("\n")).expect("written");
        seed_into(&folder.path().join("concordance.db"), &[folder.path().join("corpus.jsonl")], true).await;
        folder
    });
    folder.await.path().join("concordance.db")
}

pub async fn app() -> TestApp {
    TestApp::serving(&database().await).await
}

pub fn address(q: &str) -> String {
    format!("q={}", form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>())
}

/// Every line of a query.
pub async fn lines(app: &TestApp, query: &str) -> Vec<Value> {
    app.all(&format!("/v1/concordance.ndjson?{query}")).await
}

/// An article's text by characters, and its sections with their words, as one reads them without any index.
struct Article {
    id: String,
    text: Vec<char>,
    sections: Vec<(String, Range<usize>, Placed)>,
}

/// Words, each with where it stands.
type Placed = Vec<(Range<usize>, String)>;

/// All articles whose text is held.
async fn articles(app: &TestApp) -> Vec<Article> {
    let mut articles = Vec::new();
    for article in app.all("/v1/articles.ndjson?text_status=held").await {
        let id = article["id"].as_str().expect("an id").to_owned();
        let text: Vec<char> = app.get(&format!("/v1/articles/{id}/text")).await.text().chars().collect();
        let sections = article["sections"].as_array().expect("sections").iter().map(|section| {
            let range = section["start"].as_u64().expect("start") as usize..section["end"].as_u64().expect("end") as usize;
            (section["kind"].as_str().expect("a kind").to_owned(), range.clone(), words(&text, &range))
        });
        articles.push(Article { id, sections: sections.collect(), text });
    }
    assert_eq!(articles.len(), 8, "five samples and three of ours");
    articles
}

/// The words of a part of a text, without case and accents.
pub fn words(text: &[char], part: &Range<usize>) -> Placed {
    let written: String = text[part.clone()].iter().collect();
    let place = |byte: usize| part.start + written[..byte].chars().count();
    let found = WORD.find_iter(&written).map(|word| (place(word.start())..place(word.end()), folded(word.as_str())));
    found.collect()
}

fn folded(word: &str) -> String {
    word.nfd().filter(|character| !is_combining_mark(*character)).collect::<String>().to_lowercase()
}

const FURNITURE: [&str; 5] = ["comment", "comment_meta", "promo", "boilerplate", "spam"];

/// Where a phrase stands outside comments and furniture: article, start and end. With `prefix`, its last word may go on.
fn places(articles: &[Article], phrase: &[&str], prefix: bool) -> BTreeSet<(String, u64, u64)> {
    let mut places = BTreeSet::new();
    for article in articles {
        for (_, _, words) in article.sections.iter().filter(|(kind, ..)| !FURNITURE.contains(&&**kind)) {
            for window in words.windows(phrase.len()) {
                let (rest, last) = (&phrase[..phrase.len() - 1], phrase[phrase.len() - 1]);
                let begins = rest.iter().zip(window).all(|(word, (_, there))| there == word);
                let there = &window[phrase.len() - 1].1;
                if begins && (there == last || prefix && there.starts_with(last)) {
                    places.insert((article.id.clone(), window[0].0.start as u64, window[phrase.len() - 1].0.end as u64));
                }
            }
        }
    }
    places
}

pub fn place(line: &Value) -> (String, u64, u64) {
    let offset = |name: &str| line["node_span"][name].as_u64().expect("an offset");
    (line["article"]["id"].as_str().expect("an id").to_owned(), offset("start"), offset("end"))
}

#[tokio::test]
async fn every_place_is_a_line_and_nothing_else_is() {
    let app = app().await;
    let articles = articles(&app).await;
    let queries: [(&str, &[&str], bool); 21] = [
        ("lantern", &["lantern"], false),
        ("LANTERN", &["lantern"], false),
        ("lantern*", &["lantern"], true),
        ("l*", &["l"], true),
        ("cafe", &["cafe"], false),
        ("CAFÉ", &["cafe"], false),
        ("cafe\u{301}", &["cafe"], false),
        ("naive", &["naive"], false),
        ("won't", &["won", "t"], false),
        ("won\u{2019}t", &["won", "t"], false),
        ("re-opened", &["re", "opened"], false),
        ("\"re open\"*", &["re", "open"], true),
        ("\"the old lantern\"", &["the", "old", "lantern"], false),
        ("\"the lan\"*", &["the", "lan"], true),
        ("日本", &["日本"], false),
        ("日本*", &["日本"], true),
        ("שלום", &["שלום"], false),
        ("ёлка", &["елка"], false),
        ("привет", &["привет"], false),
        ("5", &["5"], false),
        ("the", &["the"], false),
    ];
    for (q, phrase, prefix) in queries {
        let found: Vec<_> = lines(&app, &address(q)).await.iter().map(place).collect();
        let expected = places(&articles, phrase, prefix);
        assert!(!expected.is_empty(), "{q} stands nowhere: the test says nothing");
        assert_eq!(found.len(), expected.len(), "{q} has a line twice");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{q}");
    }
}

#[tokio::test]
async fn the_search_table_has_each_word_as_often_as_there_are_lines() {
    let app = app().await;
    let mut snapshot = SqliteConnection::connect(&format!("sqlite:{}?mode=ro", database().await.display())).await.expect("the snapshot");
    sqlx::query("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'article_search', 'instance')")
        .execute(&mut snapshot)
        .await
        .expect("a temporary table");
    // A headline may stand beside the text, and so may the words of quotes: only a section's own words count.
    let counted = "SELECT w.term, count(*) FROM temp.words AS w JOIN articles AS a ON a.rowid = w.doc
         WHERE a.text IS NOT NULL AND w.col IN ('body', 'standfirst', 'caption', 'comment') GROUP BY w.term ORDER BY w.term";
    let counted: Vec<(String, i64)> = sqlx::query_as(counted).fetch_all(&mut snapshot).await.expect("counts");
    assert!(counted.len() > 300, "{}", counted.len());
    for (word, count) in counted.iter().step_by(5) {
        let page = app.json(&format!("/v1/concordance?{}&section=body,standfirst,caption,comment&limit=1", address(word))).await;
        assert_eq!(page["total"].as_i64(), Some(*count), "{word}");
    }
}

#[tokio::test]
async fn a_line_is_the_text_around_its_node_in_the_same_section() {
    let app = app().await;
    let articles = articles(&app).await;
    for context in [0, 1, 3, 8, 50] {
        for line in lines(&app, &format!("q=lantern*&context={context}")).await {
            let (id, start, end) = place(&line);
            let article = articles.iter().find(|article| article.id == id).expect("an article");
            let range = line["span"]["start"].as_u64().expect("start") as usize..line["span"]["end"].as_u64().expect("end") as usize;
            let exact: String = article.text[range.clone()].iter().collect();
            assert_eq!(line["span"]["exact"], exact);
            let utf16: Vec<u16> = article.text.iter().collect::<String>().encode_utf16().collect();
            for span in [&line["span"], &line["node_span"]] {
                let units = span["start_utf16"].as_u64().expect("start") as usize..span["end_utf16"].as_u64().expect("end") as usize;
                assert_eq!(span["exact"], String::from_utf16(&utf16[units]).expect("whole characters"));
            }
            let part = |name: &str| line[name].as_str().expect("text").to_owned();
            let printed = exact.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!([part("left"), part("node"), part("right")].concat(), printed);
            let (kind, _, words) = article
                .sections
                .iter()
                .find(|(_, section, _)| section.start <= range.start && range.end <= section.end)
                .expect("a line stays in its section");
            assert_eq!(line["section"], kind.as_str());
            let before = words.iter().filter(|(word, _)| (word.end as u64) <= start).count().min(context);
            let after = words.iter().filter(|(word, _)| (word.start as u64) >= end).count().min(context);
            let within = words.iter().filter(|(word, _)| range.start <= word.start && word.end <= range.end).count();
            assert_eq!(within, before + 1 + after, "{line}");
        }
    }
}

#[tokio::test]
async fn a_phrase_does_not_go_on_in_the_next_section_of_its_kind() {
    let app = app().await;
    let mut tried = 0;
    for article in articles(&app).await {
        let bodies: Vec<_> = article.sections.iter().filter(|(kind, ..)| kind == "body").collect();
        for pair in bodies.windows(2) {
            let (Some((_, last)), Some((_, first))) = (pair[0].2.last(), pair[1].2.first()) else { continue };
            let phrase = address(&format!("\"{last} {first}\""));
            let known = app.ids(&format!("/v1/articles?{phrase}&section=body")).await;
            assert!(known.contains(&article.id), "the search table knows one column of bodies");
            assert_eq!(lines(&app, &phrase).await.len(), 0, "{phrase}");
            tried += 1;
        }
    }
    assert!(tried > 0, "no article has two bodies");
}

#[tokio::test]
async fn several_terms_give_lines_where_all_stand_and_none_where_one_is_excluded() {
    let app = app().await;
    let articles = articles(&app).await;
    let (lantern, oil, cafe) =
        (places(&articles, &["lantern"], false), places(&articles, &["oil"], false), places(&articles, &["cafe"], false));
    let of = |places: &BTreeSet<(String, u64, u64)>| places.iter().map(|(id, ..)| id.clone()).collect::<BTreeSet<_>>();
    let found = |lines: Vec<Value>| lines.iter().map(place).collect::<BTreeSet<_>>();
    let both: BTreeSet<_> = of(&lantern).intersection(&of(&oil)).cloned().collect();
    let expected: BTreeSet<_> = lantern.union(&oil).filter(|(id, ..)| both.contains(id)).cloned().collect();
    assert_eq!(found(lines(&app, "q=lantern+oil").await), expected);
    let without: BTreeSet<_> = lantern.iter().filter(|(id, ..)| !of(&cafe).contains(id)).cloned().collect();
    assert!(!without.is_empty() && without.len() < lantern.len());
    assert_eq!(found(lines(&app, "q=lantern+-cafe").await), without);
    // Two terms that begin at the same word are one line, of the longer.
    let nested = lines(&app, "q=old+%22old+lantern%22").await;
    assert_eq!(found(nested), places(&articles, &["old", "lantern"], false));
}

#[tokio::test]
async fn a_line_names_the_quote_and_the_speaker_it_is_part_of() {
    let app = app().await;
    let quotes = app.all("/v1/quotes.ndjson").await;
    let holding = |line: &Value, part: &str| -> Vec<Value> {
        let (id, start, end) = place(line);
        let holds = |span: &Value| span["start"].as_u64() <= Some(start) && Some(end) <= span["end"].as_u64();
        let of_article = quotes.iter().filter(|quote| quote["article"]["id"] == id.as_str());
        of_article.filter(|quote| quote[part].as_array().expect("spans").iter().any(holds)).cloned().collect()
    };
    let all = lines(&app, "q=the+-nowhere").await;
    let (mut inside, mut own) = (0, 0);
    for line in &all {
        let (content, verbatim) = (holding(line, "content"), holding(line, "verbatim"));
        match line.get("quote") {
            None => assert!(content.is_empty(), "{line}"),
            Some(quote) => {
                let of = content.iter().find(|of| of["id"] == quote["id"]).expect("the node is part of the quote");
                assert_eq!(of.get("speaker"), quote.get("speaker"));
                assert_eq!(quote["verbatim"], verbatim.iter().any(|of| of["id"] == quote["id"]));
                inside += 1;
                own += usize::from(quote["verbatim"] == true);
            }
        }
    }
    assert!(own > 0 && inside > own && inside < all.len(), "{own} of {inside} of {}", all.len());
    let named = |lines: &[Value]| lines.iter().map(|line| line["id"].to_string()).collect::<Vec<_>>();
    for (query, keep) in [
        ("within=quotes", &(|line: &Value| line.get("quote").is_some()) as &dyn Fn(&Value) -> bool),
        ("within=verbatim", &|line| line["quote"]["verbatim"] == true),
        ("within=narration", &|line| line.get("quote").is_none()),
        ("within=narration,verbatim", &|line| line["quote"]["verbatim"] != false),
        ("speaker=mara-tolvik", &|line| line["quote"]["speaker"]["id"] == "mara-tolvik"),
        ("speaker_not=mara-tolvik", &|line| line["quote"]["speaker"]["id"] != "mara-tolvik"),
        ("within=verbatim&speaker_not=mara-tolvik", &|line| {
            line["quote"]["verbatim"] == true && line["quote"]["speaker"]["id"] != "mara-tolvik"
        }),
    ] {
        let expected: Vec<Value> = all.iter().filter(|line| keep(line)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{query} says nothing: {} of {}", expected.len(), all.len());
        assert_eq!(named(&lines(&app, &format!("q=the+-nowhere&{query}")).await), named(&expected), "{query}");
    }
}

#[tokio::test]
async fn filters_on_the_article_leave_its_lines() {
    let app = app().await;
    let all = lines(&app, "q=the").await;
    for query in [
        "source=quay-weekly",
        "source_not=quay-weekly",
        "from=2019&to=2020",
        "person=mara-tolvik",
        "person_not=mara-tolvik",
        "annotator=curated",
        "language=en",
        "organisation=kessary-harbour-authority&person=mara-tolvik",
    ] {
        let of = app.ids(&format!("/v1/articles?text_status=held&{query}")).await;
        let expected: Vec<_> =
            all.iter().filter(|line| of.iter().any(|id| line["article"]["id"] == id.as_str())).map(|line| line["id"].clone()).collect();
        let found: Vec<_> = lines(&app, &format!("q=the&{query}")).await.iter().map(|line| line["id"].clone()).collect();
        assert!(!expected.is_empty(), "{query} says nothing");
        assert_eq!(found, expected, "{query}");
    }
    let comments = lines(&app, "q=the&section=comment").await;
    assert!(!comments.is_empty() && comments.iter().all(|line| line["section"] == "comment"));
    assert!(all.iter().all(|line| !FURNITURE.contains(&line["section"].as_str().expect("a kind"))));
}
