//! Reporting verbs with what follows or surrounds them: clauses with and without "that", infinitives, charges, names given, and passages after a verb.

use super::{
    Paragraph, Sentence,
    circumstances::{self, Addressee},
    complement,
    cues::{self, Cue, Form},
    speakers::Speaker,
};
use crate::domain::QuoteType;

/// What a verb reports.
struct Complement {
    /// Its first unit and the unit after its last one; two where the verb interrupts it.
    ranges: Vec<(usize, usize)>,
    addressee: Option<Addressee>,
    /// Who speaks, where that stands after the verb.
    speaker: Option<Speaker>,
    /// The last unit of the cue.
    cue_end: usize,
    rule: &'static str,
}

impl Paragraph<'_, '_> {
    /// Finds what every verb reports that no passage precedes.
    pub(super) fn reported(&mut self, sentence: &mut Sentence) {
        self.according_to(sentence);
        let mut reports = Vec::new();
        for number in 0..sentence.cues.len() {
            let cue = sentence.cues[number];
            if sentence.used.contains(&cue.at) {
                continue;
            }
            let is_break = |n: &usize| {
                let taken = sentence.frame.passage(*n).is_some_and(|passage| sentence.taken.contains(&passage));
                taken || complement::is_semicolon(sentence.frame, *n)
            };
            let from = (0..cue.at).rev().find(is_break).map_or(0, |n| n + 1);
            if sentence.closed.iter().any(|&(start, end)| (start..end).contains(&cue.at)) {
                continue;
            }
            let Some(complement) = self.complement(sentence, &cue, from) else { continue };
            let speaker = match complement.speaker.or_else(|| cited(sentence, &cue)) {
                Some(speaker) => Some(speaker),
                None if cue.is_passive => agent(sentence, &cue, &complement),
                None => sentence.speakers.before(&cue, from).or_else(|| sentence.speakers.before(&cue, 0)),
            };
            let Some(speaker) = speaker else { continue };
            if (cue.is_negated || cue.is_future) && complement.rule != "parenthetical" {
                continue;
            }
            if matches!(complement.rule, "question-clause" | "infinitive" | "charge" | "claim-object") {
                sentence.closed.extend(&complement.ranges);
            }
            reports.push((cue, speaker, complement));
        }
        // The innermost first: words within marks belong to the report that is nearest to them.
        let size = |complement: &Complement| complement.ranges.iter().map(|(from, to)| to.saturating_sub(*from)).sum::<usize>();
        reports.sort_by_key(|(cue, _, complement)| (size(complement), cue.at));
        for (cue, speaker, complement) in &reports {
            self.report(sentence, cue, *speaker, complement);
        }
    }

    fn report(&mut self, sentence: &mut Sentence, cue: &Cue, speaker: Speaker, complement: &Complement) {
        let frame = sentence.frame;
        let inside: Vec<usize> = complement
            .ranges
            .iter()
            .flat_map(|&(from, to)| self.passages_in(frame, from..to))
            .filter(|passage| !sentence.taken.contains(passage))
            .collect();
        let spans: Vec<(usize, usize)> = complement.ranges.iter().filter_map(|&(from, to)| frame.stretch(from..to)).collect();
        let (Some(&(from, to)), false) = (complement.ranges.first(), spans.is_empty()) else { return };
        let only_passage = complement.ranges.len() == 1 && (from..to).all(|n| frame.passage(n).is_some() || !frame.is_wordlike(n));
        let verbatim: Vec<(usize, usize)> = inside.iter().map(|&passage| self.words(passage)).collect();
        let draft = if only_passage && !verbatim.is_empty() && self.is_direct(sentence, cue, from) {
            self.draft(QuoteType::Direct, verbatim.clone(), verbatim, "verb-quote")
        } else if verbatim.is_empty() {
            self.draft(QuoteType::Indirect, spans, Vec::new(), complement.rule)
        } else {
            self.draft(QuoteType::Mixed, spans, verbatim, complement.rule)
        };
        let mut draft = draft.with_speaker(Some(speaker)).with_cue(frame, cue.at, complement.cue_end).with_addressee(complement.addressee);
        draft.occasion = circumstances::occasion(frame, self.parsed.text, 0, from.max(cue.at + 1));
        let around = if from > cue.at { cue.at + 1..from } else { cue.at + 1..frame.len().min(cue.at + 16) };
        draft.said_on = circumstances::said_on(frame, around, self.published);
        sentence.taken.extend(inside);
        sentence.used.push(cue.at);
        self.quotes.push(draft);
    }

    /// Whether the passage that is all of a complement is the speaker's own clause.
    fn is_direct(&self, sentence: &Sentence, cue: &Cue, at: usize) -> bool {
        let frame = sentence.frame;
        let Some(passage) = (at..frame.units.len()).find_map(|n| frame.passage(n)) else { return false };
        let (start, end) = self.words(passage);
        let words = &self.parsed.text[start..end];
        let introduced = at > 0 && frame.is_mark(at - 1, &[":", ","]) || frame.is_mark(at, &[":", ","]);
        let naming = cue.verb.takes(cues::NAME) || cue.verb.takes(cues::AS | cues::OF) && !cue.verb.takes(cues::QUOTE);
        let is_capital = words.chars().next().is_some_and(char::is_uppercase);
        let mut all = words.split_whitespace().map(|word| word.to_lowercase().replace('’', "'"));
        let first_is_verb = all.next().is_some_and(|word| complement::is_finite(&word));
        let has_verb = all.any(|word| complement::is_finite(word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '\'')));
        !naming && (introduced || is_capital && words.split_whitespace().count() > 1 || has_verb && !first_is_verb)
    }

    fn complement(&self, sentence: &Sentence, cue: &Cue, from: usize) -> Option<Complement> {
        let frame = sentence.frame;
        let verb = cue.verb;
        let plain = |from: usize, to: usize, rule| {
            Some(Complement { ranges: vec![(from, to)], addressee: None, speaker: None, cue_end: cue.at, rule })
        };
        let end = |from: usize| complement::end(frame, from, &sentence.cues, &sentence.speakers);
        let mut at = circumstances::skip(frame, cue.at + 1 + usize::from(frame.word(cue.at + 1) == "out"));
        let mut addressee = None;
        if verb.takes(cues::TELL) {
            addressee = circumstances::addressee(frame, at).filter(|addressee| {
                let next = circumstances::skip(frame, addressee.next);
                !verb.takes(cues::ZERO)
                    || verb.takes(cues::QUOTE) && frame.word(cue.at).starts_with("t")
                    || matches!(frame.word(next), "that" | "to" | "not" | "against" | "of")
                    || frame.is_mark(next, &[",", ":"])
                    || frame.passage(next).is_some()
            });
            at = circumstances::skip(frame, addressee.map_or(at, |addressee| addressee.next));
        } else if frame.word(at) == "to" && !verb.takes(cues::TO) || verb.takes(cues::QUESTION) && frame.name(at).is_some() {
            let begin = if frame.word(at) == "to" { at + 1 } else { at };
            addressee = circumstances::addressee(frame, begin);
            at = addressee.map_or(at, |addressee| circumstances::skip(frame, addressee.next));
        }
        if verb.takes(cues::QUESTION) && addressee.is_none() {
            let someone = circumstances::addressee(frame, at);
            let leads =
                |next: usize| frame.passage(next).is_some() || frame.is_mark(next, &[",", ":"]) && frame.passage(next + 1).is_some();
            addressee = someone.filter(|someone| leads(someone.next));
            at = addressee.map_or(at, |addressee| addressee.next);
        }
        let found = |from: usize, to: usize, rule| {
            (from < to).then_some(Complement { ranges: vec![(from, to)], addressee, speaker: None, cue_end: cue.at, rule })
        };
        if frame.is_mark(at, &[","])
            && let Some(that) = (at + 1..at + 16).find(|&n| frame.word(n) == "that" && frame.is_mark(n - 1, &[","]))
            && (at + 1..that).all(|n| !complement::is_finite(frame.word(n)) && frame.passage(n).is_none())
        {
            at = that;
        }
        let comma = usize::from(frame.is_mark(at, &[",", ":", "—", "–"]));
        // `…, in an interview with X, that …`
        if frame.passage(at + comma).is_some() && verb.takes(cues::QUOTE | cues::THAT | cues::NAME) {
            return found(at, self.end_of_quotation(sentence, at + comma), "verb-quote");
        }
        if frame.word(at) == "that" && frame.is_word(at) && (verb.takes(cues::THAT | cues::TELL)) {
            return found(at + 1, end(at + 1), "that-clause");
        }
        if verb.takes(cues::QUESTION | cues::TELL)
            && matches!(frame.word(at), "whether" | "if" | "how" | "why" | "what" | "who" | "where" | "when")
            && frame.is_word(at)
        {
            return found(at, end(at), "question-clause");
        }
        if verb.takes(cues::TO | cues::SOMEONE_TO | cues::TELL) && frame.word(at) == "to" {
            return found(at, end(at), "infinitive");
        }
        if frame.word(cue.at) == "called"
            || frame.word(cue.at) == "calls"
            || frame.word(cue.at) == "calling"
            || frame.word(cue.at) == "call"
        {
            if frame.word(at) == "for" {
                let to = complement::object_end(frame, at + 1, end(at + 1));
                return Some(Complement { ranges: vec![(at + 1, to)], addressee: None, speaker: None, cue_end: at, rule: "called-for" });
            }
            if frame.word(at) == "on" {
                let someone = circumstances::addressee(frame, at + 1)?;
                return (frame.word(someone.next) == "to").then(|| Complement {
                    ranges: vec![(someone.next, end(someone.next))],
                    addressee: Some(someone),
                    speaker: None,
                    cue_end: at,
                    rule: "called-on",
                });
            }
        }
        if verb.takes(cues::SOMEONE_TO)
            && let Some(someone) = circumstances::addressee(frame, at)
            && (frame.word(someone.next) == "to" || frame.word(someone.next) == "not" && frame.word(someone.next + 1) == "to")
        {
            return Some(Complement {
                ranges: vec![(someone.next, end(someone.next))],
                addressee: Some(someone),
                speaker: None,
                cue_end: cue.at,
                rule: "infinitive",
            });
        }
        if verb.takes(cues::OF | cues::FOR) {
            let link = if verb.takes(cues::OF) { "of" } else { "for" };
            let to = end(at);
            let linked = (at..to.min(at + 14)).any(|n| frame.word(n) == link);
            let passage = (at..to).rev().find(|&n| frame.passage(n).is_some());
            let ends = |n: usize| {
                frame.is_word(n) && matches!(frame.word(n), "over" | "after" | "in" | "during" | "following" | "amid" | "as" | "on" | "at")
            };
            let to = passage.filter(|&passage| self.is_headline() && ends(passage + 1)).map_or(to, |passage| passage + 1);
            return if linked { plain(at, to, "charge") } else { None };
        }
        if verb.takes(cues::AS | cues::NAME) {
            let to = end(at);
            let last = (at..to)
                .rev()
                .find(|&n| frame.passage(n).is_some_and(|passage| self.passages[passage].not_speech.is_none_or(|why| why == "title-case")));
            if let Some(last) = last {
                return plain(at, last + 1, "naming");
            }
        }
        if verb.takes(cues::ABOUT) && frame.is_word(at) && matches!(frame.word(at), "of" | "about" | "against" | "for") {
            let start = if addressee.is_some() { at } else { at + 1 };
            return found(start, complement::object_end(frame, start, end(start)), "about-object");
        }
        if verb.takes(cues::OBJECT) && cue.verb.form != Form::Participle {
            let begins = matches!(
                frame.word(at),
                "the"
                    | "a"
                    | "an"
                    | "any"
                    | "having"
                    | "being"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "claims"
                    | "suggestions"
                    | "accusations"
                    | "allegations"
                    | "reports"
                    | "charges"
                    | "criticism"
                    | "it"
                    | "he"
                    | "she"
                    | "they"
                    | "that"
            ) || frame.word(at).ends_with("ing");
            if begins {
                let start = if frame.word(at) == "that" { at + 1 } else { at };
                return plain(start, complement::object_end(frame, start, end(start)), "claim-object");
            }
        }
        if let Some(parenthetical) = self.parenthetical(sentence, cue, at, from) {
            return Some(Complement { addressee, ..parenthetical });
        }
        if verb.takes(cues::ZERO | cues::TELL) && !frame.is_mark(at, &[",", ":"]) {
            let to = end(at);
            let starts = !(frame.is_word(at) && matches!(frame.word(at), "of" | "about" | "and" | "or" | "to" | "against"));
            if starts && complement::is_clause(frame, at, to) {
                return found(at, to, "zero-that");
            }
        }
        let to = end(at);
        let holds_words = self.passages_in(frame, at..to).iter().any(|passage| !sentence.taken.contains(passage));
        if (verb.takes(cues::WORDS) || self.is_headline() && verb.takes(cues::ZERO)) && holds_words && at < to {
            return found(at, to, "object-with-words");
        }
        None
    }

    /// Where a complement ends that begins with the passage at `at`: with it, or with the clause that it is part of.
    fn end_of_quotation(&self, sentence: &Sentence, at: usize) -> usize {
        let frame = sentence.frame;
        let ends = |n: usize| {
            n >= frame.len()
                || frame.is_mark(n, &[",", ";", "—", "–", ".", "("])
                || frame.is_word(n)
                    && matches!(
                        frame.word(n),
                        "and" | "but" | "as" | "while" | "when" | "before" | "after" | "in" | "on" | "at" | "during" | "or"
                    )
        };
        let is_short = frame.passage(at).is_some_and(|passage| {
            let (start, end) = self.words(passage);
            let words = &self.parsed.text[start..end];
            words.split_whitespace().count() < 4 && words.starts_with(char::is_lowercase)
        });
        if is_short && frame.is_word(at + 1) && matches!(frame.word(at + 1), "in" | "on" | "at" | "of" | "with" | "for") {
            return complement::end(frame, at, &sentence.cues, &sentence.speakers);
        }
        let is_complete = frame.passage(at).is_some_and(|passage| {
            let words = &self.parsed.text[..self.words(passage).1];
            words.ends_with(['.', ',', '!', '?', '…'])
        });
        if is_complete || ends(at + 1) { at + 1 } else { complement::end(frame, at, &sentence.cues, &sentence.speakers) }
    }

    /// `It was late, Hale said.` and `It was, he said, late.`: the verb stands after what it reports.
    fn parenthetical(&self, sentence: &Sentence, cue: &Cue, at: usize, from: usize) -> Option<Complement> {
        let frame = sentence.frame;
        if !cue.verb.takes(cues::THAT | cues::ZERO) || cue.verb.form == Form::Participle {
            return None;
        }
        // `It was late, says Hale.`
        let opens = cue.subject_end.checked_sub(1).filter(|&n| frame.is_mark(n, &[",", "—", "–"]));
        let is_end = |n: usize| n >= frame.len() || frame.is_mark(n, &[",", "—", "–", "(", ";"]);
        let after_speaker = |speaker: Speaker| frame.units.partition_point(|unit| unit.start < speaker.end);
        let inverted = opens
            .filter(|&comma| {
                let stops = |n: &usize| {
                    frame.is_mark(*n, &[",", ";", "—", "–"]) || frame.is_word(*n) && matches!(frame.word(*n), "who" | "which" | "whose")
                };
                let stop = (cue.at + 1..frame.len()).find(stops).unwrap_or(frame.len());
                (self.is_headline() || complement::is_clause(frame, from, comma)) && !complement::is_clause(frame, cue.at + 1, stop)
            })
            .and_then(|comma| Some((comma, sentence.speakers.after(cue.at + 1, frame.len())?)))
            .filter(|&(_, speaker)| is_end(circumstances::skip(frame, after_speaker(speaker))));
        let (comma, rest, speaker) = match inverted {
            Some((comma, speaker)) => (comma, after_speaker(speaker), Some(speaker)),
            None if is_end(at) => (sentence.speakers.before(cue, from)?.first.checked_sub(1)?, at, None),
            None => return None,
        };
        let ends_in_comma = frame.passage(comma).is_some_and(|passage| self.parsed.text[..self.words(passage).1].ends_with(','));
        if !frame.is_mark(comma, &[",", "—", "–"]) && !ends_in_comma || comma < from {
            return None;
        }
        let comma = comma + usize::from(ends_in_comma);
        let begin = if frame.is_word(from) && matches!(frame.word(from), "but" | "and" | "so" | "yet") { from + 1 } else { from };
        let before = (begin, comma);
        let words = (begin..comma).filter(|&n| frame.is_wordlike(n)).count();
        let goes_on = speaker.is_none() && rest < frame.len() && frame.is_mark(rest, &[",", "—", "–"]) && rest + 1 < frame.len();
        let ranges = match (words, goes_on) {
            (0, _) => return None,
            (1..=4, true) if !complement::is_clause(frame, begin, comma) => {
                vec![(rest + 1, complement::end(frame, rest + 1, &sentence.cues, &sentence.speakers))]
            }
            (_, true) if complement::is_clause(frame, begin, comma) && !is_continued(frame, rest + 1) => vec![before],
            (_, true) => vec![before, (rest + 1, complement::end(frame, rest + 1, &sentence.cues, &sentence.speakers))],
            _ => vec![before],
        };
        Some(Complement { ranges, addressee: None, speaker, cue_end: cue.at, rule: "parenthetical" })
    }

    /// `According to Hale, it was late.` and `It was late, according to Hale.`
    fn according_to(&mut self, sentence: &mut Sentence) {
        let frame = sentence.frame;
        for at in 0..frame.units.len() {
            if frame.word(at) != "according" || frame.word(at + 1) != "to" || sentence.used.contains(&(at + 1)) {
                continue;
            }
            let Some(speaker) = sentence.speakers.after(at + 2, frame.len()) else { continue };
            let comma = (at + 2..frame.len()).find(|&n| frame.is_mark(n, &[","]));
            let ranges = if at == 0 || frame.is_word(at - 1) && at == 1 {
                let Some(comma) = comma else { continue };
                let next = |n: usize| (n + 1..frame.len()).find(|&m| frame.is_mark(m, &[","])).unwrap_or(frame.len());
                let comma = (comma..frame.len())
                    .find(|&n| frame.is_mark(n, &[","]) && complement::is_clause(frame, n + 1, next(n)))
                    .unwrap_or(comma);
                vec![(comma + 1, complement::end(frame, comma + 1, &sentence.cues, &sentence.speakers))]
            } else {
                let begin = (0..at)
                    .rev()
                    .find(|&n| {
                        frame.passage(n).is_some_and(|passage| sentence.taken.contains(&passage)) || complement::is_semicolon(frame, n)
                    })
                    .map_or(0, |n| n + 1);
                vec![(begin, at)]
            };
            let complement = Complement { ranges, addressee: None, speaker: None, cue_end: at + 1, rule: "according-to" };
            let cue = Cue {
                at,
                verb: match cues::verb("said") {
                    Some(verb) => verb,
                    None => return,
                },
                subject_end: at,
                is_passive: false,
                is_negated: false,
                is_future: false,
            };
            self.report(sentence, &cue, speaker, &complement);
        }
    }
}

/// Who does it in a passive: `was called "a dinosaur" by one columnist`.
fn agent(sentence: &Sentence, cue: &Cue, complement: &Complement) -> Option<Speaker> {
    let end = complement.ranges.last()?.1;
    let is_agent = cue.verb.takes(cues::NAME | cues::AS) && sentence.frame.word(end) == "by";
    if is_agent { sentence.speakers.after(end + 1, sentence.frame.len()) } else { None }
}

/// Whether what follows an interrupting attribution goes on with the clause before it rather than beginning another: `that`, `and`, no new subject.
fn is_continued(frame: &super::frames::Frame, at: usize) -> bool {
    !frame.word(at).ends_with("ing")
        && !matches!(frame.word(at), "adding" | "citing" | "though" | "although" | "while" | "but" | "who" | "which" | "as" | "in" | "on")
}

/// Who is cited after a passage, and by which word: `"…," Vlast cited a diplomat as saying`.
pub(super) fn cited_after(sentence: &Sentence, first: usize) -> Option<(usize, Speaker)> {
    let saying =
        sentence.cues.iter().find(|cue| cue.at > first && cue.verb.form == Form::Participle && sentence.frame.word(cue.at - 1) == "as")?;
    let free = (first..saying.at).all(|n| sentence.frame.passage(n).is_none());
    Some((saying.at, cited(sentence, saying).filter(|_| free)?))
}

/// The source in `Vlast cited a diplomat as saying`: the object of the verb before, not its subject.
fn cited(sentence: &Sentence, cue: &Cue) -> Option<Speaker> {
    let frame = sentence.frame;
    let as_saying = cue.verb.form == Form::Participle && cue.at > 1 && frame.word(cue.at - 1) == "as";
    if !as_saying {
        return None;
    }
    let verb = (cue.at.saturating_sub(20)..cue.at).rev().find(|&n| {
        frame.is_word(n) && matches!(frame.word(n), "cited" | "quoted" | "cites" | "quotes" | "quoting" | "citing" | "recorded" | "heard")
    })?;
    let is_passive = verb > 0 && matches!(frame.word(verb - 1), "was" | "were" | "is" | "are" | "been" | "being");
    if is_passive {
        let passive = Cue { at: verb, subject_end: verb - 1, ..*cue };
        return sentence.speakers.before(&Cue { verb: cues::verb("said")?, ..passive }, 0);
    }
    sentence.speakers.after(verb + 1, cue.at - 1)
}
