//! Who is most in mind where a pronoun stands.

use super::Context;
use crate::{
    annotate::{attribution::Draft, entities::Gender, lists, names::Name},
    domain::{EntityType, SectionKind},
};

/// What is left of a weight one sentence later.
const SENTENCE: f64 = 0.62;
/// What is left of it one paragraph later.
const PARAGRAPH: f64 = 0.7;
/// The weight of a name that begins its sentence, against 1 for any other.
const SUBJECT: f64 = 1.6;
/// The weight of a name within somebody's words.
const WITHIN_WORDS: f64 = 0.35;
/// The weight of a name with a possessive: the owner is less in mind than what is owned.
const POSSESSIVE: f64 = 0.6;
/// The weight of having been the speaker of a quote.
const SPEAKER: f64 = 2.3;
/// How much more counts what stands in the same paragraph.
const SAME_PARAGRAPH: f64 = 1.9;
/// How much all the evidence together adds to the best of it.
const TOGETHER: f64 = 0.16;
/// The share of a weight that is left where nothing tells the gender.
const GENDER_UNKNOWN: f64 = 0.8;
/// The share of a weight that somebody without a name has.
const UNNAMED: f64 = 0.95;

/// How far back a name still counts, in sentences.
const REACH: usize = 20;

/// Somebody who may be meant.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The entity; `None` for somebody the article does not name.
    entity: Option<usize>,
    /// The greatest weight of one piece of evidence.
    most: f64,
    /// The sum of all.
    sum: f64,
    /// How well the gender fits.
    fits: f64,
}

impl Context<'_> {
    /// The person or organisation that a pronoun at byte `at` means, and how sure that is.
    pub(super) fn most_salient(
        &self,
        quote: &Draft,
        at: usize,
        former: &[Draft],
        kind: EntityType,
        gender: Option<Gender>,
    ) -> (Option<usize>, f64) {
        let here = (self.sentence(at), self.block(at));
        let mut candidates: Vec<Candidate> = Vec::new();
        let before = self.names.partition_point(|name| name.start < at);
        for name in self.names[..before].iter().rev() {
            if here.0 - self.sentence(name.start) > REACH {
                break;
            }
            if name.kind == kind && !is_within(name, &quote.content) && self.is_told_of(name) {
                let weight = self.weight(name, former) * self.nearness(here, name.start);
                add(&mut candidates, Some(name.entity), weight, self.fits(name.entity, gender));
            }
        }
        for quote in former.iter().rev().take(REACH) {
            let Some(&(_, end)) = quote.content.last() else { continue };
            let place = quote.cue.map_or(end.saturating_sub(1), |cue| cue.0);
            if place >= at || here.0.saturating_sub(self.sentence(place)) > REACH {
                continue;
            }
            let weight = SPEAKER * self.nearness(here, place);
            match quote.speaker_entity {
                Some(entity) if self.entities[entity].kind == kind => add(&mut candidates, Some(entity), weight, self.fits(entity, gender)),
                Some(_) => {}
                None if kind == EntityType::Person && self.is_one_unnamed(quote) => {
                    add(&mut candidates, None, weight * UNNAMED, self.unnamed_fits(quote, gender))
                }
                None => {}
            }
        }
        let score = |candidate: &Candidate| (candidate.most + TOGETHER * candidate.sum) * candidate.fits;
        let mut ranked: Vec<(Option<usize>, f64)> = candidates
            .iter()
            .filter(|candidate| candidate.entity.is_none() || candidate.entity != quote.addressee_entity)
            .map(|candidate| (candidate.entity, score(candidate)))
            .filter(|&(_, score)| score > 0.0)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        match ranked[..] {
            [] => (None, 0.5),
            [(first, _)] => (first, 0.95),
            [(first, most), (_, next), ..] => (first, 0.62 + 0.36 * (1.0 - next / most)),
        }
    }

    fn nearness(&self, here: (usize, usize), at: usize) -> f64 {
        let block = self.block(at);
        let power = |base: f64, distance: usize| base.powi(i32::try_from(distance).unwrap_or(i32::MAX));
        let same = if block == here.1 { SAME_PARAGRAPH } else { 1.0 };
        same * power(SENTENCE, here.0.saturating_sub(self.sentence(at))) * power(PARAGRAPH, here.1.saturating_sub(block).min(6))
    }

    fn weight(&self, name: &Name, former: &[Draft]) -> f64 {
        let tokens = &self.parsed.sentences[self.sentence(name.start)].tokens;
        let first = self.parsed.token_at(name.start);
        let is_subject = !(tokens.start..first).any(|n| self.is_other_name(n, name)) && first.saturating_sub(tokens.start) < 12;
        let mut weight = if is_subject { SUBJECT } else { 1.0 };
        if former.iter().rev().take(6).any(|quote| is_within(name, &quote.verbatim)) {
            weight *= WITHIN_WORDS;
        }
        if self.parsed.text[name.end..].starts_with("'s") || self.parsed.text[name.end..].starts_with("’s") {
            weight *= POSSESSIVE;
        }
        weight
    }

    fn fits(&self, entity: usize, gender: Option<Gender>) -> f64 {
        match (gender, self.entities[entity].gender) {
            (None, _) => 1.0,
            (Some(wanted), known) if wanted == known => 1.0,
            (Some(_), Gender::Unknown) => GENDER_UNKNOWN,
            _ => 0.0,
        }
    }

    /// Whether the sentence before has a country for its subject: "it" is then the country, which has no entity.
    pub(super) fn follows_country(&self, at: usize) -> bool {
        let Some(before) = self.sentence(at).checked_sub(1).map(|before| self.parsed.sentences[before].tokens.clone()) else {
            return false;
        };
        let first = before.start + usize::from(self.parsed.word(before.start).eq_ignore_ascii_case("the"));
        let country = |length: usize| {
            let end = (first + length).min(before.end).max(first + 1);
            &self.parsed.text[self.parsed.tokens[first.min(end - 1)].start..self.parsed.tokens[end - 1].end]
        };
        first < before.end && (1..=2).any(|length| lists::countries().contains(country(length)))
    }

    /// Whether the speaker of a quote is one person whom the article does not name: `one farmer`, `a woman`.
    fn is_one_unnamed(&self, quote: &Draft) -> bool {
        let Some((start, end)) = quote.speaker else { return false };
        let words = self.parsed.text[start..end].to_lowercase();
        ["a ", "an ", "one ", "another ", "his ", "her ", "my "].iter().any(|article| words.starts_with(article))
    }

    fn unnamed_fits(&self, quote: &Draft, gender: Option<Gender>) -> f64 {
        let Some((start, end)) = quote.speaker else { return 0.0 };
        let words = self.parsed.text[start..end].to_lowercase();
        let has = |all: &[&str]| words.split_whitespace().any(|word| all.contains(&word) || word.ends_with(all[0]));
        let known = match (
            has(&["woman", "wife", "mother", "daughter", "sister", "girl", "widow", "spokeswoman"]),
            has(&["man", "husband", "father", "son", "brother", "boy", "spokesman"]),
        ) {
            (true, _) => Gender::Female,
            (_, true) => Gender::Male,
            _ => Gender::Unknown,
        };
        match gender {
            Some(wanted) if known != Gender::Unknown && known != wanted => 0.0,
            Some(_) if known == Gender::Unknown => GENDER_UNKNOWN,
            _ => 1.0,
        }
    }

    /// Whether a name stands in the article itself, and not among its authors or below a picture.
    pub(super) fn is_told_of(&self, name: &Name) -> bool {
        let kind = self.parsed.blocks.get(self.block(name.start)).map_or(SectionKind::Body, |block| block.kind);
        matches!(kind, SectionKind::Body | SectionKind::Title | SectionKind::Standfirst | SectionKind::Heading | SectionKind::Bio)
    }

    /// Whether token `n` belongs to another name than this one.
    fn is_other_name(&self, n: usize, name: &Name) -> bool {
        let at = self.parsed.tokens[n].start;
        let found = self.names.partition_point(|other| other.end <= at);
        self.names.get(found).is_some_and(|other| other.start <= at && other.start != name.start)
    }

    /// The number of the sentence at byte `at`.
    fn sentence(&self, at: usize) -> usize {
        let token = self.parsed.token_at(at);
        self.parsed.sentence_of(token).min(self.parsed.sentences.len().saturating_sub(1))
    }

    /// The number of the block at byte `at`.
    fn block(&self, at: usize) -> usize {
        self.parsed.blocks.partition_point(|block| block.end <= at)
    }
}

fn add(candidates: &mut Vec<Candidate>, entity: Option<usize>, weight: f64, fits: f64) {
    match candidates.iter_mut().find(|candidate| candidate.entity == entity) {
        Some(candidate) => {
            candidate.most = candidate.most.max(weight);
            candidate.sum += weight;
            candidate.fits = candidate.fits.max(fits);
        }
        None => candidates.push(Candidate { entity, most: weight, sum: weight, fits }),
    }
}

fn is_within(name: &Name, spans: &[(usize, usize)]) -> bool {
    spans.iter().any(|&(start, end)| start <= name.start && name.end <= end)
}
