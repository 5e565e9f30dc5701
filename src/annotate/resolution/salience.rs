//! Who is most in mind where a pronoun stands.

use super::{Context, UNKNOWN};
use crate::{
    annotate::{
        attribution::Draft,
        entities::Gender,
        lists::{
            self, Classes,
            classes::{FEMALE, MALE},
        },
        names::Name,
    },
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

/// The most names that are looked at: an endless line has no sentences.
const NAMES: usize = 400;
/// How many paragraphs away is as far as any.
const FAR: usize = 6;
/// How far into its sentence a subject may stand, in tokens.
const OPENING: usize = 12;
/// How many quotes back a name may be within the words.
const QUOTES: usize = 6;

/// How sure it is of the only one who fits, of the best of two that are even, and how much more where the second is far behind.
const ONLY: f64 = 0.95;
const TIED: f64 = 0.62;
const CLEAR: f64 = 0.36;

/// What is sought: a person or an organisation, and whom the pronoun fits.
type Sought = (EntityType, Option<Gender>);

/// Where a pronoun stands: its byte, and the numbers of its sentence and block.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    sentence: usize,
    block: usize,
}

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
        let here = Place { at, sentence: self.sentence(at), block: self.block(at) };
        let mut candidates: Vec<Candidate> = Vec::new();
        self.add_named(&mut candidates, here, quote, former, (kind, gender));
        self.add_speakers(&mut candidates, here, former, (kind, gender));
        let is_other = |candidate: &&Candidate| candidate.entity.is_none() || candidate.entity != quote.addressee_entity;
        let score = |candidate: &Candidate| (candidate.entity, (candidate.most + TOGETHER * candidate.sum) * candidate.fits);
        let scores = candidates.iter().filter(is_other).map(score);
        let mut ranked: Vec<(Option<usize>, f64)> = scores.filter(|&(_, score)| score > 0.0).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        match ranked[..] {
            [] => (None, UNKNOWN),
            [(first, _)] => (first, ONLY),
            [(first, most), (_, next), ..] => (first, TIED + CLEAR * (1.0 - next / most)),
        }
    }

    /// Those who are named before a place.
    fn add_named(&self, candidates: &mut Vec<Candidate>, here: Place, quote: &Draft, former: &[Draft], sought: Sought) {
        let before = self.names.partition_point(|name| name.start < here.at);
        let is_near = |name: &&Name| here.sentence - self.sentence(name.start) <= REACH;
        for name in self.names[..before].iter().rev().take(NAMES).take_while(is_near) {
            if name.kind == sought.0 && !is_within(name, &quote.content) && self.is_told_of(name) {
                let weight = self.weight(name, former) * self.nearness(here, name.start);
                add(candidates, Some(name.entity), weight, self.fits(name.entity, sought.1));
            }
        }
    }

    /// Those who are quoted before a place.
    fn add_speakers(&self, candidates: &mut Vec<Candidate>, here: Place, former: &[Draft], (kind, gender): Sought) {
        for quote in former.iter().rev().take(REACH) {
            let Some(&(_, end)) = quote.content.last() else { continue };
            let place = quote.cue.map_or(end.saturating_sub(1), |cue| cue.0);
            if place >= here.at || here.sentence.saturating_sub(self.sentence(place)) > REACH {
                continue;
            }
            let weight = SPEAKER * self.nearness(here, place);
            match quote.speaker_entity {
                Some(entity) if self.entities[entity].kind == kind => add(candidates, Some(entity), weight, self.fits(entity, gender)),
                None if kind == EntityType::Person && self.is_one_unnamed(quote) => {
                    add(candidates, None, weight * UNNAMED, self.unnamed_fits(quote, gender));
                }
                _ => {}
            }
        }
    }

    /// What is left of a weight at byte `at`, seen from a place.
    fn nearness(&self, here: Place, at: usize) -> f64 {
        let block = self.block(at);
        let power = |base: f64, distance: usize| base.powi(i32::try_from(distance).unwrap_or(i32::MAX));
        let same = if block == here.block { SAME_PARAGRAPH } else { 1.0 };
        same * power(SENTENCE, here.sentence.saturating_sub(self.sentence(at)))
            * power(PARAGRAPH, here.block.saturating_sub(block).min(FAR))
    }

    /// The weight of a name where it stands.
    fn weight(&self, name: &Name, former: &[Draft]) -> f64 {
        let tokens = &self.parsed.sentences[self.sentence(name.start)].tokens;
        let first = self.parsed.token_at(name.start);
        let is_subject = first.saturating_sub(tokens.start) < OPENING && !(tokens.start..first).any(|n| self.is_other_name(n, name));
        let mut weight = if is_subject { SUBJECT } else { 1.0 };
        if former.iter().rev().take(QUOTES).any(|quote| is_within(name, &quote.verbatim)) {
            weight *= WITHIN_WORDS;
        }
        if self.parsed.text[name.end..].starts_with("'s") || self.parsed.text[name.end..].starts_with("’s") {
            weight *= POSSESSIVE;
        }
        weight
    }

    /// How well the gender of an entity fits.
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

    /// How well the gender of somebody who is not named fits.
    fn unnamed_fits(&self, quote: &Draft, gender: Option<Gender>) -> f64 {
        let Some((start, end)) = quote.speaker else { return 0.0 };
        let words = self.parsed.text[start..end].to_lowercase();
        // `a fisherman`, `one policewoman`
        let has = |class, end| words.split_whitespace().any(|word| Classes::of(word).any(class) || word.ends_with(end));
        let known = match (has(FEMALE, "woman"), has(MALE, "man")) {
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
