//! `onrecord import`.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::documents;
use crate::{
    corpus::{
        Document, Rejection, Sidecar,
        sidecar::{FORMAT, MAX_SIDECAR_BYTES, SCHEMA_PATH},
    },
    domain::id,
    exchange::{
        brat,
        gather::{Dropped, Imported, gather},
        spacy, w3c,
    },
};

/// Exit code where something could not be carried over.
const INCOMPLETE: u8 = 3;

/// What the annotator is called where neither the file nor the command says.
const UNNAMED: &str = "imported";

#[derive(Debug, Args)]
#[command(
    after_help = "Each mark is found in the document, and left out where its words are not there. What is left out is counted on standard error.\n\n\
    Exit codes: 0 done, 2 a file cannot be used, 3 done, but something could not be carried over."
)]
pub struct ImportArgs {
    /// The annotations, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The document that they are about
    #[arg(long, value_name = "FILE")]
    document: PathBuf,
    /// What the file is
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "auto")]
    format: Format,
    /// Who made the marks, such as `desk/anna` [default: whom the file names]
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
}

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// By the content
    Auto,
    /// brat's standoff annotations (.ann)
    Brat,
    /// spaCy's `Doc.to_json`
    Spacy,
    /// W3C Web Annotations (JSON-LD): one, a list, a page, or several one after another
    W3c,
}

/// Makes a sidecar of annotations by another tool, and prints it.
pub fn import(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let document = documents::read(&args.document)?;
    let imported = read(args, &document)?;
    let gathered = gather(&document.text, &imported.marks);
    let mut notes = Vec::new();
    // What the file does not tell, the text does.
    let (annotated, _) = documents::explain(&document);
    let own = documents::sidecar(&document, &annotated);
    if gathered.sections.is_empty() {
        notes.push("sections: found by the rules, because the file has none that cover the text");
    }
    if imported.metadata.is_none() {
        notes.push("metadata: read from the text by the rules");
    }
    let sidecar = Sidecar {
        file: args.file.display().to_string(),
        schema: Some(SCHEMA_PATH.to_owned()),
        format: FORMAT,
        metadata: imported.metadata.unwrap_or(own.metadata),
        abstract_text: imported.abstract_text,
        annotator: annotator(args.annotator.as_ref().or(imported.annotator.as_ref())),
        sections: if gathered.sections.is_empty() { own.sections } else { gathered.sections },
        entities: gathered.entities,
        mentions: gathered.mentions,
        quotes: gathered.quotes,
        document: own.document,
    };
    let written = serde_json::to_string_pretty(&sidecar)?;
    // As it will be read: nothing is printed that `onrecord seed` would refuse.
    Sidecar::from_bytes(&sidecar.file, written.as_bytes())?.verify(&document.text)?;
    writeln!(io::stdout().lock(), "{written}")?;
    report(&sidecar, &notes, [&imported.dropped, &gathered.dropped])
}

fn report(sidecar: &Sidecar, notes: &[&str], dropped: [&Dropped; 2]) -> anyhow::Result<ExitCode> {
    let mut out = io::stderr().lock();
    let Sidecar { sections, entities, mentions, quotes, .. } = sidecar;
    let counts =
        [(sections.len(), "sections"), (mentions.len(), "names"), (entities.len(), "people and organisations"), (quotes.len(), "quotes")];
    let counts: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
    writeln!(out, "holds: {}", counts.join(", "))?;
    notes.iter().try_for_each(|note| writeln!(out, "{note}"))?;
    let mut complete = true;
    for (reason, count) in dropped.into_iter().flat_map(Dropped::iter) {
        complete = false;
        writeln!(out, "{}", Rejection::of_file("not carried over", format!("{count} × {reason}")))?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

/// Reads the file in its format.
fn read(args: &ImportArgs, document: &Document) -> Result<Imported, Rejection> {
    let file = args.file.display().to_string();
    let rejected = |reason: String| Rejection::of_file(&file, reason);
    let bytes = bytes(&args.file).map_err(|error| rejected(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_SIDECAR_BYTES {
        return Err(rejected(format!("more than {MAX_SIDECAR_BYTES} bytes long: no more are read")));
    }
    let content = String::from_utf8(bytes).map_err(|_| rejected("not UTF-8 text".to_owned()))?;
    let content = content.trim_start_matches('\u{feff}');
    let is_json = content.trim_start().starts_with(['{', '[']);
    if args.format == Format::Brat || (args.format == Format::Auto && !is_json) {
        return Ok(brat::read(content, &document.text));
    }
    let value = json(content).map_err(|error| rejected(format!("not JSON: {error}")))?;
    let is_spacy = value["text"].is_string() && (value["ents"].is_array() || value["spans"].is_object() || value["tokens"].is_array());
    if args.format == Format::Spacy || (args.format == Format::Auto && is_spacy) {
        return spacy::read(&value, &document.text).map_err(rejected);
    }
    Ok(w3c::read(&value, &document.text))
}

/// The value that the content is, or a list of those that follow one another: pages of a collection, or annotations one a line.
fn json(content: &str) -> serde_json::Result<Value> {
    let mut values = serde_json::Deserializer::from_str(content).into_iter().collect::<serde_json::Result<Vec<Value>>>()?;
    match values.len() {
        0 => serde_json::from_str(content),
        1 => Ok(values.remove(0)),
        _ => Ok(Value::Array(values)),
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = MAX_SIDECAR_BYTES + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The annotator's name in the letters that a sidecar allows.
fn annotator(name: Option<&String>) -> String {
    let parts = name.into_iter().flat_map(|name| name.split('/')).map(|part| {
        let plain: String =
            part.to_lowercase().chars().filter(|letter| letter.is_ascii_alphanumeric() || "._-".contains(*letter)).collect();
        if plain == part { plain } else { id::slug(part) }
    });
    let joined = parts.filter(|part| part.contains(|letter: char| letter.is_ascii_alphanumeric())).collect::<Vec<_>>().join("/");
    let name: String = joined.trim_start_matches(['.', '_', '-']).chars().take(80).collect();
    if name.is_empty() { UNNAMED.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotator_is_named_in_the_letters_of_a_sidecar() {
        for (given, expected) in [
            ("desk/anna", "desk/anna"),
            ("rules/0.1.0", "rules/0.1.0"),
            ("acct:Anna Lund@example.org", "acct-anna-lund-example-org"),
            ("../..", UNNAMED),
            ("Ålesund Desk", "alesund-desk"),
            ("海", UNNAMED),
        ] {
            assert_eq!(annotator(Some(&given.to_owned())), expected, "{given}");
        }
        assert_eq!(annotator(None), UNNAMED);
    }
}
