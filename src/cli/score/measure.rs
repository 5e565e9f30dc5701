//! Which annotations are measured against which, and what the documents say.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

use anyhow::bail;

use super::ScoreArgs;
use crate::{
    annotate::Reason,
    cli::documents::{self, Library},
    corpus::{Document, Input, Rejection, Sidecar, survey::survey},
    score::{
        Comparison, Score,
        cases::{Case, Fault},
        figures::Figure,
    },
};

/// One article, measured.
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// How well it does.
    pub score: Score,
}

/// Reads a sidecar, or every one in a folder. All that cannot be read are named before the run fails.
pub fn load(path: &Path) -> anyhow::Result<Vec<Sidecar>> {
    if !path.is_dir() {
        return Ok(vec![Sidecar::read(path)?]);
    }
    let found = survey(&[Input::from(path.to_owned())])
        .map_err(|(path, error)| Rejection::of_file(&path.display().to_string(), format!("cannot be read: {error}")))?;
    let (mut sidecars, mut rejected) = (Vec::new(), Vec::new());
    for path in &found.sidecars {
        match Sidecar::read(path) {
            Ok(sidecar) => sidecars.push(sidecar),
            Err(rejection) => rejected.push(rejection),
        }
    }
    if let Some(last) = rejected.pop() {
        for rejection in rejected {
            writeln!(io::stderr(), "rejected: {rejection}")?;
        }
        return Err(last.into());
    }
    Ok(sidecars)
}

/// Measures annotations that are there.
pub fn against(args: &ScoreArgs, gold: &[Sidecar], path: &Path, library: &Library) -> anyhow::Result<Vec<Measured>> {
    let mut predicted: BTreeMap<String, Sidecar> =
        load(path)?.into_iter().map(|sidecar| (sidecar.document.sha256.clone(), sidecar)).collect();
    let mut measured = Vec::new();
    for gold in gold {
        let document = document_of(gold, library)?;
        let other = predicted.remove(&gold.document.sha256);
        if other.is_none() {
            writeln!(io::stderr(), "not in {}: the document of {}; all of its marks count as missed", path.display(), gold.file)?;
        }
        if let (Some(document), Some(other)) = (&document, &other) {
            other.verify(&document.text)?;
        }
        measured.push(measure(args, gold, other.as_ref(), document.as_ref(), &[]));
    }
    // Where one article alone is looked at, a folder may hold any number of others.
    for other in predicted.into_values().filter(|_| args.gold.is_dir()) {
        writeln!(io::stderr(), "not in {}: the document of {}; all of its marks count as wrong", args.gold.display(), other.file)?;
        let document = document_of(&other, library)?;
        measured.push(measure(args, &unmarked(&other), Some(&other), document.as_ref(), &[]));
    }
    Ok(measured)
}

/// Annotates gold's documents, its own marks laid aside, and measures that.
pub fn by_the_rules(args: &ScoreArgs, gold: &[Sidecar], library: &Library) -> anyhow::Result<Vec<Measured>> {
    let mut measured = Vec::new();
    let mut found = 0;
    for gold in gold {
        let Some(document) = document_of(gold, library)? else {
            writeln!(io::stderr(), "no document: {} ({}); all of its marks count as missed", gold.file, gold.document.name)?;
            measured.push(measure(args, gold, None, None, &[]));
            continue;
        };
        found += 1;
        let (annotated, reasons) = documents::explain(&document);
        measured.push(measure(args, gold, Some(&documents::sidecar(&document, &annotated)), Some(&document), &reasons));
    }
    if found == 0 {
        bail!("none of the documents is at hand: they are looked for beside the sidecars, and in the folders named with --documents");
    }
    Ok(measured)
}

/// A sidecar's document, which it must fit.
fn document_of(sidecar: &Sidecar, library: &Library) -> Result<Option<Document>, Rejection> {
    let document = library.document_of(sidecar);
    if let Some(document) = &document {
        sidecar.verify(&document.text)?;
    }
    Ok(document)
}

/// The sidecar of the same document, with nothing marked.
fn unmarked(sidecar: &Sidecar) -> Sidecar {
    Sidecar { sections: Vec::new(), entities: Vec::new(), mentions: Vec::new(), quotes: Vec::new(), ..sidecar.clone() }
}

fn measure(args: &ScoreArgs, gold: &Sidecar, predicted: Option<&Sidecar>, document: Option<&Document>, reasons: &[Reason]) -> Measured {
    let nothing = unmarked(gold);
    let name = document.map_or_else(|| gold.document.name.clone(), |document| document.file.clone());
    let comparison = Comparison {
        name: &name,
        gold,
        predicted: predicted.unwrap_or(&nothing),
        text: document.map(|document| document.text.as_str()),
        sections: &args.sections,
        overlap: args.overlap,
    };
    let mut score = Score::of(&comparison);
    explain(&mut score.cases, reasons);
    Measured { name, score }
}

/// The reasons for marks of some kinds, found by where they stand.
struct Rules<'a> {
    /// In the order of their starts, with the furthest end up to each.
    reasons: Vec<(&'a Reason, u32)>,
}

impl<'a> Rules<'a> {
    fn of(reasons: &'a [Reason], marks: &[&str]) -> Self {
        let mut chosen: Vec<&Reason> = reasons.iter().filter(|reason| marks.contains(&reason.mark)).collect();
        chosen.sort_by_key(|reason| reason.start);
        let furthest = |end: &mut u32, reason: &'a Reason| {
            *end = reason.end.max(*end);
            Some((reason, *end))
        };
        Self { reasons: chosen.into_iter().scan(0, furthest).collect() }
    }

    /// The rule of the reason that shares most with a stretch.
    fn at(&self, (start, end): (u32, u32)) -> Option<&'a str> {
        let before = self.reasons.partition_point(|(reason, _)| reason.start < end);
        let near = self.reasons[..before].iter().rev().take_while(|(_, furthest)| *furthest > start);
        let here = near.filter(|(reason, _)| reason.end > start);
        here.max_by_key(|(reason, _)| reason.end.min(end) - reason.start.max(start)).map(|(reason, _)| reason.rule)
    }
}

/// Names in every case the rule behind it: the one that made the mark, or the one by which a passage was left alone.
fn explain(cases: &mut [Case], reasons: &[Reason]) {
    let sections = Rules::of(reasons, &["section"]);
    let names = Rules::of(reasons, &["person", "organisation"]);
    let passages = Rules::of(reasons, &["passage"]);
    let quotes = Rules::of(reasons, &["quote", "speaker"]);
    for case in cases {
        let rules = match case.figure {
            Figure::Sections => &sections,
            Figure::People | Figure::Organisations | Figure::Names | Figure::Entities => &names,
            _ if case.fault == Fault::Missed && case.predicted_at.is_none() => &passages,
            _ => &quotes,
        };
        case.rule = rules.at(case.predicted_at.unwrap_or((case.start, case.end))).map(str::to_owned);
    }
}
