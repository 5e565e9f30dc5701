//! `onrecord score`.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    documents::{self, Library},
    terminal::{ColourArg, harmless, paint},
};
use crate::{
    annotate::Reason,
    corpus::{Document, Rejection, Sidecar, document},
    domain::SectionKind,
    score::{
        Comparison, OVERLAP, Score,
        cases::{Case, Fault},
        figures::{Figure, Measure},
        report,
    },
};

/// Exit code where a figure is below what `--at-least` asks for.
const BELOW: u8 = 1;

#[derive(Debug, Args)]
#[command(after_help = figures_help())]
pub struct ScoreArgs {
    /// The annotations that count as right: a sidecar, or a folder of sidecars
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The annotations to measure: a sidecar, or a folder of sidecars, paired with GOLD by the hash of the document. Left out: GOLD's documents are
    /// annotated now, by the rules alone
    #[arg(value_name = "PREDICTED")]
    predicted: Option<PathBuf>,
    /// A folder with the documents, where they do not lie beside their sidecars; may be given several times
    #[arg(long, value_name = "DIR")]
    documents: Vec<PathBuf>,
    /// Count only what stands in these kinds of section, by the gold annotation [default: all]
    #[arg(long = "section", value_name = "KIND", value_delimiter = ',', value_parser = section_kind)]
    sections: Vec<SectionKind>,
    /// How much passages and quotes must share, from 0 to 1, to count as the same
    #[arg(long, value_name = "SHARE", default_value_t = OVERLAP, value_parser = share)]
    overlap: f64,
    /// Give the figures of each article too
    #[arg(long)]
    each: bool,
    /// List every mark that was missed or wrong; `--errors=people,cue` those of some figures
    #[arg(long, value_name = "FIGURE", value_delimiter = ',', num_args = 0.., require_equals = true, value_parser = figure)]
    errors: Option<Vec<Figure>>,
    /// Fail (exit code 1) where a figure is below a number: `people=0.95`, `passages.recall=0.9`; F1 is meant where nothing else is said; may be
    /// given several times
    #[arg(long, value_name = "FIGURE=NUMBER", value_delimiter = ',', value_parser = bound)]
    at_least: Vec<Bound>,
    /// In which form
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    colour: ColourArg,
}

/// A form in which a score is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people
    Text,
    /// JSON
    Json,
    /// Markdown
    Markdown,
}

/// What a figure has to reach.
#[derive(Debug, Clone)]
struct Bound {
    figure: Figure,
    measure: Measure,
    least: f64,
}

fn figures_help() -> String {
    let lines: Vec<String> = Figure::ALL.iter().map(|figure| format!("  {:<19} {}", figure.name(), figure.meaning())).collect();
    format!("Figures:\n{}\n\nExit codes: 0 done, 1 a figure is below --at-least, 2 a file cannot be used.", lines.join("\n"))
}

fn section_kind(written: &str) -> Result<SectionKind, String> {
    SectionKind::ALL.into_iter().find(|kind| kind.as_str() == written).ok_or_else(|| {
        let known: Vec<&str> = SectionKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("write one of {}", known.join(", "))
    })
}

fn figure(written: &str) -> Result<Figure, String> {
    Figure::named(written).ok_or_else(|| {
        let known: Vec<&str> = Figure::ALL.iter().map(|figure| figure.name()).collect();
        format!("write one of {}", known.join(", "))
    })
}

fn share(written: &str) -> Result<f64, String> {
    written.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "write a number from 0 to 1".to_owned())
}

fn bound(written: &str) -> Result<Bound, String> {
    let (name, least) = written.split_once('=').ok_or("write a figure and a number, such as people=0.95")?;
    let (name, measure) = name.split_once('.').map_or((name, None), |(name, measure)| (name, Some(measure)));
    let figure = figure(name)?;
    let measure = match measure {
        None => figure.headline(),
        Some("precision") => Measure::Precision,
        Some("recall") => Measure::Recall,
        Some("f1") => Measure::F1,
        Some(other) => return Err(format!("`{other}` is none of precision, recall, f1")),
    };
    Ok(Bound { figure, measure, least: share(least)? })
}

/// One article, measured.
struct Measured {
    name: String,
    score: Score,
}

/// Measures annotations against gold, and prints how well they do.
pub fn score(args: &ScoreArgs) -> anyhow::Result<ExitCode> {
    let gold = load(&args.gold)?;
    if gold.is_empty() {
        return Err(Rejection::of_file(&args.gold.display().to_string(), "holds no sidecar").into());
    }
    let library = Library::of(&args.documents)?;
    let measured = match &args.predicted {
        Some(path) => against(args, &gold, path, &library)?,
        None => by_the_rules(args, &gold, &library)?,
    };
    let mut whole = Score::default();
    let mut each = Vec::new();
    for Measured { name, score } in measured {
        each.push((name, report::table(&score), report::markdown(&score), report::json(&score)));
        whole.add(score);
    }
    if let Some(chosen) = &args.errors {
        whole.cases.retain(|case| chosen.is_empty() || chosen.contains(&case.figure));
    } else {
        whole.cases.clear();
    }
    whole.cases.sort_by_key(|case| case.figure);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Text => write_text(&mut out, args, &whole, &each)?,
        Format::Markdown => {
            let articles = each.iter().filter(|_| args.each).map(|(name, _, markdown, _)| format!("\n### {name}\n\n{markdown}"));
            write!(out, "{}{}", report::markdown(&whole), articles.collect::<String>())?;
        }
        Format::Json => {
            let mut value = report::json(&whole);
            value["articles"] = json!(each.len());
            if args.each {
                value["each"] = each.iter().map(|(name, .., json)| json!({ "file": name, "score": json })).collect();
            }
            if args.errors.is_some() {
                value["errors"] = json!(whole.cases);
            }
            writeln!(out, "{value:#}")?;
        }
    }
    Ok(if reached(args, &whole)? { ExitCode::SUCCESS } else { ExitCode::from(BELOW) })
}

/// Says which figures are below what was asked for; whether none is.
fn reached(args: &ScoreArgs, whole: &Score) -> io::Result<bool> {
    let mut reached = true;
    for Bound { figure, measure, least } in &args.at_least {
        let value = whole.tally(*figure).measure(*measure);
        if value.is_none_or(|value| value < *least) {
            reached = false;
            let value = value.map_or_else(|| "not measured: there is nothing to count".to_owned(), |value| format!("{value:.4}"));
            writeln!(io::stderr(), "{figure}: {value}, and {least} was asked for")?;
        }
    }
    Ok(reached)
}

/// Reads a sidecar, or every one in a folder. All that cannot be read are named before the run fails.
pub fn load(path: &Path) -> anyhow::Result<Vec<Sidecar>> {
    if !path.is_dir() {
        return Ok(vec![Sidecar::read(path)?]);
    }
    let listing = document::list_folder(path)
        .map_err(|error| Rejection::of_file(&path.display().to_string(), format!("the folder cannot be read: {error}")))?;
    let (mut sidecars, mut rejected) = (Vec::new(), listing.rejected);
    for path in &listing.sidecars {
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
fn against(args: &ScoreArgs, gold: &[Sidecar], path: &Path, library: &Library) -> anyhow::Result<Vec<Measured>> {
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
fn by_the_rules(args: &ScoreArgs, gold: &[Sidecar], library: &Library) -> anyhow::Result<Vec<Measured>> {
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
    for case in &mut score.cases {
        case.rule = rule(case, reasons);
    }
    Measured { name, score }
}

/// The rule behind a case: the one that made the mark, or the one by which a passage was left alone.
fn rule(case: &Case, reasons: &[Reason]) -> Option<String> {
    let (start, end) = case.predicted_at.unwrap_or((case.start, case.end));
    let marks: &[&str] = match case.figure {
        Figure::Sections => &["section"],
        Figure::People | Figure::Organisations | Figure::Names | Figure::Entities => &["person", "organisation"],
        _ if case.fault == Fault::Missed && case.predicted_at.is_none() => &["passage"],
        _ => &["quote", "speaker"],
    };
    let here = reasons.iter().filter(|reason| marks.contains(&reason.mark) && reason.start < end && start < reason.end);
    here.max_by_key(|reason| reason.end.min(end) - reason.start.max(start)).map(|reason| reason.rule.to_owned())
}

type Each = (String, String, String, serde_json::Value);

fn write_text(out: &mut impl Write, args: &ScoreArgs, whole: &Score, each: &[Each]) -> io::Result<()> {
    let colour = args.colour.wanted();
    if args.each {
        for (name, table, ..) in each {
            writeln!(out, "{}\n{table}", harmless(name, false))?;
        }
    }
    let mut figure = None;
    for case in &whole.cases {
        if figure.replace(case.figure) != Some(case.figure) {
            let count = whole.cases.iter().filter(|other| other.figure == case.figure).count();
            writeln!(out, "{}: {count}", paint(colour.then_some("1"), case.figure.title()))?;
        }
        write_case(out, case, colour)?;
    }
    if !whole.cases.is_empty() {
        writeln!(out)?;
    }
    let articles = if each.len() == 1 { "1 article".to_owned() } else { format!("{} articles", each.len()) };
    writeln!(out, "{articles}\n{}", report::table(whole))?;
    write!(out, "{}", report::reliability_table(whole))
}

/// One case on one line: what is wrong, where, what gold says and what was predicted, the words in their context, the rule.
fn write_case(out: &mut impl Write, case: &Case, colour: bool) -> io::Result<()> {
    let fault = match case.fault {
        Fault::Missed => "33",
        Fault::Spurious => "35",
        Fault::Wrong => "31",
    };
    let place = match (case.line, case.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", case.file),
        _ => format!("{} [{}, {})", case.file, case.start, case.end),
    };
    write!(
        out,
        "  {} {}",
        paint(colour.then_some(fault), &format!("{:<8}", case.fault.as_str())),
        paint(colour.then_some("2"), &harmless(&place, false))
    )?;
    for (label, value) in [("gold", &case.gold), ("predicted", &case.predicted)] {
        if let Some(value) = value {
            write!(out, "  {label}: {}", paint(colour.then_some("36"), &harmless(value, false)))?;
        }
    }
    let [before, words, after] = [&case.before, &case.words, &case.after].map(|words| harmless(words, false));
    write!(out, "  {before}«{}»{after}", paint(colour.then_some("1"), &words))?;
    match &case.rule {
        Some(rule) => writeln!(out, "  [{rule}]"),
        None => writeln!(out),
    }
}
