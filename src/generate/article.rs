//! One invented article.

use std::fmt::Write;

use fastrand::Rng;
use serde::Serialize;

use super::{
    lexicon::{Lexicon, capitalised, pick},
    names::Names,
};
use crate::domain::id::slug;

/// How long a text is at least, in bytes; one paragraph more may follow.
const LENGTH: usize = 2_700;

/// The first and the last year of publication.
const YEARS: std::ops::RangeInclusive<u32> = 2005..=2024;

/// An article as `onrecord seed` reads it.
#[derive(Serialize)]
pub struct Record {
    id: String,
    url: String,
    title: String,
    published: String,
    authors: Vec<String>,
    publisher: String,
    language: &'static str,
    text: String,
}

/// The article with this number: always the same, whatever else is generated.
pub fn record(seed: u64, number: u64, lexicon: &Lexicon, names: &Names) -> Record {
    // Far apart for neighbours: the odd number is that of Knuth's multiplicative hashing, for 64 bits.
    let mut rng = Rng::with_seed(seed ^ (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let rng = &mut rng;
    let title = capitalised(&lexicon.clause(rng));
    let publisher = names.source(rng);
    let day = date(rng);
    let (given, surname) = names.person(rng);
    Record {
        id: format!("generated-{number}"),
        url: format!("https://{}.example/{}/{number}", slug(&publisher), day.replace('-', "/")),
        title,
        authors: vec![format!("{given} {surname}")],
        published: day,
        publisher,
        language: "en",
        text: text(rng, lexicon, names),
    }
}

/// A day; of one article in fifty only its month is known.
fn date(rng: &mut Rng) -> String {
    let (year, month, day) = (rng.u32(YEARS), rng.u32(1..=12), rng.u32(1..=28));
    if rng.u32(..50) == 0 { format!("{year}-{month:02}") } else { format!("{year}-{month:02}-{day:02}") }
}

/// Paragraphs of two to four sentences; two in five have a quote, of the three or four who speak in the article.
fn text(rng: &mut Rng, lexicon: &Lexicon, names: &Names) -> String {
    let speakers: Vec<_> = (0..rng.usize(3..5)).map(|_| names.person(rng)).collect();
    let mut introduced = vec![false; speakers.len()];
    let mut text = String::with_capacity(LENGTH + 1024);
    while text.len() < LENGTH {
        for _ in 0..rng.usize(1..4) {
            let aside = if rng.u32(..6) == 0 { format!(", said to be close to the {}", names.organisation(rng)) } else { String::new() };
            let _ = write!(text, "{}{aside}. ", lexicon.sentence(rng));
        }
        if rng.u32(..100) < 40 {
            let who = rng.usize(..speakers.len());
            let (given, surname) = &speakers[who];
            let first = !std::mem::replace(&mut introduced[who], true);
            let name = if first { format!("{given} {surname} of the {}", names.organisation(rng)) } else { surname.clone() };
            text.push_str(&quote(rng, lexicon, names, &name));
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text
}

/// What somebody says: half of it in quotation marks as a whole, a quarter in part, a quarter without.
fn quote(rng: &mut Rng, lexicon: &Lexicon, names: &Names, name: &str) -> String {
    match rng.u32(..8) {
        0 | 1 => format!("“{},” said {name}.", lexicon.sentence(rng)),
        2 => format!("“{},” {name} said. “{}.”", lexicon.sentence(rng), lexicon.sentence(rng)),
        3 => format!("{name} said: “{}.”", lexicon.sentence(rng)),
        4 | 5 => format!("{name} said {} was “a {} without a {}”.", lexicon.clause(rng), lexicon.word(rng), lexicon.word(rng)),
        6 => format!("{name} told the {} that {}.", names.organisation(rng), lexicon.clause(rng)),
        _ => format!("{name} {} that {}.", pick(&["said", "added", "warned", "argued"], rng), lexicon.clause(rng)),
    }
}
