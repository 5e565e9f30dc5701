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

/// How sure it is who is meant where nothing tells.
const UNKNOWN: f64 = 0.5;
/// How sure it is of a name, of the pronoun of somebody who is not named, and of one who answers in an interview.
const NAMED: f64 = 0.98;
const UNNAMED: f64 = 0.7;
const INTERVIEWED: f64 = 0.85;
/// What is left of it where a quote goes on, and how sure it is who answers a question.
const CONTINUED: f64 = 0.95;
const ANSWERED: f64 = 0.6;

/// How many quotes back the other speaker of a dialogue may be.
const DIALOGUE: usize = 6;

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
            return (Some(self.names[name].entity), NAMED);
        }
        let Some((start, end)) = quote.speaker else { return (None, UNKNOWN) };
        let words = self.parsed.text[start..end].to_lowercase();
        match &*words {
            "he" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Male)),
            "she" => self.most_salient(quote, start, former, EntityType::Person, Some(Gender::Female)),
            "it" if self.follows_country(start) => (None, UNNAMED),
            "it" => self.most_salient(quote, start, former, EntityType::Organisation, None),
            "a" | "answer" if quote.rule == Rule::Transcript => (self.interviewee(former), INTERVIEWED),
            "i" | "we" | "they" | "you" | "who" | "which" => (None, UNNAMED),
            words => self.described(words, start, quote, former),
        }
    }

    /// Whether an entity is a person.
    fn is_person(&self, entity: usize) -> bool {
        self.entities[entity].kind == EntityType::Person
    }

    /// The speaker of a quote that goes on from a former one: the same, or whoever answers a question.
    fn continuing(&self, quote: &Draft, continued: usize, former: &[Draft]) -> (Option<usize>, f64) {
        let Some(before) = former.get(continued) else { return (None, UNKNOWN) };
        let asks = before.content.last().is_some_and(|&(start, end)| self.parsed.text[start..end].trim_end().ends_with('?'));
        let answers = asks && quote.rule == Rule::Floating && before.cue.is_some();
        if !answers {
            return (before.speaker_entity, before.confidence * CONTINUED);
        }
        let other = former
            .iter()
            .rev()
            .take(DIALOGUE)
            .filter_map(|quote| quote.speaker_entity)
            .find(|&entity| Some(entity) != before.speaker_entity);
        (before.addressee_entity.or(other), ANSWERED)
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

#[cfg(test)]
mod tests;
