//! A score on a terminal: the cases one a line, then the table.

use std::io::{self, Write};

use super::{Printed, ScoreArgs};
use crate::{
    cli::terminal::{harmless, paint},
    score::{
        Score,
        cases::{Case, Fault},
        report,
    },
};

/// Writes the cases of all articles by figure, and the table.
pub fn write(out: &mut impl Write, args: &ScoreArgs, whole: &Score, each: &[Printed]) -> io::Result<()> {
    let colour = args.colour.wanted();
    if args.each {
        for Printed { name, table, .. } in each {
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
