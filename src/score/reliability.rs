//! Whether a confidence keeps its word: of marks given 0.9, nine in ten should be right.

use serde::Serialize;

use super::figures::number;

/// How many bins a reliability table has, each a tenth wide.
pub const BINS: usize = 10;

/// Marks by the confidence given to them, with how many of them are right.
#[derive(Debug, Clone, Default)]
pub struct Reliability {
    bins: [Bin; BINS],
}

#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    marks: usize,
    right: usize,
    confidence: f64,
}

/// One line of a reliability table.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Line {
    /// The least confidence of the bin; the most is a tenth above it.
    pub from: f64,
    /// How many marks were given a confidence in it.
    pub marks: usize,
    /// The mean confidence of those.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

impl Reliability {
    /// Counts a mark.
    pub fn count(&mut self, confidence: f64, right: bool) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 9 before")]
        let bin = (confidence * 10.0 + 1e-9).floor().clamp(0.0, 9.0) as usize;
        let bin = &mut self.bins[bin];
        bin.marks += 1;
        bin.right += usize::from(right);
        bin.confidence += confidence;
    }

    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.marks += more.marks;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
    }

    /// The bins that hold a mark.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let filled = self.bins.iter().enumerate().filter(|(_, bin)| bin.marks > 0);
        let lines = filled.map(|(n, bin)| {
            let marks = number(bin.marks);
            Line { from: number(n) / 10.0, marks: bin.marks, confidence: bin.confidence / marks, right: number(bin.right) / marks }
        });
        lines.collect()
    }

    /// How far confidence and share right lie apart, on the mean of all marks (expected calibration error); none where there is no mark.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let lines = self.lines();
        let marks: usize = lines.iter().map(|line| line.marks).sum();
        let apart: f64 = lines.iter().map(|line| (line.confidence - line.right).abs() * number(line.marks)).sum();
        (marks > 0).then(|| apart / number(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_into_tenths_and_certain_ones_into_the_last() {
        let mut reliability = Reliability::default();
        for (confidence, right) in [(1.0, true), (0.95, false), (0.3, false), (0.0, true)] {
            reliability.count(confidence, right);
        }
        let lines: Vec<_> = reliability.lines().iter().map(|line| (line.from, line.marks, line.right)).collect();
        assert_eq!(lines, [(0.0, 1, 1.0), (0.3, 1, 0.0), (0.9, 2, 0.5)]);
        let error = reliability.error().expect("marks were counted");
        assert!((error - (1.0 + 0.3 + 2.0 * 0.475) / 4.0).abs() < 1e-9, "{error}");
    }
}
