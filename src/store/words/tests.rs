//! The tokenizer compared with SQLite's own.

use std::{fmt::Write, fs, path::Path};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sqlx::{Connection, SqliteConnection};

use super::*;

/// What SQLite's tokenizer makes of a character that parts words, and of one that is dropped.
const BREAK: u32 = u32::MAX;
const MARK: u32 = u32::MAX - 1;

/// Set to write `characters.txt` anew instead of comparing it: when SQLite's tables have changed.
const UPDATE: &str = "UPDATE_CHARACTERS";

/// What FTS5 makes of texts: for each its words, in order.
async fn in_fts5(texts: &[String]) -> Vec<Vec<String>> {
    let mut memory = SqliteConnection::connect("sqlite::memory:").await.expect("a database in memory");
    let tables = "CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
         CREATE VIRTUAL TABLE words USING fts5vocab (texts, instance)";
    sqlx::raw_sql(tables).execute(&mut memory).await.expect("tables");
    for text in texts {
        sqlx::query("INSERT INTO texts (text) VALUES (?)").bind(text).execute(&mut memory).await.expect("a row");
    }
    let all: Vec<(String, i64)> =
        sqlx::query_as("SELECT term, doc FROM words ORDER BY doc, offset").fetch_all(&mut memory).await.expect("words");
    let mut words = vec![Vec::new(); texts.len()];
    for (word, doc) in all {
        words[usize::try_from(doc).expect("a row's number") - 1].push(word);
    }
    words
}

fn here(text: &str) -> Vec<String> {
    let words = Words::of(text);
    (0..words.len()).map(|word| words.folded(word).to_owned()).collect()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime")
}

/// Every character as FTS5 sees it: between two letters, behind its own number, it stays, becomes another, is dropped, or parts.
async fn learned() -> Vec<u32> {
    let points: Vec<char> = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
    let texts: Vec<String> = points
        .chunks(4096)
        .map(|chunk| {
            chunk.iter().fold(String::new(), |mut text, &character| {
                write!(text, "{:x}g{character}g ", u32::from(character)).expect("a string takes everything");
                text
            })
        })
        .collect();
    let words = in_fts5(&texts).await;
    let mut words = words.iter().flatten();
    let mut becomes = vec![BREAK; char::MAX as usize + 1];
    for character in points {
        let word = words.next().expect("a word for each character");
        let rest = word.strip_prefix(&format!("{:x}g", u32::from(character))).expect("the words are in order");
        becomes[character as usize] = match rest.strip_suffix('g') {
            None => {
                assert_eq!(words.next().map(String::as_str), Some("g"));
                BREAK
            }
            Some("") => MARK,
            Some(folded) => u32::from(folded.chars().next().expect("not empty")),
        };
    }
    becomes
}

/// How a character is written in `characters.txt`: a sign, and the number behind it.
type Said = Option<(&'static str, u32)>;

/// The lines of `characters.txt` for what was learned.
fn written(becomes: &[u32]) -> String {
    let far = |point: u32| -> Said {
        match becomes[point as usize] {
            BREAK => None,
            MARK => Some(("mark", 0)),
            other if other < point => Some(("-", point - other)),
            other => Some((if other > point { "+" } else { "" }, other - point)),
        }
    };
    let one = |point: u32| -> Said { Some(becomes[point as usize]).filter(|&one| one < MARK).map(|one| ("=", one)) };
    let (mut lines, mut first, end) = (String::new(), 0, u32::try_from(becomes.len()).expect("small"));
    while first < end {
        let run = |said: &dyn Fn(u32) -> Said| (first..end).take_while(|&point| said(point) == said(first)).last().unwrap_or(first);
        let (alike, to_one) = (run(&far), run(&one));
        let (last, said) = if to_one > alike && one(first).is_some() { (to_one, one(first)) } else { (alike, far(first)) };
        let range = if first == last { format!("{first:04X}") } else { format!("{first:04X}-{last:04X}") };
        match said {
            None => {}
            Some((sign, 0)) => writeln!(lines, "{}", format!("{range} {sign}").trim_end()).expect("a string takes everything"),
            Some((sign, number)) => writeln!(lines, "{range} {sign}{number:X}").expect("a string takes everything"),
        }
        first = last + 1;
    }
    lines
}

#[test]
fn the_table_of_characters_is_the_one_that_sqlite_has() {
    let learned = runtime().block_on(learned());
    let lines = written(&learned);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/words/characters.txt"), &lines).expect("the file can be written");
    }
    assert!(lines == CHARACTERS, "characters.txt is not what SQLite says: run `{UPDATE}=1 cargo test characters`");
    for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let becomes = match TABLE.becomes(character) {
            Becomes::Break => BREAK,
            Becomes::Mark => MARK,
            Becomes::Far(far) => u32::from(character).strict_add_signed(far),
        };
        assert_eq!(becomes, learned[character as usize], "{character:?}");
    }
}

#[test]
fn words_are_those_of_the_search_tables_whatever_the_text() {
    // Letters of all kinds, loose accents, joiners, emoji, controls, private and unassigned characters, close together.
    let hard = "[a-cA-CéÉßİıſÅ\u{212b}ǅﬁ0-9٣Ⅷ²½'’_\\-. \u{0}\n\u{300}\u{301}\u{327}\u{345}\u{35d}\u{362}\u{363}\u{200d}\u{ad}\u{fe0f}Њђёשׁلاًक\u{93f}ก\u{e34}日本語한글🦀\u{e000}\u{1d400}\u{10ffff}]{0,12}";
    let mut runner = TestRunner::default();
    let texts = prop_oneof![hard, ".{0,12}", proptest::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter)];
    let texts: Vec<String> = (0..3000).map(|_| texts.new_tree(&mut runner).expect("a text").current()).collect();
    let in_fts5 = runtime().block_on(in_fts5(&texts));
    for (text, words) in texts.iter().zip(in_fts5) {
        assert_eq!(here(text), words, "{text:?}");
    }
}

#[test]
fn a_word_stands_where_its_characters_stand() {
    let text = "Žižek’s  e\u{301}tude, №5";
    let words = Words::of(text);
    let placed: Vec<(&str, &str)> = (0..words.len()).map(|word| (words.folded(word), &text[words.place(word)])).collect();
    assert_eq!(placed, [("zizek", "Žižek"), ("s", "s"), ("etude", "e\u{301}tude"), ("5", "5")]);
}
