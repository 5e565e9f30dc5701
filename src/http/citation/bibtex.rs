//! BibTeX, with the fields of biblatex beside its own. Letters are written as they are (UTF-8); only what means something to TeX is escaped.

use super::{
    name::Name,
    reference::{Kind, Reference},
};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes an entry.
pub fn write(reference: &Reference) -> String {
    let entry = match reference {
        Reference { kind: Kind::Dataset, .. } => "dataset",
        Reference { container: Some(_), .. } => "article",
        Reference { url: Some(_), .. } => "online",
        _ => "misc",
    };
    let names = |names: &[Name]| (!names.is_empty()).then(|| names.iter().map(name).collect::<Vec<_>>().join(" and "));
    let braced = |text: &String| escaped(text);
    let issued = reference.issued.as_ref().map(ToString::to_string);
    let fields: [(&str, Option<String>); 10] = [
        ("author", names(&reference.authors)),
        ("editor", names(&reference.editors)),
        // Twice in braces: no style changes its capitals.
        ("title", Some(format!("{{{}}}", escaped(&reference.title)))),
        ("journal", reference.container.as_ref().map(braced)),
        ("date", issued.clone()),
        ("year", issued.as_ref().and_then(|date| date.get(..4)).map(str::to_owned)),
        ("version", reference.version.as_ref().map(braced)),
        ("url", reference.url.clone()),
        ("urldate", reference.accessed.as_ref().map(ToString::to_string)),
        ("note", Some(escaped(&reference.note))),
    ];
    // The name of a month stands without braces: styles translate it.
    let month = issued.as_deref().and_then(month).map(|month| format!("  month = {month},\n"));
    let lines = fields.into_iter().filter_map(|(field, value)| Some(format!("  {field} = {{{}}},\n", value?))).chain(month);
    format!("@{entry}{{{},\n{}}}\n", reference.key, lines.collect::<Vec<_>>().concat())
}

fn month(date: &str) -> Option<&'static str> {
    let month: usize = date.get(5..7)?.parse().ok()?;
    MONTHS.get(month.checked_sub(1)?).copied()
}

/// A name, family name first: the one form in which nothing is guessed. One that is not parted is in braces of its own.
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix: None } => format!("{}, {}", escaped(family), escaped(given)),
        Name::Person { family, given, suffix: Some(suffix) } => format!("{}, {}, {}", escaped(family), escaped(suffix), escaped(given)),
        Name::Whole(whole) => format!("{{{}}}", escaped(whole)),
    }
}

/// Text as TeX prints it. BibTeX counts braces even behind a backslash, so they are named.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => escaped += "\\textbackslash{}",
            '{' => escaped += "\\textbraceleft{}",
            '}' => escaped += "\\textbraceright{}",
            '~' => escaped += "\\textasciitilde{}",
            '^' => escaped += "\\textasciicircum{}",
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}
