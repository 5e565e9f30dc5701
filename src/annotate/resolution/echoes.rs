//! Headlines and leads report what the article attributes in full further down: `Dam leaked for months, witness tells inquiry`.

use std::collections::HashSet;

use super::{Context, descriptions::is_plural};
use crate::{
    annotate::{
        attribution::Draft,
        lists::{
            self, Classes,
            classes::{DOCUMENT, LINK},
        },
    },
    domain::SectionKind,
};

/// The share of a lead's words that another quote must hold, to report the same.
const SHARED: f64 = 0.4;
/// How many paragraphs of the body a lead may take.
const LEAD: usize = 2;

/// How many quotes are taken for those of a lead.
const LEADS: usize = 16;
/// With how many quotes of the article they are compared.
const COMPARED: usize = 500;

/// Gives the unnamed speakers of headlines and leads the person or organisation who says the same further down.
pub fn resolve(context: &Context, quotes: &mut [Draft]) {
    let mut paragraphs = context.parsed.blocks.iter().enumerate().filter(|(_, block)| block.kind == SectionKind::Body);
    let after_lead = paragraphs.nth(LEAD).map_or(usize::MAX, |(block, _)| block);
    let words: Vec<HashSet<String>> = quotes.iter().take(COMPARED).map(|quote| context.content_words(quote)).collect();
    for number in 0..quotes.len().min(LEADS) {
        let quote = &quotes[number];
        if quote.block >= after_lead || quote.speaker_entity.is_some() || !context.is_someone(quote) {
            continue;
        }
        let others = (0..words.len()).filter(|&other| quotes[other].speaker_entity.is_some() && quotes[other].block != quote.block);
        let likeness = |other: usize| (other, likeness(&words[number], &words[other]));
        let best = others.map(likeness).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((other, likeness)) = best.filter(|&(_, likeness)| likeness >= SHARED) {
            quotes[number].speaker_entity = quotes[other].speaker_entity;
            quotes[number].confidence = 0.5 + 0.4 * likeness;
        }
    }
}

/// The share of the words of a lead's quote that another holds; one word alone is none.
#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn likeness(lead: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let shared = lead.intersection(other).count();
    if shared < 2 { 0.0 } else { shared as f64 / lead.len() as f64 }
}

impl Context<'_> {
    /// Whether the speaker of a quote is one person or body that is described, not a group and not a document.
    fn is_someone(&self, quote: &Draft) -> bool {
        let Some((start, end)) = quote.speaker else { return false };
        let words = self.parsed.text[start..end].to_lowercase();
        let head = words.split_whitespace().take_while(|word| !Classes::of(word).any(LINK)).last().unwrap_or("");
        let is_nobody = is_plural(head) || Classes::of(head).any(DOCUMENT) || words.contains("source");
        !is_nobody && !matches!(&*words, "he" | "she" | "it" | "they" | "i" | "we" | "who")
    }

    /// The words of a quote that tell what it is about: no function words, their endings cut.
    fn content_words(&self, quote: &Draft) -> HashSet<String> {
        let text = quote.content.iter().flat_map(|&(start, end)| self.parsed.text[start..end].split(|c: char| !c.is_alphanumeric()));
        let words = text.map(str::to_lowercase).filter(|word| word.len() > 2 && !lists::function_words().contains(&**word));
        words.map(|word| word.chars().take(5).collect()).collect()
    }
}
