//! Quotes: passages, spans, and who said them.

use std::collections::{HashMap, HashSet};

use super::{
    Comparison, Score,
    alignment::Alignment,
    attributes,
    cases::{Fault, Places},
    figures::Figure,
    matching::{Stretch, of_either, of_longer, pairs, stretches, whole},
};
use crate::{
    corpus::{Sidecar, sidecar::SidecarQuote},
    domain::QuoteType,
};

/// How much two quotes share of either to be the same utterance, whatever else differs.
const FOUND: f64 = 0.5;

/// A quote with where its parts stand.
#[derive(Debug)]
pub struct Said<'a> {
    /// The quote.
    pub quote: &'a SidecarQuote,
    content: Vec<Stretch>,
    verbatim: Vec<Stretch>,
}

/// The quotes of a document in both annotations.
#[derive(Debug)]
pub struct Both<'a> {
    /// Gold's quotes.
    pub gold: Vec<Said<'a>>,
    /// Those predicted.
    pub predicted: Vec<Said<'a>>,
    /// Gold as a whole.
    pub gold_sidecar: &'a Sidecar,
    /// What was predicted as a whole.
    pub predicted_sidecar: &'a Sidecar,
    /// Which entity is which.
    pub alignment: &'a Alignment<'a>,
    /// How much two spans share to be the same.
    overlap: f64,
    /// The text.
    pub places: &'a Places<'a>,
}

/// Compares the quotes of both.
pub fn compare(comparison: &Comparison, places: &Places, alignment: &Alignment, score: &mut Score) {
    let both = Both {
        gold: said(comparison, comparison.gold),
        predicted: said(comparison, comparison.predicted),
        gold_sidecar: comparison.gold,
        predicted_sidecar: comparison.predicted,
        alignment,
        overlap: comparison.overlap,
        places,
    };
    let found = both.found();
    both.passages(score);
    for (kind, figure) in [(QuoteType::Direct, Figure::Direct), (QuoteType::Mixed, Figure::Mixed), (QuoteType::Indirect, Figure::Indirect)]
    {
        both.spans(kind, figure, &found, score);
    }
    attributes::compare(&both, &found, score);
    let right: HashSet<usize> = found.iter().filter(|&&(g, p)| both.same_speaker(g, p)).map(|pair| pair.1).collect();
    for (n, said) in both.predicted.iter().enumerate() {
        score.quotes.count(said.quote.confidence, right.contains(&n));
    }
}

fn said<'a>(comparison: &Comparison, sidecar: &'a Sidecar) -> Vec<Said<'a>> {
    let counted = sidecar.quotes.iter().filter(|quote| quote.content.first().is_some_and(|first| comparison.counts(first.start)));
    counted.map(|quote| Said { quote, content: stretches(&quote.content), verbatim: stretches(&quote.verbatim) }).collect()
}

impl Said<'_> {
    /// From where its content begins to where it ends.
    pub fn whole(&self) -> Stretch {
        whole(&self.content)
    }

    /// Its first words, where the annotation carries them.
    pub fn exact(&self) -> Option<&str> {
        let first = self.quote.verbatim.first().or(self.quote.content.first());
        first.and_then(|span| span.exact.as_deref())
    }

    /// Its type and its words.
    fn shown(&self, places: &Places) -> String {
        let words: Vec<String> = self.content.iter().filter_map(|&at| places.words(at)).collect();
        format!("{} \"{}\"", self.quote.r#type.as_str(), words.join(" […] "))
    }
}

impl Both<'_> {
    /// The utterances that both have: half of the content is the same, or half of the words in quotation marks.
    fn found(&self) -> Vec<(usize, usize)> {
        let at = |list: &[Said]| list.iter().map(Said::whole).collect::<Vec<_>>();
        pairs(&at(&self.gold), &at(&self.predicted), FOUND, |g, p| {
            let (gold, predicted) = (&self.gold[g], &self.predicted[p]);
            of_either(&gold.content, &predicted.content).max(of_either(&gold.verbatim, &predicted.verbatim))
        })
    }

    /// Words in quotation marks taken as speech, and whether they have the right speaker.
    fn passages(&self, score: &mut Score) {
        let passages = |list: &[Said]| {
            let of_quote = |(n, said): (usize, &Said)| said.verbatim.iter().map(|&at| (n, at)).collect::<Vec<_>>();
            list.iter().enumerate().flat_map(of_quote).collect::<Vec<_>>()
        };
        let (gold, predicted) = (passages(&self.gold), passages(&self.predicted));
        let at = |list: &[(usize, Stretch)]| list.iter().map(|passage| passage.1).collect::<Vec<_>>();
        let matched = pairs(&at(&gold), &at(&predicted), self.overlap, |g, p| of_longer(gold[g].1, predicted[p].1));
        let right: Vec<_> = matched.iter().filter(|&&(g, p)| self.same_speaker(gold[g].0, predicted[p].0)).collect();
        score.count(Figure::Passages, gold.len(), predicted.len(), matched.len());
        score.count(Figure::AttributedPassages, gold.len(), predicted.len(), right.len());
        let (in_gold, in_predicted): (HashMap<usize, usize>, HashSet<usize>) =
            (matched.iter().copied().collect(), matched.iter().map(|pair| pair.1).collect());
        for (n, &(quote, at)) in gold.iter().enumerate() {
            let speaker = self.speaker(self.gold_sidecar, &self.gold[quote]);
            let Some(&other) = in_gold.get(&n) else {
                score.cases.push(self.places.case(Figure::Passages, Fault::Missed, at, None).values(Some(speaker), None));
                continue;
            };
            let (marked, marked_at) = predicted[other];
            if !self.same_speaker(quote, marked) {
                let given = self.speaker(self.predicted_sidecar, &self.predicted[marked]);
                let case = self.places.case(Figure::AttributedPassages, Fault::Wrong, at, None).values(Some(speaker), Some(given));
                score.cases.push(case.predicted_at(whole(&[self.predicted[marked].whole(), marked_at])));
            }
        }
        for (_, &(quote, at)) in predicted.iter().enumerate().filter(|(n, _)| !in_predicted.contains(n)) {
            let speaker = self.speaker(self.predicted_sidecar, &self.predicted[quote]);
            let case = self.places.case(Figure::Passages, Fault::Spurious, at, None).values(None, Some(speaker));
            score.cases.push(case.predicted_at(self.predicted[quote].whole()));
        }
    }

    /// Quotes of one type, by their content.
    fn spans(&self, kind: QuoteType, figure: Figure, found: &[(usize, usize)], score: &mut Score) {
        let of_kind = |list: &[Said]| (0..list.len()).filter(|&n| list[n].quote.r#type == kind).collect::<Vec<_>>();
        let (gold, predicted) = (of_kind(&self.gold), of_kind(&self.predicted));
        let at = |list: &[Said], chosen: &[usize]| chosen.iter().map(|&n| list[n].whole()).collect::<Vec<_>>();
        let matched = pairs(&at(&self.gold, &gold), &at(&self.predicted, &predicted), self.overlap, |g, p| {
            of_either(&self.gold[gold[g]].content, &self.predicted[predicted[p]].content)
        });
        score.count(figure, gold.len(), predicted.len(), matched.len());
        let (right_gold, right_predicted): (HashSet<usize>, HashSet<usize>) = matched.iter().map(|&(g, p)| (gold[g], predicted[p])).unzip();
        let (found_gold, found_predicted): (HashMap<usize, usize>, HashSet<usize>) =
            (found.iter().copied().collect(), found.iter().map(|pair| pair.1).collect());
        for n in gold.into_iter().filter(|n| !right_gold.contains(n)) {
            let said = &self.gold[n];
            let other = found_gold.get(&n).map(|&other| &self.predicted[other]);
            let fault = if other.is_some() { Fault::Wrong } else { Fault::Missed };
            let case = self.places.case(figure, fault, said.whole(), said.exact());
            let shown = |said: &Said| said.shown(self.places);
            let case = case.values(Some(shown(said)), other.map(shown));
            score.cases.push(match other {
                Some(other) => case.predicted_at(other.whole()),
                None => case,
            });
        }
        for n in predicted.into_iter().filter(|n| !right_predicted.contains(n) && !found_predicted.contains(n)) {
            let said = &self.predicted[n];
            let case = self.places.case(figure, Fault::Spurious, said.whole(), said.exact());
            score.cases.push(case.values(None, Some(said.shown(self.places))).predicted_at(said.whole()));
        }
    }

    /// Whether two quotes have the same speaker: the same entity, or, where gold has none, words that overlap or are equal.
    pub fn same_speaker(&self, gold: usize, predicted: usize) -> bool {
        let (gold, predicted) = (self.gold[gold].quote, self.predicted[predicted].quote);
        match (&gold.speaker, &predicted.speaker) {
            (Some(speaker), Some(given)) => self.alignment.is_same(speaker, given),
            (Some(_), None) => false,
            (None, given) => match (&gold.speaker_as_written, &predicted.speaker_as_written) {
                (Some(written), Some(other)) => attributes::same_words(written, other),
                (None, None) => given.is_none(),
                _ => false,
            },
        }
    }

    /// Who is said to speak, in words.
    pub fn speaker(&self, sidecar: &Sidecar, said: &Said) -> String {
        let name = said.quote.speaker.as_deref().map(|id| attributes::name(sidecar, id));
        attributes::party(self.places, name, said.quote.speaker_as_written.as_ref())
    }
}
