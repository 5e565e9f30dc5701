//! RIS, the tagged format of reference managers: a tag of two letters, two blanks, a hyphen, a blank, a value, CRLF.

use super::{
    name::Name,
    reference::{Kind, Reference},
};
use crate::domain::PartialDate;

/// Writes a record.
pub fn write(reference: &Reference) -> String {
    let kind = match reference {
        Reference { kind: Kind::Dataset, .. } => "DATA",
        Reference { container: Some(_), .. } => "NEWS",
        Reference { url: Some(_), .. } => "ELEC",
        _ => "GEN",
    };
    let mut lines = vec![("TY", kind.to_owned()), ("ID", reference.key.clone())];
    lines.extend(reference.authors.iter().map(|author| ("AU", name(author))));
    lines.extend(reference.editors.iter().map(|editor| ("A2", name(editor))));
    let year = reference.issued.as_ref().and_then(|date| date.as_str().get(..4)).map(str::to_owned);
    let others = [
        ("TI", Some(reference.title.clone())),
        ("T2", reference.container.clone()),
        ("PY", year),
        ("DA", reference.issued.as_ref().map(date)),
        ("ET", reference.version.clone()),
        ("Y2", reference.accessed.as_ref().map(date)),
        ("UR", reference.url.clone()),
        ("LA", reference.language.clone()),
        ("DB", reference.record.is_some().then(|| reference.database.clone())),
        ("AN", reference.record.clone()),
        ("N1", Some(reference.note.clone())),
    ];
    lines.extend(others.into_iter().filter_map(|(tag, value)| Some((tag, value?))));
    lines.push(("ER", String::new()));
    lines.iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect::<Vec<_>>().concat()
}

fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix: None } => format!("{family}, {given}"),
        Name::Person { family, given, suffix: Some(suffix) } => format!("{family}, {given}, {suffix}"),
        // A comma would part it.
        Name::Whole(whole) => whole.replace(',', ""),
    }
}

/// `YYYY/MM/DD/`, empty where it is not known.
fn date(date: &PartialDate) -> String {
    let mut parts = date.as_str().split('-').chain(std::iter::repeat(""));
    let mut part = || parts.next().unwrap_or_default();
    format!("{}/{}/{}/", part(), part(), part())
}
