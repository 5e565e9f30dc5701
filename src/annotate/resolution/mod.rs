//! Whom a pronoun or a description means.
//!
//! A pronoun means whoever is most in mind where it stands (Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution", 1994): everybody
//! named or quoted before it gets a weight that fades sentence by sentence, more as a subject, less inside others' words, none where the
//! gender does not fit. A description ("the minister", "the company") means whoever the article says is one.

mod descriptions;
pub mod salience;

use super::{
    attribution::Draft,
    entities::{Entity, Gender},
    names::Name,
    parsed::Parsed,
};
use crate::domain::EntityType;

/// Everything that is known where speakers are resolved.
struct Context<'a> {
    parsed: &'a Parsed<'a>,
    names: &'a [Name],
    entities: &'a [Entity],
}

/// Gives quotes the entities of their speakers and addressees, where the text tells.
pub fn resolve(parsed: &Parsed, names: &[Name], entities: &[Entity], quotes: &mut [Draft]) {
    let context = Context { parsed, names, entities };
    for number in 0..quotes.len() {
        let (former, rest) = quotes.split_at_mut(number);
        let quote = &mut rest[0];
        quote.addressee_entity = quote.addressee_name.map(|name| names[name].entity);
        if quote.addressee_entity.is_none() {
            quote.addressee_entity = context.addressee(quote, former);
        }
        if let Some(continued) = quote.continues.and_then(|continued| former.get(continued)) {
            quote.speaker_entity = continued.speaker_entity;
            quote.confidence = continued.confidence * 0.95;
            continue;
        }
        let (entity, confidence) = context.speaker(quote, former);
        quote.speaker_entity = entity;
        quote.confidence *= confidence;
    }
}

impl Context<'_> {
    /// The entity of a quote's speaker, and how sure that is.
    fn speaker(&self, quote: &Draft, former: &[Draft]) -> (Option<usize>, f64) {
        if let Some(name) = quote.speaker_name {
            return (Some(self.names[name].entity), self.names[name].confidence.max(0.9));
        }
        let Some((start, end)) = quote.speaker else { return (None, 0.5) };
        let words = self.parsed.text[start..end].to_lowercase();
        match &*words {
            "he" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Male)),
            "she" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Female)),
            "it" => self.most_salient(quote, start, former, EntityType::Organisation, None),
            "a" | "answer" if quote.rule == "transcript" => (self.interviewee(former), 0.85),
            "i" | "we" | "they" | "you" | "who" | "which" => (None, 0.7),
            words => self.described(words, start, quote),
        }
    }

    /// Who answers in an interview: the person named most up to its first answer, in headline and introduction.
    fn interviewee(&self, former: &[Draft]) -> Option<usize> {
        let first = former.iter().find(|quote| quote.rule == "transcript");
        if let Some(answer) = first {
            return answer.speaker_entity;
        }
        let mut times: Vec<(usize, usize)> = Vec::new();
        for name in self.names.iter().filter(|name| name.kind == EntityType::Person) {
            match times.iter_mut().find(|(entity, _)| *entity == name.entity) {
                Some((_, times)) => *times += 1,
                None => times.push((name.entity, 1)),
            }
        }
        // Of two named as often, the one named first.
        times.iter().rev().max_by_key(|(_, times)| *times).map(|(entity, _)| *entity)
    }

    fn addressee(&self, quote: &Draft, former: &[Draft]) -> Option<usize> {
        let (start, end) = quote.addressee?;
        let gender = match &*self.parsed.text[start..end].to_lowercase() {
            "him" => Gender::Male,
            "her" => Gender::Female,
            words => return self.described(words, start, quote).0,
        };
        self.most_salient(quote, start, former, EntityType::Person, Some(gender)).0
    }
}
