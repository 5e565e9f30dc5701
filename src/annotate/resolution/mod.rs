//! Whom a pronoun or a description means.
//!
//! A pronoun means whoever is most in mind where it stands (Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution", 1994): everybody
//! named or quoted before it gets a weight that fades with every sentence and paragraph, more as a subject, less within others' words, none where
//! the gender does not fit. A description ("the minister", "the company") means whoever the article says is one. A headline's "witness" is whoever
//! says the same in the article.

mod descriptions;
mod echoes;
mod salience;

use self::descriptions::Roles;
use super::{
    attribution::{Draft, Rule},
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
    roles: Roles,
}

/// Gives quotes the entities of their speakers and addressees, where the text tells.
pub fn resolve(parsed: &Parsed, names: &[Name], entities: &[Entity], quotes: &mut [Draft]) {
    let context = Context { parsed, names, entities, roles: Roles::new(parsed, names, entities) };
    for number in 0..quotes.len() {
        let (former, rest) = quotes.split_at_mut(number);
        let quote = &mut rest[0];
        quote.addressee_entity = quote.addressee_name.map(|name| names[name].entity);
        if quote.addressee_entity.is_none() {
            quote.addressee_entity = context.addressee(quote, former);
        }
        let (entity, confidence) = match quote.continues {
            Some(continued) => context.continuing(quote, continued, former),
            None => context.speaker(quote, former),
        };
        quote.speaker_entity = entity;
        quote.confidence *= confidence * quote.rule.certainty();
    }
    echoes::resolve(&context, quotes);
}

impl Context<'_> {
    /// The entity of a quote's speaker, and how sure that is.
    fn speaker(&self, quote: &Draft, former: &[Draft]) -> (Option<usize>, f64) {
        if let Some(name) = quote.speaker_name {
            return (Some(self.names[name].entity), 0.98);
        }
        let Some((start, end)) = quote.speaker else { return (None, 0.5) };
        let words = self.parsed.text[start..end].to_lowercase();
        match &*words {
            "he" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Male)),
            "she" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Female)),
            "it" if self.follows_country(start) => (None, 0.7),
            "it" => self.most_salient(quote, start, former, EntityType::Organisation, None),
            "a" | "answer" if quote.rule == Rule::Transcript => (self.interviewee(former), 0.85),
            "i" | "we" | "they" | "you" | "who" | "which" => (None, 0.7),
            words => self.described(words, start, quote, former),
        }
    }

    /// The speaker of a quote that goes on from a former one: the same, or whoever answers a question.
    fn continuing(&self, quote: &Draft, continued: usize, former: &[Draft]) -> (Option<usize>, f64) {
        let Some(before) = former.get(continued) else { return (None, 0.5) };
        let asks = before.content.last().is_some_and(|&(start, end)| self.parsed.text[start..end].trim_end().ends_with('?'));
        let answers = asks && quote.rule == Rule::Floating && before.cue.is_some();
        if !answers {
            return (before.speaker_entity, before.confidence * 0.95);
        }
        let other =
            former.iter().rev().take(6).filter_map(|quote| quote.speaker_entity).find(|&entity| Some(entity) != before.speaker_entity);
        (before.addressee_entity.or(other), 0.6)
    }

    /// Who answers in an interview: the person named most up to its first answer, in headline and introduction.
    fn interviewee(&self, former: &[Draft]) -> Option<usize> {
        let first = former.iter().find(|quote| quote.rule == Rule::Transcript);
        if let Some(answer) = first {
            return answer.speaker_entity;
        }
        let mut times = vec![0_usize; self.entities.len()];
        for name in self.names.iter().filter(|name| name.kind == EntityType::Person) {
            times[name.entity] += 1;
        }
        // Of two named as often, the one named first.
        let people = (0..times.len()).rev().filter(|&entity| times[entity] > 0);
        people.max_by_key(|&entity| times[entity])
    }

    fn addressee(&self, quote: &Draft, former: &[Draft]) -> Option<usize> {
        let (start, end) = quote.addressee?;
        let gender = match &*self.parsed.text[start..end].to_lowercase() {
            "him" => Gender::Male,
            "her" => Gender::Female,
            words => return self.described(words, start, quote, former).0,
        };
        self.most_salient(quote, start, former, EntityType::Person, Some(gender)).0
    }
}
