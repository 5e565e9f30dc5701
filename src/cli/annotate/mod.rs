//! `onrecord annotate`.

mod explain;
mod text;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{documents, terminal::ColourArg};
use crate::{
    annotate::Reason,
    corpus::{Document, Sidecar, assemble},
    domain::AnnotatedArticle,
    exchange::{base::Base, brat, conll, html, json, marks::marks, spacy, w3c},
};

#[derive(Debug, Args)]
#[command(
    after_help = "Sidecars, brat and spaCy carry every mark there and back; W3C annotations all but metadata and roles; CoNLL columns and HTML are for reading.\n\n\
    Exit codes: 0 done, 2 a file cannot be used."
)]
pub struct AnnotateArgs {
    /// The document, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// In which form the marks are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Print the marks of this sidecar instead of those that the rules make
    #[arg(long, value_name = "SIDECAR", conflicts_with = "explain")]
    sidecar: Option<PathBuf>,
    /// Say instead which rule made each mark, and why a passage in quotation marks was not taken for a quote
    #[arg(long, conflicts_with = "format")]
    explain: bool,
    #[command(flatten)]
    colour: ColourArg,
}

/// A form in which marks are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The text with its marks: in colour on a terminal, in brackets elsewhere
    Text,
    /// Article, people and organisations, mentions and quotes as the API serves them
    Json,
    /// A sidecar: what a curator corrects, and `onrecord seed` then takes instead of the marks made here
    Sidecar,
    /// brat's standoff annotations (.ann)
    Brat,
    /// Columns in the manner of CoNLL 2003: word, name, quote, verbatim, speaker, cue, addressee, section
    Conll,
    /// spaCy's `Doc.to_json`
    Spacy,
    /// A self-contained page
    Html,
    /// W3C Web Annotations (JSON-LD), as the API serves them
    W3c,
}

/// Annotates one document, and prints its marks.
pub fn annotate(args: &AnnotateArgs) -> anyhow::Result<ExitCode> {
    let document = documents::read(&args.file)?;
    let (annotated, reasons) = annotated(args, &document)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.explain {
        explain::write(&mut out, &document, &reasons, args.colour.wanted())?;
    } else {
        write(&mut out, args, &document, &annotated)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The marks that are asked for: those of a sidecar, or those of the rules.
fn annotated(args: &AnnotateArgs, document: &Document) -> anyhow::Result<(AnnotatedArticle, Vec<Reason>)> {
    let Some(path) = &args.sidecar else { return Ok(documents::explain(document)) };
    let sidecar = Sidecar::read(path)?;
    documents::belongs(&sidecar, document)?;
    Ok((assemble::annotated_article(&sidecar, Some(document)), Vec::new()))
}

fn write(out: &mut impl Write, args: &AnnotateArgs, document: &Document, annotated: &AnnotatedArticle) -> anyhow::Result<()> {
    let AnnotatedArticle { article, entities, mentions, quotes, .. } = annotated;
    let (words, marks) = (document.text.as_str(), marks(article, entities, mentions, quotes));
    let sidecar = documents::sidecar(document, annotated);
    let header = (sidecar.annotator.as_str(), &sidecar.metadata, sidecar.abstract_text.as_deref());
    match args.format {
        Format::Text => text::write(out, words, &marks, args.colour.wanted())?,
        Format::Json => writeln!(out, "{:#}", json::written(annotated))?,
        Format::Sidecar => writeln!(out, "{}", serde_json::to_string_pretty(&sidecar)?)?,
        Format::Brat => write!(out, "{}", brat::written(words, &marks, header))?,
        Format::Conll => write!(out, "{}", conll::written(words, &marks))?,
        Format::Spacy => writeln!(out, "{:#}", spacy::written(words, &marks, header))?,
        Format::Html => write!(out, "{}", html::written(&article.title, &article.language, words, &marks))?,
        Format::W3c => {
            let page = w3c::AnnotationPage::of(Base::default(), article, Some(words), &marks);
            writeln!(out, "{}", serde_json::to_string_pretty(&page)?)?;
        }
    }
    Ok(())
}
