//! `onrecord diff`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthChar;

use super::{
    documents::{self, Library},
    terminal::{ColourArg, harmless, paint},
};
use crate::{
    corpus::{Document, Rejection, Sidecar},
    score::{
        Comparison, OVERLAP, Score,
        cases::{Case, Fault},
        difference::differences,
        report,
    },
};

/// Exit code where the annotations differ, as that of `diff` is.
const DIFFERENT: u8 = 1;

/// How wide each of the two columns is, in cells of a terminal.
const COLUMN: usize = 44;

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the same, 1 they differ, 2 a file cannot be used.")]
pub struct DiffArgs {
    /// One annotation: a sidecar, or the document itself, which is then annotated by the rules
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The other one
    #[arg(value_name = "B")]
    b: PathBuf,
    /// A folder with the document, where it does not lie beside its sidecar; may be given several times
    #[arg(long, value_name = "DIR")]
    documents: Vec<PathBuf>,
    /// In which form
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    colour: ColourArg,
}

/// A form in which differences are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Two columns
    Text,
    /// JSON
    Json,
}

/// Shows two annotations of one document side by side, and how well they agree.
pub fn diff(args: &DiffArgs) -> anyhow::Result<ExitCode> {
    let library = Library::of(&args.documents)?;
    let (a, document) = read(&args.a, &library)?;
    let (b, other) = read(&args.b, &library)?;
    if a.document.sha256 != b.document.sha256 {
        let reason = format!("annotates another document than {}: {} and {}", args.a.display(), b.document.sha256, a.document.sha256);
        return Err(Rejection::of_file(&args.b.display().to_string(), reason).into());
    }
    let document = document.or(other);
    if let Some(document) = &document {
        a.verify(&document.text)?;
        b.verify(&document.text)?;
    }
    let text = document.as_ref().map(|document| document.text.as_str());
    let comparison = Comparison { name: &a.document.name, gold: &a, predicted: &b, text, sections: &[], overlap: OVERLAP };
    let (score, cases) = (Score::of(&comparison), differences(&comparison));
    let metadata = metadata(&a, &b);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Json => writeln!(out, "{:#}", as_json(args, &score, &cases, &metadata))?,
        Format::Text => {
            let colour = args.colour.wanted();
            let head = [&args.a, &args.b].map(|path| path.display().to_string());
            row(&mut out, "", "", &[&head[0], &head[1]], colour.then_some("1"))?;
            row(&mut out, "", "annotator", &[&a.annotator, &b.annotator], None)?;
            for (field, [in_a, in_b]) in &metadata {
                let shown = [in_a, in_b].map(|value| if value.is_null() { "-".to_owned() } else { value.to_string() });
                row(&mut out, "", field, &[&shown[0], &shown[1]], colour.then_some("31"))?;
            }
            cases.iter().try_for_each(|case| difference(&mut out, case, colour))?;
            write!(out, "\n{}", report::table(&score))?;
        }
    }
    Ok(if cases.is_empty() && metadata.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

/// Reads a sidecar, with its document where that is at hand; or annotates a document.
fn read(path: &Path, library: &Library) -> Result<(Sidecar, Option<Document>), Rejection> {
    if path.extension().is_some_and(|extension| extension == "json") {
        let sidecar = Sidecar::read(path)?;
        let document = library.document_of(&sidecar);
        return Ok((sidecar, document));
    }
    let document = documents::read(path)?;
    let (annotated, _) = documents::explain(&document);
    Ok((documents::sidecar(&document, &annotated), Some(document)))
}

/// The fields of the metadata that differ, with what both say.
fn metadata(a: &Sidecar, b: &Sidecar) -> Vec<(String, [Value; 2])> {
    let fields = [a, b].map(|sidecar| json!(sidecar.metadata));
    let names = fields.iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let mut seen: Vec<&String> = names.collect();
    seen.sort();
    seen.dedup();
    let both = seen.into_iter().map(|name| (name.clone(), [fields[0][name].clone(), fields[1][name].clone()]));
    both.filter(|(_, [a, b])| a != b).collect()
}

fn as_json(args: &DiffArgs, score: &Score, cases: &[Case], metadata: &[(String, [Value; 2])]) -> Value {
    let fields: serde_json::Map<String, Value> =
        metadata.iter().map(|(field, [a, b])| (field.clone(), json!({ "a": a, "b": b }))).collect();
    let marks = cases.iter().map(|case| {
        json!({
            "in": match case.fault { Fault::Missed => "a", Fault::Spurious => "b", Fault::Wrong => "both" },
            "what": case.figure, "start": case.start, "end": case.end, "words": case.words, "a": case.gold, "b": case.predicted,
        })
    });
    json!({
        "a": args.a.display().to_string(), "b": args.b.display().to_string(),
        "metadata": fields, "marks": marks.collect::<Vec<_>>(), "agreement": report::json(score),
    })
}

/// One difference: where it is, what it is, and what each annotation says.
fn difference(out: &mut impl Write, case: &Case, colour: bool) -> io::Result<()> {
    let place = case.line.zip(case.column).map_or_else(|| case.start.to_string(), |(line, column)| format!("{line}:{column}"));
    let code = match case.fault {
        Fault::Missed => "33",
        Fault::Spurious => "35",
        Fault::Wrong => "31",
    };
    let sides = [&case.gold, &case.predicted].map(|side| side.as_deref().map_or_else(|| "-".to_owned(), |side| harmless(side, false)));
    row(out, &place, case.figure.name(), &[&sides[0], &sides[1]], colour.then_some(code))
}

/// Two columns, each broken into as many lines as it needs.
fn row(out: &mut impl Write, place: &str, what: &str, sides: &[&str; 2], code: Option<&str>) -> io::Result<()> {
    let [left, right] = sides.map(|side| wrapped(side, COLUMN));
    for n in 0..left.len().max(right.len()) {
        let [a, b] = [&left, &right].map(|lines| lines.get(n).map_or("", String::as_str));
        let padding = " ".repeat(COLUMN.saturating_sub(width(a)));
        let (place, what) = if n == 0 { (place, what) } else { ("", "") };
        let [a, b] = [a, b].map(|side| paint(code, side));
        writeln!(out, "{}", format!("{place:>8}  {what:<19} {a}{padding} | {b}").trim_end())?;
    }
    Ok(())
}

fn width(words: &str) -> usize {
    words.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Words broken into lines of at most so many cells: at a blank where there is one, within a word where that is longer.
fn wrapped(words: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().map(|line| width(line)).unwrap_or_default();
        if line > 0 && line + 1 + width(word) > most {
            lines.push(String::new());
        } else if line > 0
            && let Some(line) = lines.last_mut()
        {
            line.push(' ');
        }
        for character in word.chars() {
            let cells = character.width().unwrap_or_default();
            if lines.last().is_some_and(|line| width(line) + cells > most) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(character);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_break_at_blanks_and_within_words_that_are_too_long() {
        assert_eq!(wrapped("gulls return to the quay", 10), ["gulls", "return to", "the quay"]);
        assert_eq!(wrapped("harbourmaster", 5), ["harbo", "urmas", "ter"]);
        assert_eq!(wrapped("海鸥 回来", 4), ["海鸥", "回来"]);
        assert_eq!(wrapped("", 4), [""]);
    }
}
