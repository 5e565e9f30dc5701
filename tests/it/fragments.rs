//! The addresses of quotes on their publishers' pages, followed by a matcher of its own: the algorithm of
//! <https://wicg.github.io/scroll-to-text-fragment/#find-a-range-from-a-text-directive>, read anew, over a text whose lines are its blocks.

use std::collections::HashSet;

use onrecord::{
    annotate,
    domain::{AnnotatedArticle, Known, Quote, fragment::address_quotes, span::TextIndex},
};
use proptest::prelude::*;
use serde_json::json;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::{TestApp, seed_into};

/// A base letter in lower case: the character it comes from, its block, and whether it is that character's first and last.
struct Letter {
    folded: char,
    at: usize,
    block: usize,
    is_first: bool,
    is_last: bool,
}

/// A page as a browser looks through it.
struct Page {
    letters: Vec<Letter>,
    boundaries: HashSet<usize>,
    characters: Vec<char>,
}

fn base(character: char) -> Vec<char> {
    if character.is_whitespace() {
        vec![' ']
    } else {
        character.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
    }
}

impl Page {
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let (mut letters, mut block): (Vec<Letter>, usize) = (Vec::new(), 0);
        for (at, &character) in characters.iter().enumerate() {
            if character == '\n' {
                block += 1;
                continue;
            }
            let pieces = base(character);
            if pieces == [' '] && letters.last().is_some_and(|last| last.folded == ' ' && last.block == block) {
                continue;
            }
            let last = pieces.len().saturating_sub(1);
            letters.extend(pieces.iter().enumerate().map(|(n, &folded)| Letter {
                folded,
                at,
                block,
                is_first: n == 0,
                is_last: n == last,
            }));
        }
        let bytes: HashSet<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
        let boundaries = text.char_indices().enumerate().filter(|(_, (byte, _))| bytes.contains(byte)).map(|(at, _)| at);
        let boundaries = boundaries.chain([characters.len()]).collect();
        Self { letters, boundaries, characters }
    }

    /// "Find a string in range": the first place from character `from` on.
    fn find(&self, words: &str, from: usize, start_bounded: bool, end_bounded: bool) -> Option<(usize, usize)> {
        let sought: Vec<char> = Self::of(words).letters.iter().map(|letter| letter.folded).collect();
        (0..(self.letters.len() + 1).checked_sub(sought.len())?).find_map(|at| {
            let found = &self.letters[at..at + sought.len()];
            let (first, last) = (found.first()?, found.last()?);
            let same = found.iter().zip(&sought).all(|(letter, sought)| letter.folded == *sought)
                && first.block == last.block
                && first.is_first
                && last.is_last;
            let (start, mut end) = (first.at, last.at + 1);
            while self.characters.get(end).is_some_and(|&mark| base(mark).is_empty()) {
                end += 1;
            }
            let bounded = (!start_bounded || self.boundaries.contains(&start)) && (!end_bounded || self.boundaries.contains(&end));
            (same && start >= from && bounded).then_some((start, end))
        })
    }

    fn next_non_blank(&self, from: usize) -> usize {
        from + self.characters[from..].iter().take_while(|character| character.is_whitespace()).count()
    }

    /// "Find a range from a text directive".
    fn resolve(&self, directive: &str) -> Option<(usize, usize)> {
        let Directive { prefix, start, end, suffix } = &Directive::parse(directive);
        let mut from = 0;
        while from < self.characters.len() {
            let bounded = end.is_some() || suffix.is_none();
            let mut found = if let Some(prefix) = prefix {
                let before = self.find(prefix, from, true, false)?;
                from = before.0 + 1;
                let at = self.next_non_blank(before.1);
                let found = self.find(start, at, false, bounded)?;
                if found.0 != at {
                    continue;
                }
                found
            } else {
                let found = self.find(start, from, true, bounded)?;
                from = found.0 + 1;
                found
            };
            loop {
                if let Some(end) = end {
                    found.1 = self.find(end, found.1, true, suffix.is_none())?.1;
                }
                let Some(suffix) = suffix else { return Some(found) };
                let at = self.next_non_blank(found.1);
                if self.find(suffix, at, false, true)?.0 == at {
                    return Some(found);
                }
                if end.is_none() {
                    break;
                }
            }
        }
        None
    }
}

struct Directive {
    prefix: Option<String>,
    start: String,
    end: Option<String>,
    suffix: Option<String>,
}

impl Directive {
    fn parse(directive: &str) -> Self {
        let mut terms: Vec<&str> = directive.strip_prefix("text=").expect("a text directive").split(',').collect();
        let decoded = |term: &str| percent_encoding::percent_decode_str(term).decode_utf8().expect("UTF-8").into_owned();
        let prefix = terms[0].strip_suffix('-').map(decoded);
        if prefix.is_some() {
            terms.remove(0);
        }
        let suffix = terms.last().and_then(|term| term.strip_prefix('-')).map(decoded);
        if suffix.is_some() {
            terms.pop();
        }
        assert!(matches!(terms.len(), 1 | 2), "{directive}");
        Self { prefix, start: decoded(terms[0]), end: terms.get(1).map(|term| decoded(term)), suffix }
    }
}

fn directives(address: &str) -> Vec<String> {
    let (_, directives) = address.split_once(":~:").expect("a fragment directive");
    directives.split('&').map(str::to_owned).collect()
}

/// An article of one quote that covers these characters.
fn with_quote(text: &str, start: u32, end: u32) -> AnnotatedArticle {
    let known = Known { url: Some("https://example.org/7".to_owned()), ..Known::default() };
    let mut annotated = annotate::annotate("0123456789abcdef", text, &known);
    let span = TextIndex::new(text).span(start, end).expect("inside the text");
    let quote: Quote = serde_json::from_value(json!({
        "id": "01234567-0", "type": "indirect", "content": [span], "verbatim": [], "about": [], "article": annotated.article.to_ref(),
        "section": "body", "confidence": 1.0, "annotator": "curated"
    }))
    .expect("a quote");
    annotated.quotes = vec![quote];
    address_quotes(&mut annotated);
    annotated
}

/// Where the address of these characters leads, and where they are without the blanks around them.
fn followed(text: &str, start: u32, end: u32) -> Option<((usize, usize), (usize, usize))> {
    let address = with_quote(text, start, end).quotes.remove(0).fragment_url?;
    let characters: Vec<char> = text.chars().collect();
    let passage = &characters[start as usize..end as usize];
    let before = passage.iter().take_while(|character| character.is_whitespace()).count();
    let after = passage.iter().rev().take_while(|character| character.is_whitespace()).count();
    let found = Page::of(text).resolve(&directives(&address)[0]).unwrap_or_else(|| panic!("{address} leads nowhere in {text:?}"));
    Some((found, (start as usize + before, end as usize - after)))
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "the",
        "Gulls",
        "gulls ",
        "naïve",
        "nai\u{308}ve",
        "ß",
        "ss",
        "can't",
        "你好",
        "가",
        "🦀",
        "-",
        ",",
        "&",
        "%",
        "“",
        "”",
        ".",
        "1,000",
        " ",
        "  ",
        "\u{a0}",
        "\n",
        "\n\n",
        "\u{301}",
        "\u{ad}",
        "İ",
        "ς",
        "Σ",
    ];
    prop_oneof![8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 2 => "[a-z]{1,6} ", 1 => "\\PC"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn an_address_leads_to_its_quote_and_nowhere_else(pieces in prop::collection::vec(piece(), 1..60), a in 0..1000usize, b in 0..1000usize) {
        let text = pieces.concat();
        let length = text.chars().count();
        let (start, end) = ((a.min(b) * length / 1000) as u32, (a.max(b) * length / 1000) as u32);
        if let Some((found, meant)) = followed(&text, start, end) {
            prop_assert_eq!(found, meant, "{:?}", text);
        }
    }

    #[test]
    fn every_run_of_words_that_stands_once_has_an_address(breaks in prop::collection::vec(0..9u8, 3..150), a in 0usize..150, b in 0usize..150) {
        let words = breaks.iter().enumerate().map(|(n, at)| format!("word{n}x{}", if *at == 0 { "\n" } else { " " }));
        let words: Vec<String> = words.collect();
        let (first, last) = (a.min(b) % words.len(), a.max(b) % words.len());
        let (first, last) = (first.min(last), first.max(last));
        let characters = |words: &[String]| words.concat().chars().count() as u32;
        let followed = followed(&words.concat(), characters(&words[..first]), characters(&words[..=last]));
        let (found, meant) = followed.expect("an address");
        prop_assert_eq!(found, meant);
    }
}

const LONG: &str = "The pier will be mended before the winter comes, and whoever says otherwise has not looked under it since the spring, when divers \
     went down twice and came up with photographs of every pile, of which eleven were sound, four were not, and one could not be found at all, so \
     that we shall drive five new ones and paint the railings while the scaffold stands";

/// A corpus of records whose articles have addresses.
async fn seeded(records: &[serde_json::Value]) -> (tempfile::TempDir, TestApp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines = records.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let corpus = folder.path().join("corpus.jsonl");
    std::fs::write(&corpus, lines).expect("written");
    seed_into(&folder.path().join("x.db"), &[corpus], false).await;
    let app = TestApp::serving(&folder.path().join("x.db")).await;
    (folder, app)
}

#[tokio::test]
async fn every_quote_of_an_article_with_an_address_is_found_on_its_page() {
    let text = format!(
        "\"They are loud,\" said Ilse Marn. Nobody minded the gulls.\n\n\"{LONG},\" said Ilse Marn.\n\n\"They are loud,\" Ilse Marn said again, \
         \"and they - 5% of them, I & my sister think - are not from here.\"\n"
    );
    let url = "https://example.org/7?a=1&b=2#story";
    let (_folder, app) = seeded(&[
        json!({ "title": "Gulls return to the quay", "text": text, "url": url }),
        json!({ "title": "No address", "text": "\"Nobody knows where this stood,\" said Ilse Marn." }),
    ])
    .await;
    let quotes = app.all("/v1/quotes.ndjson?speaker=ilse-marn&sort=position").await;
    let (mut parts, mut without) = (0, 0);
    for quote in &quotes {
        let Some(address) = quote["fragment_url"].as_str() else {
            assert_eq!(quote["article"]["title"], "No address");
            without += 1;
            continue;
        };
        let directives = directives(address);
        assert!(address.starts_with(&format!("{url}:~:text=")), "{address}");
        let id = quote["article"]["id"].as_str().expect("an id");
        let page = Page::of(&app.get(&format!("/v1/articles/{id}/text")).await.text());
        let content = quote["content"].as_array().expect("content");
        assert_eq!(content.len(), directives.len(), "a directive for each part: {address}");
        for (span, directive) in content.iter().zip(&directives) {
            let meant = ["start", "end"].map(|end| span[end].as_u64().expect("a number") as usize);
            assert_eq!(page.resolve(directive).map(|(start, end)| [start, end]), Some(meant), "{directive}");
            assert!(span["exact"].as_str().is_some_and(|words| words.len() < 300 || directive.len() < 120), "{directive}");
            parts += 1;
        }
    }
    assert_eq!((parts, without), (4, 1), "{quotes:#?}");
    let table = app.get("/v1/quotes.csv?speaker=ilse-marn&sort=position").await;
    let mut reader = csv::Reader::from_reader(&*table.body);
    let column = reader.headers().expect("a header").iter().position(|name| name == "fragment_url").expect("a column");
    let cells: Vec<String> = reader.records().map(|row| row.expect("a row")[column].to_owned()).collect();
    let expected: Vec<&str> = quotes.iter().map(|quote| quote["fragment_url"].as_str().unwrap_or_default()).collect();
    assert_eq!(cells, expected);
}

#[tokio::test]
async fn of_a_withheld_text_only_words_that_are_surely_its_own_are_led_to() {
    let (folder, path, mut sidecar) = crate::app::one_sample();
    sidecar["metadata"]["url"] = "https://example.org/pier".into();
    std::fs::write(&path, sidecar.to_string()).expect("written");
    let text = std::fs::read_to_string(folder.path().join("pier.txt")).expect("text");
    std::fs::remove_file(folder.path().join("pier.txt")).expect("removed");
    let db = folder.path().join("x.db");
    seed_into(&db, &[path], false).await;
    let app = TestApp::serving(&db).await;
    let page = Page::of(&text);
    let (mut led, mut short) = (0, 0);
    let article =
        &app.all("/v1/articles.ndjson?annotator=curated").await.into_iter().find(|article| article["url"].is_string()).expect("one");
    assert_eq!(article["text_status"], "withheld");
    for quote in app.all(&format!("/v1/quotes.ndjson?article={}", article["id"].as_str().expect("an id"))).await {
        let verbatim = quote["verbatim"].as_array().expect("spans");
        let words: Vec<&str> = verbatim.iter().map(|span| span["exact"].as_str().expect("their own words")).collect();
        let Some(address) = quote["fragment_url"].as_str() else {
            assert!(words.iter().all(|words| words.chars().count() < 20 || words.split_whitespace().count() < 4), "{quote}");
            short += 1;
            continue;
        };
        for directive in directives(address) {
            let (start, end) = page.resolve(&directive).expect("found in the text that was withheld");
            let starts: Vec<usize> = verbatim.iter().map(|span| span["start"].as_u64().expect("a number") as usize).collect();
            assert!(starts.contains(&start) && end > start, "{directive}");
            led += 1;
        }
    }
    assert!(led > 2 && short > 0, "{led} {short}");
}
