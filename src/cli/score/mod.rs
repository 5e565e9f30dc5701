//! `onrecord score`.

mod measure;
mod text;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use self::measure::Measured;
use super::{documents::Library, terminal::ColourArg};
use crate::{
    corpus::Rejection,
    domain::SectionKind,
    score::{
        OVERLAP, Score,
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
    /// List every mark that was missed or wrong, in text and JSON; `--errors=people,cue` those of some figures
    #[arg(long, value_name = "FIGURE", value_delimiter = ',', num_args = 0.., require_equals = true, value_parser = figure)]
    errors: Option<Vec<Figure>>,
    /// Fail (exit code 1) where a figure is below a number: `people=0.95`, `passages.recall=0.9`; F1 is meant where nothing else is said, and
    /// of `speaker` the recall; may be given several times
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

/// The figures of one article, written.
struct Printed {
    name: String,
    table: String,
    json: Value,
}

/// Measures annotations against gold, and prints how well they do.
pub fn score(args: &ScoreArgs) -> anyhow::Result<ExitCode> {
    let gold = measure::load(&args.gold)?;
    if gold.is_empty() {
        return Err(Rejection::of_file(&args.gold.display().to_string(), "holds no sidecar").into());
    }
    let library = Library::of(&args.documents)?;
    let measured = match &args.predicted {
        Some(path) => measure::against(args, &gold, path, &library)?,
        None => measure::by_the_rules(args, &gold, &library)?,
    };
    let mut whole = Score::default();
    let mut each = Vec::new();
    let table = if args.format == Format::Markdown { report::markdown } else { report::table };
    for Measured { name, score } in measured {
        each.push(Printed { name, table: table(&score), json: report::json(&score) });
        whole.add(score);
    }
    whole.cases.retain(|case| {
        args.errors.as_ref().is_some_and(|chosen| chosen.is_empty() || chosen.iter().any(|figure| figure.covers(case.figure)))
    });
    whole.cases.sort_by_key(|case| case.figure);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Text => text::write(&mut out, args, &whole, &each)?,
        Format::Markdown => {
            write!(out, "{}", table(&whole))?;
            for Printed { name, table, .. } in each.iter().filter(|_| args.each) {
                write!(out, "\n### {name}\n\n{table}")?;
            }
        }
        Format::Json => {
            let mut value = report::json(&whole);
            value["articles"] = json!(each.len());
            if args.each {
                value["each"] = each.iter().map(|article| json!({ "file": article.name, "score": article.json })).collect();
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
