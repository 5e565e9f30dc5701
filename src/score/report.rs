//! A score, written: as a table for people, as Markdown, as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    Score,
    figures::{Figure, Measure, Tally},
    reliability::Reliability,
};

/// The figures as a table in columns.
#[must_use]
pub fn table(score: &Score) -> String {
    let mut out = format!("{:<27} {:>9} {:>7} {:>7} {:>9} {:>7} {:>9}\n", "", "precision", "recall", "F1", "right", "gold", "predicted");
    for (figure, tally) in shown(score) {
        let [precision, recall, f1] = [Measure::Precision, Measure::Recall, Measure::F1].map(|measure| share(tally.measure(measure)));
        let _ = writeln!(
            out,
            "{:<27} {precision:>9} {recall:>7} {f1:>7} {:>9} {:>7} {:>9}",
            figure.title(),
            right(*tally),
            tally.gold,
            tally.predicted
        );
    }
    if let Some(kappa) = score.confusion.kappa() {
        let _ = writeln!(out, "sections: Cohen's kappa {kappa:.3}");
    }
    out
}

/// The reliability tables.
#[must_use]
pub fn reliability_table(score: &Score) -> String {
    let mut out = String::new();
    for (title, reliability) in tables(score) {
        let Some(error) = reliability.error() else { continue };
        let _ = writeln!(out, "confidence of {title} (mean distance from the share right: {error:.3})");
        let _ = writeln!(out, "{:>11} {:>7} {:>10} {:>7}", "", "marks", "confidence", "right");
        for line in reliability.lines() {
            let to = line.from + 0.1;
            let _ = writeln!(out, "  {:.1} to {to:.1} {:>7} {:>10.3} {:>7.3}", line.from, line.marks, line.confidence, line.right);
        }
    }
    out
}

/// The figures and the reliability tables in Markdown.
#[must_use]
pub fn markdown(score: &Score) -> String {
    let mut out = "| | precision | recall | F1 | right | gold | predicted |\n| --- | --: | --: | --: | --: | --: | --: |\n".to_owned();
    for (figure, tally) in shown(score) {
        let [precision, recall, f1] = [Measure::Precision, Measure::Recall, Measure::F1].map(|measure| share(tally.measure(measure)));
        let title = figure.title();
        let _ = writeln!(out, "| {title} | {precision} | {recall} | {f1} | {} | {} | {} |", right(*tally), tally.gold, tally.predicted);
    }
    if let Some(kappa) = score.confusion.kappa() {
        let _ = writeln!(out, "\nSections: Cohen's kappa {kappa:.3}.");
    }
    for (title, reliability) in tables(score) {
        let Some(error) = reliability.error() else { continue };
        let _ = writeln!(out, "\nConfidence of {title} (mean distance from the share right: {error:.3}):\n");
        out.push_str("| confidence | marks | mean | right |\n| --- | --: | --: | --: |\n");
        for line in reliability.lines() {
            let _ = writeln!(
                out,
                "| {:.1} to {:.1} | {} | {:.3} | {:.3} |",
                line.from,
                line.from + 0.1,
                line.marks,
                line.confidence,
                line.right
            );
        }
    }
    out
}

/// All of it but the cases.
#[must_use]
pub fn json(score: &Score) -> Value {
    let figures: serde_json::Map<String, Value> =
        score.figures.iter().map(|(figure, tally)| (figure.name().to_owned(), json!(tally))).collect();
    let reliability = |reliability: &Reliability| json!({ "error": reliability.error(), "bins": reliability.lines() });
    json!({
        "figures": figures,
        "sections_kappa": score.confusion.kappa(),
        "reliability": { "quotes": reliability(&score.quotes), "mentions": reliability(&score.mentions) },
    })
}

fn tables(score: &Score) -> [(&'static str, &Reliability); 2] {
    [("quotes: right where the speaker is", &score.quotes), ("names: right where bounds and type are", &score.mentions)]
}

/// The figures that have something to count.
fn shown(score: &Score) -> impl Iterator<Item = (Figure, &Tally)> {
    score.figures.iter().map(|(figure, tally)| (*figure, tally)).filter(|(_, tally)| tally.gold + tally.predicted > 0)
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"))
}

/// How many are right: a whole number, but for the entities, of which shares are.
fn right(tally: Tally) -> String {
    if tally.right.fract() == 0.0 { format!("{:.0}", tally.right) } else { format!("{:.1}", tally.right) }
}
